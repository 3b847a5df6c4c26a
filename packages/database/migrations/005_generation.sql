-- Up Migration

create schema generation;
comment on schema generation is 'Work done by models: which there are, what was asked of them, what came back and what it cost.';
grant usage on schema generation to octavo_user, octavo_service;

-- providers and models ------------------------------------------------------------------------------------------------
create table generation.providers (
  id text primary key check (id ~ '^[a-z0-9-]{2,60}$'),
  name text not null,
  kind text not null check (kind in ('anthropic', 'openai', 'google', 'openai-compatible', 'compositor')),
  base_url text,
  requests_per_minute integer check (requests_per_minute > 0),
  status text not null default 'active' check (status in ('active', 'inactive', 'maintenance')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table generation.providers is 'Whose models can be called, where, and how fast; the operator''s to change.';
create trigger touch before update on generation.providers for each row execute function app.touch();
alter table generation.providers enable row level security;
alter table generation.providers force row level security;
create policy service on generation.providers to octavo_service using (true) with check (true);
create policy see on generation.providers for select to octavo_user using (true);
create policy operate on generation.providers for update to octavo_user
  using ((select app.is_operator())) with check ((select app.is_operator()));
create policy add on generation.providers for insert to octavo_user with check ((select app.is_operator()));
grant select, insert, update, delete on generation.providers to octavo_service;
grant select, insert, update (name, base_url, requests_per_minute, status) on generation.providers to octavo_user;

create table generation.models (
  id text primary key,
  provider_id text not null references generation.providers on update cascade,
  name text not null,
  version text,
  context_window integer not null check (context_window > 0),
  max_output integer not null check (max_output > 0),
  input_price numeric(12, 6) not null check (input_price >= 0),
  output_price numeric(12, 6) not null check (output_price >= 0),
  cached_input_price numeric(12, 6) check (cached_input_price >= 0),
  cache_write_price numeric(12, 6) check (cache_write_price >= 0),
  long_prompt jsonb,
  price_source jsonb,
  capabilities text[] not null default '{text}',
  tier text not null default 'standard' check (tier in ('free', 'basic', 'standard', 'premium')),
  status text not null default 'active' check (status in ('active', 'retired')),
  replaced_by text references generation.models on delete set null,
  customized boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check (id like provider_id || '/%'),
  check (replaced_by <> id)
);
comment on table generation.models is 'Every model with its limits and its prices in US dollars per million tokens; customized rows are kept when the shipped catalogue changes.';
create index models_provider_idx on generation.models (provider_id);
create index models_replaced_by_idx on generation.models (replaced_by);
create trigger touch before update on generation.models for each row execute function app.touch();
alter table generation.models enable row level security;
alter table generation.models force row level security;
create policy service on generation.models to octavo_service using (true) with check (true);
create policy see on generation.models for select to octavo_user using (true);
create policy operate on generation.models for update to octavo_user
  using ((select app.is_operator())) with check ((select app.is_operator()));
create policy add on generation.models for insert to octavo_user with check ((select app.is_operator()));
grant select, insert, update, delete on generation.models to octavo_service;
grant select, insert, update (name, version, context_window, max_output, input_price, output_price, cached_input_price,
  cache_write_price, long_prompt, price_source, capabilities, tier, status, replaced_by, customized) on generation.models to octavo_user;

-- prompts -------------------------------------------------------------------------------------------------------------
create table generation.prompts (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid references identity.organizations on delete cascade,
  book_id uuid references library.books on delete cascade,
  name text not null check (name ~ '^[a-z0-9-]{2,60}$'),
  version integer not null check (version > 0),
  title text not null check (length(title) between 1 and 200),
  category text not null default 'book',
  genre text,
  system text not null default '',
  template text not null check (length(template) between 1 and 200000),
  variables text[] not null default '{}',
  default_model text,
  parameters jsonb not null default '{}' check (jsonb_typeof(parameters) = 'object'),
  is_public boolean not null default false,
  created_by uuid references auth.users on delete set null default app.user_id(),
  created_at timestamptz not null default now(),
  unique nulls not distinct (organization_id, book_id, name, version),
  check (book_id is null or organization_id is not null)
);
comment on table generation.prompts is
  'What models are told, versioned: built in (no organization), an organization''s, or one book''s; the narrowest, newest one is used.';
create index prompts_organization_idx on generation.prompts (organization_id, name, version desc);
create index prompts_book_idx on generation.prompts (book_id, name, version desc);
create index prompts_created_by_idx on generation.prompts (created_by);
alter table generation.prompts enable row level security;
alter table generation.prompts force row level security;
create policy service on generation.prompts to octavo_service using (true) with check (true);
create policy see on generation.prompts for select to octavo_user
  using (organization_id is null or is_public or organization_id = any ((select app.organizations_as('viewer'))::uuid[]));
create policy write on generation.prompts for insert to octavo_user
  with check (organization_id = any ((select app.organizations_as('editor'))::uuid[]) and created_by = (select app.user_id())
    and (book_id is null or exists (
      select from library.books b where b.id = book_id and b.organization_id = prompts.organization_id)));
create policy share on generation.prompts for update to octavo_user
  using (organization_id = any ((select app.organizations_as('editor'))::uuid[]))
  with check (organization_id = any ((select app.organizations_as('editor'))::uuid[]));
create policy remove on generation.prompts for delete to octavo_user
  using (organization_id = any ((select app.organizations_as('editor'))::uuid[]));
grant select, insert, update, delete on generation.prompts to octavo_service;
-- A version's text never changes, so a call can always show what it was told; a change is a new version.
grant select, insert, update (is_public, title), delete on generation.prompts to octavo_user;

-- generations: the jobs -----------------------------------------------------------------------------------------------
create table generation.generations (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references identity.organizations on delete cascade,
  book_id uuid references library.books on delete cascade,
  toc_item_id uuid references library.toc_items on delete set null,
  parent_id uuid references generation.generations on delete cascade,
  created_by uuid references auth.users on delete set null default app.user_id(),
  kind text not null check (kind in ('write', 'outline', 'chapter')),
  state text not null default 'queued'
    check (state in ('queued', 'running', 'streaming', 'paused', 'completed', 'partial', 'failed', 'canceled')),
  requested text check (requested in ('pause', 'cancel')),
  run integer not null default 1 check (run > 0),
  request jsonb not null default '{}' check (jsonb_typeof(request) = 'object'),
  model text,
  temperature numeric(3, 2) check (temperature between 0 and 2),
  priority integer not null default 0,
  scheduled_at timestamptz,
  progress numeric(5, 2) not null default 0 check (progress between 0 and 100),
  stage text not null default '',
  result jsonb,
  error jsonb,
  words integer not null default 0 check (words >= 0),
  input_tokens bigint not null default 0 check (input_tokens >= 0),
  output_tokens bigint not null default 0 check (output_tokens >= 0),
  cost numeric(14, 8) not null default 0 check (cost >= 0),
  estimated_cost numeric(14, 8) check (estimated_cost >= 0 and estimated_cost < 1000),
  confidence numeric(4, 3) check (confidence between 0 and 1),
  rating integer check (rating between 1 and 5),
  last_event bigint not null default 0,
  worker_id text,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  completed_at timestamptz,
  updated_at timestamptz not null default now(),
  check (parent_id <> id),
  check ((state in ('completed', 'partial', 'failed', 'canceled')) = (completed_at is not null))
);
comment on table generation.generations is
  'A job: what was asked, how far it is, what came of it. A write job has one child per chapter; run counts resumptions.';
create index generations_organization_idx on generation.generations (organization_id, created_at desc, id);
create index generations_book_idx on generation.generations (book_id, created_at desc);
create index generations_creator_idx on generation.generations (created_by, created_at desc);
create index generations_parent_idx on generation.generations (parent_id);
create index generations_toc_item_idx on generation.generations (toc_item_id);
-- One job at a time writes a book: two would write over each other.
create unique index generations_one_open_key on generation.generations (book_id)
  where parent_id is null and kind in ('write', 'outline') and state in ('queued', 'running', 'streaming', 'paused');
create index generations_queue_idx on generation.generations (priority desc, created_at) where state = 'queued';
create index generations_open_idx on generation.generations (state) where state in ('queued', 'running', 'streaming', 'paused');
create index generations_cost_idx on generation.generations (organization_id, completed_at) include (cost, input_tokens, output_tokens);
create trigger touch before update on generation.generations for each row execute function app.touch();
alter table generation.generations enable row level security;
alter table generation.generations force row level security;
create policy service on generation.generations to octavo_service using (true) with check (true);
create policy see on generation.generations for select to octavo_user
  using (created_by = (select app.user_id())
    or exists (select from library.books b where b.id = book_id));
create policy ask on generation.generations for insert to octavo_user
  with check (created_by = (select app.user_id())
    and app.book_allows(book_id, 'editor', 'generate')
    and exists (select from library.books b where b.id = book_id and b.organization_id = generations.organization_id));
create policy steer on generation.generations for update to octavo_user
  using (app.book_allows(book_id, 'editor', 'generate')) with check (app.book_allows(book_id, 'editor', 'generate'));
grant select, insert, update, delete on generation.generations to octavo_service;
-- People ask, steer and rate; progress, results and costs are written by the service alone.
grant select, insert (id, organization_id, book_id, toc_item_id, parent_id, created_by, kind, request, model, temperature,
  priority, scheduled_at, estimated_cost),
  update (requested, priority, scheduled_at, rating) on generation.generations to octavo_user;

create table generation.events (
  generation_id uuid not null references generation.generations on delete cascade,
  number bigint not null check (number > 0),
  kind text not null check (kind ~ '^[a-z-]{2,40}$'),
  data jsonb not null default '{}',
  created_at timestamptz not null default now(),
  primary key (generation_id, number)
);
comment on table generation.events is 'What happened in a job, in order and without gaps, so that any watcher can go on from the last event it saw.';
alter table generation.events enable row level security;
alter table generation.events force row level security;
create policy service on generation.events to octavo_service using (true) with check (true);
create policy see on generation.events for select to octavo_user
  using (exists (select from generation.generations g where g.id = generation_id));
grant select, insert, delete on generation.events to octavo_service;
grant select on generation.events to octavo_user;

create table generation.calls (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references identity.organizations on delete cascade,
  generation_id uuid not null references generation.generations on delete cascade,
  book_id uuid references library.books on delete cascade,
  key text not null,
  attempt integer not null check (attempt > 0),
  purpose text not null,
  model text not null,
  prompt_id uuid references generation.prompts on delete set null,
  state text not null check (state in ('completed', 'failed', 'canceled')),
  system text not null default '',
  prompt text not null default '',
  answer text,
  stop_reason text check (stop_reason in ('stop', 'length', 'refusal', 'other')),
  error jsonb,
  input_tokens bigint not null default 0 check (input_tokens >= 0),
  output_tokens bigint not null default 0 check (output_tokens >= 0),
  cached_tokens bigint not null default 0 check (cached_tokens >= 0),
  cost numeric(14, 8) not null default 0 check (cost >= 0),
  latency_ms integer not null check (latency_ms >= 0),
  first_token_ms integer check (first_token_ms >= 0),
  started_at timestamptz not null,
  created_at timestamptz not null default now(),
  unique (generation_id, key, attempt)
);
comment on table generation.calls is
  'Every attempt to call a model. key names the step: a step whose completed row exists is never called again.';
create unique index calls_completed_key on generation.calls (generation_id, key) where state = 'completed';
create index calls_organization_idx on generation.calls (organization_id, created_at desc);
create index calls_book_idx on generation.calls (book_id);
create index calls_prompt_idx on generation.calls (prompt_id);
create index calls_model_idx on generation.calls (model, created_at);
alter table generation.calls enable row level security;
alter table generation.calls force row level security;
create policy service on generation.calls to octavo_service using (true) with check (true);
create policy see on generation.calls for select to octavo_user
  using (exists (select from generation.generations g where g.id = generation_id));
grant select, insert, update, delete on generation.calls to octavo_service;
grant select on generation.calls to octavo_user;

create view generation.model_metrics with (security_invoker = true) as
  select model, (created_at at time zone 'UTC')::date as day,
    count(*)::integer as requests,
    count(*) filter (where state = 'completed')::integer as successes,
    count(*) filter (where state = 'failed')::integer as failures,
    avg(latency_ms) filter (where state = 'completed')::double precision as mean_latency_ms,
    avg(cost) filter (where state = 'completed')::double precision as mean_cost,
    sum(cost)::double precision as cost,
    sum(input_tokens)::bigint as input_tokens,
    sum(output_tokens)::bigint as output_tokens
  from generation.calls
  group by model, (created_at at time zone 'UTC')::date;
comment on view generation.model_metrics is 'Per model and day, computed from the calls the asker may see, so it always equals them.';
grant select on generation.model_metrics to octavo_user, octavo_service;

-- Down Migration

drop view generation.model_metrics;
drop table generation.calls;
drop table generation.events;
drop table generation.generations;
drop table generation.prompts;
drop table generation.models;
drop table generation.providers;
drop schema generation;

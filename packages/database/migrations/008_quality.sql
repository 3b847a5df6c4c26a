-- Up Migration

create schema quality;
comment on schema quality is 'What an audit finds in a text, and how it was mended.';
grant usage on schema quality to octavo_user, octavo_service;

-- how a book is judged ------------------------------------------------------------------------------------------------
alter table library.books
  add column audit_threshold integer not null default 80 check (audit_threshold between 0 and 100),
  add column remediate_automatically boolean not null default false,
  add column remediation_attempts integer not null default 2 check (remediation_attempts between 1 and 5),
  add column style_words jsonb not null default '[]' check (jsonb_typeof(style_words) = 'array');
grant update (audit_threshold, remediate_automatically, remediation_attempts, style_words) on library.books to octavo_user;

-- features ------------------------------------------------------------------------------------------------------------
create table quality.features (
  id text primary key check (id ~ '^[a-z0-9-]{1,60}$'),
  name text not null check (length(name) between 1 and 200),
  category text not null check (category ~ '^[a-z-]{1,40}$'),
  importance text not null check (importance in ('required', 'recommended', 'optional')),
  example text not null,
  explanation text not null,
  position integer not null check (position >= 0),
  active boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table quality.features is
  'What MyST can do, brought from the code at every start; whether a feature counts here (active) is the operator''s to say.';
create index features_category_idx on quality.features (category, position);
create trigger touch before update on quality.features for each row execute function app.touch();
alter table quality.features enable row level security;
alter table quality.features force row level security;
create policy service on quality.features to octavo_service using (true) with check (true);
create policy see on quality.features for select to octavo_user using (true);
create policy operate on quality.features for update to octavo_user
  using ((select app.is_operator())) with check ((select app.is_operator()));
grant select, insert, update, delete on quality.features to octavo_service;
-- Everything else comes from the code.
grant select, update (active) on quality.features to octavo_user;

-- audits --------------------------------------------------------------------------------------------------------------
create table quality.audits (
  id uuid primary key default gen_random_uuid(),
  book_id uuid not null references library.books on delete cascade,
  chapter_id uuid references library.chapters on delete cascade,
  version integer check (version >= 0),
  basis text not null,
  score numeric(5, 2) not null check (score between 0 and 100),
  features_total integer not null check (features_total >= 0),
  features_found integer not null check (features_found >= 0),
  features_missing integer not null check (features_missing >= 0),
  features jsonb not null default '[]' check (jsonb_typeof(features) = 'array'),
  findings jsonb not null default '[]' check (jsonb_typeof(findings) = 'array'),
  errors integer not null check (errors >= 0),
  warnings integer not null check (warnings >= 0),
  infos integer not null check (infos >= 0),
  silenced jsonb not null default '{}' check (jsonb_typeof(silenced) = 'object'),
  words integer not null default 0 check (words >= 0),
  dead_links jsonb not null default '{}' check (jsonb_typeof(dead_links) = 'object'),
  audited_at timestamptz not null default now(),
  constraint audits_one_each unique nulls not distinct (book_id, chapter_id),
  check ((chapter_id is null) = (version is null)),
  check (features_found + features_missing = features_total)
);
comment on table quality.audits is
  'The newest audit of a chapter, at the version it read, and (without a chapter) of a whole book. It is stale when the text is at another version, or when what it was judged by (basis) has changed.';
create index audits_chapter_idx on quality.audits (chapter_id);
alter table quality.audits enable row level security;
alter table quality.audits force row level security;
create policy service on quality.audits to octavo_service using (true) with check (true);
create policy see on quality.audits for select to octavo_user
  using (exists (select from library.books b where b.id = book_id));
grant select, insert, update, delete on quality.audits to octavo_service;
-- Computed from the text, never written by people.
grant select on quality.audits to octavo_user;

-- silences ------------------------------------------------------------------------------------------------------------
create table quality.silences (
  id uuid primary key default gen_random_uuid(),
  book_id uuid not null references library.books on delete cascade,
  rule text not null check (rule ~ '^[a-z0-9-]{2,60}$'),
  reason text not null check (length(reason) between 1 and 2000),
  created_by uuid references auth.users on delete set null default app.user_id(),
  created_at timestamptz not null default now(),
  unique (book_id, rule)
);
comment on table quality.silences is 'Rules an author does not want to hear of in a book, and why. A single place is silenced in the text itself.';
create index silences_created_by_idx on quality.silences (created_by);
alter table quality.silences enable row level security;
alter table quality.silences force row level security;
create policy service on quality.silences to octavo_service using (true) with check (true);
create policy see on quality.silences for select to octavo_user
  using (exists (select from library.books b where b.id = book_id));
create policy add on quality.silences for insert to octavo_user
  with check (app.book_allows(book_id, 'editor', 'edit') and created_by = (select app.user_id()));
create policy remove on quality.silences for delete to octavo_user using (app.book_allows(book_id, 'editor', 'edit'));
grant select, insert, update, delete on quality.silences to octavo_service;
grant select, insert, delete on quality.silences to octavo_user;

-- remediations --------------------------------------------------------------------------------------------------------
create table quality.remediations (
  id uuid primary key default gen_random_uuid(),
  book_id uuid not null references library.books on delete cascade,
  chapter_id uuid not null references library.chapters on delete cascade,
  generation_id uuid references generation.generations on delete set null,
  kind text not null check (kind in ('fix', 'remediate', 'revise')),
  action text check (action in ('improve', 'shorten', 'expand', 'continue', 'rephrase')),
  automatic boolean not null default false,
  features text[] not null default '{}' check (cardinality(features) <= 200),
  rules text[] not null default '{}' check (cardinality(rules) <= 200),
  instructions text not null default '' check (length(instructions) <= 10000),
  selection_start integer check (selection_start >= 0),
  selection_end integer check (selection_end >= selection_start),
  base_version integer not null check (base_version >= 0),
  original text not null check (octet_length(original) <= 5000000),
  created_by uuid references auth.users on delete set null default app.user_id(),
  state text not null default 'pending' check (state in ('pending', 'processing', 'completed', 'failed')),
  hunks jsonb not null default '[]' check (jsonb_typeof(hunks) = 'array'),
  outcomes jsonb not null default '[]' check (jsonb_typeof(outcomes) = 'array'),
  words_before integer check (words_before >= 0),
  words_after integer check (words_after >= 0),
  model text,
  input_tokens bigint not null default 0 check (input_tokens >= 0),
  output_tokens bigint not null default 0 check (output_tokens >= 0),
  cost numeric(14, 8) not null default 0 check (cost >= 0),
  retries integer not null default 0 check (retries >= 0),
  error jsonb,
  decisions jsonb not null default '{}' check (jsonb_typeof(decisions) = 'object'),
  decided_by uuid references auth.users on delete set null,
  decided_at timestamptz,
  result_version integer check (result_version > 0),
  created_at timestamptz not null default now(),
  started_at timestamptz,
  completed_at timestamptz,
  check ((kind = 'revise') = (action is not null)),
  check ((kind = 'revise') = (selection_start is not null and selection_end is not null))
);
comment on table quality.remediations is
  'Proposed changes of a chapter, hunk by hunk: mechanical fixes, features a model adds, a selection it rewrites; and what the author decided.';
create index remediations_chapter_idx on quality.remediations (chapter_id, created_at desc, id);
create index remediations_book_idx on quality.remediations (book_id, created_at desc);
create index remediations_generation_idx on quality.remediations (generation_id);
create index remediations_created_by_idx on quality.remediations (created_by);
create index remediations_decided_by_idx on quality.remediations (decided_by);
alter table quality.remediations enable row level security;
alter table quality.remediations force row level security;
create policy service on quality.remediations to octavo_service using (true) with check (true);
create policy see on quality.remediations for select to octavo_user
  using (exists (select from library.books b where b.id = book_id));
-- A fix calls no model, so who may edit may ask for it; everything else costs.
create policy ask on quality.remediations for insert to octavo_user
  with check (created_by = (select app.user_id())
    and app.book_allows(book_id, 'editor', case when kind = 'fix' then 'edit' else 'generate' end)
    and exists (select from library.chapters c where c.id = chapter_id and c.book_id = remediations.book_id));
create policy decide on quality.remediations for update to octavo_user
  using (app.book_allows(book_id, 'editor', 'edit')) with check (app.book_allows(book_id, 'editor', 'edit'));
grant select, insert, update, delete on quality.remediations to octavo_service;
-- People ask and decide; what is proposed, and what it cost, is written by the service alone.
grant select, insert (id, book_id, chapter_id, generation_id, kind, action, features, rules, instructions, selection_start,
  selection_end, base_version, original, created_by),
  update (decisions, decided_by, decided_at, result_version) on quality.remediations to octavo_user;

-- Down Migration

drop table quality.remediations;
drop table quality.silences;
drop table quality.audits;
drop table quality.features;
alter table library.books
  drop column style_words,
  drop column remediation_attempts,
  drop column remediate_automatically,
  drop column audit_threshold;
drop schema quality;

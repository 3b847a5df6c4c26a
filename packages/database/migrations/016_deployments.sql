-- Up Migration

-- Exports live here as well, and may have come first.
create schema if not exists publishing;
do $$ begin
  if obj_description('publishing'::regnamespace, 'pg_namespace') is null then
    comment on schema publishing is 'Where books go: what was exported and published, and what came back.';
  end if;
end $$;
grant usage on schema publishing to octavo_user, octavo_service;

-- publish: brings a book to a destination; sync: brings back what was edited there. Added to whatever kinds there are:
-- other migrations add theirs.
do $$
declare kinds text := (select pg_get_constraintdef(c.oid) from pg_constraint c
  where c.conrelid = 'generation.generations'::regclass and c.conname = 'generations_kind_check');
begin
  if kinds like '%''publish''%' then return; end if;
  alter table generation.generations drop constraint generations_kind_check;
  execute 'alter table generation.generations add constraint generations_kind_check '
    || replace(kinds, '''embed''::text', '''embed''::text, ''publish''::text, ''sync''::text');
end $$;

-- connections ---------------------------------------------------------------------------------------------------------
create table publishing.connections (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references identity.organizations on delete cascade,
  kind text not null check (kind in ('github', 'github-app', 'webdav', 's3', 'hook')),
  name text not null check (length(name) between 1 and 100),
  -- What may be shown: a login, a server, a bucket. Of a hook only the host: its address is the secret.
  account text not null default '' check (length(account) <= 500),
  settings jsonb not null default '{}' check (jsonb_typeof(settings) = 'object'),
  master_key_id text not null,
  ciphertext bytea not null,
  last_four text not null default '' check (length(last_four) <= 4),
  created_by uuid references auth.users on delete set null default app.user_id(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (organization_id, name)
);
comment on table publishing.connections is
  'An organization''s access to a place it publishes to, AES-256-GCM under the master key named by master_key_id; only the server decrypts.';
create index connections_created_by_idx on publishing.connections (created_by);
create index connections_master_key_idx on publishing.connections (master_key_id);
create trigger touch before update on publishing.connections for each row execute function app.touch();
alter table publishing.connections enable row level security;
alter table publishing.connections force row level security;
create policy service on publishing.connections to octavo_service using (true) with check (true);
create policy see on publishing.connections for select to octavo_user
  using (organization_id = any ((select app.organizations_as('editor'))::uuid[]));
create policy store on publishing.connections for insert to octavo_user
  with check (organization_id = any ((select app.organizations_as('admin'))::uuid[]) and created_by = (select app.user_id())
    -- An installation's number proves nothing: with it anybody could reach the repositories of somebody else.
    and (kind <> 'github-app' or (select app.is_operator())));
create policy replace on publishing.connections for update to octavo_user
  using (organization_id = any ((select app.organizations_as('admin'))::uuid[]))
  with check (organization_id = any ((select app.organizations_as('admin'))::uuid[])
    and (kind <> 'github-app' or (select app.is_operator())));
create policy remove on publishing.connections for delete to octavo_user
  using (organization_id = any ((select app.organizations_as('admin'))::uuid[]));
grant select, insert, update, delete on publishing.connections to octavo_service;
-- Not the ciphertext: nothing a person's transaction can read leads back to the secret.
grant select (id, organization_id, kind, name, account, settings, master_key_id, last_four, created_by, created_at, updated_at),
  insert (id, organization_id, kind, name, account, settings, master_key_id, ciphertext, last_four, created_by),
  update (account, settings, master_key_id, ciphertext, last_four), delete
  on publishing.connections to octavo_user;

-- settings ------------------------------------------------------------------------------------------------------------
create table publishing.settings (
  book_id uuid primary key references library.books on delete cascade,
  requires_approval boolean not null default false,
  hides_solutions boolean not null default false,
  updated_at timestamptz not null default now()
);
comment on table publishing.settings is 'What a book asks of itself before it is published; without a row, nothing.';
create trigger touch before update on publishing.settings for each row execute function app.touch();
alter table publishing.settings enable row level security;
alter table publishing.settings force row level security;
create policy service on publishing.settings to octavo_service using (true) with check (true);
create policy see on publishing.settings for select to octavo_user
  using (exists (select from library.books b where b.id = book_id));
create policy make on publishing.settings for insert to octavo_user with check (app.book_allows(book_id, 'editor', 'edit'));
create policy edit on publishing.settings for update to octavo_user
  using (app.book_allows(book_id, 'editor', 'edit')) with check (app.book_allows(book_id, 'editor', 'edit'));
grant select, insert, update, delete on publishing.settings to octavo_service;
grant select, insert (book_id, requires_approval, hides_solutions), update (requires_approval, hides_solutions)
  on publishing.settings to octavo_user;

-- destinations --------------------------------------------------------------------------------------------------------
create table publishing.destinations (
  id uuid primary key default gen_random_uuid(),
  book_id uuid not null references library.books on delete cascade,
  target text not null check (target in ('github', 'git', 'folder', 'zip', 'webdav', 's3', 'hook')),
  connection_id uuid references publishing.connections on delete set null,
  -- owner/name of a repository, a folder, or what comes before every path in a bucket or on a server.
  location text not null check (length(location) <= 1000),
  branch text check (branch is null or length(branch) between 1 and 200),
  -- Whether a push to the repository brings its changes back by itself.
  auto_sync boolean not null default false,
  -- Whether the workflow that builds its site goes along, and GitHub Pages shows it.
  pages boolean not null default false,
  created_by uuid references auth.users on delete set null default app.user_id(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint destinations_book_key unique (book_id, id),
  constraint destinations_one_each unique nulls not distinct (book_id, target, connection_id, location, branch),
  check ((target in ('github', 'git')) = (branch is not null)),
  check (target = 'github' or not (auto_sync or pages))
);
comment on table publishing.destinations is 'A place a book is published to.';
create index destinations_connection_idx on publishing.destinations (connection_id);
create index destinations_created_by_idx on publishing.destinations (created_by);
create index destinations_auto_sync_idx on publishing.destinations (lower(location)) where auto_sync;
create trigger touch before update on publishing.destinations for each row execute function app.touch();
alter table publishing.destinations enable row level security;
alter table publishing.destinations force row level security;
create policy service on publishing.destinations to octavo_service using (true) with check (true);
create policy see on publishing.destinations for select to octavo_user
  using (exists (select from library.books b where b.id = book_id));
create policy make on publishing.destinations for insert to octavo_user
  with check (app.book_allows(book_id, 'editor', 'export') and created_by = (select app.user_id())
    and (connection_id is null or exists (
      select from publishing.connections c join library.books b on b.organization_id = c.organization_id
      where c.id = connection_id and b.id = book_id)));
create policy edit on publishing.destinations for update to octavo_user
  using (app.book_allows(book_id, 'editor', 'export')) with check (app.book_allows(book_id, 'editor', 'export'));
create policy remove on publishing.destinations for delete to octavo_user
  using (app.book_allows(book_id, 'editor', 'export'));
grant select, insert, update, delete on publishing.destinations to octavo_service;
grant select, insert (id, book_id, target, connection_id, location, branch, auto_sync, pages, created_by),
  update (auto_sync, pages), delete
  on publishing.destinations to octavo_user;

-- deployments ---------------------------------------------------------------------------------------------------------
create table publishing.deployments (
  id uuid primary key default gen_random_uuid(),
  book_id uuid not null references library.books on delete cascade,
  destination_id uuid,
  job_id uuid references generation.generations on delete set null,
  -- As they were then: a destination may be removed, its history stays.
  target text not null check (target in ('github', 'git', 'folder', 'zip', 'webdav', 's3', 'hook')),
  location text not null,
  branch text,
  message text not null default '' check (length(message) <= 2000),
  as_pull_request boolean not null default false,
  -- The commit the preview compared with; absent when nobody looked.
  base text check (base ~ '^[0-9a-f]{40}([0-9a-f]{24})?$'),
  commit text check (commit ~ '^[0-9a-f]{40}([0-9a-f]{24})?$'),
  pull_request text check (pull_request ~ '^https?://'),
  live_url text check (live_url ~ '^https?://'),
  state text not null default 'pending' check (state in ('pending', 'building', 'ready', 'error')),
  log jsonb not null default '[]' check (jsonb_typeof(log) = 'array'),
  files jsonb not null default '[]' check (jsonb_typeof(files) = 'array'),
  added integer not null default 0 check (added >= 0),
  modified integer not null default 0 check (modified >= 0),
  deleted integer not null default 0 check (deleted >= 0),
  -- Rules of the gate that were passed over, and why.
  despite text[] not null default '{}' check (cardinality(despite) <= 100),
  reason text not null default '' check (length(reason) <= 2000),
  error jsonb check (jsonb_typeof(error) = 'object'),
  created_by uuid references auth.users on delete set null default app.user_id(),
  created_at timestamptz not null default now(),
  started_at timestamptz,
  completed_at timestamptz,
  foreign key (book_id, destination_id) references publishing.destinations (book_id, id) on delete set null (destination_id),
  check (despite = '{}' or reason <> ''),
  check ((state in ('ready', 'error')) = (completed_at is not null))
);
comment on table publishing.deployments is 'Each time a book was published: to where, what changed there, how far it is and its log.';
create index deployments_book_idx on publishing.deployments (book_id, created_at desc, id);
create index deployments_destination_idx on publishing.deployments (book_id, destination_id);
-- Two at once would write between each other's files.
create unique index deployments_one_open_key on publishing.deployments (destination_id) where state in ('pending', 'building');
create index deployments_job_idx on publishing.deployments (job_id);
create index deployments_created_by_idx on publishing.deployments (created_by);
alter table publishing.deployments enable row level security;
alter table publishing.deployments force row level security;
create policy service on publishing.deployments to octavo_service using (true) with check (true);
create policy see on publishing.deployments for select to octavo_user
  using (exists (select from library.books b where b.id = book_id));
create policy ask on publishing.deployments for insert to octavo_user
  with check (created_by = (select app.user_id()) and app.book_allows(book_id, 'editor', 'export'));
grant select, insert, update, delete on publishing.deployments to octavo_service;
-- People ask; what came of it is written by the service alone.
grant select, insert (id, book_id, destination_id, job_id, target, location, branch, message, as_pull_request, base, despite,
  reason, created_by) on publishing.deployments to octavo_user;

-- github_syncs --------------------------------------------------------------------------------------------------------
create table publishing.github_syncs (
  id uuid primary key default gen_random_uuid(),
  book_id uuid not null references library.books on delete cascade,
  destination_id uuid,
  job_id uuid references generation.generations on delete set null,
  deployment_id uuid references publishing.deployments on delete set null,
  direction text not null check (direction in ('push', 'pull')),
  trigger text not null default 'manual' check (trigger in ('manual', 'auto', 'webhook')),
  -- GitHub's own number of what it told us, acted upon once.
  delivery text check (length(delivery) between 1 and 100),
  repository text not null,
  branch text not null,
  commit text check (commit ~ '^[0-9a-f]{40}([0-9a-f]{24})?$'),
  message text not null default '' check (length(message) <= 2000),
  state text not null default 'pending' check (state in ('pending', 'running', 'completed', 'conflicted', 'failed')),
  -- Paths of conflicts with what was chosen for each.
  choices jsonb not null default '{}' check (jsonb_typeof(choices) = 'object'),
  adopt boolean not null default false,
  files jsonb not null default '[]' check (jsonb_typeof(files) = 'array'),
  conflicts jsonb not null default '[]' check (jsonb_typeof(conflicts) = 'array'),
  -- What the book has taken notice of: the blob at each path, null for a file that was deleted there.
  seen jsonb not null default '{}' check (jsonb_typeof(seen) = 'object'),
  added integer not null default 0 check (added >= 0),
  modified integer not null default 0 check (modified >= 0),
  deleted integer not null default 0 check (deleted >= 0),
  error jsonb check (jsonb_typeof(error) = 'object'),
  created_by uuid references auth.users on delete set null default app.user_id(),
  created_at timestamptz not null default now(),
  completed_at timestamptz,
  foreign key (book_id, destination_id) references publishing.destinations (book_id, id) on delete set null (destination_id),
  constraint github_syncs_delivery_key unique (destination_id, delivery),
  constraint github_syncs_deployment_key unique (deployment_id),
  check ((state in ('completed', 'conflicted', 'failed')) = (completed_at is not null))
);
comment on table publishing.github_syncs is 'Each exchange with a repository: what was pushed, what came back, and which places wait for a choice.';
create index github_syncs_book_idx on publishing.github_syncs (book_id, created_at desc, id);
create index github_syncs_destination_idx on publishing.github_syncs (book_id, destination_id, created_at desc);
create index github_syncs_job_idx on publishing.github_syncs (job_id);
create index github_syncs_created_by_idx on publishing.github_syncs (created_by);
alter table publishing.github_syncs enable row level security;
alter table publishing.github_syncs force row level security;
create policy service on publishing.github_syncs to octavo_service using (true) with check (true);
create policy see on publishing.github_syncs for select to octavo_user
  using (exists (select from library.books b where b.id = book_id));
create policy ask on publishing.github_syncs for insert to octavo_user
  with check (created_by = (select app.user_id()) and direction = 'pull' and app.book_allows(book_id, 'editor', 'edit'));
grant select, insert, update, delete on publishing.github_syncs to octavo_service;
grant select, insert (id, book_id, destination_id, job_id, direction, trigger, delivery, repository, branch, choices, adopt,
  created_by) on publishing.github_syncs to octavo_user;

-- Down Migration

drop table publishing.github_syncs;
drop table publishing.deployments;
drop table publishing.destinations;
drop table publishing.settings;
drop table publishing.connections;
delete from generation.generations where kind in ('publish', 'sync');
do $$
declare kinds text := (select pg_get_constraintdef(c.oid) from pg_constraint c
  where c.conrelid = 'generation.generations'::regclass and c.conname = 'generations_kind_check');
begin
  alter table generation.generations drop constraint generations_kind_check;
  execute 'alter table generation.generations add constraint generations_kind_check '
    || replace(kinds, ', ''publish''::text, ''sync''::text', '');
  if not exists (select from pg_class c where c.relnamespace = 'publishing'::regnamespace) then
    drop schema publishing;
  end if;
end $$;

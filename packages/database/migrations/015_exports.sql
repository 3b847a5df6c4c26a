-- Up Migration

-- Deployments may have made it before.
create schema if not exists publishing;
comment on schema publishing is 'Books as they leave the house: exports, and where they are published.';
grant usage on schema publishing to octavo_user, octavo_service;

-- export: a book in another form. Added to whatever kinds there are: other migrations add theirs.
do $$
declare kinds text := (select pg_get_constraintdef(c.oid) from pg_constraint c
  where c.conrelid = 'generation.generations'::regclass and c.conname = 'generations_kind_check');
begin
  if kinds like '%''export''%' then return; end if;
  alter table generation.generations drop constraint generations_kind_check;
  execute 'alter table generation.generations add constraint generations_kind_check '
    || replace(kinds, '''embed''::text', '''embed''::text, ''export''::text');
end $$;
-- Who may export a book may ask for it, and need not be one who writes it.
create policy ask_for_export on generation.generations for insert to octavo_user
  with check (kind = 'export' and created_by = (select app.user_id()) and app.book_allows(book_id, 'viewer', 'export')
    and exists (select from library.books b where b.id = book_id and b.organization_id = generations.organization_id));

create table publishing.exports (
  id uuid primary key default gen_random_uuid(),
  book_id uuid not null references library.books on delete cascade,
  format text not null
    check (format in ('site', 'pdf', 'epub', 'docx', 'html', 'myst', 'markdown', 'json', 'zip')),
  options jsonb not null default '{}' check (jsonb_typeof(options) = 'object'),
  -- What follows is written by its job, and by what follows the job.
  job_id uuid unique references generation.generations on delete set null,
  state text not null default 'pending' check (state in ('pending', 'processing', 'completed', 'failed', 'canceled')),
  stage text not null default '' check (length(stage) <= 100),
  done integer not null default 0 check (done >= 0),
  total integer not null default 0 check (total >= done),
  log jsonb not null default '[]' check (jsonb_typeof(log) = 'array'),
  error jsonb,
  file_id uuid references library.files on delete set null,
  bytes bigint check (bytes >= 0),
  created_by uuid references auth.users on delete set null default app.user_id(),
  created_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz,
  expires_at timestamptz,
  updated_at timestamptz not null default now(),
  check ((state in ('completed', 'failed', 'canceled')) = (finished_at is not null))
);
comment on table publishing.exports is
  'A book in another form: what was asked, how far its job is, and the file that came of it, until it expires.';
create index exports_book_idx on publishing.exports (book_id, created_at desc, id);
create index exports_running_idx on publishing.exports (created_at) where state in ('pending', 'processing');
create index exports_expiring_idx on publishing.exports (expires_at) where file_id is not null;
create index exports_file_idx on publishing.exports (file_id);
create index exports_created_by_idx on publishing.exports (created_by);
create trigger touch before update on publishing.exports for each row execute function app.touch();

-- The export is as its job is, whoever changes that: a worker, or somebody who cancels what has not begun.
create function publishing.follow_job() returns trigger
  language plpgsql security definer set search_path = '' as $$
begin
  update publishing.exports e set
    state = case when new.state in ('queued', 'paused') then 'pending' when new.state in ('running', 'streaming') then 'processing'
      when new.state = 'partial' then 'completed' else new.state end,
    error = new.error,
    started_at = new.started_at,
    finished_at = new.completed_at
  where e.job_id = new.id;
  return null;
end $$;
comment on function publishing.follow_job() is 'Keeps the state of an export that of its job.';
create trigger follow_export after update of state, error, started_at, completed_at on generation.generations
  for each row when (new.kind = 'export') execute function publishing.follow_job();

-- The file is the export's alone, and whoever may delete the one need not be allowed to delete files.
create function publishing.drop_file() returns trigger
  language plpgsql security definer set search_path = '' as $$
begin
  delete from library.files f where f.id = old.file_id and f.kind = 'export';
  return null;
end $$;
comment on function publishing.drop_file() is 'Deletes the file of an export with it.';
create trigger drop_file after delete on publishing.exports for each row execute function publishing.drop_file();

alter table publishing.exports enable row level security;
alter table publishing.exports force row level security;
create policy service on publishing.exports to octavo_service using (true) with check (true);
create policy see on publishing.exports for select to octavo_user
  using (exists (select from library.books b where b.id = book_id));
create policy make on publishing.exports for insert to octavo_user
  with check (created_by = (select app.user_id()) and app.book_allows(book_id, 'viewer', 'export')
    and exists (select from generation.generations g where g.id = job_id and g.book_id = exports.book_id and g.kind = 'export'));
create policy remove on publishing.exports for delete to octavo_user
  using (created_by = (select app.user_id()) and app.book_allows(book_id, 'viewer', 'export')
    or app.book_allows(book_id, 'editor', 'export'));
grant select, insert, update, delete on publishing.exports to octavo_service;
grant select, insert (id, book_id, format, options, job_id, created_by), delete on publishing.exports to octavo_user;

-- Down Migration

drop trigger follow_export on generation.generations;
drop table publishing.exports;
drop function publishing.follow_job();
drop function publishing.drop_file();
drop policy ask_for_export on generation.generations;
delete from generation.generations where kind = 'export';
do $$
declare kinds text := (select pg_get_constraintdef(c.oid) from pg_constraint c
  where c.conrelid = 'generation.generations'::regclass and c.conname = 'generations_kind_check');
begin
  alter table generation.generations drop constraint generations_kind_check;
  execute 'alter table generation.generations add constraint generations_kind_check '
    || replace(kinds, ', ''export''::text', '');
  if not exists (select from pg_class c where c.relnamespace = 'publishing'::regnamespace) then
    drop schema publishing;
  end if;
end $$;

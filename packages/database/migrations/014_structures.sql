-- Up Migration

-- import: a file that becomes the chapters of a book. Added to whatever kinds there are: other migrations add theirs.
do $$
declare kinds text := (select pg_get_constraintdef(c.oid) from pg_constraint c
  where c.conrelid = 'generation.generations'::regclass and c.conname = 'generations_kind_check');
begin
  if kinds like '%''import''%' then return; end if;
  alter table generation.generations drop constraint generations_kind_check;
  execute 'alter table generation.generations add constraint generations_kind_check '
    || replace(kinds, '''embed''::text', '''embed''::text, ''import''::text');
end $$;

-- Who may write the chapters of a book may bring them in, and need not be one who has them written.
create policy ask_for_import on generation.generations for insert to octavo_user
  with check (kind = 'import' and created_by = (select app.user_id()) and app.book_allows(book_id, 'editor', 'edit')
    and exists (select from library.books b where b.id = book_id and b.organization_id = generations.organization_id));

create table library.structures (
  id uuid primary key default gen_random_uuid(),
  book_id uuid not null references library.books on delete cascade,
  -- The upload as it was given; without it, pictures cannot be placed any more.
  file_id uuid references library.files on delete set null,
  name text not null check (length(name) between 1 and 500),
  -- What follows up to `version` is written by its job.
  job_id uuid unique references generation.generations on delete set null,
  state text not null default 'reading' check (state in ('reading', 'proposed', 'confirmed', 'failed', 'canceled')),
  error jsonb,
  format text check (format in ('myst', 'markdown', 'epub', 'docx', 'pdf', 'text', 'html')),
  method text check (method in ('toc', 'headings', 'numbering', 'typography', 'whole', 'manual')),
  confidence real check (confidence between 0 and 1),
  -- The upload but for the bytes of its pictures: blocks, metadata, what was removed, warnings.
  upload jsonb check (upload is null or jsonb_typeof(upload) = 'object'),
  -- The division proposed and corrected; every change raises the version.
  structure jsonb check (structure is null or jsonb_typeof(structure) = 'object'),
  version integer not null default 1 check (version > 0),
  -- Once confirmed: chapters and files as they came, with what they became, by which a later import finds them again.
  placed jsonb check (placed is null or jsonb_typeof(placed) = 'object'),
  created_by uuid references auth.users on delete set null default app.user_id(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  confirmed_by uuid references auth.users on delete set null,
  confirmed_at timestamptz,
  check (state not in ('proposed', 'confirmed') or (upload is not null and structure is not null and method is not null)),
  check ((state = 'confirmed') = (confirmed_at is not null))
);
comment on table library.structures is
  'The chapters an upload is proposed to become, by which method and how surely, until its author confirms them.';
create index structures_book_idx on library.structures (book_id, created_at desc, id);
create index structures_file_idx on library.structures (file_id);
create index structures_created_by_idx on library.structures (created_by);
create index structures_confirmed_by_idx on library.structures (confirmed_by);
create trigger touch before update on library.structures for each row execute function app.touch();

-- What was read is the job's to say; how a job ended without that, its row says.
create function library.follow_import() returns trigger
  language plpgsql security definer set search_path = '' as $$
begin
  update library.structures s set
    state = case when new.state in ('failed', 'canceled') then new.state else 'reading' end,
    error = new.error
  where s.job_id = new.id and s.state in ('reading', 'failed', 'canceled');
  return null;
end $$;
comment on function library.follow_import() is 'Keeps a structure that is not read yet as far as its job is.';
create trigger follow_import after update of state, error on generation.generations
  for each row when (new.kind = 'import' and new.state <> 'completed') execute function library.follow_import();

alter table library.structures enable row level security;
alter table library.structures force row level security;
create policy service on library.structures to octavo_service using (true) with check (true);
-- An upload is its author's: who only reads the book sees what became of it, the chapters.
create policy see on library.structures for select to octavo_user using (app.book_allows(book_id, 'editor', 'edit'));
create policy make on library.structures for insert to octavo_user
  with check (created_by = (select app.user_id()) and app.book_allows(book_id, 'editor', 'edit')
    and exists (select from generation.generations g where g.id = job_id and g.book_id = structures.book_id and g.kind = 'import')
    and (file_id is null or exists (select from library.files f where f.id = file_id and f.book_id = structures.book_id)));
create policy edit on library.structures for update to octavo_user
  using (app.book_allows(book_id, 'editor', 'edit')) with check (app.book_allows(book_id, 'editor', 'edit'));
create policy remove on library.structures for delete to octavo_user using (app.book_allows(book_id, 'editor', 'edit'));
grant select, insert, update, delete on library.structures to octavo_service;
grant select, insert (id, book_id, file_id, name, job_id, created_by),
  update (structure, method, confidence, version, state, placed, confirmed_by, confirmed_at), delete
  on library.structures to octavo_user;

-- Down Migration

drop trigger follow_import on generation.generations;
drop table library.structures;
drop function library.follow_import();
drop policy ask_for_import on generation.generations;
delete from generation.generations where kind = 'import';
do $$
declare kinds text := (select pg_get_constraintdef(c.oid) from pg_constraint c
  where c.conrelid = 'generation.generations'::regclass and c.conname = 'generations_kind_check');
begin
  alter table generation.generations drop constraint generations_kind_check;
  execute 'alter table generation.generations add constraint generations_kind_check '
    || replace(kinds, ', ''import''::text', '');
end $$;

-- Up Migration

-- The extension is the one thing here that needs more than owning the database: its own rights, and files on the server.
do $$ begin
  create extension if not exists vector;
  if string_to_array((select extversion from pg_extension where extname = 'vector'), '.')::int[] < '{0,8}' then
    raise exception 'Octavo needs pgvector 0.8 or newer. Install it on the database server, then run as a superuser: alter extension vector update;'
      using errcode = 'OC007';
  end if;
exception when feature_not_supported or undefined_file or insufficient_privilege then
  raise exception 'Octavo needs the PostgreSQL extension pgvector. Install it on the database server (Debian: apt install postgresql-17-pgvector), then run as a superuser in this database: create extension vector;'
    using errcode = 'OC007';
end $$;

-- documents -----------------------------------------------------------------------------------------------------------
create table library.documents (
  id uuid primary key default gen_random_uuid(),
  book_id uuid not null references library.books on delete cascade,
  kind text not null check (kind in ('book', 'chapter', 'source')),
  chapter_id uuid unique references library.chapters on delete cascade,
  source_id uuid unique references library.sources on delete cascade,
  revision integer not null default 1,
  cut_revision integer not null default 0,
  embedded_revision integer not null default 0,
  cut_as text not null default '',
  fragments integer not null default 0 check (fragments >= 0),
  words integer not null default 0 check (words >= 0),
  attempts integer not null default 0 check (attempts >= 0),
  retry_at timestamptz,
  failure jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (id, book_id, kind),
  check ((kind = 'chapter') = (chapter_id is not null) and (kind = 'source') = (source_id is not null))
);
comment on table library.documents is
  'What search can find: a book itself, a chapter, a source. revision counts its changes; its fragments are those of cut_revision, their vectors those of embedded_revision. cut_as: the title and stemmer their terms were made with.';
create index documents_book_idx on library.documents (book_id);
create unique index documents_of_book_key on library.documents (book_id) where kind = 'book';
-- The queue of the worker that brings documents up to date.
create index documents_behind_idx on library.documents (updated_at)
  where cut_revision <> revision or embedded_revision <> revision;
create trigger touch before update on library.documents for each row execute function app.touch();

alter table library.documents enable row level security;
alter table library.documents force row level security;
create policy service on library.documents to octavo_service using (true) with check (true);
create policy see on library.documents for select to octavo_user
  using (exists (select from library.books b where b.id = book_id));
-- Whoever changes a text cuts it into fragments in the same transaction and notes that here.
create policy cut on library.documents for update to octavo_user
  using (app.book_allows(book_id, 'editor', case kind when 'source' then 'sources' else 'edit' end))
  with check (app.book_allows(book_id, 'editor', case kind when 'source' then 'sources' else 'edit' end));
grant select, insert, update, delete on library.documents to octavo_service;
grant select, update (cut_revision, cut_as, fragments, words) on library.documents to octavo_user;

-- No path to a text can leave search behind: the database itself notes what has changed.
create function library.note_change() returns trigger
  language plpgsql security definer set search_path = '' as $$
begin
  if tg_table_name = 'books' then
    insert into library.documents (book_id, kind) values (new.id, 'book')
      on conflict (book_id) where kind = 'book' do update set revision = documents.revision + 1, retry_at = null;
    -- Words are stemmed by the language of the book, so another language changes them all.
    if tg_op = 'UPDATE' and new.language <> old.language then
      update library.documents set revision = revision + 1, retry_at = null where book_id = new.id and kind <> 'book';
    end if;
  elsif tg_table_name = 'chapters' then
    insert into library.documents (book_id, kind, chapter_id) values (new.book_id, 'chapter', new.id)
      on conflict (chapter_id) do update set revision = documents.revision + 1, retry_at = null;
  else
    insert into library.documents (book_id, kind, source_id) values (new.book_id, 'source', new.id)
      on conflict (source_id) do update set revision = documents.revision + 1, retry_at = null;
  end if;
  return null;
end $$;
comment on function library.note_change() is 'Counts a change of a book, chapter or source up in its document.';
create trigger note_change after insert or update of title, subtitle, description, authors, genre, audience, tags, language
  on library.books for each row execute function library.note_change();
create trigger note_change after insert or update of title, content on library.chapters
  for each row execute function library.note_change();
create trigger note_change after insert or update of title, text, format on library.sources
  for each row execute function library.note_change();

insert into library.documents (book_id, kind) select id, 'book' from library.books;
insert into library.documents (book_id, kind, chapter_id) select book_id, 'chapter', id from library.chapters;
insert into library.documents (book_id, kind, source_id) select book_id, 'source', id from library.sources;

-- fragments -----------------------------------------------------------------------------------------------------------
create table library.fragments (
  id uuid primary key default gen_random_uuid(),
  document_id uuid not null,
  book_id uuid not null,
  kind text not null,
  position integer not null check (position >= 0),
  headings text[] not null default '{}',
  text text not null,
  start_line integer not null check (start_line > 0),
  start_offset integer not null check (start_offset >= 0),
  end_line integer not null,
  end_offset integer not null,
  terms tsvector not null,
  words integer not null check (words >= 0),
  hash text,
  created_at timestamptz not null default now(),
  unique (id, book_id),
  foreign key (document_id, book_id, kind) references library.documents (id, book_id, kind) on delete cascade,
  check (end_offset >= start_offset)
)
-- A fragment with its terms fits a page; moved out of the row, every ranking would fetch it piece by piece.
with (toast_tuple_target = 8160);
comment on table library.fragments is
  'A document in runs of blocks, each with its exact place: what is found. terms weigh the title A, headings B, text D; hash is of the prose a vector is made from, null when there is none.';
create index fragments_document_idx on library.fragments (document_id, book_id, kind, position);
create index fragments_book_idx on library.fragments (book_id);
-- Without the pending list, which only vacuum empties and every search would read through.
create index fragments_terms_idx on library.fragments using gin (terms) with (fastupdate = off);

alter table library.fragments enable row level security;
alter table library.fragments force row level security;
create policy service on library.fragments to octavo_service using (true) with check (true);
create policy see on library.fragments for select to octavo_user
  using (exists (select from library.books b where b.id = book_id));
create policy make on library.fragments for insert to octavo_user
  with check (app.book_allows(book_id, 'editor', case kind when 'source' then 'sources' else 'edit' end));
create policy place on library.fragments for update to octavo_user
  using (app.book_allows(book_id, 'editor', case kind when 'source' then 'sources' else 'edit' end))
  with check (app.book_allows(book_id, 'editor', case kind when 'source' then 'sources' else 'edit' end));
create policy remove on library.fragments for delete to octavo_user
  using (app.book_allows(book_id, 'editor', case kind when 'source' then 'sources' else 'edit' end));
grant select, insert, update, delete on library.fragments to octavo_service;
-- A fragment's text never changes; one that is still there moves, and keeps its vectors.
grant select, insert, update (position, start_line, start_offset, end_line, end_offset, terms, words, hash), delete
  on library.fragments to octavo_user;

-- embeddings ----------------------------------------------------------------------------------------------------------
create table library.embeddings (
  fragment_id uuid not null,
  book_id uuid not null,
  model text not null check (length(model) between 3 and 300),
  dimension integer not null check (dimension between 1 and 4000),
  hash text not null,
  embedding vector not null,
  created_at timestamptz not null default now(),
  primary key (fragment_id, book_id, model),
  foreign key (fragment_id, book_id) references library.fragments (id, book_id) on delete cascade,
  check (vector_dims(embedding) = dimension)
);
comment on table library.embeddings is
  'Vectors of fragments, of one model or, while a book changes its model, of two; hash says of which prose. Made by the service alone.';
create index embeddings_book_idx on library.embeddings (book_id, model);
-- Inline as long as it fits a page: an exact search reads every vector of a book.
alter table library.embeddings alter column embedding set storage main;
alter table library.embeddings enable row level security;
alter table library.embeddings force row level security;
create policy service on library.embeddings to octavo_service using (true) with check (true);
create policy see on library.embeddings for select to octavo_user
  using (exists (select from library.books b where b.id = book_id));
grant select, insert, update, delete on library.embeddings to octavo_service;
grant select on library.embeddings to octavo_user;

create function library.index_embeddings(model text, dimension integer) returns void
  language plpgsql security definer set search_path = '' as $$
declare
  -- HNSW holds up to 2,000 dimensions as vector, up to 4,000 in half precision.
  kind text := case when dimension <= 2000 then 'vector' else 'halfvec' end;
  extension_schema text := (select n.nspname from pg_catalog.pg_extension e
    join pg_catalog.pg_namespace n on n.oid = e.extnamespace where e.extname = 'vector');
begin
  execute format(
    'create index if not exists %I on library.embeddings using hnsw ((embedding::%I.%I(%s)) %I.%I) where model = %L and dimension = %s',
    'embeddings_hnsw_' || substr(pg_catalog.md5(model || ':' || dimension), 1, 16),
    extension_schema, kind, dimension, extension_schema, kind || '_cosine_ops', model, dimension);
end $$;
comment on function library.index_embeddings(text, integer) is 'Makes the vector index of a model, if there is none yet.';
revoke all on function library.index_embeddings(text, integer) from public;
grant execute on function library.index_embeddings(text, integer) to octavo_service;
-- The embedded model's; those of other models are made when they are first used.
select library.index_embeddings('octavo/embedder-1', 512);

-- embedders -----------------------------------------------------------------------------------------------------------
create table library.embedders (
  book_id uuid primary key references library.books on delete cascade,
  model text not null check (length(model) between 3 and 300),
  job_id uuid references generation.generations on delete set null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table library.embedders is
  'The model whose vectors a book is searched by, where it is not octavo/embedder-1, and the job that made them and is charged for new ones.';
create index embedders_job_idx on library.embedders (job_id);
create trigger touch before update on library.embedders for each row execute function app.touch();
alter table library.embedders enable row level security;
alter table library.embedders force row level security;
create policy service on library.embedders to octavo_service using (true) with check (true);
create policy see on library.embedders for select to octavo_user
  using (exists (select from library.books b where b.id = book_id));
grant select, insert, update, delete on library.embedders to octavo_service;
grant select on library.embedders to octavo_user;

-- Down Migration

drop table library.embedders;
drop function if exists library.index_embeddings(text, integer);
drop table library.embeddings;
drop table library.fragments;
drop trigger note_change on library.sources;
drop trigger note_change on library.chapters;
drop trigger note_change on library.books;
drop function if exists library.note_change();
drop table library.documents;
-- The extension stays: it may have been there before, and others may use it.

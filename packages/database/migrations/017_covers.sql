-- Up Migration

-- A cover is a file of its own book.
alter table library.files add constraint files_book_key unique (book_id, id);

create table library.covers (
  id uuid primary key default gen_random_uuid(),
  book_id uuid not null references library.books on delete cascade,
  file_id uuid not null,
  -- Of an upload the author says whether a model made the picture, because stores ask.
  origin text not null check (origin in ('drawn', 'uploaded', 'model')),
  -- All that a drawn cover depends on, so that it can be drawn again at any size.
  design jsonb check (jsonb_typeof(design) = 'object'),
  warnings text[] not null default '{}',
  chosen boolean not null default false,
  created_by uuid references auth.users on delete set null default app.user_id(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint covers_file_key unique (book_id, file_id),
  foreign key (book_id, file_id) references library.files (book_id, id) on delete cascade,
  check ((origin = 'drawn') = (design is not null))
);
comment on table library.covers is
  'Covers a book has, drawn or given; at most one is chosen, and that one is on every form of the book. Each has its picture in library.files and goes with it.';
create unique index covers_chosen_key on library.covers (book_id) where chosen;
create index covers_book_idx on library.covers (book_id, created_at desc, id);
create index covers_created_by_idx on library.covers (created_by);
create trigger touch before update on library.covers for each row execute function app.touch();

alter table library.covers enable row level security;
alter table library.covers force row level security;
create policy service on library.covers to octavo_service using (true) with check (true);
create policy see on library.covers for select to octavo_user
  using (exists (select from library.books b where b.id = book_id));
create policy make on library.covers for insert to octavo_user
  with check (app.book_allows(book_id, 'editor', 'edit') and created_by = (select app.user_id()));
create policy edit on library.covers for update to octavo_user
  using (app.book_allows(book_id, 'editor', 'edit')) with check (app.book_allows(book_id, 'editor', 'edit'));
create policy remove on library.covers for delete to octavo_user using (app.book_allows(book_id, 'editor', 'edit'));
grant select, insert, update, delete on library.covers to octavo_service;
-- Which picture it is, and of which book, stays.
grant select, insert (id, book_id, file_id, origin, design, warnings, chosen, created_by),
  update (origin, design, warnings, chosen), delete on library.covers to octavo_user;

-- Down Migration

drop table library.covers;
alter table library.files drop constraint files_book_key;

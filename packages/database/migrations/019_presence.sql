-- Up Migration

create table library.presence (
  chapter_id uuid not null,
  user_id uuid not null references auth.users on delete cascade,
  book_id uuid not null,
  -- Where the cursor is; null of somebody who only reads.
  line integer check (line > 0),
  created_at timestamptz not null default now(),
  -- When the person was last there.
  updated_at timestamptz not null default now(),
  primary key (chapter_id, user_id),
  foreign key (book_id, chapter_id) references library.chapters (book_id, id) on delete cascade
);
comment on table library.presence is 'Who has which chapter open, and in which line; told anew every few seconds, swept when it is old.';
create index presence_chapter_idx on library.presence (book_id, chapter_id);
create index presence_user_idx on library.presence (user_id);
create trigger touch before update on library.presence for each row execute function app.touch();
alter table library.presence enable row level security;
alter table library.presence force row level security;
create policy service on library.presence to octavo_service using (true) with check (true);
create policy see on library.presence for select to octavo_user
  using (exists (select from library.books b where b.id = book_id));
-- Whoever may read a book may be in it, and speaks for himself alone.
create policy come on library.presence for insert to octavo_user
  with check (user_id = (select app.user_id()) and exists (select from library.books b where b.id = book_id));
create policy stay on library.presence for update to octavo_user
  using (user_id = (select app.user_id())) with check (true);
create policy leave on library.presence for delete to octavo_user using (user_id = (select app.user_id()));
grant select, insert, update, delete on library.presence to octavo_service;
grant select, insert (chapter_id, user_id, book_id, line), update (line), delete on library.presence to octavo_user;

-- Down Migration

drop table library.presence;

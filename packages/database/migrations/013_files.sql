-- Up Migration

-- blobs ---------------------------------------------------------------------------------------------------------------
create table library.blobs (
  sha256 text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
  bytes bigint not null check (bytes >= 0),
  -- When somebody last began to store it. Whoever stores says so first, then writes the bytes, then the file's row: what
  -- is touched long ago and has no row is nobody's.
  touched_at timestamptz not null default now()
);
comment on table library.blobs is
  'Contents in the storage, by their hash: the same bytes are kept once. What no file has is removed by housekeeping.';
create index blobs_touched_idx on library.blobs (touched_at);
alter table library.blobs enable row level security;
alter table library.blobs force row level security;
-- For the service alone: which contents there are is nobody's to know.
create policy service on library.blobs to octavo_service using (true) with check (true);
grant select, insert, update, delete on library.blobs to octavo_service;

-- files ---------------------------------------------------------------------------------------------------------------
create table library.files (
  id uuid primary key default gen_random_uuid(),
  book_id uuid not null references library.books on delete cascade,
  kind text not null check (kind in ('original', 'image', 'cover', 'bibliography', 'export', 'attachment')),
  -- A path in the book: no empty part, no "." or "..", no backslash, colon or control character.
  name text not null check (length(name) between 1 and 500 and name !~ '[\\:[:cntrl:]]' and name !~ '(^|/)\.{0,2}(/|$)'),
  media_type text not null check (length(media_type) between 3 and 200),
  bytes bigint not null check (bytes >= 0),
  sha256 text not null references library.blobs,
  width integer check (width > 0),
  height integer check (height > 0),
  alt text not null default '' check (length(alt) <= 2000),
  -- Where it was fetched from, when it was.
  origin text check (length(origin) <= 2000),
  -- Of a bibliography: what its entries are cited by, so that an audit need not read it.
  citation_keys text[] check (citation_keys is null or kind = 'bibliography'),
  source_id uuid references library.sources on delete cascade,
  created_by uuid references auth.users on delete set null default app.user_id(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint files_name_key unique (book_id, kind, name),
  check ((width is null) = (height is null)),
  check (source_id is null or kind = 'original')
);
comment on table library.files is
  'Files of a book: what its author gave as it was (original), pictures, covers, bibliographies, exports, and others.';
create index files_sha256_idx on library.files (sha256);
create index files_source_idx on library.files (source_id);
create index files_created_by_idx on library.files (created_by);
create trigger touch before update on library.files for each row execute function app.touch();

alter table library.files enable row level security;
alter table library.files force row level security;
create policy service on library.files to octavo_service using (true) with check (true);
-- Who reads a book sees its files; what was made of it, only who may export it.
create policy see on library.files for select to octavo_user
  using (exists (select from library.books b where b.id = book_id)
    and (kind <> 'export' or app.book_allows(book_id, 'viewer', 'export')));
-- Exports are made by jobs.
create policy make on library.files for insert to octavo_user with check (created_by = (select app.user_id())
  and kind <> 'export' and app.book_allows(book_id, 'editor', case kind when 'original' then 'sources' else 'edit' end)
  and (source_id is null or exists (select from library.sources s where s.id = source_id and s.book_id = files.book_id)));
create policy edit on library.files for update to octavo_user
  using (kind <> 'export' and app.book_allows(book_id, 'editor', case kind when 'original' then 'sources' else 'edit' end))
  with check (kind <> 'export'
    and app.book_allows(book_id, 'editor', case kind when 'original' then 'sources' else 'edit' end));
create policy remove on library.files for delete to octavo_user
  using (app.book_allows(book_id, 'editor', case kind when 'original' then 'sources' when 'export' then 'export' else 'edit' end));
grant select, insert, update, delete on library.files to octavo_service;
-- Which file it is stays: another kind or book is another file.
grant select, insert, update (name, media_type, bytes, sha256, width, height, alt, origin,
  citation_keys), delete on library.files to octavo_user;

-- Files count as storage, as sources do -------------------------------------------------------------------------------
create or replace function billing.present(organization uuid, resource text) returns bigint
  language plpgsql stable security definer set search_path = '' as $$
begin
  return case present.resource
    when 'books' then (select count(*) from library.books b where b.organization_id = organization and b.deleted_at is null)
    when 'members' then (select count(*) from identity.members m where m.organization_id = organization)
    when 'collaborators' then (select count(distinct c.user_id) from library.collaborators c
      where c.book_id in (select b.id from library.books b where b.organization_id = organization))
    when 'storage' then (select coalesce(sum(s.bytes), 0) from library.sources s
        where s.book_id in (select b.id from library.books b where b.organization_id = organization))
      + (select coalesce(sum(f.bytes), 0) from library.files f
        where f.book_id in (select b.id from library.books b where b.organization_id = organization))
  end;
end $$;
comment on function billing.present(uuid, text) is
  'How many books (not trashed), members, collaborators and bytes of sources and files an organization has now; null for what is metered by period.';
create or replace function billing.admit(organization uuid, resource text, quantity bigint default 1) returns void
  language plpgsql set search_path = '' as $$
declare
  standing record;
  most bigint;
begin
  select * into standing from billing.standing(organization);
  select l.maximum into most from billing.plan_limits l
  where standing.binding and l.plan_id = standing.plan and l.resource = admit.resource and l.period = 'total';
  if most is null then return; end if;
  -- One at a time, until the end of the transaction: what the one before has added is counted by the next.
  perform pg_advisory_xact_lock(hashtextextended(organization || ' ' || resource, 12));
  if billing.present(organization, resource) + quantity > most then
    raise exception 'The plan % includes % %, and % are there', standing.plan,
      case resource when 'storage' then pg_size_pretty(most) else most::text end,
      case resource when 'storage' then 'of sources and files' else resource end,
      case resource when 'storage' then pg_size_pretty(billing.present(organization, resource)) else billing.present(organization, resource)::text end
      using errcode = 'OC008';
  end if;
end $$;
comment on function billing.admit_source() is 'Keeps the bytes of an organization''s sources and files within the plan.';
create trigger admit before insert or update of bytes on library.files for each row execute function billing.admit_source();

-- Down Migration

drop table library.files;
drop table library.blobs;
create or replace function billing.present(organization uuid, resource text) returns bigint
  language plpgsql stable security definer set search_path = '' as $$
begin
  return case present.resource
    when 'books' then (select count(*) from library.books b where b.organization_id = organization and b.deleted_at is null)
    when 'members' then (select count(*) from identity.members m where m.organization_id = organization)
    when 'collaborators' then (select count(distinct c.user_id) from library.collaborators c
      where c.book_id in (select b.id from library.books b where b.organization_id = organization))
    when 'storage' then (select coalesce(sum(s.bytes), 0) from library.sources s
      where s.book_id in (select b.id from library.books b where b.organization_id = organization))
  end;
end $$;
comment on function billing.present(uuid, text) is
  'How many books (not trashed), members, collaborators and bytes of sources an organization has now; null for what is metered by period.';
create or replace function billing.admit(organization uuid, resource text, quantity bigint default 1) returns void
  language plpgsql set search_path = '' as $$
declare
  standing record;
  most bigint;
begin
  select * into standing from billing.standing(organization);
  select l.maximum into most from billing.plan_limits l
  where standing.binding and l.plan_id = standing.plan and l.resource = admit.resource and l.period = 'total';
  if most is null then return; end if;
  -- One at a time, until the end of the transaction: what the one before has added is counted by the next.
  perform pg_advisory_xact_lock(hashtextextended(organization || ' ' || resource, 12));
  if billing.present(organization, resource) + quantity > most then
    raise exception 'The plan % includes % %, and % are there', standing.plan,
      case resource when 'storage' then pg_size_pretty(most) else most::text end,
      case resource when 'storage' then 'of sources' else resource end,
      case resource when 'storage' then pg_size_pretty(billing.present(organization, resource)) else billing.present(organization, resource)::text end
      using errcode = 'OC008';
  end if;
end $$;
comment on function billing.admit_source() is 'Keeps the bytes of an organization''s sources within the plan.';

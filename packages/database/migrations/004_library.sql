-- Up Migration

create schema library;
comment on schema library is 'Books: their outline, chapters and versions, what they stand on, and who may touch them.';
grant usage on schema library to octavo_user, octavo_service;

-- books and collaborators ---------------------------------------------------------------------------------------------
create table library.books (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references identity.organizations on delete cascade,
  created_by uuid references auth.users on delete set null default app.user_id(),
  title text not null check (length(title) between 1 and 500),
  subtitle text check (length(subtitle) <= 500),
  slug text not null check (slug ~ '^[a-z0-9](?:[a-z0-9-]{0,198}[a-z0-9])?$'),
  authors text[] not null default '{}' check (cardinality(authors) <= 50),
  description text check (length(description) <= 10000),
  language text not null default 'en' check (language ~ '^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$'),
  genre text check (length(genre) <= 200),
  audience text check (length(audience) <= 2000),
  tags text[] not null default '{}',
  kind text not null default 'technical' check (kind in ('technical', 'fiction', 'non-fiction', 'academic', 'documentation')),
  type text not null default 'learning' check (type in ('learning', 'entertainment')),
  structure text not null default 'chapters' check (structure in ('linear', 'chapters', 'mixed')),
  notes text not null default '' check (length(notes) <= 200000),
  target_chapters integer check (target_chapters between 1 and 200),
  target_words integer check (target_words > 0),
  target_words_per_chapter integer check (target_words_per_chapter > 0),
  model text,
  outline_prompt text check (length(outline_prompt) <= 100000),
  chapter_prompt text check (length(chapter_prompt) <= 100000),
  required_features text[] not null default '{}',
  style_guide text not null default '' check (length(style_guide) <= 100000),
  status text not null default 'draft' check (status in ('draft', 'in_progress', 'review', 'completed', 'published', 'archived')),
  visibility text not null default 'organization' check (visibility in ('private', 'organization', 'public')),
  completed_at timestamptz,
  published_at timestamptz,
  deleted_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table library.books is 'A book and how it is to be written; trashed books keep their rows (deleted_at).';
create unique index books_slug_key on library.books (organization_id, slug) where deleted_at is null;
create index books_recent_idx on library.books (organization_id, updated_at desc, id) where deleted_at is null;
create index books_status_idx on library.books (organization_id, status);
create index books_genre_idx on library.books (organization_id, genre) where deleted_at is null;
create index books_created_by_idx on library.books (created_by);
create index books_deleted_idx on library.books (deleted_at) where deleted_at is not null;
create trigger touch before update on library.books for each row execute function app.touch();

-- Actions a collaborator can be narrowed to; null means everything the role allows.
create domain library.permissions as text[] check (value <@ '{edit,sources,generate,export,comment}'::text[]);

create table library.collaborators (
  book_id uuid not null references library.books on delete cascade,
  user_id uuid not null references auth.users on delete cascade,
  role app.role not null default 'editor',
  permissions library.permissions,
  invited_by uuid references auth.users on delete set null,
  accepted_at timestamptz not null default now(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (book_id, user_id)
);
comment on table library.collaborators is 'Outsiders who work on one book and see only that book.';
create index collaborators_user_idx on library.collaborators (user_id);
create index collaborators_invited_by_idx on library.collaborators (invited_by);
create trigger touch before update on library.collaborators for each row execute function app.touch();

create function app.books_as(minimum app.role) returns uuid[]
  language plpgsql stable security definer set search_path = '' as $$
begin
  return (select coalesce(array_agg(c.book_id), '{}') from library.collaborators c
          where c.user_id = app.user_id() and c.role >= minimum);
end $$;
comment on function app.books_as(app.role) is 'The single books on which the current person collaborates with at least this role.';

create function app.book_allows(book uuid, minimum app.role, action text) returns boolean
  language plpgsql stable security definer set search_path = '' as $$
begin
  return exists (
    select from library.books b
    where b.id = book and (
      b.organization_id = any (app.organizations_as(minimum))
        and (b.visibility <> 'private' or b.created_by = app.user_id() or b.organization_id = any (app.organizations_as('admin')))
      or exists (
        select from library.collaborators c
        where c.book_id = b.id and c.user_id = app.user_id() and c.role >= minimum
          and (c.permissions is null or action = any (c.permissions::text[])))));
end $$;
comment on function app.book_allows(uuid, app.role, text) is
  'Whether the current person has at least this role on the book and, as a collaborator, is not narrowed out of the action.';

alter table library.books enable row level security;
alter table library.books force row level security;
create policy service on library.books to octavo_service using (true) with check (true);
-- private: creator, admins, collaborators. organization and public: every member.
create policy see on library.books for select to octavo_user using (
  organization_id = any ((select app.organizations_as('viewer'))::uuid[])
    and (visibility <> 'private' or created_by = (select app.user_id()))
  or organization_id = any ((select app.organizations_as('admin'))::uuid[])
  or id = any ((select app.books_as('viewer'))::uuid[]));
create policy make on library.books for insert to octavo_user with check (
  organization_id = any ((select app.organizations_as('editor'))::uuid[]) and created_by = (select app.user_id()));
-- No second check: neither the id nor the organization can be updated (see the grants), so the row stays as allowed as it was.
create policy edit on library.books for update to octavo_user
  using (app.book_allows(id, 'editor', 'edit')) with check (true);
grant select, insert, update, delete on library.books to octavo_service;
-- A book never changes its organization or its creator, and people trash rather than delete.
grant select, insert, update (title, subtitle, slug, authors, description, language, genre, audience, tags, kind, type,
  structure, notes, target_chapters, target_words, target_words_per_chapter, model, outline_prompt, chapter_prompt,
  required_features, style_guide, status, visibility, completed_at, published_at, deleted_at, version)
  on library.books to octavo_user;

alter table library.collaborators enable row level security;
alter table library.collaborators force row level security;
create policy service on library.collaborators to octavo_service using (true) with check (true);
create policy see on library.collaborators for select to octavo_user
  using (exists (select from library.books b where b.id = book_id));
-- As with members: an admin gives and takes roles up to his own.
create policy change on library.collaborators for update to octavo_user
  using (app.book_allows(book_id, greatest(role, 'admin'), 'edit'))
  with check (app.book_allows(book_id, greatest(role, 'admin'), 'edit'));
create policy remove_or_leave on library.collaborators for delete to octavo_user
  using (user_id = (select app.user_id()) or app.book_allows(book_id, greatest(role, 'admin'), 'edit'));
grant select, insert, update, delete on library.collaborators to octavo_service;
-- Joining goes through an accepted invitation (service).
grant select, update (role, permissions), delete on library.collaborators to octavo_user;

-- An invitation may be to one book instead of the whole organization.
alter table identity.invitations add column book_id uuid references library.books on delete cascade;
alter table identity.invitations add column permissions library.permissions;
create index invitations_book_idx on identity.invitations (book_id);
grant select (book_id, permissions), insert (book_id, permissions) on identity.invitations to octavo_user;
-- Who may admit collaborators need not be a member of the organization: he may invite to his book, and to nothing else.
create policy see_of_book on identity.invitations for select to octavo_user
  using (book_id is not null and app.book_allows(book_id, 'admin', 'edit'));
create policy invite_to_book on identity.invitations for insert to octavo_user
  with check (invited_by = (select app.user_id()) and app.book_allows(book_id, greatest(role, 'admin'), 'edit')
    and exists (select from library.books b where b.id = book_id and b.organization_id = invitations.organization_id));
create policy revoke_of_book on identity.invitations for update to octavo_user
  using (accepted_at is null and app.book_allows(book_id, 'admin', 'edit'))
  with check (app.book_allows(book_id, 'admin', 'edit'));

-- toc_items -----------------------------------------------------------------------------------------------------------
create table library.toc_items (
  id uuid primary key default gen_random_uuid(),
  book_id uuid not null references library.books on delete cascade,
  parent_id uuid,
  kind text not null default 'chapter' check (kind in ('front', 'part', 'chapter', 'back')),
  title text not null check (length(title) between 1 and 500),
  slug text not null check (slug ~ '^[a-z0-9](?:[a-z0-9-]{0,198}[a-z0-9])?$'),
  synopsis text not null default '' check (length(synopsis) <= 10000),
  objectives text[] not null default '{}',
  sections jsonb not null default '[]' check (jsonb_typeof(sections) = 'array'),
  target_words integer check (target_words > 0),
  position integer not null check (position >= 0),
  status text not null default 'pending' check (status in ('pending', 'generating', 'generated', 'edited', 'approved')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (book_id, slug),
  unique (book_id, id),
  -- The parent is of the same book, so a tree never spans two.
  foreign key (book_id, parent_id) references library.toc_items (book_id, id) on delete cascade,
  constraint toc_items_order unique nulls not distinct (book_id, parent_id, position) deferrable initially deferred
);
comment on table library.toc_items is 'The table of contents as a tree: parts and chapters in order, each with the plan of its sections.';
create trigger touch before update on library.toc_items for each row execute function app.touch();

create function library.forbid_cycle() returns trigger
  language plpgsql set search_path = '' as $$
begin
  if new.parent_id is not null and exists (
    with recursive above (id, parent_id) as (
      select t.id, t.parent_id from library.toc_items t where t.id = new.parent_id
      union -- not union all: ends even on a tree that is already broken
      select t.id, t.parent_id from library.toc_items t join above a on t.id = a.parent_id
    ) select from above where id = new.id
  ) then
    raise exception 'an outline item cannot be moved below itself' using errcode = 'OC002';
  end if;
  return new;
end $$;
comment on function library.forbid_cycle() is 'Raises OC002 when an outline item would become its own ancestor.';
create trigger forbid_cycle before insert or update of parent_id on library.toc_items
  for each row execute function library.forbid_cycle();

alter table library.toc_items enable row level security;
alter table library.toc_items force row level security;
create policy service on library.toc_items to octavo_service using (true) with check (true);
create policy see on library.toc_items for select to octavo_user
  using (exists (select from library.books b where b.id = book_id));
create policy make on library.toc_items for insert to octavo_user with check (app.book_allows(book_id, 'editor', 'edit'));
create policy edit on library.toc_items for update to octavo_user
  using (app.book_allows(book_id, 'editor', 'edit')) with check (app.book_allows(book_id, 'editor', 'edit'));
create policy remove on library.toc_items for delete to octavo_user using (app.book_allows(book_id, 'editor', 'edit'));
grant select, insert, update, delete on library.toc_items to octavo_service;
grant select, insert, update (parent_id, kind, title, slug, synopsis, objectives, sections, target_words, position, status), delete
  on library.toc_items to octavo_user;

-- chapters and their versions -----------------------------------------------------------------------------------------
create table library.chapters (
  id uuid primary key default gen_random_uuid(),
  book_id uuid not null references library.books on delete cascade,
  toc_item_id uuid not null unique,
  title text not null check (length(title) between 1 and 500),
  content text not null default '' check (octet_length(content) <= 5000000),
  summary text not null default '' check (length(summary) <= 20000),
  notes text not null default '' check (length(notes) <= 100000),
  words integer not null default 0 check (words >= 0),
  characters integer not null default 0 check (characters >= 0),
  status text not null default 'draft' check (status in ('draft', 'generated', 'edited', 'review', 'approved', 'published')),
  model text,
  input_tokens bigint check (input_tokens >= 0),
  output_tokens bigint check (output_tokens >= 0),
  stop_reason text,
  duration_ms bigint check (duration_ms >= 0),
  generated_at timestamptz,
  last_edited_by uuid references auth.users on delete set null,
  last_edited_at timestamptz,
  version integer not null default 0 check (version >= 0),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  foreign key (book_id, toc_item_id) references library.toc_items (book_id, id) on delete cascade
);
comment on table library.chapters is 'The text of a chapter in MyST Markdown, as it is now; version numbers its newest chapter_versions row.';
create index chapters_toc_idx on library.chapters (book_id, toc_item_id);
create index chapters_status_idx on library.chapters (book_id, status);
create index chapters_updated_idx on library.chapters (book_id, updated_at);
create index chapters_last_edited_by_idx on library.chapters (last_edited_by);
create trigger touch before update on library.chapters for each row execute function app.touch();

create table library.chapter_versions (
  id uuid primary key default gen_random_uuid(),
  chapter_id uuid not null references library.chapters on delete cascade,
  book_id uuid not null references library.books on delete cascade,
  number integer not null check (number > 0),
  title text not null,
  content text not null,
  words integer not null check (words >= 0),
  change_type text not null
    check (change_type in ('generated', 'edited', 'autosaved', 'remediated', 'restored', 'merged', 'imported')),
  note text not null default '' check (length(note) <= 2000),
  created_by uuid references auth.users on delete set null default app.user_id(),
  model text,
  input_tokens bigint,
  output_tokens bigint,
  created_at timestamptz not null default now(),
  unique (chapter_id, number)
);
comment on table library.chapter_versions is 'Every state a chapter has had, the first included: what, why, by whom, with which model. Never changed.';
create index chapter_versions_book_idx on library.chapter_versions (book_id, created_at desc);
create index chapter_versions_created_by_idx on library.chapter_versions (created_by);

create function library.require_version() returns trigger
  language plpgsql security definer set search_path = '' as $$
begin
  if not exists (
    select from library.chapters c join library.chapter_versions v on v.chapter_id = c.id and v.number = c.version
    where c.id = new.id and v.content = c.content and v.title = c.title
  ) and exists (select from library.chapters c where c.id = new.id) then
    raise exception 'chapter % changed without a version', new.id using errcode = 'OC003';
  end if;
  return null;
end $$;
comment on function library.require_version() is
  'At commit: the chapter equals its newest version, so no path to the table can lose an earlier text (OC003).';
create constraint trigger require_version after insert or update of content, title, version on library.chapters
  deferrable initially deferred for each row execute function library.require_version();

alter table library.chapters enable row level security;
alter table library.chapters force row level security;
create policy service on library.chapters to octavo_service using (true) with check (true);
create policy see on library.chapters for select to octavo_user
  using (exists (select from library.books b where b.id = book_id));
create policy make on library.chapters for insert to octavo_user with check (app.book_allows(book_id, 'editor', 'edit'));
create policy edit on library.chapters for update to octavo_user
  using (app.book_allows(book_id, 'editor', 'edit')) with check (app.book_allows(book_id, 'editor', 'edit'));
create policy remove on library.chapters for delete to octavo_user using (app.book_allows(book_id, 'editor', 'edit'));
grant select, insert, update, delete on library.chapters to octavo_service;
-- What a model made and cost is written by the service alone.
grant select, insert (id, book_id, toc_item_id, title, content, summary, notes, words, characters, status, last_edited_by,
  last_edited_at, version),
  update (title, content, summary, notes, words, characters, status, last_edited_by, last_edited_at, version), delete
  on library.chapters to octavo_user;

alter table library.chapter_versions enable row level security;
alter table library.chapter_versions force row level security;
create policy service on library.chapter_versions to octavo_service using (true) with check (true);
create policy see on library.chapter_versions for select to octavo_user
  using (exists (select from library.books b where b.id = book_id));
create policy add on library.chapter_versions for insert to octavo_user
  with check (app.book_allows(book_id, 'editor', 'edit') and created_by = (select app.user_id())
    and exists (select from library.chapters c where c.id = chapter_id and c.book_id = chapter_versions.book_id));
-- History is added to, never rewritten: no update and no delete for anyone but the foreign keys.
grant select, insert on library.chapter_versions to octavo_service, octavo_user;

-- sources and passages ------------------------------------------------------------------------------------------------
create table library.sources (
  id uuid primary key default gen_random_uuid(),
  book_id uuid not null references library.books on delete cascade,
  title text not null check (length(title) between 1 and 500),
  origin text not null check (length(origin) between 1 and 2000),
  format text not null check (format in ('markdown', 'text')),
  media_type text not null,
  text text not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  bytes bigint not null check (bytes >= 0),
  words integer not null check (words >= 0),
  position integer not null default 0 check (position >= 0),
  fetched_at timestamptz,
  created_by uuid references auth.users on delete set null default app.user_id(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (book_id, origin)
);
comment on table library.sources is 'What the author gave: a note, a file, a page, as readable text; position keeps the author''s order.';
create index sources_created_by_idx on library.sources (created_by);
create trigger touch before update on library.sources for each row execute function app.touch();

create table library.passages (
  id uuid primary key default gen_random_uuid(),
  source_id uuid not null references library.sources on delete cascade,
  book_id uuid not null references library.books on delete cascade,
  position integer not null check (position >= 0),
  kind text not null check (kind in
    ('heading', 'paragraph', 'list', 'table', 'code', 'math', 'quote', 'definition', 'figure', 'directive')),
  text text not null,
  headings text[] not null default '{}',
  start_line integer not null check (start_line > 0),
  start_column integer not null check (start_column > 0),
  start_offset integer not null check (start_offset >= 0),
  end_line integer not null,
  end_column integer not null,
  end_offset integer not null,
  -- Deferred, because passages trade places when a source is read again.
  unique (source_id, position) deferrable initially deferred,
  check (end_offset >= start_offset)
);
comment on table library.passages is 'A source in blocks, each with its exact place: the evidence everything points at.';
create index passages_book_idx on library.passages (book_id);

alter table library.sources enable row level security;
alter table library.sources force row level security;
create policy service on library.sources to octavo_service using (true) with check (true);
create policy see on library.sources for select to octavo_user
  using (exists (select from library.books b where b.id = book_id));
create policy make on library.sources for insert to octavo_user
  with check (app.book_allows(book_id, 'editor', 'sources') and created_by = (select app.user_id()));
create policy edit on library.sources for update to octavo_user
  using (app.book_allows(book_id, 'editor', 'sources')) with check (app.book_allows(book_id, 'editor', 'sources'));
create policy remove on library.sources for delete to octavo_user using (app.book_allows(book_id, 'editor', 'sources'));
grant select, insert, update, delete on library.sources to octavo_service;
grant select, insert, update (title, format, media_type, text, sha256, bytes, words, position, fetched_at), delete
  on library.sources to octavo_user;

alter table library.passages enable row level security;
alter table library.passages force row level security;
create policy service on library.passages to octavo_service using (true) with check (true);
create policy see on library.passages for select to octavo_user
  using (exists (select from library.books b where b.id = book_id));
create policy make on library.passages for insert to octavo_user
  with check ((app.book_allows(book_id, 'editor', 'sources'))
    and exists (select from library.sources s where s.id = source_id and s.book_id = passages.book_id));
create policy place on library.passages for update to octavo_user
  using (app.book_allows(book_id, 'editor', 'sources')) with check (app.book_allows(book_id, 'editor', 'sources'));
create policy remove on library.passages for delete to octavo_user using (app.book_allows(book_id, 'editor', 'sources'));
grant select, insert, update, delete on library.passages to octavo_service;
-- A passage's text never changes; when a source is read again, what is still there moves and stays evidence.
grant select, insert, update (position, kind, headings, start_line, start_column, start_offset, end_line, end_column, end_offset),
  delete on library.passages to octavo_user;

-- codex ---------------------------------------------------------------------------------------------------------------
create table library.codex (
  id uuid primary key default gen_random_uuid(),
  book_id uuid not null references library.books on delete cascade,
  kind text not null check (kind in ('person', 'place', 'term', 'thing', 'event')),
  name text not null check (length(name) between 1 and 300),
  aliases text[] not null default '{}',
  description text not null default '' check (length(description) <= 10000),
  corrected boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (book_id, id)
);
comment on table library.codex is 'The book''s memory: people, places, terms, things and events; corrected entries are the author''s and no job overwrites them.';
create unique index codex_name_key on library.codex (book_id, kind, lower(name));
create trigger touch before update on library.codex for each row execute function app.touch();

create table library.codex_evidence (
  entry_id uuid not null references library.codex on delete cascade,
  passage_id uuid not null references library.passages on delete cascade,
  book_id uuid not null references library.books on delete cascade,
  primary key (entry_id, passage_id)
);
comment on table library.codex_evidence is 'The passages a codex entry was read from.';
create index codex_evidence_passage_idx on library.codex_evidence (passage_id);
create index codex_evidence_book_idx on library.codex_evidence (book_id);

alter table library.codex enable row level security;
alter table library.codex force row level security;
create policy service on library.codex to octavo_service using (true) with check (true);
create policy see on library.codex for select to octavo_user
  using (exists (select from library.books b where b.id = book_id));
create policy make on library.codex for insert to octavo_user with check (app.book_allows(book_id, 'editor', 'edit'));
create policy edit on library.codex for update to octavo_user
  using (app.book_allows(book_id, 'editor', 'edit')) with check (app.book_allows(book_id, 'editor', 'edit'));
create policy remove on library.codex for delete to octavo_user using (app.book_allows(book_id, 'editor', 'edit'));
grant select, insert, update, delete on library.codex to octavo_service;
grant select, insert, update (kind, name, aliases, description, corrected), delete on library.codex to octavo_user;

alter table library.codex_evidence enable row level security;
alter table library.codex_evidence force row level security;
create policy service on library.codex_evidence to octavo_service using (true) with check (true);
create policy see on library.codex_evidence for select to octavo_user
  using (exists (select from library.books b where b.id = book_id));
create policy make on library.codex_evidence for insert to octavo_user
  with check (app.book_allows(book_id, 'editor', 'edit')
    and exists (select from library.codex c where c.id = entry_id and c.book_id = codex_evidence.book_id)
    and exists (select from library.passages p where p.id = passage_id and p.book_id = codex_evidence.book_id));
create policy remove on library.codex_evidence for delete to octavo_user using (app.book_allows(book_id, 'editor', 'edit'));
grant select, insert, update, delete on library.codex_evidence to octavo_service;
grant select, insert, delete on library.codex_evidence to octavo_user;

-- book_templates ------------------------------------------------------------------------------------------------------
create table library.book_templates (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references identity.organizations on delete cascade,
  created_by uuid references auth.users on delete set null default app.user_id(),
  name text not null check (length(name) between 1 and 200),
  description text check (length(description) <= 5000),
  category text not null check (category in ('technical', 'fiction', 'non-fiction', 'academic', 'documentation')),
  outline_prompt text,
  chapter_prompt text,
  required_features text[] not null default '{}',
  suggested_features text[] not null default '{}',
  sample_outline jsonb,
  is_public boolean not null default false,
  use_count integer not null default 0 check (use_count >= 0),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table library.book_templates is 'A way of making books, kept to start from again; public ones are for every signed-in person.';
create index book_templates_organization_idx on library.book_templates (organization_id);
create index book_templates_public_idx on library.book_templates (category) where is_public;
create index book_templates_created_by_idx on library.book_templates (created_by);
create trigger touch before update on library.book_templates for each row execute function app.touch();
alter table library.book_templates enable row level security;
alter table library.book_templates force row level security;
create policy service on library.book_templates to octavo_service using (true) with check (true);
create policy see on library.book_templates for select to octavo_user
  using (is_public or organization_id = any ((select app.organizations_as('viewer'))::uuid[]));
create policy make on library.book_templates for insert to octavo_user
  with check (organization_id = any ((select app.organizations_as('editor'))::uuid[]) and created_by = (select app.user_id()));
create policy edit on library.book_templates for update to octavo_user
  using (organization_id = any ((select app.organizations_as('editor'))::uuid[]))
  with check (organization_id = any ((select app.organizations_as('editor'))::uuid[]));
create policy remove on library.book_templates for delete to octavo_user
  using (organization_id = any ((select app.organizations_as('editor'))::uuid[]));
grant select, insert, update, delete on library.book_templates to octavo_service;
-- use_count is counted by library.use_template, in the transaction that uses the template.
grant select, insert (organization_id, created_by, name, description, category, outline_prompt, chapter_prompt,
  required_features, suggested_features, sample_outline, is_public),
  update (name, description, category, outline_prompt, chapter_prompt, required_features, suggested_features,
  sample_outline, is_public), delete on library.book_templates to octavo_user;

create function library.use_template(template uuid) returns boolean
  language plpgsql security definer set search_path = '' as $$
begin
  update library.book_templates t set use_count = use_count + 1
    where t.id = template and (t.is_public or t.organization_id = any (app.organizations_as('viewer')));
  return found;
end $$;
comment on function library.use_template(uuid) is 'Counts one more use of a template the current person may see; false when there is none.';
revoke all on function library.use_template(uuid) from public;
grant execute on function library.use_template(uuid) to octavo_user;

-- Down Migration

drop function if exists library.use_template(uuid);
drop table library.book_templates;
drop table library.codex_evidence;
drop table library.codex;
drop table library.passages;
drop table library.sources;
drop table library.chapter_versions cascade;
drop table library.chapters cascade;
drop function if exists library.require_version();
drop table library.toc_items;
drop function if exists library.forbid_cycle();
drop policy revoke_of_book on identity.invitations;
drop policy invite_to_book on identity.invitations;
drop policy see_of_book on identity.invitations;
alter table identity.invitations drop column permissions;
alter table identity.invitations drop column book_id;
drop table library.collaborators cascade;
drop table library.books cascade;
drop function if exists app.book_allows(uuid, app.role, text);
drop function if exists app.books_as(app.role);
drop domain library.permissions;
drop schema library;

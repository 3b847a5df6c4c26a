-- Up Migration

-- versions ------------------------------------------------------------------------------------------------------------
alter table library.chapters add constraint chapters_book_key unique (book_id, id);

alter table library.chapter_versions
  add column job_id uuid references generation.generations on delete set null,
  -- The number of the first of the autosaves this one belongs to, and when that was; library.join_autosaves alone sets
  -- them. In the history a run counts once, as its last; the others stay a day, because somebody may still be editing
  -- such a text, and a merge needs it.
  add column run integer check (run <= number),
  add column run_began_at timestamptz,
  -- Of a merged version: the version its author had begun from. What came after that is what it was merged with.
  add column base integer check (base < number);
create index chapter_versions_job_idx on library.chapter_versions (job_id);
create index chapter_versions_run_idx on library.chapter_versions (chapter_id, run, number) where run is not null;
create index chapter_versions_autosaved_idx on library.chapter_versions (created_at) where change_type = 'autosaved';

-- A person cannot choose when a version was made, which job made it, or what it counts as one with.
revoke insert on library.chapter_versions from octavo_user;
grant insert (id, chapter_id, book_id, number, title, content, words, change_type, note, created_by, model, input_tokens,
  output_tokens, base) on library.chapter_versions to octavo_user;

create table library.version_labels (
  chapter_id uuid not null,
  number integer not null,
  book_id uuid not null,
  name text not null check (length(name) between 1 and 100),
  created_by uuid references auth.users on delete set null default app.user_id(),
  created_at timestamptz not null default now(),
  primary key (chapter_id, number),
  constraint version_labels_name_key unique (chapter_id, name),
  -- Deferred, because a deleted chapter takes versions and labels along in either order.
  foreign key (chapter_id, number) references library.chapter_versions (chapter_id, number) deferrable initially deferred,
  foreign key (book_id, chapter_id) references library.chapters (book_id, id) on delete cascade
);
comment on table library.version_labels is 'Names of versions, one each; a labelled version is never dropped from the history.';
create index version_labels_chapter_idx on library.version_labels (book_id, chapter_id);
create index version_labels_created_by_idx on library.version_labels (created_by);
alter table library.version_labels enable row level security;
alter table library.version_labels force row level security;
create policy service on library.version_labels to octavo_service using (true) with check (true);
create policy see on library.version_labels for select to octavo_user
  using (exists (select from library.books b where b.id = book_id));
create policy make on library.version_labels for insert to octavo_user
  with check (app.book_allows(book_id, 'editor', 'edit') and created_by = (select app.user_id()));
create policy edit on library.version_labels for update to octavo_user
  using (app.book_allows(book_id, 'editor', 'edit')) with check (app.book_allows(book_id, 'editor', 'edit'));
create policy remove on library.version_labels for delete to octavo_user using (app.book_allows(book_id, 'editor', 'edit'));
grant select, insert, update, delete on library.version_labels to octavo_service;
grant select, insert (chapter_id, number, book_id, name, created_by), update (name), delete on library.version_labels to octavo_user;

create function library.join_autosaves() returns trigger
  language plpgsql security definer set search_path = '' as $$
declare
  previous library.chapter_versions;
begin
  new.run := case when new.change_type = 'autosaved' then new.number end;
  new.run_began_at := case when new.change_type = 'autosaved' then now() end;
  select * into previous from library.chapter_versions v
    where v.chapter_id = new.chapter_id and v.number = new.number - 1
      and v.change_type = 'autosaved' and v.created_by = new.created_by
      and not exists (select from library.version_labels l where l.chapter_id = v.chapter_id and l.number = v.number);
  if not found then return new; end if;
  if new.change_type = 'autosaved' and previous.run_began_at > now() - interval '5 minutes'
    -- Saved on purpose what was autosaved: the run ends, and the same text need not stand in the history twice.
    or new.change_type = 'edited' and new.content = previous.content and new.title = previous.title
  then
    new.run := previous.run;
    new.run_began_at := previous.run_began_at;
  end if;
  return new;
end $$;
comment on function library.join_autosaves() is
  'Autosaves of one person within five minutes of the first become a run, which counts once in the history. Nothing is rewritten: each is a row with a number of its own.';
create trigger join_autosaves before insert on library.chapter_versions
  for each row execute function library.join_autosaves();

-- comments ------------------------------------------------------------------------------------------------------------
create table library.comments (
  id uuid primary key default gen_random_uuid(),
  book_id uuid not null,
  chapter_id uuid not null,
  parent_id uuid,
  created_by uuid references auth.users on delete set null default app.user_id(),
  body text not null check (length(body) between 1 and 10000),
  anchor jsonb check (jsonb_typeof(anchor) = 'object'),
  version integer check (version > 0),
  resolved_at timestamptz,
  resolved_by uuid references auth.users on delete set null,
  edited_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (chapter_id, id),
  foreign key (book_id, chapter_id) references library.chapters (book_id, id) on delete cascade,
  -- The answer is in the same chapter as what it answers.
  foreign key (chapter_id, parent_id) references library.comments (chapter_id, id) on delete cascade,
  -- A thread has one passage and is resolved as a whole.
  check (parent_id is null or (anchor is null and resolved_at is null))
);
comment on table library.comments is 'What people say about a chapter or a passage of it; answers have a parent. The anchor finds the passage after edits.';
create index comments_chapter_idx on library.comments (book_id, chapter_id, created_at, id) where parent_id is null;
create index comments_book_idx on library.comments (book_id, chapter_id);
create index comments_parent_idx on library.comments (chapter_id, parent_id);
create index comments_created_by_idx on library.comments (created_by);
create index comments_resolved_by_idx on library.comments (resolved_by);
create trigger touch before update on library.comments for each row execute function app.touch();

create function library.keep_own_words() returns trigger
  language plpgsql set search_path = '' as $$
begin
  if new.body is distinct from old.body then
    if old.created_by is distinct from app.user_id() then
      raise exception 'only its author changes a comment' using errcode = '42501';
    end if;
    new.edited_at := now();
  end if;
  if (new.resolved_at is null) <> (old.resolved_at is null) then
    new.resolved_by := case when new.resolved_at is not null then app.user_id() end;
  end if;
  return new;
end $$;
comment on function library.keep_own_words() is 'Only the author changes what a comment says; who resolved it is who did.';
create trigger keep_own_words before update of body, resolved_at on library.comments
  for each row execute function library.keep_own_words();

-- A policy cannot look into its own table.
create function library.begins_thread(comment uuid) returns boolean
  language plpgsql stable security definer set search_path = '' as $$
begin
  return exists (select from library.comments c where c.id = comment and c.parent_id is null);
end $$;
comment on function library.begins_thread(uuid) is 'Whether a comment answers no other.';
create function library.has_answers(chapter uuid, comment uuid) returns boolean
  language plpgsql stable security definer set search_path = '' as $$
begin
  return exists (select from library.comments a where a.chapter_id = chapter and a.parent_id = comment);
end $$;
comment on function library.has_answers(uuid, uuid) is 'Whether somebody has answered a comment of a chapter.';

alter table library.comments enable row level security;
alter table library.comments force row level security;
create policy service on library.comments to octavo_service using (true) with check (true);
create policy see on library.comments for select to octavo_user
  using (exists (select from library.books b where b.id = book_id));
create policy make on library.comments for insert to octavo_user
  with check (created_by = (select app.user_id()) and app.book_allows(book_id, 'reviewer', 'comment')
    and (parent_id is null or library.begins_thread(parent_id)));
create policy edit on library.comments for update to octavo_user
  using (created_by = (select app.user_id()) and app.book_allows(book_id, 'reviewer', 'comment')
    or app.book_allows(book_id, 'editor', 'edit'))
  with check (true);
-- Nobody but an editor takes away what others have answered.
create policy remove on library.comments for delete to octavo_user
  using (app.book_allows(book_id, 'editor', 'edit')
    or created_by = (select app.user_id()) and app.book_allows(book_id, 'reviewer', 'comment')
      and not library.has_answers(chapter_id, id));
grant select, insert, update, delete on library.comments to octavo_service;
grant select, insert (id, book_id, chapter_id, parent_id, created_by, body, anchor, version), update (body, resolved_at), delete
  on library.comments to octavo_user;

-- suggestions ---------------------------------------------------------------------------------------------------------
create table library.suggestions (
  id uuid primary key default gen_random_uuid(),
  book_id uuid not null,
  chapter_id uuid not null,
  -- The text the hunks are positions of.
  version integer not null,
  hunks jsonb not null check (jsonb_typeof(hunks) = 'array' and jsonb_array_length(hunks) between 1 and 1000),
  reason text not null default '' check (length(reason) <= 10000),
  state text not null default 'open' check (state in ('open', 'accepted', 'rejected')),
  -- Which hunks, counted from 1, and the version they made; no version when the text said so already.
  accepted integer[] not null default '{}',
  accepted_version integer,
  created_by uuid references auth.users on delete set null default app.user_id(),
  decided_by uuid references auth.users on delete set null,
  decided_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  foreign key (book_id, chapter_id) references library.chapters (book_id, id) on delete cascade,
  foreign key (chapter_id, version) references library.chapter_versions (chapter_id, number) deferrable initially deferred,
  check ((state = 'open') = (decided_at is null)),
  check ((state = 'accepted') = (accepted <> '{}'))
);
comment on table library.suggestions is 'Changes somebody proposes to a chapter, as a patch of one of its versions; an editor accepts or rejects it.';
create index suggestions_chapter_idx on library.suggestions (book_id, chapter_id, created_at, id);
create index suggestions_version_idx on library.suggestions (chapter_id, version);
create index suggestions_accepted_idx on library.suggestions (chapter_id, accepted_version);
create index suggestions_created_by_idx on library.suggestions (created_by);
create index suggestions_decided_by_idx on library.suggestions (decided_by);
create trigger touch before update on library.suggestions for each row execute function app.touch();

create function library.decide_once() returns trigger
  language plpgsql set search_path = '' as $$
begin
  if old.state <> 'open' then
    raise exception 'suggestion % is decided', old.id using errcode = 'OC006';
  end if;
  new.decided_at := case when new.state <> 'open' then now() end;
  new.decided_by := case when new.state <> 'open' then app.user_id() end;
  return new;
end $$;
comment on function library.decide_once() is 'A suggestion is decided once, in the name of whoever decides (OC006).';
create trigger decide_once before update of state, accepted, accepted_version on library.suggestions
  for each row execute function library.decide_once();

alter table library.suggestions enable row level security;
alter table library.suggestions force row level security;
create policy service on library.suggestions to octavo_service using (true) with check (true);
create policy see on library.suggestions for select to octavo_user
  using (exists (select from library.books b where b.id = book_id));
create policy make on library.suggestions for insert to octavo_user
  with check (created_by = (select app.user_id()) and app.book_allows(book_id, 'reviewer', 'comment'));
create policy decide on library.suggestions for update to octavo_user
  using (state = 'open' and app.book_allows(book_id, 'editor', 'edit')) with check (true);
create policy withdraw on library.suggestions for delete to octavo_user
  using (state = 'open' and created_by = (select app.user_id()) and app.book_allows(book_id, 'reviewer', 'comment'));
grant select, insert, update, delete on library.suggestions to octavo_service;
grant select, insert (id, book_id, chapter_id, version, hunks, reason, created_by), update (state, accepted, accepted_version), delete
  on library.suggestions to octavo_user;

create function library.drop_replaced_autosaves() returns integer
  language plpgsql security definer set search_path = '' as $$
declare
  dropped integer;
begin
  delete from library.chapter_versions v
  where v.change_type = 'autosaved' and v.created_at < now() - interval '1 day'
    and exists (select from library.chapter_versions n where n.chapter_id = v.chapter_id and n.run = v.run and n.number > v.number)
    and not exists (select from library.version_labels l where l.chapter_id = v.chapter_id and l.number = v.number)
    and not exists (select from library.suggestions s where s.chapter_id = v.chapter_id and s.version = v.number);
  get diagnostics dropped = row_count;
  return dropped;
end $$;
comment on function library.drop_replaced_autosaves() is
  'The only thing that deletes versions: autosaves more than a day old that a later one of their run has replaced, unless labelled or suggested upon.';
revoke all on function library.drop_replaced_autosaves() from public;
grant execute on function library.drop_replaced_autosaves() to octavo_service;

-- review states -------------------------------------------------------------------------------------------------------
create function app.book_roles(book uuid, action text) returns app.role[]
  language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select coalesce(array_agg(r.role), '{}') from (
      select m.role from library.books b
      join identity.members m on m.organization_id = b.organization_id and m.user_id = app.user_id()
      where b.id = book and (b.visibility <> 'private' or b.created_by = app.user_id() or m.role >= 'admin')
      union all
      select c.role from library.collaborators c
      where c.book_id = book and c.user_id = app.user_id()
        and (c.permissions is null or action = any (c.permissions::text[]))) r);
end $$;
comment on function app.book_roles(uuid, text) is
  'The roles the current person has on a book, as a member and as a collaborator who is not narrowed out of the action.';

create function library.chapter_moves() returns table (from_status text, to_status text, name text, roles app.role[],
  maker boolean, action text, needs_comment boolean, needs_version boolean)
  language sql immutable
begin atomic
  select * from (values
    ('generated', 'review', 'hand in for review', '{editor,admin,owner}'::app.role[], false, 'edit', false, false),
    ('edited', 'review', 'hand in for review', '{editor,admin,owner}'::app.role[], false, 'edit', false, false),
    ('review', 'edited', 'take back', '{editor,admin,owner}'::app.role[], false, 'edit', false, false),
    -- Whoever sends a chapter back says what is to be done.
    ('review', 'edited', 'send back', '{reviewer}'::app.role[], false, 'comment', true, false),
    -- Not the editors: somebody else than those who wrote it reads it. Nobody approves a text he has not read.
    ('review', 'approved', 'approve', '{reviewer,admin,owner}'::app.role[], false, 'comment', false, true),
    ('approved', 'review', 'review again', '{reviewer,admin,owner}'::app.role[], false, 'comment', false, false),
    ('approved', 'published', 'publish', '{admin,owner}'::app.role[], true, 'edit', false, true),
    ('published', 'approved', 'unpublish', '{admin,owner}'::app.role[], true, 'edit', false, false)
  ) moves;
end;
comment on function library.chapter_moves() is
  'Who may move a chapter from which state to which: the roles, and where maker says so whoever made the book and may edit it. Other states follow the text.';

create function library.moves_of(chapter uuid) returns table (to_status text, name text, roles app.role[], maker boolean,
  needs_comment boolean, needs_version boolean, allowed boolean)
  language sql stable
begin atomic
  select m.to_status, m.name, m.roles, m.maker, m.needs_comment, m.needs_version,
    m.roles && app.book_roles(b.id, m.action)
      or m.maker and b.created_by = app.user_id() and app.book_allows(b.id, 'editor', m.action)
  from library.chapters c
  join library.books b on b.id = c.book_id
  join library.chapter_moves() m on m.from_status = c.status
  where c.id = chapter;
end;
comment on function library.moves_of(uuid) is 'The moves from the state a chapter is in, and which of them the current person may make.';

create function library.move_chapter(chapter uuid, wanted text, read_version integer, remark text) returns void
  language plpgsql security definer set search_path = '' as $$
declare
  moved library.chapters;
  needs_comment boolean;
  needs_version boolean;
begin
  select * into moved from library.chapters c where c.id = chapter for no key update;
  select bool_and(m.needs_comment), bool_and(m.needs_version) into needs_comment, needs_version
    from library.moves_of(chapter) m where m.to_status = wanted and m.allowed;
  if needs_comment is null or needs_comment and remark is null then
    raise exception 'chapter % cannot be moved to % like this', chapter, wanted using errcode = 'OC004';
  end if;
  -- 0 stands for "whatever is there"; null for nothing said.
  if needs_version and read_version is null or read_version <> 0 and read_version <> moved.version then
    raise exception 'chapter % is at version %', chapter, moved.version using errcode = 'OC005';
  end if;
  update library.chapters c set status = wanted where c.id = chapter;
  if remark is not null then
    insert into library.comments (book_id, chapter_id, body, version, created_by)
      values (moved.book_id, moved.id, remark, moved.version, app.user_id());
  end if;
end $$;
comment on function library.move_chapter(uuid, text, integer, text) is
  'Moves a chapter to another state for the current person, who has read this version; the only way to do so. OC004: no such move for him. OC005: the text has changed.';
revoke all on function library.move_chapter(uuid, text, integer, text) from public;
grant execute on function library.move_chapter(uuid, text, integer, text) to octavo_user;

create function library.follow_text() returns trigger
  language plpgsql set search_path = '' as $$
declare
  by_hand constant boolean := current_user in ('octavo_user', 'octavo_service');
  change text;
begin
  if tg_op = 'INSERT' then
    if by_hand and new.status in ('review', 'approved', 'published') then
      raise exception 'a new chapter has been reviewed by nobody' using errcode = 'OC004';
    end if;
    return new;
  end if;
  if new.content = old.content and new.title = old.title then
    -- library.move_chapter runs as the owner of the tables.
    if by_hand and new.status <> old.status then
      raise exception 'the state of chapter % changes through library.move_chapter', new.id using errcode = 'OC004';
    end if;
    return new;
  end if;
  select v.change_type into change from library.chapter_versions v where v.chapter_id = new.id and v.number = new.version;
  new.status := case
    when new.content !~ '[^[:space:]]' then 'draft'
    when change = 'generated' then 'generated'
    -- The reviewer has it, and approves the version he has read.
    when old.status = 'review' then 'review'
    when change = 'remediated' and old.status in ('draft', 'generated') then 'generated'
    else 'edited' end;
  return new;
end $$;
comment on function library.follow_text() is
  'A changed text takes its state along: nothing stays approved or published that nobody has approved. Otherwise only library.move_chapter changes a state (OC004).';
create trigger follow_text before insert or update of content, title, version, status on library.chapters
  for each row execute function library.follow_text();
revoke insert (status), update (status) on library.chapters from octavo_user;

-- Down Migration

grant insert (status), update (status) on library.chapters to octavo_user;
drop trigger follow_text on library.chapters;
drop function library.follow_text();
drop function library.move_chapter(uuid, text, integer, text);
drop function library.moves_of(uuid);
drop function library.chapter_moves();
drop function app.book_roles(uuid, text);
drop function library.drop_replaced_autosaves();
drop table library.suggestions;
drop function library.decide_once();
drop table library.comments;
drop function library.has_answers(uuid, uuid);
drop function library.begins_thread(uuid);
drop function library.keep_own_words();
drop trigger join_autosaves on library.chapter_versions;
drop function library.join_autosaves();
drop table library.version_labels;
revoke insert (id, chapter_id, book_id, number, title, content, words, change_type, note, created_by, model, input_tokens,
  output_tokens, base) on library.chapter_versions from octavo_user;
grant insert on library.chapter_versions to octavo_user;
drop index library.chapter_versions_autosaved_idx;
alter table library.chapter_versions drop column base, drop column run_began_at, drop column run, drop column job_id;
alter table library.chapters drop constraint chapters_book_key;

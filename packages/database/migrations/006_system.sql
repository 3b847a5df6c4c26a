-- Up Migration

create schema system;
comment on schema system is 'The installation itself: its workers and who changed what.';
grant usage on schema system to octavo_user, octavo_service;

create table system.workers (
  id text primary key,
  host text not null,
  pid integer not null,
  started_at timestamptz not null default now(),
  seen_at timestamptz not null default now()
);
comment on table system.workers is 'Processes that run jobs; one not seen for a while is taken for dead and its jobs go to another.';
create index workers_seen_idx on system.workers (seen_at);
alter table system.workers enable row level security;
alter table system.workers force row level security;
create policy service on system.workers to octavo_service using (true) with check (true);
create policy operate on system.workers for select to octavo_user using ((select app.is_operator()));
grant select, insert, update, delete on system.workers to octavo_service;
grant select on system.workers to octavo_user;

create table system.audit_log (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid references identity.organizations on delete set null,
  actor_id uuid references auth.users on delete set null default app.user_id(),
  action text not null check (action ~ '^[a-z_]+\.[a-z_]+$'),
  subject text not null,
  details jsonb not null default '{}',
  created_at timestamptz not null default now()
);
comment on table system.audit_log is 'Who changed roles, keys, members, models and publications, and when. Added to, never changed.';
create index audit_log_organization_idx on system.audit_log (organization_id, created_at desc);
create index audit_log_actor_idx on system.audit_log (actor_id, created_at desc);
alter table system.audit_log enable row level security;
alter table system.audit_log force row level security;
create policy service on system.audit_log to octavo_service using (true) with check (true);
create policy see on system.audit_log for select to octavo_user
  using (organization_id = any ((select app.organizations_as('admin'))::uuid[]) or (select app.is_operator()));
-- Written in the same transaction as the act, by whoever acts, in his own name only.
create policy record on system.audit_log for insert to octavo_user
  with check (actor_id = (select app.user_id())
    and (organization_id is null or organization_id = any ((select app.organizations_as('viewer'))::uuid[])
      -- Collaborators act on a book of an organization they are not members of.
      or organization_id in (
        select b.organization_id from library.books b where b.id = any ((select app.books_as('viewer'))::uuid[]))));
grant select, insert on system.audit_log to octavo_service;
grant select, insert (organization_id, actor_id, action, subject, details) on system.audit_log to octavo_user;

-- Down Migration

drop table system.audit_log;
drop table system.workers;
drop schema system;

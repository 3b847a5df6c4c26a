-- Up Migration

alter table identity.settings
  add column mail_jobs boolean not null default false,
  add column mail_comments boolean not null default false;
comment on column identity.settings.mail_jobs is 'Whether a mail says that a long job of this person has ended.';
comment on column identity.settings.mail_comments is 'Whether a mail brings comments on their books, and answers to their own.';
grant update (mail_jobs, mail_comments) on identity.settings to octavo_user;

create table identity.notices (
  user_id uuid not null references auth.users on delete cascade,
  kind text not null check (kind in ('job', 'comment')),
  subject uuid not null,
  created_at timestamptz not null default now(),
  primary key (user_id, kind, subject)
);
comment on table identity.notices is
  'Of which jobs and comments people were told by mail, so that no process tells them twice; kept for two days.';
create index notices_created_idx on identity.notices (created_at);
alter table identity.notices enable row level security;
alter table identity.notices force row level security;
create policy service on identity.notices to octavo_service using (true) with check (true);
grant select, insert, delete on identity.notices to octavo_service;

-- Down Migration

drop table identity.notices;
alter table identity.settings drop column mail_jobs, drop column mail_comments;

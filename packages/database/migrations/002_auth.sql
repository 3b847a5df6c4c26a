-- Up Migration

create schema auth;
comment on schema auth is 'Sign-in. Written by the sign-in library as octavo_login; people read their own rows without secrets.';
grant usage on schema auth to octavo_login, octavo_user, octavo_service;

-- users ---------------------------------------------------------------------------------------------------------------
create table auth.users (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  email text not null check (email ~ '^[^@\s]+@[^@\s]+$' and length(email) <= 320),
  email_verified boolean not null default false,
  image text,
  username text check (username ~ '^[A-Za-z0-9_.-]{2,50}$'),
  status text not null default 'active' check (status in ('active', 'suspended', 'deleted')),
  last_sign_in_at timestamptz,
  deleted_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check ((status = 'deleted') = (deleted_at is not null))
);
comment on table auth.users is 'One row a person: name, address and whether they may sign in.';
create unique index users_email_key on auth.users (lower(email));
create unique index users_username_key on auth.users (lower(username));
create index users_status_idx on auth.users (status, created_at);
create index users_deleted_idx on auth.users (deleted_at) where deleted_at is not null;
create trigger touch before update on auth.users for each row execute function app.touch();
alter table auth.users enable row level security;
alter table auth.users force row level security;
create policy sign_in on auth.users to octavo_login using (true) with check (true);
create policy service on auth.users to octavo_service using (true) with check (true);
create policy oneself on auth.users for select to octavo_user using (id = (select app.user_id()));
grant select, insert, update, delete on auth.users to octavo_login;
grant select, update, delete on auth.users to octavo_service;
grant select on auth.users to octavo_user;

-- sessions ------------------------------------------------------------------------------------------------------------
create table auth.sessions (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users on delete cascade,
  token text not null unique,
  ip_address text,
  user_agent text,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table auth.sessions is 'Who is signed in, from which device, until when.';
create index sessions_user_idx on auth.sessions (user_id);
create index sessions_expires_idx on auth.sessions (expires_at);
create trigger touch before update on auth.sessions for each row execute function app.touch();
alter table auth.sessions enable row level security;
alter table auth.sessions force row level security;
create policy sign_in on auth.sessions to octavo_login using (true) with check (true);
create policy service on auth.sessions to octavo_service using (true) with check (true);
create policy see_own on auth.sessions for select to octavo_user using (user_id = (select app.user_id()));
create policy end_own on auth.sessions for delete to octavo_user using (user_id = (select app.user_id()));
grant select, insert, update, delete on auth.sessions to octavo_login;
grant select, delete on auth.sessions to octavo_service;
-- Not the token: whoever reads it is that session.
grant select (id, user_id, ip_address, user_agent, expires_at, created_at, updated_at), delete on auth.sessions to octavo_user;

-- accounts ------------------------------------------------------------------------------------------------------------
create table auth.accounts (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users on delete cascade,
  provider_id text not null,
  account_id text not null,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  is_primary boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (provider_id, account_id),
  unique (user_id, provider_id)
);
comment on table auth.accounts is 'The ways a person signs in: password (provider "credential"), Google, Microsoft, Apple, GitHub.';
create unique index accounts_primary_key on auth.accounts (user_id) where is_primary;
create trigger touch before update on auth.accounts for each row execute function app.touch();
alter table auth.accounts enable row level security;
alter table auth.accounts force row level security;
create policy sign_in on auth.accounts to octavo_login using (true) with check (true);
create policy service on auth.accounts to octavo_service using (true) with check (true);
create policy see_own on auth.accounts for select to octavo_user using (user_id = (select app.user_id()));
create policy mark_own on auth.accounts for update to octavo_user
  using (user_id = (select app.user_id())) with check (user_id = (select app.user_id()));
grant select, insert, update, delete on auth.accounts to octavo_login;
grant select, update (is_primary), delete on auth.accounts to octavo_service;
-- No token and no password hash ever reaches a person's transaction.
grant select (id, user_id, provider_id, account_id, scope, is_primary, created_at, updated_at), update (is_primary)
  on auth.accounts to octavo_user;

-- verifications -------------------------------------------------------------------------------------------------------
create table auth.verifications (
  id uuid primary key default gen_random_uuid(),
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table auth.verifications is 'One-time proofs: e-mail verification, password reset, the local sign-in link.';
create index verifications_identifier_idx on auth.verifications (identifier);
create index verifications_expires_idx on auth.verifications (expires_at);
create trigger touch before update on auth.verifications for each row execute function app.touch();
alter table auth.verifications enable row level security;
alter table auth.verifications force row level security;
create policy sign_in on auth.verifications to octavo_login using (true) with check (true);
create policy service on auth.verifications to octavo_service using (true) with check (true);
grant select, insert, update, delete on auth.verifications to octavo_login;
grant select, delete on auth.verifications to octavo_service;

-- Down Migration

drop table auth.verifications;
drop table auth.accounts;
drop table auth.sessions;
drop table auth.users;
drop schema auth;

-- Up Migration

create schema identity;
comment on schema identity is 'People, the organizations they work in, and what proves who they are to a machine.';
grant usage on schema identity to octavo_user, octavo_service;

-- profiles ------------------------------------------------------------------------------------------------------------
create table identity.profiles (
  user_id uuid primary key references auth.users on delete cascade,
  name text not null check (length(name) <= 200),
  avatar_url text,
  bio text check (length(bio) <= 5000),
  website text,
  social_links jsonb not null default '{}' check (jsonb_typeof(social_links) = 'object'),
  genres text[] not null default '{}',
  goals text check (length(goals) <= 5000),
  experience text check (experience in ('beginner', 'intermediate', 'experienced', 'professional')),
  mode text not null default 'creator' check (mode in ('learning', 'creator', 'entertainment')),
  onboarded_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table identity.profiles is 'What a person tells about themselves.';
create trigger touch before update on identity.profiles for each row execute function app.touch();
alter table identity.profiles enable row level security;
alter table identity.profiles force row level security;
create policy service on identity.profiles to octavo_service using (true) with check (true);
create policy see_own on identity.profiles for select to octavo_user using (user_id = (select app.user_id()));
create policy edit_own on identity.profiles for update to octavo_user
  using (user_id = (select app.user_id())) with check (user_id = (select app.user_id()));
grant select, insert, update, delete on identity.profiles to octavo_service;
grant select, update (name, avatar_url, bio, website, social_links, genres, goals, experience, mode, onboarded_at)
  on identity.profiles to octavo_user;

-- user_roles ----------------------------------------------------------------------------------------------------------
create table identity.user_roles (
  user_id uuid not null references auth.users on delete cascade,
  role text not null check (role in ('user', 'creator', 'author', 'superadmin')),
  granted_by uuid references auth.users on delete set null,
  granted_at timestamptz not null default now(),
  primary key (user_id, role)
);
comment on table identity.user_roles is 'What a person may do on this installation; superadmin is the operator.';
create index user_roles_granted_by_idx on identity.user_roles (granted_by);

create function app.is_operator() returns boolean
  language sql stable security definer set search_path = ''
  return exists (select from identity.user_roles r where r.user_id = app.user_id() and r.role = 'superadmin');
comment on function app.is_operator() is 'Whether the person this transaction acts for runs the installation.';

alter table identity.user_roles enable row level security;
alter table identity.user_roles force row level security;
create policy service on identity.user_roles to octavo_service using (true) with check (true);
create policy see_own on identity.user_roles for select to octavo_user
  using (user_id = (select app.user_id()) or (select app.is_operator()));
-- Nobody raises himself: only an operator writes here, and not about himself.
create policy grant_role on identity.user_roles for insert to octavo_user
  with check ((select app.is_operator()) and user_id <> (select app.user_id()) and granted_by = (select app.user_id()));
create policy revoke_role on identity.user_roles for delete to octavo_user
  using ((select app.is_operator()) and user_id <> (select app.user_id()));
grant select, insert, update, delete on identity.user_roles to octavo_service;
grant select, insert (user_id, role, granted_by), delete on identity.user_roles to octavo_user;

-- organizations and members -------------------------------------------------------------------------------------------
create table identity.organizations (
  id uuid primary key default gen_random_uuid(),
  name text not null check (length(name) between 1 and 200),
  slug text not null check (slug ~ '^[a-z0-9](?:[a-z0-9-]{0,98}[a-z0-9])?$'),
  description text check (length(description) <= 5000),
  personal boolean not null default false,
  settings jsonb not null default '{}' check (jsonb_typeof(settings) = 'object'),
  created_by uuid references auth.users on delete set null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table identity.organizations is 'Who owns books: a team, or one person''s own (personal).';
create unique index organizations_slug_key on identity.organizations (slug);
create index organizations_created_by_idx on identity.organizations (created_by);
create trigger touch before update on identity.organizations for each row execute function app.touch();

create table identity.members (
  organization_id uuid not null references identity.organizations on delete cascade,
  user_id uuid not null references auth.users on delete cascade,
  role app.role not null default 'viewer',
  invited_by uuid references auth.users on delete set null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, user_id)
);
comment on table identity.members is 'Who works in an organization, and as what.';
create index members_user_idx on identity.members (user_id);
create index members_invited_by_idx on identity.members (invited_by);
create trigger touch before update on identity.members for each row execute function app.touch();

-- In PL/pgSQL, because PostgreSQL 17 keeps the plans of its queries, and not those of SQL functions.
create function app.organizations_as(minimum app.role) returns uuid[]
  language plpgsql stable security definer set search_path = '' as $$
begin
  return (select coalesce(array_agg(m.organization_id), '{}') from identity.members m
          where m.user_id = app.user_id() and m.role >= minimum);
end $$;
comment on function app.organizations_as(app.role) is 'The organizations in which the current person has at least this role.';

create function identity.keep_an_owner() returns trigger
  language plpgsql security definer set search_path = '' as $$
begin
  if old.role = 'owner' and (tg_op = 'DELETE' or new.role <> 'owner') then
    -- The lock makes two owners who leave at once wait for each other; a deleted organization needs no owner.
    perform from identity.organizations o where o.id = old.organization_id for update;
    if found and not exists (
      select from identity.members m
      where m.organization_id = old.organization_id and m.role = 'owner' and m.user_id <> old.user_id
    ) then
      raise exception 'the last owner of an organization stays' using errcode = 'OC001';
    end if;
  end if;
  return coalesce(new, old);
end $$;
comment on function identity.keep_an_owner() is 'Raises OC001 when a change would leave an organization without an owner.';
create trigger keep_an_owner before update or delete on identity.members
  for each row execute function identity.keep_an_owner();

create function app.organization_role(organization uuid) returns app.role
  language sql stable security definer set search_path = ''
  return (select m.role from identity.members m where m.organization_id = organization and m.user_id = app.user_id());
comment on function app.organization_role(uuid) is 'The current person''s role in one organization; null for an outsider.';

alter table identity.organizations enable row level security;
alter table identity.organizations force row level security;
create policy service on identity.organizations to octavo_service using (true) with check (true);
create policy see on identity.organizations for select to octavo_user
  using (id = any ((select app.organizations_as('viewer'))::uuid[]));
create policy edit on identity.organizations for update to octavo_user
  using (id = any ((select app.organizations_as('admin'))::uuid[]))
  with check (id = any ((select app.organizations_as('admin'))::uuid[]));
create policy remove on identity.organizations for delete to octavo_user
  using (not personal and id = any ((select app.organizations_as('owner'))::uuid[]));
grant select, insert, update, delete on identity.organizations to octavo_service;
-- Founding one goes through identity.found_organization, so that it always has an owner.
grant select, update (name, slug, description, settings), delete on identity.organizations to octavo_user;

alter table identity.members enable row level security;
alter table identity.members force row level security;
create policy service on identity.members to octavo_service using (true) with check (true);
create policy see on identity.members for select to octavo_user
  using (organization_id = any ((select app.organizations_as('viewer'))::uuid[]));
-- An admin gives roles up to his own; only owners make or unmake owners.
create policy change_role on identity.members for update to octavo_user
  using (organization_id = any ((select app.organizations_as('admin'))::uuid[]) and role <= app.organization_role(organization_id))
  with check (organization_id = any ((select app.organizations_as('admin'))::uuid[]) and role <= app.organization_role(organization_id));
create policy remove_or_leave on identity.members for delete to octavo_user
  using (user_id = (select app.user_id())
    or (organization_id = any ((select app.organizations_as('admin'))::uuid[]) and role <= app.organization_role(organization_id)));
grant select, insert, update, delete on identity.members to octavo_service;
-- Joining goes through an invitation (service), never by one's own insert.
grant select, update (role), delete on identity.members to octavo_user;

create function identity.found_organization(name text, slug text, description text default null) returns uuid
  language plpgsql security definer set search_path = '' as $$
declare organization uuid;
begin
  if app.user_id() is null then raise exception 'sign in to found an organization' using errcode = '42501'; end if;
  insert into identity.organizations (name, slug, description, created_by)
    values (found_organization.name, found_organization.slug, found_organization.description, app.user_id())
    returning id into organization;
  insert into identity.members (organization_id, user_id, role) values (organization, app.user_id(), 'owner');
  return organization;
end $$;
comment on function identity.found_organization(text, text, text) is 'A new organization with the current person as its owner.';
revoke all on function identity.found_organization(text, text, text) from public;
grant execute on function identity.found_organization(text, text, text) to octavo_user;

-- Teammates see each other's name and picture, nothing else of the profile.
create view identity.people with (security_barrier = true) as
  select p.user_id, p.name, p.avatar_url
  from identity.profiles p
  where p.user_id = (select app.user_id())
     or exists (select from identity.members mine join identity.members theirs using (organization_id)
                where mine.user_id = (select app.user_id()) and theirs.user_id = p.user_id);
comment on view identity.people is 'Name and picture of oneself and of those one works with.';
grant select on identity.people to octavo_user;

-- invitations ---------------------------------------------------------------------------------------------------------
create table identity.invitations (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references identity.organizations on delete cascade,
  email text not null check (email ~ '^[^@\s]+@[^@\s]+$' and length(email) <= 320),
  role app.role not null default 'viewer',
  token_hash text not null unique,
  invited_by uuid references auth.users on delete set null default app.user_id(),
  expires_at timestamptz not null,
  accepted_at timestamptz,
  revoked_at timestamptz,
  created_at timestamptz not null default now()
);
comment on table identity.invitations is 'An address asked to join; the link works once, for that address, until it expires.';
create index invitations_organization_idx on identity.invitations (organization_id, created_at);
create index invitations_email_idx on identity.invitations (lower(email));
create index invitations_invited_by_idx on identity.invitations (invited_by);
alter table identity.invitations enable row level security;
alter table identity.invitations force row level security;
create policy service on identity.invitations to octavo_service using (true) with check (true);
create policy see on identity.invitations for select to octavo_user
  using (organization_id = any ((select app.organizations_as('admin'))::uuid[]));
create policy invite on identity.invitations for insert to octavo_user
  with check (organization_id = any ((select app.organizations_as('admin'))::uuid[])
    and role <= app.organization_role(organization_id) and invited_by = (select app.user_id()));
create policy revoke on identity.invitations for update to octavo_user
  using (organization_id = any ((select app.organizations_as('admin'))::uuid[]) and accepted_at is null)
  with check (organization_id = any ((select app.organizations_as('admin'))::uuid[]));
grant select, insert, update, delete on identity.invitations to octavo_service;
-- Never the token's hash; accepting is the service's, after it has seen the token itself.
grant select (id, organization_id, email, role, invited_by, expires_at, accepted_at, revoked_at, created_at),
  insert (organization_id, email, role, token_hash, invited_by, expires_at), update (revoked_at)
  on identity.invitations to octavo_user;

-- settings ------------------------------------------------------------------------------------------------------------
create table identity.settings (
  user_id uuid primary key references auth.users on delete cascade,
  default_model text,
  default_words integer not null default 4000 check (default_words between 1 and 100000),
  required_features text[] not null default '{}',
  tone text not null default 'conversational' check (tone in ('educational', 'conversational', 'opinionated', 'authority')),
  theme text not null default 'system' check (theme in ('dark', 'light', 'system')),
  font_size integer not null default 14 check (font_size between 8 and 40),
  line_numbers boolean not null default true,
  autosave_seconds integer not null default 30 check (autosave_seconds between 1 and 3600),
  time_zone text not null default 'UTC',
  language text not null default 'en',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table identity.settings is 'How a person likes to work; takes effect at once.';
create trigger touch before update on identity.settings for each row execute function app.touch();
alter table identity.settings enable row level security;
alter table identity.settings force row level security;
create policy service on identity.settings to octavo_service using (true) with check (true);
create policy see_own on identity.settings for select to octavo_user using (user_id = (select app.user_id()));
create policy edit_own on identity.settings for update to octavo_user
  using (user_id = (select app.user_id())) with check (user_id = (select app.user_id()));
grant select, insert, update, delete on identity.settings to octavo_service;
grant select, update (default_model, default_words, required_features, tone, theme, font_size, line_numbers,
  autosave_seconds, time_zone, language) on identity.settings to octavo_user;

-- provider_keys -------------------------------------------------------------------------------------------------------
create table identity.provider_keys (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references identity.organizations on delete cascade,
  provider text not null check (provider ~ '^[a-z0-9-]{2,60}$'),
  base_url text,
  master_key_id text not null,
  ciphertext bytea not null,
  last_four text not null check (length(last_four) <= 4),
  created_by uuid references auth.users on delete set null default app.user_id(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (organization_id, provider)
);
comment on table identity.provider_keys is
  'An organization''s own key to a provider, AES-256-GCM under the master key named by master_key_id; only the server decrypts.';
create index provider_keys_created_by_idx on identity.provider_keys (created_by);
create index provider_keys_master_key_idx on identity.provider_keys (master_key_id);
create trigger touch before update on identity.provider_keys for each row execute function app.touch();
alter table identity.provider_keys enable row level security;
alter table identity.provider_keys force row level security;
create policy service on identity.provider_keys to octavo_service using (true) with check (true);
create policy see on identity.provider_keys for select to octavo_user
  using (organization_id = any ((select app.organizations_as('editor'))::uuid[]));
create policy store on identity.provider_keys for insert to octavo_user
  with check (organization_id = any ((select app.organizations_as('admin'))::uuid[]) and created_by = (select app.user_id()));
create policy replace on identity.provider_keys for update to octavo_user
  using (organization_id = any ((select app.organizations_as('admin'))::uuid[]))
  with check (organization_id = any ((select app.organizations_as('admin'))::uuid[]));
create policy remove on identity.provider_keys for delete to octavo_user
  using (organization_id = any ((select app.organizations_as('admin'))::uuid[]));
grant select, insert, update, delete on identity.provider_keys to octavo_service;
-- Not the ciphertext: nothing a person's transaction can read leads back to the key.
grant select (id, organization_id, provider, base_url, master_key_id, last_four, created_by, created_at, updated_at),
  insert (id, organization_id, provider, base_url, master_key_id, ciphertext, last_four, created_by),
  update (base_url, master_key_id, ciphertext, last_four), delete
  on identity.provider_keys to octavo_user;

-- api_tokens ----------------------------------------------------------------------------------------------------------
create table identity.api_tokens (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users on delete cascade default app.user_id(),
  name text not null check (length(name) between 1 and 200),
  token_hash text not null unique,
  last_four text not null check (length(last_four) <= 4),
  scopes text[] not null default '{read,write}' check (scopes <@ '{read,write}'::text[] and cardinality(scopes) > 0),
  expires_at timestamptz,
  last_used_at timestamptz,
  created_at timestamptz not null default now()
);
comment on table identity.api_tokens is 'Lets a program act as the person who made it; kept as a hash, shown once.';
create index api_tokens_user_idx on identity.api_tokens (user_id);
alter table identity.api_tokens enable row level security;
alter table identity.api_tokens force row level security;
create policy service on identity.api_tokens to octavo_service using (true) with check (true);
create policy see_own on identity.api_tokens for select to octavo_user using (user_id = (select app.user_id()));
create policy make_own on identity.api_tokens for insert to octavo_user with check (user_id = (select app.user_id()));
create policy revoke_own on identity.api_tokens for delete to octavo_user using (user_id = (select app.user_id()));
grant select, insert, update, delete on identity.api_tokens to octavo_service;
grant select (id, user_id, name, last_four, scopes, expires_at, last_used_at, created_at),
  insert (user_id, name, token_hash, last_four, scopes, expires_at), delete on identity.api_tokens to octavo_user;

-- Signing up ----------------------------------------------------------------------------------------------------------
create function identity.welcome() returns trigger
  language plpgsql security definer set search_path = '' as $$
declare
  organization uuid;
  base text := trim(both '-' from left(regexp_replace(lower(split_part(new.email, '@', 1)), '[^a-z0-9]+', '-', 'g'), 60));
begin
  insert into identity.profiles (user_id, name, avatar_url) values (new.id, left(new.name, 200), new.image);
  insert into identity.settings (user_id) values (new.id);
  insert into identity.user_roles (user_id, role) values (new.id, 'user');
  insert into identity.organizations (name, slug, personal, created_by)
    values (left(new.name, 200), coalesce(nullif(base, ''), 'author') || '-' || left(replace(new.id::text, '-', ''), 8), true, new.id)
    returning id into organization;
  insert into identity.members (organization_id, user_id, role) values (organization, new.id, 'owner');
  return new;
end $$;
comment on function identity.welcome() is
  'Profile, settings, role and personal organization, in the same transaction as the sign-up: all or nothing.';
create trigger welcome after insert on auth.users for each row execute function identity.welcome();

-- Down Migration

drop trigger welcome on auth.users;
drop function if exists identity.welcome();
drop table identity.api_tokens;
drop table identity.provider_keys;
drop table identity.settings;
drop table identity.invitations;
drop view identity.people;
drop function if exists identity.found_organization(text, text, text);
drop table identity.members cascade;
drop table identity.organizations cascade;
drop function if exists identity.keep_an_owner();
drop function if exists app.organization_role(uuid);
drop function if exists app.organizations_as(app.role);
drop table identity.user_roles cascade;
drop function if exists app.is_operator();
drop table identity.profiles;
drop schema identity;

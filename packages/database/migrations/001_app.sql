-- Up Migration

-- Roles belong to the whole server, so several Octavo databases share them.
do $$ begin
  if not exists (select from pg_roles where rolname = 'octavo_anonymous') then create role octavo_anonymous nologin noinherit; end if;
  if not exists (select from pg_roles where rolname = 'octavo_user') then create role octavo_user nologin noinherit; end if;
  if not exists (select from pg_roles where rolname = 'octavo_service') then create role octavo_service nologin noinherit; end if;
  if not exists (select from pg_roles where rolname = 'octavo_login') then create role octavo_login login noinherit; end if;
exception when duplicate_object or unique_violation then null; -- another database of this server made them at the same moment
end $$;

-- The runtime signs in as octavo_login, owns nothing, and becomes one of the three for each transaction.
grant octavo_anonymous, octavo_user, octavo_service to octavo_login;
-- Security-definer functions belong to whoever migrates; with FORCE ROW LEVEL SECURITY they pass through the service policies.
grant octavo_service to current_user with inherit true;

-- A server looks at every start whether anything is missing.
grant select on public.octavo_migrations to octavo_login;

create schema app;
comment on schema app is 'Who is asking, and what every table shares.';
grant usage on schema app to octavo_anonymous, octavo_user, octavo_service, octavo_login;

-- Ordered: role >= 'editor' reads "at least an editor".
create type app.role as enum ('viewer', 'reviewer', 'editor', 'admin', 'owner');

-- Its body is bound to what it names when it is made, so it needs no search_path of its own; without one PostgreSQL
-- writes it into each query instead of calling it.
create function app.user_id() returns uuid
  language sql stable
  return nullif(current_setting('app.user_id', true), '')::uuid;
comment on function app.user_id() is 'The person this transaction acts for; null means nobody.';

create function app.touch() returns trigger
  language plpgsql set search_path = '' as $$
begin
  new.updated_at := now();
  return new;
end $$;
comment on function app.touch() is 'Keeps updated_at true on every table that has it.';

-- Down Migration

drop function app.touch();
drop function app.user_id();
drop type app.role;
drop schema app;
revoke select on public.octavo_migrations from octavo_login;

-- Up Migration

create schema billing;
comment on schema billing is 'Plans, what every organization has used of them, what it cost, and what it may cost.';
grant usage on schema billing to octavo_anonymous, octavo_user, octavo_service;

-- What is metered. Units: tokens and words as such, storage in bytes, everything else by the piece; cost in US dollars.
create domain billing.resource as text check (value in ('generations', 'tokens', 'words', 'pieces', 'repurposings', 'films',
  'exports', 'books', 'members', 'collaborators', 'storage', 'cost'));
create domain billing.operation as text check (value in ('outline', 'book', 'remediation', 'revision', 'audit', 'search',
  'blog', 'batch', 'remix', 'tool', 'film', 'other'));
create domain billing.money as numeric(14, 8);

-- plans and their limits ----------------------------------------------------------------------------------------------
create table billing.plans (
  id text primary key check (id ~ '^[a-z][a-z0-9-]{0,39}$'),
  position integer not null unique,
  name text not null check (length(name) between 1 and 100),
  description text not null default '' check (length(description) <= 2000),
  price_monthly numeric(10, 2) check (price_monthly >= 0),
  price_yearly numeric(10, 2) check (price_yearly >= 0),
  price_once numeric(10, 2) check (price_once >= 0),
  features text[] not null default '{}',
  formats text[] not null default '{}',
  status text not null default 'active' check (status in ('active', 'inactive', 'deprecated')),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table billing.plans is
  'What can be subscribed to, prices in US dollars (null: not sold that way). inactive: not yet or not sold; deprecated: kept by who has it.';
create trigger touch before update on billing.plans for each row execute function app.touch();

create table billing.plan_limits (
  plan_id text not null references billing.plans on delete cascade,
  resource billing.resource not null check (resource <> 'cost'),
  period text not null check (period in ('day', 'month', 'total')),
  maximum bigint check (maximum >= 0),
  primary key (plan_id, resource, period),
  -- What is there is counted where it is; what happens is counted as it happens.
  check ((period = 'total') = (resource in ('books', 'members', 'collaborators', 'storage')))
);
comment on table billing.plan_limits is 'How much of a resource a plan includes a day, a month, or altogether; null or no row is without limit.';

-- Whether quotas bind is the operator's choice: off, everything is recorded and nothing refused. Budgets bind always.
create table billing.enforcement (
  one_row boolean primary key default true check (one_row),
  quotas boolean not null default false
);
comment on table billing.enforcement is 'One row: whether the limits of plans are enforced on this installation.';
insert into billing.enforcement default values;

-- subscriptions -------------------------------------------------------------------------------------------------------
create table billing.subscriptions (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references identity.organizations on delete cascade,
  plan_id text not null references billing.plans,
  status text not null default 'active'
    check (status in ('active', 'trialing', 'past_due', 'canceled', 'unpaid', 'incomplete')),
  payment_interval text not null default 'month' check (payment_interval in ('month', 'year', 'once')),
  period_start timestamptz not null,
  period_end timestamptz,
  changed_by uuid references auth.users on delete set null,
  reason text not null default '' check (length(reason) <= 2000),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check (period_end > period_start)
);
comment on table billing.subscriptions is
  'An organization''s plan. Its months run from period_start on, whatever the interval of payment; after period_end it is free again.';
-- Live: what gives its plan. unpaid and incomplete give none, so they may stand beside a live one.
create unique index subscriptions_live_key on billing.subscriptions (organization_id) where status in ('active', 'trialing', 'past_due');
create index subscriptions_organization_idx on billing.subscriptions (organization_id, created_at desc);
create index subscriptions_plan_idx on billing.subscriptions (plan_id, status);
create index subscriptions_changed_by_idx on billing.subscriptions (changed_by);
create trigger touch before update on billing.subscriptions for each row execute function app.touch();

create table billing.subscription_changes (
  id uuid primary key default gen_random_uuid(),
  subscription_id uuid not null references billing.subscriptions on delete cascade,
  organization_id uuid not null references identity.organizations on delete cascade,
  kind text not null check (kind in ('started', 'upgraded', 'downgraded', 'renewed', 'canceled', 'changed')),
  from_plan text,
  to_plan text not null,
  from_status text,
  to_status text not null,
  reason text not null default '',
  changed_by uuid references auth.users on delete set null,
  created_at timestamptz not null default now()
);
comment on table billing.subscription_changes is 'What happened to subscriptions, written by a trigger in the same transaction. Added to, never changed.';
create index subscription_changes_subscription_idx on billing.subscription_changes (subscription_id);
create index subscription_changes_organization_idx on billing.subscription_changes (organization_id, created_at desc, id);
create index subscription_changes_changed_by_idx on billing.subscription_changes (changed_by);

create function billing.record_change() returns trigger
  language plpgsql security definer set search_path = '' as $$
declare
  before billing.subscriptions := case when tg_op = 'UPDATE' then old end;
  step integer := (select position from billing.plans where id = new.plan_id)
    - (select position from billing.plans where id = before.plan_id);
begin
  if (before.plan_id, before.status, before.period_start, before.period_end)
    is not distinct from (new.plan_id, new.status, new.period_start, new.period_end) then return null; end if;
  insert into billing.subscription_changes
    (subscription_id, organization_id, kind, from_plan, to_plan, from_status, to_status, reason, changed_by)
  values (new.id, new.organization_id,
    case when before.id is null then 'started'
         when new.status = 'canceled' and before.status <> 'canceled' then 'canceled'
         when step > 0 then 'upgraded' when step < 0 then 'downgraded'
         when new.period_end > before.period_end then 'renewed'
         else 'changed' end,
    before.plan_id, new.plan_id, before.status, new.status, new.reason, new.changed_by);
  return null;
end $$;
comment on function billing.record_change() is 'Writes every change of a subscription''s plan, status or period into its history.';
create trigger record_change after insert or update on billing.subscriptions
  for each row execute function billing.record_change();

-- The months of a subscription are all counted from its first day, so that one anchored on the 31st ends in February on
-- the last day and in March on the 31st again.
create function billing.month_around(anchor timestamptz, moment timestamptz, out started_at timestamptz, out ends_at timestamptz)
  language plpgsql immutable set search_path = '' as $$
declare
  first timestamp := anchor at time zone 'UTC';
  at timestamp := moment at time zone 'UTC';
  months integer := (extract(year from at) - extract(year from first)) * 12 + extract(month from at) - extract(month from first);
begin
  if first + make_interval(months => months) > at then months := months - 1; end if;
  started_at := (first + make_interval(months => months)) at time zone 'UTC';
  ends_at := (first + make_interval(months => months + 1)) at time zone 'UTC';
end $$;
comment on function billing.month_around(timestamptz, timestamptz) is
  'The month of a subscription begun at anchor in which a moment lies, by the calendar of UTC.';

create function billing.standing(organization uuid, moment timestamptz default now(),
  out plan text, out anchored boolean, out month timestamptz, out month_ends timestamptz, out day timestamptz, out binding boolean)
  language plpgsql stable security definer set search_path = '' as $$
declare anchor timestamptz;
begin
  select s.plan_id, s.period_start into plan, anchor from billing.subscriptions s
  where s.organization_id = organization and s.status in ('active', 'trialing', 'past_due')
    and s.period_start <= moment and (s.period_end is null or s.period_end > moment);
  anchored := anchor is not null;
  plan := coalesce(plan, 'free');
  day := date_trunc('day', moment, 'UTC');
  select m.started_at, m.ends_at into month, month_ends
  from billing.month_around(coalesce(anchor, date_trunc('month', moment, 'UTC')), moment) m;
  select e.quotas into binding from billing.enforcement e;
end $$;
comment on function billing.standing(uuid, timestamptz) is
  'The plan an organization has at a moment, and the month and day its use is counted in: its subscription''s, else those of UTC.';

-- counters ------------------------------------------------------------------------------------------------------------
create table billing.quotas (
  organization_id uuid not null references identity.organizations on delete cascade,
  resource billing.resource not null,
  period text not null check (period in ('day', 'month')),
  started_at timestamptz not null,
  used numeric(22, 8) not null default 0 check (used >= 0),
  reserved numeric(22, 8) not null default 0 check (reserved >= 0),
  primary key (organization_id, resource, period, started_at)
) with (fillfactor = 70); -- changed at every call: room to do it in place
comment on table billing.quotas is
  'What an organization has used and holds reserved, by day and month; changed only together with the ledger, from which billing.drift recomputes it.';

create table billing.budgets (
  organization_id uuid primary key references identity.organizations on delete cascade,
  amount numeric(12, 2) not null check (amount >= 0),
  set_by uuid references auth.users on delete set null default app.user_id(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table billing.budgets is 'What models may cost an organization a month, US dollars; no row is without limit.';
create index budgets_set_by_idx on billing.budgets (set_by);
create trigger touch before update on billing.budgets for each row execute function app.touch();

create table billing.job_budgets (
  generation_id uuid primary key references generation.generations on delete cascade,
  organization_id uuid not null references identity.organizations on delete cascade,
  amount billing.money check (amount >= 0),
  spent billing.money not null default 0 check (spent >= 0),
  reserved billing.money not null default 0 check (reserved >= 0)
) with (fillfactor = 70);
comment on table billing.job_budgets is 'What a job may cost with its chapters (null: no limit), has cost and holds reserved; US dollars.';
create index job_budgets_organization_idx on billing.job_budgets (organization_id);

-- reservations and the ledger -----------------------------------------------------------------------------------------
create table billing.reservations (
  id uuid primary key default gen_random_uuid(),
  key text not null unique check (length(key) <= 500),
  state text not null default 'open' check (state in ('open', 'committed', 'refunded', 'expired')),
  organization_id uuid not null references identity.organizations on delete cascade,
  user_id uuid,
  book_id uuid,
  job_id uuid,
  generation_id uuid,
  operation billing.operation not null,
  resource billing.resource not null,
  model text,
  plan text not null,
  counted boolean not null,
  quantity bigint not null check (quantity >= 0),
  cost billing.money not null default 0 check (cost >= 0),
  month timestamptz not null,
  day timestamptz not null,
  expires_at timestamptz,
  created_at timestamptz not null default now(),
  settled_at timestamptz,
  check ((state = 'open') = (settled_at is null))
);
comment on table billing.reservations is
  'What is held before it is used, once for each key; settled by billing.commit or billing.refund, or returned when it expires. Without expires_at it is held until its job ends.';
create index reservations_organization_idx on billing.reservations (organization_id);
create index reservations_open_idx on billing.reservations (organization_id, resource, expires_at) where state = 'open';

-- No foreign keys: what happened stays true when the book, the job or the person is gone, and months are dropped whole.
create table billing.ledger (
  id uuid not null default gen_random_uuid(),
  created_at timestamptz not null default now(),
  kind text not null check (kind in ('reserve', 'commit', 'refund', 'expire')),
  reservation_id uuid not null,
  key text not null,
  organization_id uuid not null,
  user_id uuid,
  book_id uuid,
  job_id uuid,
  generation_id uuid,
  call_id uuid,
  operation billing.operation not null,
  resource billing.resource not null,
  model text,
  plan text not null,
  counted boolean not null,
  month timestamptz not null,
  day timestamptz not null,
  reserved bigint not null,
  reserved_cost billing.money not null,
  quantity bigint not null,
  overrun bigint not null default 0 check (overrun >= 0),
  unit_cost numeric(24, 16),
  cost billing.money not null,
  input_tokens bigint,
  output_tokens bigint,
  seconds numeric(12, 3),
  primary key (created_at, id)
) partition by range (created_at);
comment on table billing.ledger is
  'Every metered act, added to and never changed: what it reserved or gave back (reserved, reserved_cost) and what it used (quantity, cost). counted: against quotas; the compositor is free.';
create index ledger_organization_idx on billing.ledger (organization_id, created_at, id);
-- What comes before its month has been made ready is kept here: no entry is ever lost.
create table billing.ledger_rest partition of billing.ledger default;
comment on table billing.ledger_rest is 'Entries of months that have no partition yet.';

create function billing.make_partitions(ahead integer default 3, moment timestamptz default now()) returns integer
  language plpgsql security definer set search_path = '' as $$
declare
  first timestamptz;
  next timestamptz;
  name text;
  made integer := 0;
  columns text := (select string_agg(quote_ident(attname), ', ' order by attnum) from pg_catalog.pg_attribute
                   where attrelid = 'billing.ledger'::regclass and attnum > 0 and not attisdropped);
begin
  for month in 0..ahead loop
    first := (date_trunc('month', moment at time zone 'UTC') + make_interval(months => month)) at time zone 'UTC';
    next := (date_trunc('month', moment at time zone 'UTC') + make_interval(months => month + 1)) at time zone 'UTC';
    name := 'ledger_' || to_char(first at time zone 'UTC', 'YYYY_MM');
    continue when to_regclass('billing.' || name) is not null;
    execute format('create table billing.%I (like billing.ledger including defaults including constraints)', name);
    execute format('comment on table billing.%I is %L', name, 'Entries of one month.');
    -- What came too early for it is brought home first, or the partition could not be attached.
    execute format('with late as (delete from billing.ledger_rest where created_at >= %L and created_at < %L returning *)
      insert into billing.%I (%s) select %s from late', first, next, name, columns, columns);
    execute format('alter table billing.ledger attach partition billing.%I for values from (%L) to (%L)', name, first, next);
    made := made + 1;
  end loop;
  return made;
end $$;
comment on function billing.make_partitions(integer, timestamptz) is
  'Makes the ledger''s partitions of this month and those ahead; says how many were missing.';
select billing.make_partitions();

create table billing.summaries (
  month date not null check (extract(day from month) = 1),
  organization_id uuid not null,
  operation billing.operation not null,
  resource billing.resource not null,
  model text not null default '',
  acts bigint not null,
  quantity numeric(22, 0) not null,
  input_tokens numeric(22, 0) not null,
  output_tokens numeric(22, 0) not null,
  cost billing.money not null,
  primary key (month, organization_id, operation, resource, model)
);
comment on table billing.summaries is
  'Closed months (UTC) summed from the ledger and kept for good, without names; like the ledger it outlives what it tells of.';
create index summaries_organization_idx on billing.summaries (organization_id, month);

-- The meter -----------------------------------------------------------------------------------------------------------
create function billing.hold(organization uuid, resource text, period text, started_at timestamptz, quantity numeric, most numeric)
  returns boolean language plpgsql set search_path = '' as $$
begin
  if quantity > most then return false; end if;
  -- One statement looks and takes, so that any number of them at once take no more than there is.
  insert into billing.quotas as q (organization_id, resource, period, started_at, reserved)
  values (hold.organization, hold.resource, hold.period, hold.started_at, hold.quantity)
  on conflict on constraint quotas_pkey do update set reserved = q.reserved + excluded.reserved
    where hold.most is null or q.used + q.reserved + excluded.reserved <= hold.most;
  return found;
end $$;
comment on function billing.hold(uuid, text, text, timestamptz, numeric, numeric) is
  'Reserves on one counter if it stays within most (null: without limit); false when it does not fit.';

create function billing.hold_for_job(job uuid, cost numeric) returns boolean
  language plpgsql set search_path = '' as $$
begin
  loop
    update billing.job_budgets b set reserved = b.reserved + cost
    where b.generation_id = job and (b.amount is null or b.spent + b.reserved + cost <= b.amount);
    if found then return true; end if;
    if exists (select from billing.job_budgets b where b.generation_id = job) then return false; end if;
    insert into billing.job_budgets (generation_id, organization_id, amount)
      select g.id, g.organization_id, (g.request ->> 'budget')::numeric from generation.generations g where g.id = job
      on conflict do nothing;
    if not found and not exists (select from generation.generations g where g.id = job) then return true; end if;
  end loop;
end $$;
comment on function billing.hold_for_job(uuid, numeric) is
  'Reserves on the budget of a job, which begins as the job was asked for; false when it does not fit.';

create function billing.settle(key text, kind text, quantity bigint, cost numeric, call uuid, input_tokens bigint,
  output_tokens bigint, seconds numeric, moment timestamptz) returns text
  language plpgsql set search_path = '' as $$
declare held billing.reservations;
begin
  select * into held from billing.reservations r where r.key = settle.key for update;
  if not found or held.state in ('committed', 'refunded') then return held.state; end if;
  -- What has expired was given back already; what it used after all is still true.
  if held.state = 'expired' then held.quantity := 0; held.cost := 0; end if;
  held.state := case settle.kind when 'commit' then 'committed' when 'refund' then 'refunded' else 'expired' end;
  update billing.reservations r set state = held.state, settled_at = moment where r.id = held.id;
  if held.counted then
    update billing.quotas q set reserved = q.reserved - held.quantity, used = q.used + settle.quantity
    where q.organization_id = held.organization_id and q.resource = held.resource
      and (q.period, q.started_at) in (('day', held.day), ('month', held.month));
  end if;
  if held.cost <> 0 or settle.cost <> 0 then
    perform billing.hold(held.organization_id, 'cost', 'month', held.month, 0, null);
    update billing.quotas q set reserved = q.reserved - held.cost, used = q.used + settle.cost
    where q.organization_id = held.organization_id and q.resource = 'cost' and q.period = 'month' and q.started_at = held.month;
    perform billing.hold_for_job(held.job_id, 0) where held.cost = 0 and held.job_id is not null;
    update billing.job_budgets b set reserved = b.reserved - held.cost, spent = b.spent + settle.cost
    where b.generation_id = held.job_id;
  end if;
  insert into billing.ledger (created_at, kind, reservation_id, key, organization_id, user_id, book_id, job_id, generation_id,
    call_id, operation, resource, model, plan, counted, month, day, reserved, reserved_cost, quantity, overrun, unit_cost, cost,
    input_tokens, output_tokens, seconds)
  values (moment, settle.kind, held.id, held.key, held.organization_id, held.user_id, held.book_id, held.job_id, held.generation_id,
    call, held.operation, held.resource, held.model, held.plan, held.counted, held.month, held.day, -held.quantity, -held.cost,
    settle.quantity, greatest(settle.quantity - held.quantity, 0), settle.cost / nullif(settle.quantity, 0), settle.cost,
    settle.input_tokens, settle.output_tokens, settle.seconds);
  return held.state;
end $$;
comment on function billing.settle(text, text, bigint, numeric, uuid, bigint, bigint, numeric, timestamptz) is
  'Ends a reservation, moves its counters and writes the ledger, all in one; says its state, null when there is none. Once only.';

create function billing.expire(organization uuid default null, resource text default null, moment timestamptz default now())
  returns integer language plpgsql security definer set search_path = '' as $$
declare
  due text;
  returned integer := 0;
begin
  for due in
    select r.key from billing.reservations r
    where r.state = 'open' and r.organization_id = expire.organization and r.resource = expire.resource and r.expires_at <= moment
    union all
    select r.key from billing.reservations r
    where expire.organization is null and r.state = 'open' and (r.expires_at <= moment
      -- Of a job that never came to be, or was erased.
      or r.expires_at is null and r.created_at < moment - interval '10 minutes' and not exists (
        select from generation.generations g where g.id = r.generation_id and g.completed_at is null))
  loop
    -- Somebody who is settling it has it locked: then it is not lost.
    perform from billing.reservations r where r.key = due and r.state = 'open' for update skip locked;
    if found then
      perform billing.settle(due, 'expire', 0, 0, null, null, null, null, moment);
      returned := returned + 1;
    end if;
  end loop;
  return returned;
end $$;
comment on function billing.expire(uuid, text, timestamptz) is
  'Gives back what was reserved and never settled, of one resource of an organization or of all; says how many.';

create function billing.reserve(organization uuid, key text, resource text, quantity bigint, cost numeric default 0,
  generation uuid default null, operation text default 'other', person uuid default null, book uuid default null,
  model text default null, counted boolean default true, lasts interval default '30 minutes', moment timestamptz default now(),
  out state text, out period text, out most numeric, out used numeric, out reserved numeric, out resets_at timestamptz, out plan text)
  language plpgsql security definer set search_path = '' as $$
declare
  taken billing.reservations;
  standing record;
  job generation.generations;
begin
  select * into taken from billing.reservations r where r.key = reserve.key for update;
  if taken.state in ('open', 'committed') then
    -- Asked again after a crash: the same answer, and its whole time anew.
    update billing.reservations r set expires_at = moment + lasts where r.id = taken.id and taken.state = 'open';
    state := taken.state; plan := taken.plan;
    return;
  end if;
  perform billing.expire(organization, resource, moment);
  select * into standing from billing.standing(organization, moment);
  plan := standing.plan;
  select * into job from generation.generations g where g.id = reserve.generation;
  begin
    insert into billing.reservations as r (key, organization_id, user_id, book_id, job_id, generation_id, operation, resource, model,
      plan, counted, quantity, cost, month, day, expires_at, created_at)
    values (reserve.key, organization, coalesce(person, job.created_by), coalesce(book, job.book_id),
      coalesce(job.parent_id, reserve.generation), reserve.generation, reserve.operation, reserve.resource, reserve.model, standing.plan, reserve.counted, reserve.quantity, reserve.cost, standing.month, standing.day, moment + lasts, moment)
    -- The same key after it was given back is a new try, with the plan and the period of now.
    on conflict on constraint reservations_key_key do update set state = 'open', settled_at = null, model = excluded.model,
      plan = excluded.plan, counted = excluded.counted, quantity = excluded.quantity, cost = excluded.cost,
      month = excluded.month, day = excluded.day, expires_at = excluded.expires_at, created_at = excluded.created_at
      where r.state in ('expired', 'refunded')
    returning * into taken;
    if not found then -- the same key at the same moment: its answer is ours
      select r.state, r.plan into state, plan from billing.reservations r where r.key = reserve.key;
      return;
    end if;
    if counted then
      foreach period in array array['day', 'month'] loop
        select l.maximum into most from billing.plan_limits l
        where standing.binding and l.plan_id = standing.plan and l.resource = reserve.resource and l.period = reserve.period;
        if not billing.hold(organization, resource, period, case period when 'day' then standing.day else standing.month end, quantity, most) then
          raise exception using errcode = 'OC008';
        end if;
      end loop;
    end if;
    if cost > 0 then
      period := 'budget';
      select b.amount into most from billing.budgets b where b.organization_id = organization;
      if not billing.hold(organization, 'cost', 'month', standing.month, cost, most) then raise exception using errcode = 'OC008'; end if;
      period := 'job';
      if taken.job_id is not null and not billing.hold_for_job(taken.job_id, cost) then raise exception using errcode = 'OC008'; end if;
    end if;
    insert into billing.ledger (created_at, kind, reservation_id, key, organization_id, user_id, book_id, job_id, generation_id,
      operation, resource, model, plan, counted, month, day, reserved, reserved_cost, quantity, cost)
    values (moment, 'reserve', taken.id, taken.key, organization, taken.user_id, taken.book_id, taken.job_id, taken.generation_id,
      taken.operation, taken.resource, taken.model, taken.plan, taken.counted, taken.month, taken.day, taken.quantity, taken.cost, 0, 0);
    state := 'open'; period := null; most := null;
  exception when sqlstate 'OC008' then -- takes back what was held on the counters before
    state := 'refused';
    if period = 'job' then
      select b.amount, b.spent, b.reserved into most, used, reserved from billing.job_budgets b where b.generation_id = taken.job_id;
    else
      select q.used, q.reserved into used, reserved from billing.quotas q
      where q.organization_id = organization and q.resource = case reserve.period when 'budget' then 'cost' else reserve.resource end
        and q.period = case reserve.period when 'day' then 'day' else 'month' end
        and q.started_at = case reserve.period when 'day' then standing.day else standing.month end;
      resets_at := case period when 'day' then standing.day + interval '1 day' else standing.month_ends end;
    end if;
    used := coalesce(used, 0); reserved := coalesce(reserved, 0);
  end;
end $$;
comment on function billing.reserve(uuid, text, text, bigint, numeric, uuid, text, uuid, uuid, text, boolean, interval, timestamptz) is
  'Holds a quantity and a cost within the day, the month, the organization''s budget and the job''s, all or nothing. state: open, committed (this key was used already) or refused, with the period that is short. The same key is never counted twice.';

create function billing.commit(key text, quantity bigint, cost numeric default 0, call uuid default null,
  input_tokens bigint default null, output_tokens bigint default null, seconds numeric default null, moment timestamptz default now())
  returns text language sql security definer set search_path = ''
  return billing.settle(key, 'commit', quantity, cost, call, input_tokens, output_tokens, seconds, moment);
comment on function billing.commit(text, bigint, numeric, uuid, bigint, bigint, numeric, timestamptz) is
  'Turns a reservation into use; less than was held is given back, more is recorded as overrun.';

create function billing.refund(key text, cost numeric default 0, call uuid default null, seconds numeric default null,
  moment timestamptz default now()) returns text language sql security definer set search_path = ''
  return billing.settle(key, 'refund', 0, cost, call, null, null, seconds, moment);
comment on function billing.refund(text, numeric, uuid, numeric, timestamptz) is
  'Gives a reservation back; a cost the provider charged nevertheless counts against budgets.';

-- What is there, counted where it is ----------------------------------------------------------------------------------
create function billing.present(organization uuid, resource text) returns bigint
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

create function billing.admit(organization uuid, resource text, quantity bigint default 1) returns void
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
comment on function billing.admit(uuid, text, bigint) is 'Raises OC008 when the plan does not include so much more of a resource.';

create function billing.admit_book() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  perform billing.admit(new.organization_id, 'books');
  return new;
end $$;
comment on function billing.admit_book() is 'Keeps the number of books within the plan, also when one comes back from the trash.';
create trigger admit before insert on library.books for each row when (new.deleted_at is null) execute function billing.admit_book();
create trigger admit_again before update of deleted_at on library.books
  for each row when (old.deleted_at is not null and new.deleted_at is null) execute function billing.admit_book();

create function billing.admit_member() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  -- Who is a member already only gets another role.
  if not exists (select from identity.members m where m.organization_id = new.organization_id and m.user_id = new.user_id) then
    perform billing.admit(new.organization_id, 'members');
  end if;
  return new;
end $$;
comment on function billing.admit_member() is 'Keeps the number of members within the plan.';
create trigger admit before insert on identity.members for each row execute function billing.admit_member();

create function billing.admit_collaborator() returns trigger language plpgsql security definer set search_path = '' as $$
declare organization uuid := (select b.organization_id from library.books b where b.id = new.book_id);
begin
  if not exists (select from library.collaborators c join library.books b on b.id = c.book_id
                 where c.user_id = new.user_id and b.organization_id = organization) then
    perform billing.admit(organization, 'collaborators');
  end if;
  return new;
end $$;
comment on function billing.admit_collaborator() is 'Keeps the number of people who collaborate on an organization''s books within the plan.';
create trigger admit before insert on library.collaborators for each row execute function billing.admit_collaborator();

create function billing.admit_source() returns trigger language plpgsql security definer set search_path = '' as $$
declare more bigint := new.bytes - case when tg_op = 'UPDATE' then old.bytes else 0 end;
begin
  if more > 0 then
    perform billing.admit((select b.organization_id from library.books b where b.id = new.book_id), 'storage', more);
  end if;
  return new;
end $$;
comment on function billing.admit_source() is 'Keeps the bytes of an organization''s sources within the plan.';
create trigger admit before insert or update of bytes on library.sources for each row execute function billing.admit_source();

-- Reading -------------------------------------------------------------------------------------------------------------
create function billing.usage(organization uuid, moment timestamptz default now())
  returns table (resource text, period text, started_at timestamptz, resets_at timestamptz, used numeric, reserved numeric, maximum bigint)
  language plpgsql stable security definer set search_path = '' as $$
declare standing record;
begin
  select * into standing from billing.standing(organization, moment);
  return query
    select w.resource::text, w.period, w.started_at, w.resets_at,
      coalesce(q.used, billing.present(organization, w.resource), 0), coalesce(q.reserved, 0), l.maximum
    from (
      select r.resource, p.period,
        case p.period when 'day' then standing.day when 'month' then standing.month end as started_at,
        case p.period when 'day' then standing.day + interval '1 day' when 'month' then standing.month_ends end as resets_at
      from unnest(array['generations', 'tokens', 'words', 'pieces', 'repurposings', 'films', 'exports']) r(resource),
        unnest(array['day', 'month']) p(period)
      union all
      select r.resource, 'total', null, null from unnest(array['books', 'members', 'collaborators', 'storage']) r(resource)
    ) w
    left join billing.quotas q on q.organization_id = organization and q.resource = w.resource and q.period = w.period
      and q.started_at = w.started_at
    left join billing.plan_limits l on l.plan_id = standing.plan and l.resource = w.resource and l.period = w.period;
end $$;
comment on function billing.usage(uuid, timestamptz) is
  'What an organization has used and holds of every resource this day, this month or altogether, with the limits of its plan.';

create function billing.available(organization uuid, resource text, quantity bigint default 1, moment timestamptz default now())
  returns table (period text, resets_at timestamptz, used numeric, reserved numeric, maximum bigint, fits boolean)
  language plpgsql security definer set search_path = '' as $$
declare standing record;
begin
  perform billing.expire(organization, resource, moment);
  select * into standing from billing.standing(organization, moment);
  return query
    select l.period, case l.period when 'day' then standing.day + interval '1 day' when 'month' then standing.month_ends end,
      coalesce(q.used, billing.present(organization, available.resource), 0), coalesce(q.reserved, 0), l.maximum,
      not standing.binding or l.maximum is null
        or coalesce(q.used + q.reserved, billing.present(organization, available.resource), 0) + quantity <= l.maximum
    from billing.plan_limits l
    left join billing.quotas q on q.organization_id = organization and q.resource = l.resource and q.period = l.period
      and q.started_at = case l.period when 'day' then standing.day else standing.month end
    where l.plan_id = standing.plan and l.resource = available.resource;
end $$;
comment on function billing.available(uuid, text, bigint, timestamptz) is
  'Whether a quantity would fit now, for each period the plan limits; no row is without limit. Only billing.reserve takes it.';

create function billing.sums(first timestamptz, next timestamptz, organization uuid default null)
  returns table (organization_id uuid, operation text, resource text, model text, acts bigint, quantity numeric,
    input_tokens numeric, output_tokens numeric, cost numeric)
  language sql stable security definer set search_path = '' begin atomic
  select l.organization_id, l.operation, l.resource, coalesce(l.model, ''), count(*) filter (where l.kind = 'commit'),
    sum(l.quantity), coalesce(sum(l.input_tokens), 0), coalesce(sum(l.output_tokens), 0), sum(l.cost)
  from billing.ledger l
  where l.created_at >= first and l.created_at < next and (organization is null or l.organization_id = organization)
    and l.kind in ('commit', 'refund')
  group by 1, 2, 3, 4;
end;
comment on function billing.sums(timestamptz, timestamptz, uuid) is 'What the ledger adds up to between two moments, by operation, resource and model.';

create function billing.summarize(moment timestamptz default now()) returns integer
  language plpgsql security definer set search_path = '' as $$
declare
  first timestamptz := (select date_trunc('month', min(l.created_at), 'UTC') from billing.ledger l);
  next timestamptz;
  closed integer := 0;
begin
  loop
    next := ((first at time zone 'UTC') + interval '1 month') at time zone 'UTC';
    -- An hour of grace: a transaction that began last month may still be writing into it.
    exit when next is null or next + interval '1 hour' > moment;
    if not exists (select from billing.summaries s where s.month = (first at time zone 'UTC')::date) then
      insert into billing.summaries (month, organization_id, operation, resource, model, acts, quantity, input_tokens, output_tokens, cost)
        select (first at time zone 'UTC')::date, s.* from billing.sums(first, next) s
        union all -- what is there is told as it is when the month closes
        select (first at time zone 'UTC')::date, o.organization_id, 'other', 'storage', '', 0, billing.present(o.organization_id, 'storage'), 0, 0, 0
        from (select distinct l.organization_id from billing.ledger l where l.created_at >= first and l.created_at < next) o;
      closed := closed + (case when found then 1 else 0 end);
    end if;
    first := next;
  end loop;
  return closed;
end $$;
comment on function billing.summarize(timestamptz) is 'Sums every closed month that is not summed yet; says how many were.';

create function billing.drift()
  returns table (organization_id uuid, counter text, kept numeric, booked numeric)
  language sql stable security definer set search_path = '' begin atomic
  with booked (organization_id, resource, period, started_at, used, reserved) as (
    select l.organization_id, l.resource::text, w.period, w.started_at, sum(l.quantity), sum(l.reserved)
    from billing.ledger l cross join lateral (values ('day', l.day), ('month', l.month)) w (period, started_at)
    where l.counted group by 1, 2, 3, 4
    union all
    select l.organization_id, 'cost', 'month', l.month, sum(l.cost), sum(l.reserved_cost) from billing.ledger l group by 1, 4
  ), counters (organization_id, counter, kept, booked) as (
    select coalesce(q.organization_id, b.organization_id), v.name || ' ' || coalesce(q.resource, b.resource) || ' ' || coalesce(q.period, b.period),
      coalesce(v.kept, 0), coalesce(v.booked, 0)
    from billing.quotas q full join booked b
      on b.organization_id = q.organization_id and b.resource = q.resource and b.period = q.period and b.started_at = q.started_at
    cross join lateral (values ('used', q.used, b.used), ('reserved', q.reserved, b.reserved)) v (name, kept, booked)
    union all
    select j.organization_id, v.name || ' job', v.kept, coalesce(v.booked, 0)
    from billing.job_budgets j
    left join (select l.job_id, sum(l.cost) as spent, sum(l.reserved_cost) as reserved from billing.ledger l group by 1) b on b.job_id = j.generation_id
    cross join lateral (values ('spent', j.spent, b.spent), ('reserved', j.reserved, b.reserved)) v (name, kept, booked)
    union all
    select coalesce(r.organization_id, b.organization_id), 'open reservations', coalesce(r.held, 0), coalesce(b.held, 0)
    from (select o.organization_id, sum(o.quantity + o.cost) as held from billing.reservations o where o.state = 'open' group by 1) r
    full join (select l.organization_id, sum(l.reserved + l.reserved_cost) as held from billing.ledger l group by 1) b
      on b.organization_id = r.organization_id
  )
  select c.organization_id, c.counter, c.kept, c.booked from counters c
  join identity.organizations o on o.id = c.organization_id
  where c.kept <> c.booked;
end;
comment on function billing.drift() is 'Every counter that is not what the ledger adds up to. There is never one.';

-- Who may what --------------------------------------------------------------------------------------------------------
revoke all on all functions in schema billing from public;
grant execute on function
  billing.reserve(uuid, text, text, bigint, numeric, uuid, text, uuid, uuid, text, boolean, interval, timestamptz),
  billing.commit(text, bigint, numeric, uuid, bigint, bigint, numeric, timestamptz),
  billing.refund(text, numeric, uuid, numeric, timestamptz),
  billing.expire(uuid, text, timestamptz), billing.standing(uuid, timestamptz), billing.usage(uuid, timestamptz), billing.present(uuid, text),
  billing.available(uuid, text, bigint, timestamptz), billing.sums(timestamptz, timestamptz, uuid),
  billing.summarize(timestamptz), billing.make_partitions(integer, timestamptz), billing.drift()
  to octavo_service;

alter table billing.plans enable row level security;
alter table billing.plans force row level security;
create policy service on billing.plans to octavo_service using (true) with check (true);
create policy see on billing.plans for select to octavo_anonymous, octavo_user using (status = 'active');
-- Who has a plan that is not sold any more, and who runs the installation.
create policy see_own on billing.plans for select to octavo_user using ((select app.is_operator())
  or id in (select s.plan_id from billing.subscriptions s where s.organization_id = any ((select app.organizations_as('viewer'))::uuid[])));
create policy operate on billing.plans for insert to octavo_user with check ((select app.is_operator()));
create policy operate_on on billing.plans for update to octavo_user using ((select app.is_operator())) with check ((select app.is_operator()));
grant select, insert, update on billing.plans to octavo_service;
grant select on billing.plans to octavo_anonymous;
grant select, insert, update (position, name, description, price_monthly, price_yearly, price_once, features, formats, status, version)
  on billing.plans to octavo_user;

alter table billing.plan_limits enable row level security;
alter table billing.plan_limits force row level security;
create policy service on billing.plan_limits to octavo_service using (true) with check (true);
create policy see on billing.plan_limits for select to octavo_anonymous, octavo_user
  using (exists (select from billing.plans p where p.id = plan_id));
create policy operate on billing.plan_limits for insert to octavo_user with check ((select app.is_operator()));
create policy operate_on on billing.plan_limits for update to octavo_user using ((select app.is_operator())) with check ((select app.is_operator()));
grant select, insert, update on billing.plan_limits to octavo_service;
grant select on billing.plan_limits to octavo_anonymous;
grant select, insert, update (maximum) on billing.plan_limits to octavo_user;

alter table billing.enforcement enable row level security;
alter table billing.enforcement force row level security;
create policy service on billing.enforcement to octavo_service using (true) with check (true);
create policy see on billing.enforcement for select to octavo_user using (true);
grant select, update on billing.enforcement to octavo_service;
grant select on billing.enforcement to octavo_user;

alter table billing.subscriptions enable row level security;
alter table billing.subscriptions force row level security;
create policy service on billing.subscriptions to octavo_service using (true) with check (true);
create policy see on billing.subscriptions for select to octavo_user
  using (organization_id = any ((select app.organizations_as('viewer'))::uuid[]) or (select app.is_operator()));
grant select, insert, update on billing.subscriptions to octavo_service;
grant select on billing.subscriptions to octavo_user;

alter table billing.subscription_changes enable row level security;
alter table billing.subscription_changes force row level security;
create policy service on billing.subscription_changes to octavo_service using (true) with check (true);
create policy see on billing.subscription_changes for select to octavo_user
  using (organization_id = any ((select app.organizations_as('viewer'))::uuid[]) or (select app.is_operator()));
grant select on billing.subscription_changes to octavo_service, octavo_user;

alter table billing.quotas enable row level security;
alter table billing.quotas force row level security;
create policy service on billing.quotas to octavo_service using (true) with check (true);
create policy see on billing.quotas for select to octavo_user
  using (organization_id = any ((select app.organizations_as('viewer'))::uuid[]) or (select app.is_operator()));
-- Not even the service writes here: the functions above do.
grant select on billing.quotas to octavo_service, octavo_user;

alter table billing.budgets enable row level security;
alter table billing.budgets force row level security;
create policy service on billing.budgets to octavo_service using (true) with check (true);
create policy see on billing.budgets for select to octavo_user
  using (organization_id = any ((select app.organizations_as('viewer'))::uuid[]) or (select app.is_operator()));
create policy make on billing.budgets for insert to octavo_user
  with check (organization_id = any ((select app.organizations_as('admin'))::uuid[]) and set_by = (select app.user_id()));
create policy change on billing.budgets for update to octavo_user
  using (organization_id = any ((select app.organizations_as('admin'))::uuid[])) with check (set_by = (select app.user_id()));
create policy remove on billing.budgets for delete to octavo_user
  using (organization_id = any ((select app.organizations_as('admin'))::uuid[]));
grant select, insert, update, delete on billing.budgets to octavo_service;
grant select, insert (organization_id, amount, set_by), update (amount, set_by), delete on billing.budgets to octavo_user;

alter table billing.job_budgets enable row level security;
alter table billing.job_budgets force row level security;
create policy service on billing.job_budgets to octavo_service using (true) with check (true);
create policy see on billing.job_budgets for select to octavo_user
  using (exists (select from generation.generations g where g.id = generation_id) or (select app.is_operator()));
grant select, insert (generation_id, organization_id, amount), update (amount) on billing.job_budgets to octavo_service;
grant select on billing.job_budgets to octavo_user;

alter table billing.reservations enable row level security;
alter table billing.reservations force row level security;
create policy service on billing.reservations to octavo_service using (true) with check (true);
grant select on billing.reservations to octavo_service;

alter table billing.ledger enable row level security;
alter table billing.ledger force row level security;
create policy service on billing.ledger to octavo_service using (true) with check (true);
-- Every member sees what the organization used; who used it, admins see, and each what was his own.
create policy see on billing.ledger for select to octavo_user
  using (organization_id = any ((select app.organizations_as('admin'))::uuid[])
    or user_id = (select app.user_id()) or (select app.is_operator()));
grant select on billing.ledger to octavo_service, octavo_user;

alter table billing.summaries enable row level security;
alter table billing.summaries force row level security;
create policy service on billing.summaries to octavo_service using (true) with check (true);
create policy see on billing.summaries for select to octavo_user
  using (organization_id = any ((select app.organizations_as('viewer'))::uuid[]) or (select app.is_operator()));
grant select on billing.summaries to octavo_service, octavo_user;

-- The plans to begin with; what an operator changes stays changed -------------------------------------------------------
insert into billing.plans (id, position, name, description, price_monthly, price_yearly, features, formats) values
  ('free', 1, 'Free', 'To try everything; the compositor writes without limit.', 0, 0,
    '{compositor,audit,versions,search}', '{myst,html}'),
  ('starter', 2, 'Starter', 'For one author.', 19, 190,
    '{compositor,audit,versions,search,remediation}', '{myst,html,pdf,epub}'),
  ('pro', 3, 'Pro', 'For who writes for a living.', 49, 490,
    '{compositor,audit,versions,search,remediation,voice,films}', '{myst,html,pdf,epub,docx,zip}'),
  ('business', 4, 'Business', 'For a team.', 149, 1490,
    '{compositor,audit,versions,search,remediation,voice,films,batch,github}', '{myst,html,pdf,epub,docx,zip,github}'),
  ('enterprise', 5, 'Enterprise', 'By agreement.', null, null,
    '{compositor,audit,versions,search,remediation,voice,films,batch,github,sso}', '{myst,html,pdf,epub,docx,zip,github}');

-- Limits in the order free, starter, pro, business, enterprise; null is without limit. Chosen so that a paid plan's tokens
-- cost less at list price than the plan does: tokens, words, generations, films, exports, storage, and members, books and
-- collaborators above the free plan are choices of this project.
insert into billing.plan_limits (plan_id, resource, period, maximum)
select p.id, l.resource, l.period, l.maximums[p.position] from billing.plans p cross join (values
  ('pieces', 'month', array[5, 50, 200, 1000, null]::bigint[]),
  ('pieces', 'day', array[2, 10, 50, null, null]),
  ('repurposings', 'month', array[10, 100, 500, null, null]),
  ('generations', 'month', array[20, 200, 1000, 5000, null]),
  ('generations', 'day', array[5, 40, 200, null, null]),
  ('tokens', 'month', array[200000, 2000000, 6000000, 20000000, null]),
  ('tokens', 'day', array[100000, 500000, 2000000, null, null]),
  ('words', 'month', array[30000, 300000, 1000000, 4000000, null]),
  ('films', 'month', array[1, 5, 20, 100, null]),
  ('exports', 'month', array[10, 100, 500, null, null]),
  ('books', 'total', array[3, 10, 50, null, null]),
  ('members', 'total', array[1, 3, 10, 50, null]),
  ('collaborators', 'total', array[0, 3, 10, 50, null]),
  ('storage', 'total', array[100000000, 2000000000, 20000000000, 200000000000, null])
) l (resource, period, maximums);

-- Down Migration

drop trigger admit on library.sources;
drop trigger admit on library.collaborators;
drop trigger admit on identity.members;
drop trigger admit_again on library.books;
drop trigger admit on library.books;
drop schema billing cascade;

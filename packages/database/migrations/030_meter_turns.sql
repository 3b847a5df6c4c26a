-- Up Migration

-- Whoever changes counters waits for those before: first for the resource of the organization, then, where it costs something,
-- for the organization's cost. Everybody in this order, so that nobody waits for somebody who waits for him.
create function billing.take_turn(organization uuid, resource text) returns void language sql set search_path = ''
  return pg_advisory_xact_lock(hashtextextended(organization || ' ' || resource, 13));
comment on function billing.take_turn(uuid, text) is
  'Until the end of the transaction nobody else changes the counters of this resource of an organization.';

create or replace function billing.hold(organization uuid, resource text, period text, started_at timestamptz, quantity numeric, most numeric)
  returns boolean language plpgsql set search_path = '' as $$
begin
  if resource = 'cost' then perform billing.take_turn(organization, resource); end if;
  if quantity > most then return false; end if;
  -- One statement looks and takes, so that any number of them at once take no more than there is.
  insert into billing.quotas as q (organization_id, resource, period, started_at, reserved)
  values (hold.organization, hold.resource, hold.period, hold.started_at, hold.quantity)
  on conflict on constraint quotas_pkey do update set reserved = q.reserved + excluded.reserved
    where hold.most is null or q.used + q.reserved + excluded.reserved <= hold.most;
  return found;
end $$;

create or replace function billing.reserve(organization uuid, key text, resource text, quantity bigint, cost numeric default 0,
  generation uuid default null, operation text default 'other', person uuid default null, book uuid default null,
  model text default null, counted boolean default true, lasts interval default '30 minutes', moment timestamptz default now(),
  out state text, out period text, out most numeric, out used numeric, out reserved numeric, out resets_at timestamptz, out plan text)
  language plpgsql security definer set search_path = '' as $$
declare
  taken billing.reservations;
  standing record;
  job generation.generations;
begin
  perform billing.take_turn(organization, resource);
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

create or replace function billing.commit(key text, quantity bigint, cost numeric default 0, call uuid default null,
  input_tokens bigint default null, output_tokens bigint default null, seconds numeric default null, moment timestamptz default now())
  returns text language plpgsql security definer set search_path = '' as $$
begin
  perform billing.take_turn(r.organization_id, r.resource) from billing.reservations r where r.key = commit.key;
  return billing.settle(key, 'commit', quantity, cost, call, input_tokens, output_tokens, seconds, moment);
end $$;

create or replace function billing.refund(key text, cost numeric default 0, call uuid default null, seconds numeric default null,
  moment timestamptz default now()) returns text language plpgsql security definer set search_path = '' as $$
begin
  perform billing.take_turn(r.organization_id, r.resource) from billing.reservations r where r.key = refund.key;
  return billing.settle(key, 'refund', 0, cost, call, null, null, seconds, moment);
end $$;

drop function billing.expire(uuid, text, timestamptz);
create function billing.expire(organization uuid, resource text, moment timestamptz)
  returns void language plpgsql set search_path = '' as $$
declare due text;
begin
  for due in
    select r.key from billing.reservations r
    where r.state = 'open' and r.organization_id = expire.organization and r.resource = expire.resource and r.expires_at <= moment
  loop
    perform billing.settle(due, 'expire', 0, 0, null, null, null, null, moment);
  end loop;
end $$;
comment on function billing.expire(uuid, text, timestamptz) is
  'Gives back what was reserved of a resource of an organization and never settled, in its turn.';

create function billing.expire_next(moment timestamptz default now()) returns integer
  language plpgsql security definer set search_path = '' as $$
declare due billing.reservations;
begin
  select * into due from billing.reservations r
  where r.state = 'open' and (r.expires_at <= moment
    -- Of a job that never came to be, or was erased.
    or r.expires_at is null and r.created_at < moment - interval '10 minutes' and not exists (
      select from generation.generations g where g.id = r.generation_id and g.completed_at is null))
  limit 1;
  if not found then return null; end if;
  perform billing.take_turn(due.organization_id, due.resource);
  -- Those before may have settled it, or given it more time.
  perform from billing.reservations r
  where r.id = due.id and r.state = 'open' and r.expires_at is not distinct from due.expires_at for update;
  if not found then return 0; end if;
  perform billing.settle(due.key, 'expire', 0, 0, null, null, null, null, moment);
  return 1;
end $$;
comment on function billing.expire_next(timestamptz) is
  'Gives back one reservation that nobody settled, of any organization, and says how many that were: 0 when somebody else was quicker, null when there is none. Once in a transaction, which keeps its turn to its end.';

revoke all on function billing.take_turn(uuid, text), billing.expire(uuid, text, timestamptz), billing.expire_next(timestamptz) from public;
grant execute on function billing.expire_next(timestamptz) to octavo_service;

-- Down Migration

drop function billing.expire_next(timestamptz);
drop function billing.expire(uuid, text, timestamptz);
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
create or replace function billing.commit(key text, quantity bigint, cost numeric default 0, call uuid default null,
  input_tokens bigint default null, output_tokens bigint default null, seconds numeric default null, moment timestamptz default now())
  returns text language sql security definer set search_path = ''
  return billing.settle(key, 'commit', quantity, cost, call, input_tokens, output_tokens, seconds, moment);
comment on function billing.commit(text, bigint, numeric, uuid, bigint, bigint, numeric, timestamptz) is
  'Turns a reservation into use; less than was held is given back, more is recorded as overrun.';
create or replace function billing.refund(key text, cost numeric default 0, call uuid default null, seconds numeric default null,
  moment timestamptz default now()) returns text language sql security definer set search_path = ''
  return billing.settle(key, 'refund', 0, cost, call, null, null, seconds, moment);
comment on function billing.refund(text, numeric, uuid, numeric, timestamptz) is
  'Gives a reservation back; a cost the provider charged nevertheless counts against budgets.';
create or replace function billing.reserve(organization uuid, key text, resource text, quantity bigint, cost numeric default 0,
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
create or replace function billing.hold(organization uuid, resource text, period text, started_at timestamptz, quantity numeric, most numeric)
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
drop function billing.take_turn(uuid, text);
revoke all on function billing.expire(uuid, text, timestamptz) from public;
grant execute on function billing.expire(uuid, text, timestamptz) to octavo_service;

-- Up Migration

-- A PDF may meet one of several standards; PDF/A was a yes or no. The owner sees all rows while they are changed.
alter table publishing.exports no force row level security;
update publishing.exports
set options = options - 'pdfa' || case when options ->> 'pdfa' = 'true' then '{"standard": "pdf/a"}'::jsonb else '{}' end
where options ? 'pdfa';
alter table publishing.exports force row level security;

-- Down Migration

alter table publishing.exports no force row level security;
update publishing.exports
set options = options - 'standard' || case when options ->> 'standard' = 'pdf/a' then '{"pdfa": true}'::jsonb else '{}' end
where options ? 'standard';
alter table publishing.exports force row level security;

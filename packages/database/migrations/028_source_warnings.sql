-- Up Migration

-- What an author should know of how a source was read.
alter table library.sources add column warnings text[] not null default '{}';
comment on column library.sources.warnings is 'What of the file is not in the text, or not as it was meant, in sentences.';
grant update (warnings) on library.sources to octavo_user;

-- Down Migration

alter table library.sources drop column warnings;

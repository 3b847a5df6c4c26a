-- Up Migration

-- How thick a printed book is: the spine of its cover hangs on it.
alter table publishing.exports add column pages integer check (pages > 0);
comment on column publishing.exports.pages is 'Of a PDF; null of everything else.';

-- Down Migration

alter table publishing.exports drop column pages;

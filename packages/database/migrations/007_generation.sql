-- Up Migration

-- remediate: fix a chapter's findings or add its missing features; revise: rewrite a selection; embed: vectors for search.
alter table generation.generations drop constraint generations_kind_check;
alter table generation.generations add constraint generations_kind_check
  check (kind in ('write', 'outline', 'chapter', 'remediate', 'revise', 'embed'));

-- Down Migration

delete from generation.generations where kind in ('remediate', 'revise', 'embed');
alter table generation.generations drop constraint generations_kind_check;
alter table generation.generations add constraint generations_kind_check check (kind in ('write', 'outline', 'chapter'));

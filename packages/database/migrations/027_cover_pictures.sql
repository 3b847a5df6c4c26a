-- Up Migration

-- picture: asks an image model for the picture of a cover. Added to whatever kinds there are.
do $$
declare kinds text := (select pg_get_constraintdef(c.oid) from pg_constraint c
  where c.conrelid = 'generation.generations'::regclass and c.conname = 'generations_kind_check');
begin
  alter table generation.generations drop constraint generations_kind_check;
  execute 'alter table generation.generations add constraint generations_kind_check '
    || replace(kinds, '''embed''::text', '''embed''::text, ''picture''::text');
end $$;

alter domain billing.operation drop constraint operation_check;
alter domain billing.operation add constraint operation_check check (value in ('outline', 'book', 'remediation', 'revision',
  'audit', 'search', 'cover', 'blog', 'batch', 'remix', 'tool', 'film', 'other'));

-- What a model made, without letters: a cover is drawn around it, and so is a wrap.
alter table library.covers add column picture_id uuid;
alter table library.covers add foreign key (book_id, picture_id)
  references library.files (book_id, id) on delete set null (picture_id);
create index covers_picture_idx on library.covers (book_id, picture_id);
comment on column library.covers.picture_id is 'The picture a design is drawn around, in place of its motif.';
alter table library.covers drop constraint covers_check;
alter table library.covers add constraint covers_check check (
  case origin when 'drawn' then design is not null when 'uploaded' then design is null else true end
  and (picture_id is null or (origin = 'model' and design is not null)));
grant insert (picture_id), update (picture_id) on library.covers to octavo_user;

-- Down Migration

delete from library.files where id in (
  select file_id from library.covers where origin = 'model' and design is not null
  union select picture_id from library.covers where picture_id is not null);
alter table library.covers drop column picture_id;
alter table library.covers add constraint covers_check check ((origin = 'drawn') = (design is not null));
update billing.reservations set operation = 'other' where operation = 'cover';
update billing.ledger set operation = 'other' where operation = 'cover';
delete from billing.summaries where operation = 'cover';
alter domain billing.operation drop constraint operation_check;
alter domain billing.operation add constraint operation_check check (value in ('outline', 'book', 'remediation', 'revision',
  'audit', 'search', 'blog', 'batch', 'remix', 'tool', 'film', 'other'));
delete from generation.generations where kind = 'picture';
do $$
declare kinds text := (select pg_get_constraintdef(c.oid) from pg_constraint c
  where c.conrelid = 'generation.generations'::regclass and c.conname = 'generations_kind_check');
begin
  alter table generation.generations drop constraint generations_kind_check;
  execute 'alter table generation.generations add constraint generations_kind_check '
    || replace(kinds, ', ''picture''::text', '');
end $$;

-- Up Migration

-- What stands on the page behind the title.
alter table library.books
  add column publisher text check (length(publisher) between 1 and 200),
  add column rights text check (length(rights) between 1 and 1000),
  add column dedication text check (length(dedication) between 1 and 1000),
  -- Thirteen digits; whether they are an ISBN, the server checks.
  add column isbn text check (isbn ~ '^97[89][0-9]{10}$');
comment on column library.books.rights is 'A licence by its SPDX identifier, or a copyright line, as it is printed.';
grant insert (publisher, rights, dedication, isbn), update (publisher, rights, dedication, isbn) on library.books to octavo_user;

-- Down Migration

alter table library.books drop column publisher, drop column rights, drop column dedication, drop column isbn;

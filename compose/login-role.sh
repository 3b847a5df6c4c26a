#!/bin/sh
# Runs once, on an empty database: the role Octavo signs in with. It owns nothing; migrations grant it what it needs.
set -eu
psql -v ON_ERROR_STOP=1 -v password="$OCTAVO_DATABASE_PASSWORD" -U "$POSTGRES_USER" -d "$POSTGRES_DB" <<'SQL'
create role octavo_login login noinherit password :'password';
SQL

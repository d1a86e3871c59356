#!/bin/sh
# Before the first start and before each upgrade: makes the key file when there is none, brings the database up to date, and gives
# the roles' accounts their password. May run again at any time. HOTLINE_DATABASE_OWNER owns the database and may create roles.
set -eu
if [ -n "${HOTLINE_CREATE_KEYS:-}" ] && [ ! -e "$HOTLINE_KEYS" ]; then
  hotline keys create "$HOTLINE_KEYS"
  echo "made $HOTLINE_KEYS: keep a copy of it, apart from the backups of the database"
fi
HOTLINE_DATABASE_OWNER="${HOTLINE_DATABASE_OWNER:-hotline_owner}"
PGUSER=$HOTLINE_DATABASE_OWNER
export HOTLINE_DATABASE_OWNER PGUSER
hotline migrate
if [ -n "${HOTLINE_DATABASE_PASSWORD_FILE:-}" ]; then
  # psql reads the file itself: the password stands in no process list.
  psql -qXAt -v ON_ERROR_STOP=1 -d "$HOTLINE_DATABASE" <<'SQL'
\set password `cat "$HOTLINE_DATABASE_PASSWORD_FILE"`
SELECT format('ALTER ROLE %I PASSWORD %L', rolname, :'password') FROM pg_roles
WHERE rolname LIKE 'hotline\_%' AND rolname <> current_user \gexec
SQL
fi
echo 'the database is up to date'

#!/bin/sh
# Becomes `hotline`, or with the argument "setup" the one-shot setup. Secrets come as files; libpq wants passwords in a file
# of its own form, PGPASSFILE, that nobody else can read.
set -eu
umask 077

# password_line USER FILE
password_line() {
  printf '*:*:*:%s:%s\n' "$1" "$(sed -e 's/[\\:]/\\&/g' "$2")"
}
if [ -n "${HOTLINE_DATABASE_PASSWORD_FILE:-}" ]; then
  : "${PGPASSFILE:=/run/hotline/pgpass}"
  export PGPASSFILE
  {
    if [ -n "${HOTLINE_DATABASE_OWNER_PASSWORD_FILE:-}" ]; then
      password_line "${HOTLINE_DATABASE_OWNER:-hotline_owner}" "$HOTLINE_DATABASE_OWNER_PASSWORD_FILE"
    fi
    password_line '*' "$HOTLINE_DATABASE_PASSWORD_FILE"
  } >"$PGPASSFILE"
fi

if [ "${1:-}" = setup ]; then
  shift
  exec "$(dirname "$0")/setup" "$@"
fi
exec hotline "$@"

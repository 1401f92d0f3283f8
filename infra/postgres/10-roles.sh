#!/usr/bin/env bash
# Run once by the PostgreSQL image when its volume is empty. Needs SAGA_POSTGRES_PASSWORD.
set -euo pipefail
psql -v ON_ERROR_STOP=1 -X -q -U "$POSTGRES_USER" -d postgres \
  -v saga_password="${SAGA_POSTGRES_PASSWORD:?}" -v saga_createdb="${SAGA_POSTGRES_CREATEDB:-NOCREATEDB}" \
  -f /saga/roles.sql

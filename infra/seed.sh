#!/usr/bin/env bash
# Suppliers, stores and stock into SAGA_POSTGRES, or else into the native platform of this checkout (make up-native).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. infra/native/lib/shell.sh

run=$(realpath -m "${SAGA_RUN_DIR:-$PWD/.run}")
if [[ -z ${SAGA_POSTGRES:-} ]]; then
  [[ -f $run/services/services.env ]] || die 2 "There is no platform to load into: start one with make up-native, or set SAGA_POSTGRES."
  . "$run/services/services.env"
fi
export SAGA_POSTGRES
exec dotnet run --project src/SagaPlatform.Host -c Release -v quiet -- seed "$@"

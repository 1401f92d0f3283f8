#!/usr/bin/env bash
# The platform embedded: one process, no services, on http://127.0.0.1:PORT.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. infra/native/lib/shell.sh

port=${PORT:-8080}
[[ $port =~ ^[0-9]+$ ]] && ((port > 0 && port < 65536)) || die 2 "PORT must be a number from 1 to 65535, not '$port'."
! port_answers 127.0.0.1 "$port" || die 2 "Port $port is in use. Choose another: make run PORT=$((port + 1))"
publish_host "$PWD/artifacts/host"
# The working directory is the content root: settings and pages are found beside the program.
cd artifacts/host
unset PORT
SAGA_MODE=embedded ASPNETCORE_URLS="http://127.0.0.1:$port" exec dotnet SagaPlatform.Host.dll

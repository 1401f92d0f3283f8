#!/usr/bin/env bash
# Builds the fault lab for release and runs it. See tests/SagaPlatform.Chaos/README.md.
#   chaos.sh [--seed N] [--minutes N] [--only FAULT,...] [--rate N] [--output DIR]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. infra/native/lib/shell.sh

bash infra/native/services.sh ensure
say "Building the fault lab (the first time takes a minute or two) ..."
env -u MAKEFLAGS -u MAKELEVEL -u MFLAGS -u SEED -u MINUTES DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 \
  dotnet build tests/SagaPlatform.Chaos -c Release -v quiet --nologo >&2 || die 1 "The build failed."

# What the caller's shell has for a platform of its own must not reach the lab's.
for name in $(compgen -e | grep -E '^(SAGA_|OTEL_|ASPNETCORE_|Serilog__)' || true) DOTNET_ENVIRONMENT SEED MINUTES; do unset "$name"; done
lab=(dotnet tests/SagaPlatform.Chaos/bin/Release/net10.0/SagaPlatform.Chaos.dll "$@")
# With mounts of its own PostgreSQL gets a small disk that can be filled; they go when the last process of the lab is gone.
if ((EUID == 0)) && unshare -m true 2>/dev/null; then SAGA_CHAOS_OWN_MOUNTS=1 exec unshare -m --propagation private "${lab[@]}"; fi
exec "${lab[@]}"

#!/usr/bin/env bash
# Builds the benchmark for release, compiled ahead of time as the host is, and runs it. See tests/SagaPlatform.Benchmarks/README.md.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. infra/native/lib/shell.sh

say "Building the benchmark (the first time takes a minute or two) ..."
built=artifacts/bench
build=(publish tests/SagaPlatform.Benchmarks -o "$built")
# The operators' benchmark starts the host as a process, which needs what only a build has beside it.
[[ ${1:-} != operators ]] || { built=tests/SagaPlatform.Benchmarks/bin/Release/net10.0; build=(build tests/SagaPlatform.Benchmarks); }
env -u MAKEFLAGS -u MAKELEVEL -u MFLAGS DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 \
  dotnet "${build[@]}" -c Release -v quiet >&2 || die 1 "The build failed."
exec dotnet "$built/SagaPlatform.Benchmarks.dll" "$@"

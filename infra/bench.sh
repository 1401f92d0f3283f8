#!/usr/bin/env bash
# Builds the benchmark for release, compiled ahead of time as the host is, and runs it. See tests/SagaPlatform.Benchmarks/README.md.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. infra/native/lib/shell.sh

say "Building the benchmark (the first time takes a minute or two) ..."
env -u MAKEFLAGS -u MAKELEVEL -u MFLAGS DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 \
  dotnet publish tests/SagaPlatform.Benchmarks -c Release -o artifacts/bench -v quiet >&2 || die 1 "The build failed."
exec dotnet artifacts/bench/SagaPlatform.Benchmarks.dll "$@"

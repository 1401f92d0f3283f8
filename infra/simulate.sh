#!/usr/bin/env bash
# Runs the simulator, or with "explore" the explorer, and prints what each saga came to. Needs no services.
#   SAGA=order-fulfilment   only the saga of that queue
#   SEED=17                 only the schedule of that seed, as a failing one names it
#   SCHEDULES=10000         schedules of each saga
#   TROUBLES=3              how many things may go wrong on one way of the explorer
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

project=tests/SagaPlatform.Simulation what=Simulator
[[ ${1:-} != explore ]] || what=Explorer
[[ -z ${SEED:-} ]] || export SAGA_SEED=$SEED
[[ -z ${TROUBLES:-} ]] || export SAGA_TROUBLES=$TROUBLES
[[ -z ${SAGA:-} ]] || export SAGA_ONLY=$SAGA
export SAGA_SIMULATED=${SCHEDULES:-10000}
unset SEED TROUBLES SAGA SCHEDULES MAKEFLAGS MFLAGS MAKELEVEL

dotnet build "$project" -c Release -v quiet --nologo
dotnet test "$project" -c Release --no-build --nologo --filter "FullyQualifiedName~$what" --logger 'console;verbosity=detailed' \
  | grep -vE '^\[xUnit|^(Test Run|Total time|Results File|Starting|A total)|Standard Output Messages|^\s*$'

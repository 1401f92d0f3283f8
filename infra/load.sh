#!/usr/bin/env bash
# Load on a running platform: the broker of BROKER, of SAGA_RABBITMQ, or of the native platform of this checkout (make up-native).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. infra/native/lib/shell.sh

run=$(realpath -m "${SAGA_RUN_DIR:-$PWD/.run}")
SAGA_RABBITMQ=${BROKER:-${SAGA_RABBITMQ:-}}
if [[ -z $SAGA_RABBITMQ ]]; then
  [[ -f $run/services/services.env ]] \
    || die 2 "There is no broker to send load to: the embedded platform (make run) has none. Start make up-native, or name one: BROKER=amqp://user:password@host:port/vhost"
  . "$run/services/services.env"
fi
# Through the environment: an argument would show the password to everybody who lists processes.
export SAGA_RABBITMQ
unset BROKER
exec dotnet run --project tests/SagaPlatform.LoadTest -c Release -v quiet -- "$@"

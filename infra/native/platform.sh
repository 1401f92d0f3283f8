#!/usr/bin/env bash
# The platform from Debian packages: RabbitMQ, PostgreSQL, one process for sagas and API, one for the participants.
# Data, logs and pids are in .run/ (SAGA_RUN_DIR moves it). See infra/README.md.
#
#   platform.sh up                           start what does not run yet (PORT=8080; the participants listen on PORT+1)
#   platform.sh down                         stop everything; data stay
#   platform.sh status                       exit 1 unless everything runs
#   platform.sh environment host|participants   the configuration that process gets
#   platform.sh remove                       stop, and delete .run/
set -euo pipefail

NATIVE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
ROOT=$(cd "$NATIVE/../.." && pwd)
. "$NATIVE/lib/shell.sh"

RUN=$(realpath -m "${SAGA_RUN_DIR:-$ROOT/.run}")
PROCESSES=(host participants)

# The port of the running platform is in .run/port: status, and a second up without PORT=, find it there.
port_of() {
  case $1 in
    host) echo "$PORT" ;;
    participants) echo $((PORT + 1)) ;;
  esac
}

roles_of() {
  case $1 in
    host) echo sagas,api ;;
    participants) echo participants ;;
    *) die 64 "Processes are: ${PROCESSES[*]}" ;;
  esac
}

# The keys are those of docker-compose.yml; a test compares them.
environment() {
  local SAGA_POSTGRES='' SAGA_RABBITMQ=''
  [[ ! -f $RUN/services/services.env ]] || . "$RUN/services/services.env"
  cat <<ENV
SAGA_MODE=platform
SAGA_ROLES=$(roles_of "$1")
SAGA_POSTGRES=$SAGA_POSTGRES
SAGA_RABBITMQ=$SAGA_RABBITMQ
ASPNETCORE_URLS=http://127.0.0.1:$(port_of "$1")
SAGA_ADMIN_KEY=${SAGA_ADMIN_KEY:-}
OTEL_EXPORTER_OTLP_ENDPOINT=${OTEL_EXPORTER_OTLP_ENDPOINT:-}
ENV
}

process_pid() {
  local pid=''
  [[ ! -r $RUN/$1.pid ]] || read -r pid <"$RUN/$1.pid" || true
  process_lives "$pid" && process_names "$pid" "$RUN/bin/SagaPlatform.Host.dll" && echo "$pid"
}

up() {
  mkdir -p "$RUN/log"
  chmod 711 "$RUN"
  [[ $PORT =~ ^[0-9]+$ ]] && ((PORT > 0 && PORT < 65535)) || die 2 "PORT must be a number from 1 to 65534, not '$PORT'."
  if process_pid host >/dev/null && process_pid participants >/dev/null; then
    [[ -z ${1:-} || $1 == "$(cat "$RUN/port")" ]] || die 2 "The platform runs on port $(cat "$RUN/port"). Stop it first: make down-native"
    PORT=$(<"$RUN/port")
    say "Already running."
    addresses
    return
  fi
  # A half that still runs would keep the files that are about to be replaced.
  stop_processes
  local name
  for name in "${PROCESSES[@]}"; do
    ! port_answers 127.0.0.1 "$(port_of "$name")" || die 2 "Port $(port_of "$name") ($name) is in use. Choose another: make up-native PORT=18080"
  done
  say "Starting RabbitMQ and PostgreSQL ..."
  bash "$NATIVE/services.sh" start "$RUN/services"
  rm -rf "$RUN/bin"
  (cd "$ROOT" && publish_host "$RUN/bin")
  echo "$PORT" >"$RUN/port"
  for name in "${PROCESSES[@]}"; do launch "$name"; done
  for name in "${PROCESSES[@]}"; do await_ready "$name"; done
  addresses
}

launch() {
  local settings
  mapfile -t settings < <(environment "$1")
  say "Starting $1 ..."
  (cd "$RUN/bin" && exec env -u PORT "${settings[@]}" setsid dotnet "$RUN/bin/SagaPlatform.Host.dll") \
    </dev/null >>"$RUN/log/$1.log" 2>&1 &
  echo $! >"$RUN/$1.pid"
}

await_ready() {
  local tenths=900 port
  port=$(port_of "$1")
  until [[ $(http_status 127.0.0.1 "$port" /health/ready) == 200 ]]; do
    process_pid "$1" >/dev/null || { tail -n 20 "$RUN/log/$1.log" >&2; die 1 "$1 has ended; its log: $RUN/log/$1.log"; }
    ((tenths-- > 0)) || { tail -n 20 "$RUN/log/$1.log" >&2; die 1 "$1 is not ready after 90 s: http://127.0.0.1:$port/health/ready says why; its log: $RUN/log/$1.log"; }
    sleep 0.1
  done
}

addresses() {
  local SAGA_POSTGRES='' SAGA_RABBITMQ='' SAGA_RABBITMQ_MANAGEMENT='' postgres
  . "$RUN/services/services.env"
  postgres=$(sed 's/;*Password=[^;]*//I' <<<"$SAGA_POSTGRES")
  cat <<TABLE

  Platform          http://127.0.0.1:$PORT
  OpenAPI           http://127.0.0.1:$PORT/openapi/v1.json
  Readiness         http://127.0.0.1:$PORT/health/ready   participants: http://127.0.0.1:$((PORT + 1))/health/ready
  RabbitMQ console  $SAGA_RABBITMQ_MANAGEMENT   user operator, password: MQ_OPERATOR_PASSWORD in $RUN/services/rabbitmq.env
  PostgreSQL        $postgres   password: in $RUN/services/services.env
  Logs              $RUN/log/host.log, participants.log   (make logs-native)
  Stop              make down-native   (data stay; make clean deletes them)

TABLE
}

stop_processes() {
  local name pid
  for name in "${PROCESSES[@]}"; do
    # 30 s: a host lets the messages it holds finish.
    ! pid=$(process_pid "$name") || end_process "$pid" TERM 30 &
  done
  wait
  rm -f "$RUN/host.pid" "$RUN/participants.pid"
}

status() {
  local name pid code=0
  for name in "${PROCESSES[@]}"; do
    if pid=$(process_pid "$name"); then echo "$name  running, pid $pid, ready: $(http_status 127.0.0.1 "$(port_of "$name")" /health/ready)"
    else echo "$name  stopped"; code=1; fi
  done
  bash "$NATIVE/services.sh" status "$RUN/services" || code=1
  return "$code"
}

asked=${PORT:-}
PORT=${PORT:-8080}
case ${1:-} in
  up) up "$asked" ;;
  down) stop_processes; bash "$NATIVE/services.sh" stop "$RUN/services"; say "Stopped. The data are in $RUN." ;;
  status) PORT=$(cat "$RUN/port" 2>/dev/null || echo "$PORT"); status ;;
  environment) environment "${2:-}" ;;
  remove) stop_processes; bash "$NATIVE/services.sh" remove "$RUN/services"; rm -rf "$RUN" ;;
  *) sed -n '5,9s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 64 ;;
esac

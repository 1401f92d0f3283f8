#!/usr/bin/env bash
# Private PostgreSQL and RabbitMQ for a test run or for the native platform. See infra/README.md.
#
#   services.sh ensure                                  find them, or install them; exit 2 and say what to do otherwise
#   services.sh start  DIR [postgres|rabbitmq] [--test] [--until-exit PID]
#   services.sh stop   DIR [postgres|rabbitmq]          in order; what is not running is no error
#   services.sh kill   DIR [postgres|rabbitmq]          a crash (SIGKILL), for tests
#   services.sh status DIR                              exit 1 unless both run
#   services.sh remove DIR                              stop, and delete the data
#
# start writes DIR/services.env: SAGA_POSTGRES, SAGA_RABBITMQ, SAGA_RABBITMQ_MANAGEMENT. Started again, an
# instance keeps its data, passwords and (if nobody took them) ports.
# --test        the user may create databases and vhosts; queue counts every second
# --until-exit  services and DIR go away when process PID is gone, however it ended
set -euo pipefail

NATIVE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
INFRA=$(dirname "$NATIVE")
ROOT=$(dirname "$INFRA")
for part in shell locate postgres rabbitmq docker; do . "$NATIVE/lib/$part.sh"; done
. "$INFRA/rabbitmq/definitions.sh"

usage() { sed -n '4,9s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 64; }

read_arguments() {
  (($# > 0)) || usage
  COMMAND=$1 DIR='' PROFILE='' WATCHED='' SERVICES=(postgres rabbitmq)
  shift
  while (($# > 0)); do
    case $1 in
      --test) PROFILE=test ;;
      --until-exit) WATCHED=${2:?--until-exit needs a process id}; shift ;;
      postgres | rabbitmq) SERVICES=("$1") ;;
      -*) usage ;;
      *) [[ -z $DIR ]] || usage; DIR=$1 ;;
    esac
    shift
  done
  [[ $COMMAND == ensure || -n $DIR ]] || usage
}

start() {
  mkdir -p "$DIR"
  DIR=$(readlink -f "$DIR")
  # The user postgres passes through to its own directory; what is secret has mode 600.
  chmod 711 "$DIR"
  # The profile is a property of the data, chosen at the first start.
  if [[ -f $DIR/profile ]]; then PROFILE=$(<"$DIR/profile"); else PROFILE=${PROFILE:-platform}; echo "$PROFILE" >"$DIR/profile"; fi
  ensure_services
  local service failed=0 pid
  forget_given "$DIR/postgres.env" PG_SOURCE SAGA_POSTGRES
  forget_given "$DIR/rabbitmq.env" MQ_SOURCE SAGA_RABBITMQ
  RUNNING=()
  trap interrupted INT TERM
  [[ -z $WATCHED ]] || guard
  for service in "${SERVICES[@]}"; do
    "${service}_start" "$DIR" "$PROFILE" &
    RUNNING+=($!)
  done
  for pid in "${RUNNING[@]}"; do wait "$pid" || failed=$?; done
  ((failed == 0)) || { act INT TERM; exit "$failed"; }
  trap - INT TERM
  write_endpoints
}

# Background shells ignore Ctrl-C: without this they would go on starting services nobody waits for.
interrupted() {
  trap '' INT TERM
  kill -TERM "${RUNNING[@]}" 2>/dev/null || true
  wait "${RUNNING[@]}" 2>/dev/null || true
  act INT KILL
  exit 130
}

# forget_given FILE SOURCE_KEY ENDPOINT_KEY: an endpoint that is no longer given is forgotten; one that is
# given beside data of our own would hide them, so that is refused.
forget_given() {
  local source
  source=$(sed -n "s/^$2=//p" "$1" 2>/dev/null) || return 0
  if [[ $source == given && -z ${!3:-} ]]; then rm -f "$1"
  elif [[ -n $source && $source != given && -n ${!3:-} ]]; then die 2 "$3 is given, but $DIR holds a service and data of its own: unset $3, or remove $DIR."; fi
}

write_endpoints() {
  local file=$DIR/services.env new=$DIR/services.env.$BASHPID
  postgres_load "$DIR" && rabbitmq_load "$DIR" || return 0
  (umask 077
    { printf "SAGA_POSTGRES='%s'\n" "$(postgres_endpoint)"
      printf "SAGA_RABBITMQ='%s'\n" "$(rabbitmq_endpoint)"
      printf "SAGA_RABBITMQ_MANAGEMENT='%s'\n" "$(rabbitmq_management_endpoint)"; } >"$new")
  mv "$new" "$file"
}

# A process of its own that outlives even a SIGKILL of the one it watches.
guard() {
  setsid bash -c 'while [[ -d /proc/$1 && -d $2 ]]; do sleep 1; done; exec bash "$3" remove "$2"' \
    _ "$WATCHED" "$DIR" "$NATIVE/services.sh" </dev/null >/dev/null 2>&1 3>&- 4>&- &
}

# act SIGNAL_POSTGRES SIGNAL_RABBITMQ: ends the chosen services, both at once.
act() {
  local service signal
  for service in "${SERVICES[@]}"; do
    if [[ $service == postgres ]]; then signal=$1; else signal=$2; fi
    "${service}_stop" "$DIR" "$signal" &
  done
  wait
}

# Asked for one service by name, and it is not ours: saying nothing would let a test believe in a crash that never was.
refuse_given() {
  ((${#SERVICES[@]} == 1)) || return 0
  if [[ ${SERVICES[0]} == postgres ]]; then postgres_load "$DIR" && [[ $PG_SOURCE == given ]] || return 0
  else rabbitmq_load "$DIR" && [[ $MQ_SOURCE == given ]] || return 0; fi
  die 2 "${SERVICES[0]} was given by its endpoint and is not stopped from here."
}

status() {
  local code=0
  postgres_status "$DIR" || code=1
  rabbitmq_status "$DIR" || code=1
  return "$code"
}

remove() {
  [[ -d $DIR ]] || return 0
  SERVICES=(postgres rabbitmq)
  act INT KILL # the node's data is deleted anyway
  if postgres_load "$DIR"; then
    [[ $PG_SOURCE != docker ]] || docker_remove "$DIR" postgres
    [[ $PG_SOURCE != native ]] || rm -rf "$PG_HOME"
  fi
  if rabbitmq_load "$DIR" && [[ $MQ_SOURCE == docker ]]; then docker_remove "$DIR" rabbitmq; fi
  # Only a directory that is ours: one with a profile in it.
  [[ ! -f $DIR/profile ]] || rm -rf "$DIR"
}

read_arguments "$@"
[[ ! -d $DIR ]] || DIR=$(readlink -f "$DIR")
case $COMMAND in
  ensure) ensure_services ;;
  start) start ;;
  stop) refuse_given; act INT TERM ;;
  kill) refuse_given; act KILL KILL ;;
  status) status ;;
  remove) remove ;;
  *) usage ;;
esac

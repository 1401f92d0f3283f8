# Where PostgreSQL and RabbitMQ come from on this machine. Sourced.
# SAGA_NATIVE_ROOT puts another directory before /usr/lib and leaves PATH out (used to try the not-installed path).

# Prints the directory that holds initdb, pg_ctl, postgres and psql of the newest installed version.
postgres_bin() {
  local dir
  for dir in $(ls -d "${SAGA_NATIVE_ROOT:-/usr}"/lib/postgresql/*/bin 2>/dev/null | sort -rV) "$(dir_on_path initdb)"; do
    [[ -x $dir/initdb && -x $dir/pg_ctl && -x $dir/postgres && -x $dir/psql ]] && { echo "$dir"; return; }
  done
  return 1
}

# Prints the directory of RabbitMQ's own scripts. Debian's /usr/sbin wrapper is passed over:
# it switches user and drops the environment that makes a node private.
rabbitmq_bin() {
  local dir
  for dir in "${SAGA_NATIVE_ROOT:-/usr}/lib/rabbitmq/bin" "$(dir_on_path rabbitmq-server)"; do
    [[ -x $dir/rabbitmq-server && -x $dir/rabbitmq-env ]] && { echo "$dir"; return; }
  done
  return 1
}

dir_on_path() {
  local file
  [[ -z ${SAGA_NATIVE_ROOT:-} ]] || return 0
  file=$(command -v "$1") && dirname "$(readlink -f "$file")" || true
}

epmd_program() {
  command -v epmd || ls -d /usr/lib/erlang/bin/epmd /usr/lib/erlang/erts-*/bin/epmd 2>/dev/null | head -n 1
}

docker_answers() { command -v docker >/dev/null && timeout 20 docker info >/dev/null 2>&1; }

# source_of postgres|rabbitmq: given, native, docker or none.
source_of() {
  case $1 in
    postgres) [[ -n ${SAGA_POSTGRES:-} ]] && { echo given; return; } ;;
    rabbitmq) [[ -n ${SAGA_RABBITMQ:-} ]] && { echo given; return; } ;;
  esac
  if "$1_bin" >/dev/null; then echo native
  elif docker_answers; then echo docker
  else echo none; fi
}

# Makes sure that both services can be had; installs Debian packages where neither endpoint nor binary is there.
ensure_services() {
  local packages=()
  [[ -n ${SAGA_POSTGRES:-} ]] || postgres_bin >/dev/null || packages+=(postgresql)
  [[ -n ${SAGA_RABBITMQ:-} ]] || rabbitmq_bin >/dev/null || packages+=(rabbitmq-server)
  ((${#packages[@]} == 0)) || bash "$NATIVE/install.sh" "${packages[@]}" >&2 || true
  local service missing=()
  for service in postgres rabbitmq; do
    [[ $(source_of "$service") != none ]] || missing+=("$service")
  done
  ((${#missing[@]} == 0)) || die 2 "Not found and not installable here: ${missing[*]}. Do one of these:
  - install them:        sudo apt-get install --no-install-recommends postgresql rabbitmq-server
  - give endpoints:      export SAGA_POSTGRES='Host=...;Username=...;Password=...;Database=saga'
                         export SAGA_RABBITMQ='amqp://user:password@host:5672/saga'
  - start Docker, and see that 'docker info' answers for this user."
}

# A private PostgreSQL: data and settings in DIR/postgres, TCP on 127.0.0.1 only, no Unix socket
# (its path length is limited). Sourced. State in DIR/postgres.env: PG_SOURCE PG_PORT PG_HOME PG_ROOT_PASSWORD PG_PASSWORD.

postgres_load() { [[ -f $1/postgres.env ]] && . "$1/postgres.env"; }

# PostgreSQL refuses to run as root, so root hands it to the user its package made.
as_postgres() {
  if ((EUID == 0)); then (cd / && exec setpriv --reuid=postgres --regid=postgres --init-groups "$@")
  else "$@"; fi
}

postgres_prepare() {
  local dir=$1
  PG_SOURCE=$(source_of postgres) PG_PORT=0 PG_HOME=$dir/postgres
  PG_ROOT_PASSWORD=$(random_secret) PG_PASSWORD=$(random_secret)
  [[ $PG_SOURCE == native ]] || { postgres_save "$dir"; return; }
  if ((EUID == 0)); then
    id -u postgres >/dev/null 2>&1 || die 2 "PostgreSQL does not run as root and there is no user 'postgres'. Run this as an ordinary user."
    # A clone under /root is closed to the user postgres: then the data lives beside the system's own.
    as_postgres test -x "$dir" || PG_HOME=/var/lib/saga-platform/$(cksum <<<"$dir" | cut -d ' ' -f 1)
  fi
  mkdir -p "$PG_HOME"
  if ((EUID == 0)); then
    [[ $PG_HOME == "$dir"/* ]] || chmod 711 "${PG_HOME%/*}"
    chown postgres: "$PG_HOME"
  fi
  postgres_save "$dir"
  local bin
  bin=$(postgres_bin)
  (umask 077; echo "$PG_ROOT_PASSWORD" >"$PG_HOME/first-password")
  ((EUID != 0)) || chown postgres: "$PG_HOME/first-password"
  as_postgres "$bin/initdb" -D "$PG_HOME/data" -U postgres -A scram-sha-256 --pwfile="$PG_HOME/first-password" \
    -E UTF8 --locale=C --no-instructions >"$dir/initdb.log" 2>&1 || die 1 "initdb failed: $(tail -n 5 "$dir/initdb.log")"
  rm -f "$PG_HOME/first-password"
  # fsync and synchronous_commit stay on: a commit that does not survive a power cut is no commit.
  as_postgres tee -a "$PG_HOME/data/postgresql.conf" >/dev/null <<CONF
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 300
shared_buffers = '256MB'
max_wal_size = '2GB'
log_line_prefix = '%m [%p] %u@%d '
log_min_duration_statement = '2s'
CONF
}

postgres_save() {
  (umask 077; printf '%s\n' "PG_SOURCE=$PG_SOURCE" "PG_PORT=$PG_PORT" "PG_HOME='$PG_HOME'" \
    "PG_ROOT_PASSWORD=$PG_ROOT_PASSWORD" "PG_PASSWORD=$PG_PASSWORD" >"$1/postgres.env")
}

postgres_pid() {
  local pid=''
  [[ ! -r $PG_HOME/data/postmaster.pid ]] || read -r pid <"$PG_HOME/data/postmaster.pid"
  # A number left by a dead server may belong to somebody else by now: ours works in its data directory.
  process_lives "$pid" && [[ $(readlink "/proc/$pid/cwd") == "$(readlink -f "$PG_HOME/data")" ]] && echo "$pid"
}

# postgres_start DIR PROFILE
postgres_start() {
  local dir=$1 profile=$2 fresh=0 attempt
  postgres_load "$dir" || { fresh=1; postgres_prepare "$dir"; }
  case $PG_SOURCE in
    given) return ;;
    docker) docker_postgres_start "$dir" "$profile"; return ;;
    none) die 2 "PostgreSQL is not there; run infra/native/services.sh ensure" ;;
  esac
  postgres_pid >/dev/null && return
  for attempt in 1 2 3; do
    if ((PG_PORT == 0)) || port_answers 127.0.0.1 "$PG_PORT"; then PG_PORT=$(free_port); postgres_save "$dir"; fi
    if as_postgres "$(postgres_bin)/pg_ctl" -D "$PG_HOME/data" -l "$PG_HOME/log" -o "-p $PG_PORT" -w -t 60 start >"$dir/pg_ctl.log" 2>&1 </dev/null
    then break; fi
    ((attempt < 3)) || die 1 "PostgreSQL does not start: $(tail -n 5 "$PG_HOME/log" "$dir/pg_ctl.log" 2>/dev/null)"
    ((fresh == 0)) || PG_PORT=0
    sleep 1
  done
  ((fresh == 0)) || postgres_roles "$profile"
}

# The data survive a stop; roles are made once.
postgres_roles() {
  local createdb=NOCREATEDB
  [[ $1 != test ]] || createdb=CREATEDB
  PGPASSWORD=$PG_ROOT_PASSWORD "$(postgres_bin)/psql" -X -q -v ON_ERROR_STOP=1 -h 127.0.0.1 -p "$PG_PORT" -U postgres -d postgres \
    -v saga_password="$PG_PASSWORD" -v saga_createdb="$createdb" -f "$INFRA/postgres/roles.sql"
}

# postgres_stop DIR SIGNAL: INT is PostgreSQL's fast shutdown; KILL is a crash (its children notice and end).
postgres_stop() {
  local pid
  postgres_load "$1" || return 0
  [[ $PG_SOURCE != docker ]] || { docker_stop "$1" postgres "$2"; return; }
  [[ $PG_SOURCE == native ]] && pid=$(postgres_pid) || return 0
  end_process "$pid" "$2" 30
  # After a crash the children go one by one, and the next start is refused while one holds the shared memory.
  local tenths=100
  while postgres_children && ((tenths-- > 0)); do sleep 0.1; done
}

postgres_children() {
  local data process
  data=$(readlink -f "$PG_HOME/data")
  for process in /proc/[0-9]*; do
    [[ $(readlink "$process/cwd" 2>/dev/null) != "$data" ]] || return 0
  done
  return 1
}

postgres_status() {
  postgres_load "$1" || { echo "postgres  never started"; return 1; }
  case $PG_SOURCE in
    given) echo "postgres  given by SAGA_POSTGRES" ;;
    docker) docker_status "$1" postgres ;;
    *) local pid; if pid=$(postgres_pid); then echo "postgres  running on 127.0.0.1:$PG_PORT, pid $pid"; else echo "postgres  stopped"; return 1; fi ;;
  esac
}

postgres_endpoint() {
  if [[ $PG_SOURCE == given ]]; then echo "$SAGA_POSTGRES"
  else echo "Host=127.0.0.1;Port=$PG_PORT;Username=saga;Password=$PG_PASSWORD;Database=saga"; fi
}

# A private RabbitMQ node: its own name, home, cookie, epmd and ports, all on 127.0.0.1, so any number
# of them live side by side. Sourced.
# State in DIR/rabbitmq.env: MQ_SOURCE MQ_NODE MQ_PORT MQ_MANAGEMENT_PORT MQ_DIST_PORT MQ_EPMD_PORT MQ_PASSWORD MQ_OPERATOR_PASSWORD.

rabbitmq_load() { [[ -f $1/rabbitmq.env ]] && . "$1/rabbitmq.env"; }

rabbitmq_prepare() {
  local dir=$1 profile=$2 home=$1/rabbitmq tag=''
  [[ $profile != test ]] || tag=administrator
  MQ_SOURCE=$(source_of rabbitmq)
  MQ_PASSWORD=$(random_secret) MQ_OPERATOR_PASSWORD=$(random_secret)
  rabbitmq_choose_ports
  # The node's name is the name of its database directory: it is chosen once and outlives a change of ports.
  MQ_NODE=saga-$MQ_PORT@localhost
  rabbitmq_save "$dir"
  [[ $MQ_SOURCE == native || $MQ_SOURCE == docker ]] || return 0
  mkdir -p "$home/conf.d" "$home/schema"
  (umask 077; random_secret >"$home/.erlang.cookie")
  chmod 400 "$home/.erlang.cookie"
  cp "$INFRA/rabbitmq/enabled_plugins" "$home/enabled_plugins"
  # Blank nodes take users and vhost from here and therefore never create 'guest'.
  rabbitmq_definitions "$MQ_PASSWORD" "$MQ_OPERATOR_PASSWORD" "$tag" >"$home/definitions.json"
  # Without this file the start script would source /etc/rabbitmq/rabbitmq-env.conf of the system's own node.
  : >"$home/rabbitmq-env.conf"
}

rabbitmq_choose_ports() {
  local ports=() port
  while ((${#ports[@]} < 4)); do
    port=$(free_port)
    [[ " ${ports[*]} " == *" $port "* ]] || ports+=("$port")
  done
  MQ_PORT=${ports[0]} MQ_MANAGEMENT_PORT=${ports[1]} MQ_DIST_PORT=${ports[2]} MQ_EPMD_PORT=${ports[3]}
}

rabbitmq_save() {
  (umask 077; printf '%s\n' "MQ_SOURCE=$MQ_SOURCE" "MQ_NODE=$MQ_NODE" "MQ_PORT=$MQ_PORT" "MQ_MANAGEMENT_PORT=$MQ_MANAGEMENT_PORT" \
    "MQ_DIST_PORT=$MQ_DIST_PORT" "MQ_EPMD_PORT=$MQ_EPMD_PORT" "MQ_PASSWORD=$MQ_PASSWORD" \
    "MQ_OPERATOR_PASSWORD=$MQ_OPERATOR_PASSWORD" >"$1/rabbitmq.env")
}

rabbitmq_write_conf() {
  local home=$1/rabbitmq profile=$2
  {
    cat "$INFRA/rabbitmq/rabbitmq.conf"
    echo "listeners.tcp.1 = 127.0.0.1:$MQ_PORT"
    echo "management.tcp.ip = 127.0.0.1"
    echo "management.tcp.port = $MQ_MANAGEMENT_PORT"
    echo "load_definitions = $home/definitions.json"
    # A development disk is small; production has 2 GB here (see compose.conf).
    echo "disk_free_limit.absolute = 200MB"
    # Tests read queue counts: every second instead of every five.
    [[ $profile != test ]] || echo "collect_statistics_interval = 1000"
  } >"$home/rabbitmq.conf"
}

# rabbitmq_run DIR PROGRAM...: becomes PROGRAM (in a background shell) with the environment that makes the node private.
rabbitmq_run() {
  local home=$1/rabbitmq; shift
  local loopback='-kernel inet_dist_use_interface {127,0,0,1}'
  exec env -u RABBITMQ_USE_LONGNAME HOME="$home" ERL_EPMD_PORT="$MQ_EPMD_PORT" ERL_EPMD_ADDRESS=127.0.0.1 \
    RABBITMQ_NODENAME="$MQ_NODE" RABBITMQ_NODE_PORT="$MQ_PORT" RABBITMQ_NODE_IP_ADDRESS=127.0.0.1 RABBITMQ_DIST_PORT="$MQ_DIST_PORT" \
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="$loopback" RABBITMQ_CONF_ENV_FILE="$home/rabbitmq-env.conf" \
    RABBITMQ_CONFIG_FILE="$home/rabbitmq.conf" RABBITMQ_CONFIG_FILES="$home/conf.d" RABBITMQ_ADVANCED_CONFIG_FILE="$home/none.config" \
    RABBITMQ_ENABLED_PLUGINS_FILE="$home/enabled_plugins" RABBITMQ_GENERATED_CONFIG_DIR="$home/generated" RABBITMQ_SCHEMA_DIR="$home/schema" \
    RABBITMQ_MNESIA_BASE="$home/data" RABBITMQ_LOG_BASE="$home/log" RABBITMQ_PID_FILE="$home/node.pid" "$@"
}

rabbitmq_pid() {
  local pid=''
  [[ ! -r $1/rabbitmq/node.pid ]] || read -r pid <"$1/rabbitmq/node.pid" || true
  process_lives "$pid" && process_names "$pid" "$1/rabbitmq" && echo "$pid"
}

launcher_pid() {
  local pid=''
  [[ ! -r $1/rabbitmq/launcher.pid ]] || read -r pid <"$1/rabbitmq/launcher.pid" || true
  process_lives "$pid" && process_names "$pid" rabbitmq-server "$1/rabbitmq" && echo "$pid"
}

epmd_pid() {
  local pid=''
  [[ ! -r $1/rabbitmq/epmd.pid ]] || read -r pid <"$1/rabbitmq/epmd.pid" || true
  process_lives "$pid" && [[ $(cat "/proc/$pid/comm" 2>/dev/null) == epmd ]] && echo "$pid"
}

# rabbitmq_start DIR PROFILE
rabbitmq_start() {
  local dir=$1 profile=$2 fresh=0 attempt
  rabbitmq_load "$dir" || { fresh=1; rabbitmq_prepare "$dir" "$profile"; }
  case $MQ_SOURCE in
    given) return ;;
    docker) docker_rabbitmq_start "$dir" "$profile"; return ;;
    none) die 2 "RabbitMQ is not there; run infra/native/services.sh ensure" ;;
  esac
  rabbitmq_pid "$dir" >/dev/null && return
  for attempt in 1 2 3; do
    # Somebody else may have taken a port since we looked, or since the last run.
    if ((attempt > 1 && fresh == 1)) || port_answers 127.0.0.1 "$MQ_PORT" || port_answers 127.0.0.1 "$MQ_MANAGEMENT_PORT" \
      || port_answers 127.0.0.1 "$MQ_DIST_PORT"; then rabbitmq_choose_ports; rabbitmq_save "$dir"; fi
    rabbitmq_launch "$dir" "$profile" && return
    rabbitmq_stop "$dir" KILL
  done
  die 1 "RabbitMQ does not start: $(tail -n 15 "$dir/rabbitmq/console.log")"
}

# Every background process closes the caller's descriptors: a pipe that reads our output must see its end.
rabbitmq_launch() {
  local dir=$1 tenths=900
  rabbitmq_write_conf "$dir" "$2"
  epmd_pid "$dir" >/dev/null || {
    HOME=$dir/rabbitmq setsid "$(epmd_program)" -port "$MQ_EPMD_PORT" -address 127.0.0.1 </dev/null >>"$dir/rabbitmq/epmd.log" 2>&1 3>&- 4>&- &
    echo $! >"$dir/rabbitmq/epmd.pid"
  }
  rm -f "$dir/rabbitmq/node.pid"
  rabbitmq_run "$dir" setsid "$(rabbitmq_bin)/rabbitmq-server" </dev/null >>"$dir/rabbitmq/console.log" 2>&1 3>&- 4>&- &
  local launcher=$!
  echo "$launcher" >"$dir/rabbitmq/launcher.pid"
  # The console is the last thing a node opens: it answering a login means definitions, users and AMQP are there.
  until port_answers 127.0.0.1 "$MQ_PORT" && [[ $(http_status 127.0.0.1 "$MQ_MANAGEMENT_PORT" /api/whoami "operator:$MQ_OPERATOR_PASSWORD") == 200 ]]; do
    process_lives "$launcher" && ((tenths-- > 0)) || return 1
    sleep 0.1
  done
}

# rabbitmq_stop DIR SIGNAL: TERM ends the node in order, KILL is a crash. Its epmd ends with it.
rabbitmq_stop() {
  local pid
  rabbitmq_load "$1" || return 0
  [[ $MQ_SOURCE != docker ]] || { docker_stop "$1" rabbitmq "$2"; return; }
  [[ $MQ_SOURCE == native ]] || return 0
  if pid=$(rabbitmq_pid "$1"); then end_process "$pid" "$2" 30; fi
  # A node interrupted while it booted may not have written its pid yet; its start script leads its session.
  if pid=$(launcher_pid "$1"); then kill -KILL -- "-$pid" 2>/dev/null || true; fi
  if pid=$(epmd_pid "$1"); then end_process "$pid" KILL 5; fi
}

rabbitmq_status() {
  rabbitmq_load "$1" || { echo "rabbitmq  never started"; return 1; }
  case $MQ_SOURCE in
    given) echo "rabbitmq  given by SAGA_RABBITMQ" ;;
    docker) docker_status "$1" rabbitmq ;;
    *) local pid
       if pid=$(rabbitmq_pid "$1"); then echo "rabbitmq  running on 127.0.0.1:$MQ_PORT, console http://127.0.0.1:$MQ_MANAGEMENT_PORT, pid $pid"
       else echo "rabbitmq  stopped"; return 1; fi ;;
  esac
}

rabbitmq_endpoint() {
  if [[ $MQ_SOURCE == given ]]; then echo "$SAGA_RABBITMQ"; else echo "amqp://saga:$MQ_PASSWORD@127.0.0.1:$MQ_PORT/saga"; fi
}

rabbitmq_management_endpoint() {
  local host
  if [[ $MQ_SOURCE != given ]]; then echo "http://127.0.0.1:$MQ_MANAGEMENT_PORT"
  elif [[ -n ${SAGA_RABBITMQ_MANAGEMENT:-} ]]; then echo "$SAGA_RABBITMQ_MANAGEMENT"
  else
    host=${SAGA_RABBITMQ#*://} host=${host##*@} host=${host%%[:/]*}
    echo "http://$host:15672"
  fi
}

# The same two services in containers, where there is Docker but no package. Sourced.
# Images are those of docker-compose.yml: one place names the versions.

docker_image() { sed -n "s/^[[:space:]]*image:[[:space:]]*\($1:[^[:space:]]*\).*/\1/p" "$ROOT/docker-compose.yml" | head -n 1; }
docker_name() { echo "saga-$2-$(cksum <<<"$1" | cut -d ' ' -f 1)"; }

# docker_run DIR SERVICE ARGUMENTS...: starts the container again, or makes it. Data lives in an anonymous volume of its own.
docker_run() {
  local dir=$1 service=$2 name; shift 2
  name=$(docker_name "$dir" "$service")
  docker start "$name" >/dev/null 2>&1 || docker run -d --name "$name" "$@" >/dev/null \
    || die 1 "docker could not start $service (container $name)."
}

docker_await() {
  local seconds=120
  until "$@" >/dev/null 2>&1; do
    ((seconds-- > 0)) || die 1 "The container does not become ready: $*"
    sleep 1
  done
}

docker_postgres_start() {
  local dir=$1 createdb=NOCREATEDB
  [[ $2 != test ]] || createdb=CREATEDB
  ((PG_PORT != 0)) || { PG_PORT=$(free_port); postgres_save "$dir"; }
  docker_run "$dir" postgres -p "127.0.0.1:$PG_PORT:5432" \
    -e POSTGRES_PASSWORD="$PG_ROOT_PASSWORD" -e SAGA_POSTGRES_PASSWORD="$PG_PASSWORD" -e SAGA_POSTGRES_CREATEDB="$createdb" \
    -v "$INFRA/postgres/roles.sql:/saga/roles.sql:ro" -v "$INFRA/postgres/10-roles.sh:/docker-entrypoint-initdb.d/10-roles.sh:ro" \
    "$(docker_image postgres)" postgres -c max_connections=300
  # Over TCP: while the image still prepares its volume it listens on the Unix socket only.
  docker_await docker exec -e PGPASSWORD="$PG_PASSWORD" "$(docker_name "$dir" postgres)" psql -h 127.0.0.1 -U saga -d saga -c 'SELECT 1'
}

docker_rabbitmq_start() {
  local dir=$1
  chmod 644 "$dir/rabbitmq/definitions.json"
  docker_run "$dir" rabbitmq --hostname rabbitmq -p "127.0.0.1:$MQ_PORT:5672" -p "127.0.0.1:$MQ_MANAGEMENT_PORT:15672" \
    -v "$INFRA/rabbitmq/rabbitmq.conf:/etc/rabbitmq/conf.d/20-saga.conf:ro" -v "$INFRA/rabbitmq/compose.conf:/etc/rabbitmq/conf.d/30-compose.conf:ro" \
    -v "$dir/rabbitmq/definitions.json:/etc/rabbitmq/saga/definitions.json:ro" "$(docker_image rabbitmq)"
  docker_await docker_console_answers
}
docker_console_answers() { [[ $(http_status 127.0.0.1 "$MQ_MANAGEMENT_PORT" /api/whoami "operator:$MQ_OPERATOR_PASSWORD") == 200 ]]; }

docker_stop() {
  local name
  name=$(docker_name "$1" "$2")
  if [[ $3 == KILL ]]; then docker kill "$name" >/dev/null 2>&1 || true
  else docker stop -t 30 "$name" >/dev/null 2>&1 || true; fi
}

docker_remove() { docker rm -f -v "$(docker_name "$1" "$2")" >/dev/null 2>&1 || true; }

docker_status() {
  local state
  state=$(docker inspect -f '{{.State.Status}}' "$(docker_name "$1" "$2")" 2>/dev/null) || state=missing
  echo "$2  container $(docker_name "$1" "$2"): $state"
  [[ $state == running ]]
}

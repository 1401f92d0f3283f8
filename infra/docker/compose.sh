#!/usr/bin/env bash
# docker compose with generated secrets.   compose.sh up|down   (PORT=8080)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
INFRA=$PWD/infra
. infra/native/lib/shell.sh
. infra/rabbitmq/definitions.sh

settings=.run/compose.env
definitions=.run/rabbitmq-definitions.json

docker compose version >/dev/null 2>&1 && docker info >/dev/null 2>&1 \
  || die 2 "Docker with its compose plugin does not answer. Without Docker: make up-native"

# Once: the volumes keep the passwords they were made with.
make_secrets() {
  [[ ! -f $settings ]] || return 0
  local saga operator
  saga=$(random_secret) operator=$(random_secret)
  mkdir -p .run
  chmod 711 .run
  rabbitmq_definitions "$saga" "$operator" >"$definitions"
  # The node runs as another user inside its container; the file holds salted hashes, no password.
  chmod 644 "$definitions"
  (umask 077
    sed -e "s|^POSTGRES_ROOT_PASSWORD=.*|&$(random_secret)|" -e "s|^SAGA_POSTGRES_PASSWORD=.*|&$(random_secret)|" \
      -e "s|^SAGA_RABBITMQ_PASSWORD=.*|&$saga|" -e "s|^SAGA_OPERATOR_PASSWORD=.*|&$operator|" \
      -e "s|^SAGA_ADMIN_KEY=.*|&$(random_secret)|" \
      -e "s|^SAGA_RABBITMQ_DEFINITIONS=.*|&./$definitions|" infra/compose.env.example >"$settings.new")
  mv "$settings.new" "$settings"
}

case ${1:-} in
  up)
    make_secrets
    docker compose --env-file "$settings" up -d --build --wait
    cat <<TABLE

  Platform          http://127.0.0.1:${PORT:-8080}   key: SAGA_ADMIN_KEY in $settings (export it as SAGA_API_KEY for make demo and infra/saga)
  OpenAPI           http://127.0.0.1:${PORT:-8080}/openapi/v1.json
  RabbitMQ console  http://127.0.0.1:15672   user operator, password: SAGA_OPERATOR_PASSWORD in $settings
  PostgreSQL        127.0.0.1:5432, user and database saga, password in $settings
  Logs              docker compose --env-file $settings logs -f host participants
  Stop              make down   (volumes stay)

TABLE
    ;;
  down)
    [[ -f $settings ]] || die 2 "Nothing was started here: there is no $settings."
    docker compose --env-file "$settings" down ;;
  *) die 64 "compose.sh up|down" ;;
esac

# Fills in the definitions template. Sourced after shell.sh; needs INFRA.
# rabbitmq_definitions SAGA_PASSWORD OPERATOR_PASSWORD [TAG]: prints definitions with salted hashes, no password.
rabbitmq_definitions() {
  local saga operator tags=${3:+\"$3\"}
  saga=$(rabbitmq_password_hash "$1")
  operator=$(rabbitmq_password_hash "$2")
  sed -e "s|@SAGA_HASH@|$saga|" -e "s|@OPERATOR_HASH@|$operator|" -e "s|@SAGA_TAGS@|$tags|" "$INFRA/rabbitmq/definitions.json"
}

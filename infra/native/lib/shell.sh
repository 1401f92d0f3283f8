# Words the native scripts share: talking to the user, secrets, ports, HTTP and processes.
# Sourced, never run. Needs bash, coreutils, sed and awk; nothing else.

say()  { printf '%s\n' "$*" >&2; }
die()  { local code=$1; shift; say "$@"; exit "$code"; }

# 32 characters of [A-Za-z0-9]: safe in URLs, connection strings, SQL and env files without quoting.
random_secret() { local text; text=$(head -c 96 /dev/urandom | base64 -w0 | tr -d '+/='); printf %s "${text:0:32}"; }

# The hash RabbitMQ stores: base64(salt + sha256(salt + password)), salt of 4 bytes.
rabbitmq_password_hash() {
  local salt digest
  salt=$(head -c 4 /dev/urandom | od -An -v -tx1 | tr -d ' \n')
  digest=$( { bytes_of_hex "$salt"; printf '%s' "$1"; } | sha256sum | cut -d ' ' -f 1)
  bytes_of_hex "$salt$digest" | base64 -w0
}
# shellcheck disable=SC2059 # the format is made of \xNN only
bytes_of_hex() { printf "$(sed 's/../\\x&/g' <<<"$1")"; }

port_answers() { (exec 3<>"/dev/tcp/$1/$2") 2>/dev/null; }

# A port nobody listens on, in 20000..31999: below the range from which Linux hands out
# the ports of outgoing connections (32768 and up), so that no client takes it meanwhile.
free_port() {
  local port attempt
  for attempt in {1..200}; do
    port=$((20000 + (RANDOM * 32768 + RANDOM) % 12000))
    port_answers 127.0.0.1 "$port" || { echo "$port"; return; }
  done
  die 1 "No free port found between 20000 and 31999 after $attempt attempts."
}

# Prints the status code of GET http://HOST:PORT/PATH, or 000 where nothing answers within 5 s.
http_status() {
  local host=$1 port=$2 path=$3 credentials=${4:-}
  timeout 5 bash -c '
    exec 3<>"/dev/tcp/$1/$2" || exit 1
    { printf "GET %s HTTP/1.0\r\nHost: %s\r\nConnection: close\r\n" "$3" "$1"
      [[ -z $4 ]] || printf "Authorization: Basic %s\r\n" "$(printf %s "$4" | base64 -w0)"
      printf "\r\n"; } >&3
    read -r _ code _ <&3 && echo "${code%$'"'\r'"'}"' _ "$host" "$port" "$path" "$credentials" 2>/dev/null \
    || echo 000
}

process_lives() { [[ -n ${1:-} && -d /proc/$1 ]] && [[ $(process_state "$1") != Z ]]; }
process_state() { sed -n 's/^State:[[:space:]]*\(.\).*/\1/p' "/proc/$1/status" 2>/dev/null; }

# wait_gone PID SECONDS: true once the process has ended.
wait_gone() {
  local tenths=$(($2 * 10))
  while process_lives "$1"; do
    ((tenths-- > 0)) || return 1
    sleep 0.1
  done
}

# end_process PID SIGNAL SECONDS: asks with SIGNAL, then insists with KILL.
end_process() {
  kill "-$2" "$1" 2>/dev/null || return 0
  wait_gone "$1" "$3" || { kill -KILL "$1" 2>/dev/null || true; wait_gone "$1" 5; }
}

# publish_host DIRECTORY: builds the operators' page and the Host for release, into DIRECTORY. Run from the repository's root.
publish_host() {
  bash infra/page.sh || exit 1
  say "Building SagaPlatform.Host (the first time takes a minute or two) ..."
  # make exports its variables to recipes, and MSBuild would read them as properties.
  env -u PORT -u MAKEFLAGS -u MAKELEVEL -u MFLAGS DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 \
    dotnet publish src/SagaPlatform.Host -c Release -o "$1" -v minimal >&2 || die 1 "The build failed."
}

# process_names PID TEXT...: whether the command line of the process holds one of the texts. No pipe into
# grep -q: with pipefail, a writer cut short by an early match would count as a failure.
process_names() {
  local pid=$1 line text; shift
  line=$(tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline") || return 1
  for text in "$@"; do [[ $line != *"$text"* ]] || return 0; done
  return 1
}

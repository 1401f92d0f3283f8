#!/usr/bin/env bash
# Runs every test on private services and prints as its last line: N passed, N failed, N skipped
# Exits non-zero on a failed test, a failed build, and a project that crashed or ran nothing.
#   PROJECT=Core.Tests   only the project whose name ends so
#   FILTER=...           passed to dotnet test --filter
#   CONFIGURATION=Debug  or Release
#   TEST_TIMEOUT_SECONDS=900   limit for one project
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

filter=${FILTER:-} only=${PROJECT:-} configuration=${CONFIGURATION:-Debug} seconds=${TEST_TIMEOUT_SECONDS:-900}
results=$PWD/artifacts/test-results
passed=0 failed=0 skipped=0 child='' services=''

# What the caller's shell may carry for a platform of its own must not reach the tests, nor make's variables MSBuild.
unset FILTER PROJECT CONFIGURATION PORT URL MAKEFLAGS MFLAGS MAKELEVEL SAGA_MODE SAGA_ROLES SAGA_SERVICES_DIR
for name in $(compgen -e | grep -E '^(OTEL_|ASPNETCORE_|Serilog__)' || true) DOTNET_ENVIRONMENT; do unset "$name"; done
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

say() { printf '\n== %s\n' "$*"; }

finish() {
  local code=$?
  trap '' INT TERM
  trap - EXIT
  # The whole session: runner, test hosts and what they started.
  [[ -z $child ]] || { kill -TERM -- "-$child" 2>/dev/null || true; sleep 0.3; kill -KILL -- "-$child" 2>/dev/null || true; }
  [[ -z $services ]] || bash infra/native/services.sh remove "$services" >/dev/null 2>&1 || true
  ((code == 0 || failed > 0)) || failed=1
  ((failed == 0)) || [[ $code != 0 ]] || code=1
  failures
  printf '\n%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
  exit "$code"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Waits in the shell, so that a signal is answered at once and not when the child is done.
run() {
  local code=0
  setsid "$@" </dev/null &
  child=$!
  wait "$child" || code=$?
  child=''
  return "$code"
}

fail() { failed=$((failed + 1)); echo "FAILED: $*"; }

# Every test project once, however often the solution names it.
test_projects() {
  { ls -d tests/*.Tests/*.Tests.csproj tests/SagaPlatform.Simulation/*.csproj
    sed -n 's/.*"\([^"]*\.Tests\.csproj\)".*/\1/p' SagaPlatform.sln | tr '\\' '/'; } | sort -u
}

# What failed and why, once more at the end: of a long log often only the end is kept.
failures() {
  local reports=("$results"/*.trx)
  [[ -f ${reports[0]} ]] || return 0
  awk -v rows=30 '
    function plain(text) { gsub(/&lt;/, "<", text); gsub(/&gt;/, ">", text); gsub(/&quot;/, "\"", text); gsub(/&#xD;/, "", text); gsub(/&amp;/, "\\&", text); return text }
    /<UnitTestResult / {
      name = ""
      if (/outcome="Failed"/ && match($0, /testName="[^"]*"/)) { name = substr($0, RSTART + 10, RLENGTH - 11); printf "\nFAILED: %s\n", plain(name) }
    }
    name == "" { next }
    /<(Message|StackTrace)>/ { told = 1; left = rows }
    told && left-- > 0 { line = $0; gsub(/<\/?(Message|StackTrace|ErrorInfo)>/, "", line); print plain(line) }
    /<\/(Message|StackTrace)>/ { told = 0 }
  ' "${reports[@]}" || true
}

# Chromium from Debian's packages. Never a reason to fail: without it the tests of the page are skipped.
browser() {
  [[ -z ${SAGA_CHROMIUM:-} && ! -x /usr/bin/chromium ]] || return 0
  bash infra/native/install.sh chromium fonts-dejavu-core || echo "No browser could be installed: the tests of the page are skipped."
}

counter() { sed -n "s/.*<Counters [^>]*\b$2=\"\([0-9]*\)\".*/\1/p" "$1" | head -n 1; }

run_project() {
  local project=$1 name trx code=0 total executed good
  name=$(basename "$project" .csproj)
  trx=$results/$name.trx
  if [[ -z $(find "$(dirname "$project")" -name '*.cs' -not -path '*/obj/*' -not -path '*/bin/*' -print -quit) ]]; then
    echo "$name: no test written yet"
    return
  fi
  say "$name"
  run timeout --kill-after=20 "$seconds" dotnet test "$project" --no-build -c "$configuration" ${filter:+--filter "$filter"} \
    --results-directory "$results" --logger "trx;LogFileName=$name.trx" --logger 'console;verbosity=normal' || code=$?
  if [[ ! -s $trx ]]; then
    # A filter that matches nothing writes no report; so does a runner that dies, but not with code 0.
    [[ -n $filter && $code == 0 ]] || fail "$name left no report (exit code $code)"
    return
  fi
  total=$(counter "$trx" total) executed=$(counter "$trx" executed) good=$(counter "$trx" passed)
  # The report's own count of skipped tests stays 0; they are those not executed.
  passed=$((passed + ${good:-0})) skipped=$((skipped + ${total:-0} - ${executed:-0})) failed=$((failed + ${executed:-0} - ${good:-0}))
  if ((${total:-0} == 0)); then [[ -n $filter && $code == 0 ]] || fail "$name ran no test"
  elif ((code == 124 || code == 137)); then fail "$name did not end within $seconds s"
  elif ((code != 0 && executed == good)); then fail "$name ended with code $code though no test failed"; fi
}

rm -rf "$results"
mkdir -p "$results"

projects=()
for project in $(test_projects); do
  [[ -z $only || $project == *"${only%.csproj}.csproj" || $project == *"$only/"* ]] || continue
  projects+=("$project")
done
((${#projects[@]} > 0)) || { echo "No test project is named '$only'."; exit 2; }

say "Services"
bash infra/native/services.sh ensure
services=$(mktemp -d)
# In the background: they come up while the solution is built. They also end if this script is killed.
bash infra/native/services.sh start "$services" --test --until-exit $$ &
starting=$!

if [[ "${projects[*]}" == *Page.Tests* ]]; then
  say "Operators' page and a browser"
  bash infra/page.sh || { echo "The build of the page failed."; exit 1; }
  browser
fi

say "Build"
what=SagaPlatform.sln
((${#projects[@]} > 1)) || what=${projects[0]}
run dotnet build "$what" -c "$configuration" -v minimal || { echo "The build failed."; exit 1; }
wait "$starting"
set -a
. "$services/services.env"
set +a
export SAGA_SERVICES_DIR=$services
bash infra/native/services.sh status "$services"

solution=$(tr '\\' '/' <SagaPlatform.sln)
for project in "${projects[@]}"; do
  if [[ ! -f $project ]]; then fail "$project is in the solution but not on disk"
  elif [[ $solution != *"\"$project\""* ]]; then fail "$project is not in the solution"
  else run_project "$project"; fi
done

((passed + failed + skipped > 0)) || [[ -z $filter ]] || { echo "No test matches '$filter'."; exit 1; }
((failed == 0)) || exit 1

#!/usr/bin/env bash
# Builds the operators' page (src/SagaPlatform.Console/Page) into built/, from where the Console takes it into its assembly.
# Only when a source changed: the hash of all of them is kept beside it. Installs Node.js from Debian's packages where there is none.
# Where Node.js or its packages cannot be had it says so and ends well: the host then runs without the page. Exit 1: the page does not compile.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
ROOT=$PWD
. infra/native/lib/shell.sh

NODE_MAJOR_MIN=18
STAMP=built/.stamp

cd src/SagaPlatform.Console/Page
sources() { find app public index.html package.json package-lock.json tsconfig.json vite.config.ts -type f | LC_ALL=C sort; }
hash_of_sources() { sources | xargs -d '\n' sha256sum | sha256sum | cut -d ' ' -f 1; }

without() {
  # A page of other sources would be worse than none.
  rm -rf built
  say "The host runs without the operators' page: $*"
  exit 0
}

node_is_new_enough() {
  command -v node >/dev/null && command -v npm >/dev/null && (($(node -p 'process.versions.node.split(".")[0]') >= NODE_MAJOR_MIN))
}

find_node() {
  ! node_is_new_enough || return 0
  bash "$ROOT/infra/native/install.sh" nodejs npm >&2 || without "there is no Node.js $NODE_MAJOR_MIN or newer, and it could not be installed."
  node_is_new_enough || without "the Node.js of this system is older than $NODE_MAJOR_MIN."
}

# Its own npm cache and settings are the user's; scripts of packages are not run: nothing here needs one.
install_packages() {
  local wanted
  wanted=$(sha256sum package-lock.json | cut -d ' ' -f 1)
  [[ ! -f node_modules/.stamp || $(<node_modules/.stamp) != "$wanted" ]] || return 0
  say "Installing the packages of the operators' page ..."
  npm ci --ignore-scripts --fetch-retries=1 --fetch-timeout=60000 --no-audit --no-fund --loglevel=error >&2 || without "its packages could not be installed from the npm registry."
  echo "$wanted" >node_modules/.stamp
}

# Two makes at once must not build into each other.
exec 9<package.json
flock 9
hash=$(hash_of_sources)
[[ ! -f $STAMP || $(<"$STAMP") != "$hash" ]] || exit 0
find_node
install_packages
say "Building the operators' page ..."
rm -rf built.new
node node_modules/typescript/bin/tsc --noEmit >&2 || die 1 "The operators' page does not compile."
node node_modules/vite/bin/vite.js build --logLevel warn --outDir built.new >&2 || die 1 "The operators' page could not be built."
echo "$hash" >built.new/.stamp
rm -rf built
mv built.new built

#!/usr/bin/env bash
# A picture of every page of the console, light and dark, into artifacts/screenshots; the two that the README shows are renewed.
# The tests that look at every page take them: what is photographed has been checked.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. infra/native/lib/shell.sh

album=$PWD/artifacts/screenshots
shown=src/SagaPlatform.Console/Page/screenshots
bash infra/page.sh
[[ -f src/SagaPlatform.Console/Page/built/index.html ]] || die 2 "Without the page there is nothing to photograph."
[[ -n ${SAGA_CHROMIUM:-} || -x /usr/bin/chromium ]] || bash infra/native/install.sh chromium fonts-dejavu-core || die 2 "There is no Chromium."
rm -rf "$album"
mkdir -p "$album" "$shown"
env -u MAKEFLAGS -u MAKELEVEL -u MFLAGS SAGA_SCREENSHOTS="$album" DOTNET_NOLOGO=1 \
  dotnet test tests/SagaPlatform.Console.Page.Tests --filter 'FullyQualifiedName~EveryPageTests' -v quiet
cp "$album/overview-light.png" "$album/saga-dark.png" "$shown/"
say "Pictures: $album"

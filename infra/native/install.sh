#!/usr/bin/env bash
# Installs Debian packages (as root, or by a sudo without password) without letting them start or keep any system service:
# the platform runs private instances of its own.
#   infra/native/install.sh PACKAGE...
set -euo pipefail

command -v apt-get >/dev/null || { echo "There is no apt-get to install $* with." >&2; exit 1; }
if ((EUID != 0)); then
  sudo -n true 2>/dev/null || { echo "apt-get could install $*, but that needs root or a sudo without password." >&2; exit 1; }
  exec sudo -n bash "${BASH_SOURCE[0]}" "$@"
fi

policy=/usr/sbin/policy-rc.d
no_cluster=/etc/postgresql-common/createcluster.d/saga-platform.conf
made=()
restore() { ((${#made[@]} == 0)) || rm -f "${made[@]}"; }
trap restore EXIT
trap 'exit 130' INT TERM

# 101 = "starting services is not allowed" to every maintainer script. One that is already there is kept as it is.
if [[ ! -e $policy ]]; then
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod 755 "$policy"
  made+=("$policy")
elif "$policy" postgresql start >/dev/null 2>&1; then
  echo "Note: the policy-rc.d of this machine lets packages start their services." >&2
fi
# Only where PostgreSQL was never installed: no 'main' cluster on port 5432.
if [[ " $* " == *" postgresql "* && ! -e /etc/postgresql-common ]]; then
  mkdir -p "${no_cluster%/*}"
  echo 'create_main_cluster = false' >"$no_cluster"
  made+=("$no_cluster")
fi

echo "Installing $* with apt-get ..."
export DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1
wanted=("$@")
apt_install() { apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=120 "${wanted[@]}" >/dev/null; }
apt_install || { apt-get update -qq && apt_install; }

# Not started now, and not at the next boot either.
if [[ -d /run/systemd/system ]]; then
  for package in "${wanted[@]}"; do
    case $package in
      rabbitmq-server) systemctl disable --quiet rabbitmq-server.service epmd.socket epmd.service 2>/dev/null || true ;;
      postgresql) systemctl disable --quiet postgresql.service 2>/dev/null || true ;;
    esac
  done
fi

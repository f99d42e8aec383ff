#!/usr/bin/env bash
# Installs Debian packages where this person may; else says exactly what to type, and fails.
# Usage: bin/system-packages.sh PACKAGE...
set -euo pipefail

if [ "$(id -u)" = 0 ]; then
    as_root=()
else
    as_root=(sudo -n)
fi

say_what_to_type() {
    echo "Missing on this machine: $*" >&2
    echo "Please type:  sudo apt-get update && sudo apt-get install --no-install-recommends $*" >&2
    exit 1
}

command -v apt-get >/dev/null || say_what_to_type "$@"
"${as_root[@]}" true 2>/dev/null || say_what_to_type "$@"
echo "Installing system packages: $*"
"${as_root[@]}" apt-get -qq update
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "$@" >/dev/null ||
    say_what_to_type "$@"

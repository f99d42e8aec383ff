#!/usr/bin/env bash
# Makes .venv with the first Python that is new enough.
set -euo pipefail
cd "$(dirname "$0")/.."

new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

for python in python3.11 python3.12 python3.13 python3; do
    new_enough "$python" && break
    python=""
done
if [ -z "$python" ]; then
    echo "This program needs Python 3.11 or newer; none was found. On Debian: apt-get install python3 python3-venv" >&2
    exit 1
fi

version=$("$python" -c 'import sys; print("{}.{}".format(*sys.version_info))')
"$python" -c 'import ensurepip' 2>/dev/null || bin/system-packages.sh "python$version-venv"
"$python" -m venv --clear .venv
echo "Made .venv with Python $version."

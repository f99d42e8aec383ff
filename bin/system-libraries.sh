#!/usr/bin/env bash
# WeasyPrint draws PDFs with these libraries of the system; no Python package brings them.
set -euo pipefail
cd "$(dirname "$0")/.."

opens() {
    .venv/bin/python -c 'import ctypes, sys; ctypes.CDLL(sys.argv[1])' "$1" 2>/dev/null
}

[ "$(uname)" = Linux ] || exit 0
missing=()
opens libpango-1.0.so.0 || missing+=(libpango-1.0-0)
opens libpangoft2-1.0.so.0 || missing+=(libpangoft2-1.0-0)
opens libharfbuzz-subset.so.0 || missing+=(libharfbuzz-subset0)
[ ${#missing[@]} = 0 ] || bin/system-packages.sh "${missing[@]}"

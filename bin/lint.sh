#!/usr/bin/env bash
# Every linter is run, also after one has failed; the exit code says whether all were content.
set -uo pipefail
cd "$(dirname "$0")/.."

failed=0
check() {
    echo "== $* =="
    ".venv/bin/$1" "${@:2}" || failed=1
}

check ruff check .
check ruff format --check .
check djlint templates --lint --quiet --per-file-ignores 500.html D004 # that page must not need the manifest
check mypy coop agreements tasks
exit "$failed"

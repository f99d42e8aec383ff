#!/usr/bin/env bash
# Brings the database up to date and serves the program on this machine. Data of earlier runs is kept.
set -euo pipefail
cd "$(dirname "$0")/.."

PORT=${PORT:-8000}
python=.venv/bin/python
stamp=var/prepared # newer than the reference files that were loaded last

port_is_free() {
    "$python" - "$PORT" <<'PYTHON' 2>/dev/null
import socket, sys
with socket.socket() as door:
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    door.bind(("127.0.0.1", int(sys.argv[1])))
PYTHON
}

up_to_date() {
    [ -f "$stamp" ] && [ -z "$(find fixtures -newer "$stamp" -print -quit)" ] &&
        "$python" manage.py migrate --check >/dev/null 2>&1
}

prepare() {
    mkdir -p var
    touch "$stamp.new"
    "$python" manage.py migrate --verbosity 0
    "$python" manage.py load_reference
    "$python" manage.py load_demo >/dev/null || echo "The demo was not loaded; the rest is ready."
    mv "$stamp.new" "$stamp"
}

if ! port_is_free; then
    echo "Port $PORT of 127.0.0.1 is taken (or not allowed). Stop what uses it, or choose another: make run PORT=8001" >&2
    exit 1
fi
up_to_date || prepare
if [ -f var/demo-accounts.txt ]; then
    echo "Accounts of the demo (kept in var/demo-accounts.txt):"
    cat var/demo-accounts.txt
fi
echo "Open http://127.0.0.1:$PORT   (Ctrl+C stops the program; the data stays in var/)"
# As on a server, error pages included; `DEBUG=true make run` shows a developer what went wrong.
export DEBUG="${DEBUG:-false}" HTTPS=false STATIC_MANIFEST=false ALLOWED_HOSTS=127.0.0.1,localhost
trap 'kill $(jobs -p) 2>/dev/null' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
"$python" manage.py db_worker --no-reload --no-startup-delay & # long imports
"$python" manage.py runserver --noreload "127.0.0.1:$PORT" &
wait -n

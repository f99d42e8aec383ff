#!/usr/bin/env bash
# Runs every measurement in bench/, one after the other.
set -euo pipefail
cd "$(dirname "$0")/.."

shopt -s nullglob
scripts=(bench/bench_*.py)
[ ${#scripts[@]} != 0 ] || echo "There are no bench/bench_*.py scripts."
for script in "${scripts[@]}"; do
    echo "== $script =="
    PYTHONPATH=. .venv/bin/python "$script"
done

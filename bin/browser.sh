#!/usr/bin/env bash
# The journeys run in Debian's Chromium. Without it they fail and say so: the other tests are run all the same.
set -euo pipefail
cd "$(dirname "$0")/.."

browser=${CHROMIUM:-/usr/bin/chromium}
[ -x "$browser" ] || bin/system-packages.sh chromium || echo "No browser at $browser: the journeys will fail." >&2

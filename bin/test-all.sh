#!/usr/bin/env bash
# Every test on both engines, those too whose rules stand in Python (docs/decisions/0008). Words go to pytest.
ANY_ENGINE=both exec "$(dirname "$0")/test.sh" "$@"

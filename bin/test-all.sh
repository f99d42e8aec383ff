#!/usr/bin/env bash
# Every test on both engines, those too whose rules stand in Python (docs/decisions/0008), and axe on every page in both
# languages. Words go to pytest.
ANY_ENGINE=both EVERY_LANGUAGE=yes exec "$(dirname "$0")/test.sh" "$@"

#!/usr/bin/env bash
# Runs everything that decides whether a change is good: form, lint, types, architecture, translations, tests. Stops at the
# first check that fails and names it. Arguments go to pytest: test.sh tests/core -k mask.
set -euo pipefail
# shellcheck source=packaging/set-up.sh
source "$(dirname "${BASH_SOURCE[0]}")/set-up.sh"

check() {
  local what=$1
  shift
  quietly "$@" || stop "$what: not passed."
  say "$what: passed."
}

set_up test
cd "$ROOT"
check "form (ruff format)" "$PYTHON" -m ruff format --check
check "lint (ruff check)" "$PYTHON" -m ruff check
check "types (mypy)" "$PYTHON" -m mypy
check "architecture (lint-imports)" "$VENV/bin/lint-imports"
if [[ -f packaging/translate.py ]]; then
  check "translations (translate.py)" "$PYTHON" packaging/translate.py --check
fi
exec "$PYTHON" -m pytest "$@"

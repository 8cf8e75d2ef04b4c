#!/usr/bin/env bash
# Makes packaging/locks/*.txt anew: every package that the project needs, one version for all of Python 3.11 to 3.13,
# with the hashes of its files. Needs `uv`. Arguments are passed on (say --upgrade, or --upgrade-package httpx).
#
# The locks name no package registry: each machine asks the one that its own pip is set up for.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

compile() {
  local lock=$1
  shift
  uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --only-binary :all: \
    --no-emit-index-url --no-emit-find-links --no-emit-index-annotation \
    --custom-compile-command "bash packaging/lock.sh" \
    --output-file "packaging/locks/$lock" pyproject.toml packaging/locks/build.in "$@"
}

compile run.txt "$@"
# The tests run on the very versions that the program runs on.
compile test.txt --extra test --constraint packaging/locks/run.txt "$@"

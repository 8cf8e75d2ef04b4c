#!/usr/bin/env bash
# Opens Turbo Studio from this folder, after setting up what is missing. Arguments go to the program: run.sh --help.
set -euo pipefail
# shellcheck source=packaging/set-up.sh
source "$(dirname "${BASH_SOURCE[0]}")/set-up.sh"

has_screen() { [[ $(uname) != Linux || -n ${DISPLAY:-}${WAYLAND_DISPLAY:-}${QT_QPA_PLATFORM:-} ]]; }

# Whether the arguments ask for something that needs no screen.
needs_no_screen() {
  local argument
  for argument in "$@"; do
    case $argument in --self-test* | --help | -h | --version) return ;; esac
  done
  return 1
}

set_up run
if ! has_screen; then
  export QT_QPA_PLATFORM=offscreen
  if ! needs_no_screen "$@"; then
    say "there is no screen here (no DISPLAY, no WAYLAND_DISPLAY), so the self-test runs instead."
    # Last, because it would take a picture that follows it for its folder.
    set -- "$@" --self-test
  fi
fi
# -P: a module that happens to lie in the current folder is not ours.
exec "$PYTHON" -P -m turbo_studio "$@"

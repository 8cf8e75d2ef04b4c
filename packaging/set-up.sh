#!/usr/bin/env bash
# Sets the project up on this machine: system libraries, a virtual environment in .venv, the locked packages, the project
# itself. Sourced by run.sh and test.sh, which call `set_up run` or `set_up test`; says nothing when nothing is to be done.
#
# A stamp in .venv remembers for which locks, Python and folder it was made, so that a second run asks neither the network
# nor the package tools. Exit code 3: something is missing that only the person at the machine can install.

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
VENV="$ROOT/.venv"
PYTHON="$VENV/bin/python"

readonly EXIT_MISSING=3

# What Qt's core, window, SVG and print libraries and its xcb and wayland platforms are linked to beyond libc, with the Debian
# package of each (found with ldd; names hold on Debian 12 and 13). The offscreen platform needs a part of the same list.
readonly LIBRARIES="
libglib-2.0.so.0:libglib2.0-0
libEGL.so.1:libegl1
libGL.so.1:libgl1
libX11.so.6:libx11-6
libX11-xcb.so.1:libx11-xcb1
libdbus-1.so.3:libdbus-1-3
libfontconfig.so.1:libfontconfig1
libfreetype.so.6:libfreetype6
libwayland-client.so.0:libwayland-client0
libwayland-cursor.so.0:libwayland-cursor0
libxkbcommon.so.0:libxkbcommon0
libxkbcommon-x11.so.0:libxkbcommon-x11-0
libxcb.so.1:libxcb1
libxcb-cursor.so.0:libxcb-cursor0
libxcb-glx.so.0:libxcb-glx0
libxcb-icccm.so.4:libxcb-icccm4
libxcb-image.so.0:libxcb-image0
libxcb-keysyms.so.1:libxcb-keysyms1
libxcb-randr.so.0:libxcb-randr0
libxcb-render.so.0:libxcb-render0
libxcb-render-util.so.0:libxcb-render-util0
libxcb-shape.so.0:libxcb-shape0
libxcb-shm.so.0:libxcb-shm0
libxcb-sync.so.1:libxcb-sync1
libxcb-util.so.1:libxcb-util1
libxcb-xfixes.so.0:libxcb-xfixes0
libxcb-xkb.so.1:libxcb-xkb1
"

say() { printf 'turbo-studio: %s\n' "$*" >&2; }

stop() {
  say "$1"
  exit "${2:-1}"
}

# Runs a command without its chatter; shows all of it when the command fails.
quietly() {
  local output
  if ! output=$("$@" </dev/null 2>&1); then
    printf '%s\n' "$output" >&2
    return 1
  fi
}

set_up() {
  local purpose=$1
  [[ -f $VENV/stamp-$purpose && $(<"$VENV/stamp-$purpose") == "$(stamp "$purpose")" ]] && return
  install_system_packages "$purpose"
  build_environment "$purpose"
}

# One line that changes whenever the environment has to be made anew.
stamp() {
  local version
  version=$("$PYTHON" -V 2>/dev/null) || version=none
  printf '%s %s %s' "$(cat "$ROOT/packaging/locks/$1.txt" "$ROOT/pyproject.toml" | sha256sum)" "$version" "$ROOT"
}

# Prints the first interpreter that is new enough.
find_python() {
  local candidate
  for candidate in python3 python3.13 python3.12 python3.11; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      printf '%s' "$candidate"
      return
    fi
  done
  return 1
}

# Prints the Debian packages that are not there yet, in one line.
missing_packages() {
  local purpose=$1 python known pair missing=()
  python=$(find_python) || python=python3
  "$python" -c 'import ensurepip, venv' 2>/dev/null || missing+=("$python-venv")
  known=$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p)
  for pair in $LIBRARIES; do
    [[ $known == *"${pair%%:*} "* ]] || missing+=("${pair#*:}")
  done
  has_font en || missing+=(fonts-dejavu-core)
  has_font zh-cn || missing+=(fonts-wqy-microhei)
  command -v fc-list >/dev/null || missing+=(fontconfig)
  # The tests make file operations fail with a small C library of their own.
  [[ $purpose != test ]] || has_compiler || missing+=(gcc libc6-dev)
  printf '%s' "${missing[*]}"
}

has_font() { [[ -n $(fc-list ":lang=$1" family 2>/dev/null) ]]; }

has_compiler() { echo '#include <stdio.h>' | cc -E - >/dev/null 2>&1; }

install_system_packages() {
  local packages
  [[ $(uname) == Linux ]] || return 0
  packages=$(missing_packages "$1")
  [[ -z $packages ]] && return
  command -v apt-get >/dev/null ||
    stop "please install what this system calls these Debian packages, then try again: $packages" "$EXIT_MISSING"
  install_with_apt "$packages" ||
    stop "these system packages are missing and could not be installed. Please run, then try again:
  sudo apt-get update && sudo apt-get install --no-install-recommends $packages" "$EXIT_MISSING"
}

install_with_apt() {
  local as_root=(env DEBIAN_FRONTEND=noninteractive)
  if [[ $EUID -ne 0 ]]; then
    sudo -n true 2>/dev/null || return
    as_root=(sudo -n "${as_root[@]}")
  fi
  say "installing system packages: $1"
  quietly "${as_root[@]}" apt-get update -qq || return
  # shellcheck disable=SC2086 # a list of words is meant
  quietly "${as_root[@]}" apt-get install -y -qq --no-install-recommends $1
}

build_environment() {
  local purpose=$1 python pip=("$PYTHON" -m pip --disable-pip-version-check --no-input install --quiet)
  python=$(find_python) || stop "Python 3.11 or newer is needed and was not found." "$EXIT_MISSING"
  say "setting up .venv for Python $("$python" -c 'import platform; print(platform.python_version())')" \
    "(some 100 MB of downloads the first time)"
  is_environment_sound || quietly "$python" -m venv --clear "$VENV" || stop "could not make $VENV."
  quietly "${pip[@]}" --require-hashes --only-binary :all: -r "$ROOT/packaging/locks/$purpose.txt" ||
    stop "could not install the locked packages; the first time, this needs the network."
  quietly "${pip[@]}" --no-index --no-deps --no-build-isolation -e "$ROOT" ||
    stop "could not install the project itself."
  write_stamps "$purpose"
}

# An environment that was made by another Python, or that was moved with its folder, is not to be mended but made again.
is_environment_sound() {
  "$PYTHON" -m pip --version 2>/dev/null | grep -qF "$VENV/"
}

# The packages of the tests are those of the program and more.
write_stamps() {
  stamp "$1" >"$VENV/stamp-$1"
  [[ $1 != test ]] || stamp run >"$VENV/stamp-run"
}

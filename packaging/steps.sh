# SPDX-FileCopyrightText: Fluoroscope contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# What the scripts share, to be sourced: where the repository is, saying what is done, installing, building.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"

say() { printf '\n== %s\n' "$*"; }

fail() {
  printf '\n%s\n' "$*" >&2
  exit 1
}

# Calls the script again as the person who called it with sudo, once the packages are there: what is built and captured
# is then that person's, not root's. As root proper it goes on as root.
leave_sudo() { # script, arguments…
  if [ "$(id -u)" -eq 0 ] && [ -n "${SUDO_USER:-}" ] && [ "$SUDO_USER" != root ] \
    && sudo -n -u "$SUDO_USER" test -w "$root" 2>/dev/null; then
    exec sudo -u "$SUDO_USER" -H --preserve-env=DISPLAY,WAYLAND_DISPLAY,XAUTHORITY,XDG_RUNTIME_DIR,CI,FLUOROSCOPE_DATA "$@"
  fi
}

install_packages() { "$root/packaging/install_dependencies.sh" "$@"; } # sets of packages…

build() { # preset, targets… (all without)
  local preset=$1 targets=()
  shift
  [ $# -eq 0 ] || targets=(--target "$@")
  local folder
  for folder in . build "build/$preset"; do
    if [ -e "$folder" ] && [ ! -w "$folder" ]; then
      fail "$root/$folder belongs to $(stat -c %U "$folder") and cannot be written. Run this as that user."
    fi
  done
  say "Building ($preset)"
  local log="build/$preset/configure.log"
  mkdir -p "build/$preset"
  if ! cmake --preset "$preset" >"$log" 2>&1; then
    cat "$log" >&2
    fail "Configuring failed; what CMake said stands above and in $log."
  fi
  cmake --build --preset "$preset" "${targets[@]}"
}

#!/usr/bin/env bash
# SPDX-FileCopyrightText: Fluoroscope contributors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Installs what is missing, builds a release and opens the window, receiving on UDP 127.0.0.1:2000.
#
# usage: packaging/run.sh [--demo] [arguments of fluoroscope…]
#   --demo   plays the demo session into the window
# Without a display it says so and starts `fluoro serve` with the same arguments instead.
source "$(dirname "${BASH_SOURCE[0]}")/steps.sh"

install_packages build run
leave_sudo "$root/packaging/run.sh" "$@"

# Whether a display is named in the environment and somebody listens there.
has_display() {
  local name=${WAYLAND_DISPLAY:-}
  if [ -n "$name" ]; then
    [ "${name:0:1}" = / ] || name="${XDG_RUNTIME_DIR:-}/$name"
    [ -S "$name" ] && return 0
  fi
  name=${DISPLAY:-}
  local host=${name%:*} number=${name##*:}
  number=${number%%.*}
  case "$host" in
    unix | '') [ -n "$number" ] && [ -S "/tmp/.X11-unix/X$number" ] ;;
    *) timeout 3 bash -c "exec 3<>'/dev/tcp/$host/$((6000 + number))'" 2>/dev/null ;;
  esac
}

if has_display; then
  build release fluoroscope fluoro
  say "Starting fluoroscope"
  exec build/release/app/fluoroscope "$@"
fi

build release fluoro
arguments=()
for argument in "$@"; do
  if [ "$argument" = --demo ]; then
    echo "--demo needs the window. This plays the demo into the server, from another terminal:"
    echo "  build/release/app/fluoro replay resources/demo/node-sdk-3.12.jsonl --to 127.0.0.1:2000 --restamp"
  else
    arguments+=("$argument")
  fi
done
say "No display here (DISPLAY=${DISPLAY:-}, WAYLAND_DISPLAY=${WAYLAND_DISPLAY:-}): starting 'fluoro serve' instead of the window; Ctrl+C ends it"
exec build/release/app/fluoro serve "${arguments[@]}"

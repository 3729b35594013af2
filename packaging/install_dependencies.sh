#!/usr/bin/env bash
# SPDX-FileCopyrightText: Fluoroscope contributors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Installs what is missing of Debian's packages, as root or with sudo, and says what. Where all is there it does nothing.
#
# usage: install_dependencies.sh SET…      SET: build, run, test, bench, lint or sanitize
set -euo pipefail

# A program that is already on PATH, from wherever, is not installed again: "program:package". A bare name is a package.
packages_of() {
  case "$1" in
    build) echo g++:g++ cmake:cmake ninja:ninja-build ccache:ccache ld.lld:lld \
      qt6-base-dev qt6-svg-dev libsqlite3-dev libsqlitecpp-dev libexpected-dev libzstd-dev \
      libcpp-httplib-dev libyaml-cpp-dev pkg-config:pkg-config ;;
    run) echo fonts-inter fonts-jetbrains-mono ${WAYLAND_DISPLAY:+qt6-wayland} ;;
    test) echo python3:python3 venv:python3-venv node:nodejs npm:npm javac:default-jdk-headless mvn:maven go:golang-go \
      ca-certificates ;;
    bench) echo python3:python3 Xvfb:xvfb dot:graphviz ;;
    lint) echo python3:python3 clang++:clang clang-format:clang-format clang-tidy:clang-tidy ;;
    sanitize) echo clang++:clang libclang-rt-14-dev llvm-symbolizer:llvm ;; # what clang but recommends, and reports need
    *) echo "install_dependencies.sh: no set of packages is called '$1'" >&2 && return 2 ;;
  esac
}

is_there() { # of "program:package" or "package"
  case "$1" in
    venv:*) python3 -c 'import ensurepip, venv' 2>/dev/null ;;
    *:*) command -v "${1%%:*}" >/dev/null ;;
    *) [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ] ;;
  esac
}

missing=()
for set in "$@"; do
  wanted=$(packages_of "$set")
  for item in $wanted; do
    if [[ $item != *:* ]] && ! command -v dpkg-query >/dev/null; then
      continue # no Debian: the build says what it misses
    fi
    if ! is_there "$item" && [[ " ${missing[*]} " != *" ${item#*:} "* ]]; then
      missing+=("${item#*:}")
    fi
  done
done
[ ${#missing[@]} -gt 0 ] || exit 0

if ! command -v apt-get >/dev/null; then
  echo "This is no Debian; install by hand what Debian calls: ${missing[*]}" >&2
  exit 1
fi
as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null; then
    echo "Missing packages: ${missing[*]}" >&2
    echo "There is no sudo here. Run as root: apt-get install --no-install-recommends ${missing[*]}" >&2
    exit 1
  fi
  as_root=(sudo)
fi

echo "== Installing ${#missing[@]} packages: ${missing[*]}"
apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3)
"${apt[@]}" update || echo "apt-get update failed for a part of the package sources; going on with what is known." >&2
"${apt[@]}" install -y --no-install-recommends "${missing[@]}"

#!/usr/bin/env bash
# SPDX-FileCopyrightText: Fluoroscope contributors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Installs what is missing, builds with warnings as errors and runs every test.
#
# usage: packaging/test.sh [arguments of ctest…]      for example: -R map, or -L conformance
source "$(dirname "${BASH_SOURCE[0]}")/steps.sh"

install_packages build run test
leave_sudo "$root/packaging/test.sh" "$@"

build release
say "Testing"
if ctest --preset release "$@"; then
  say "All tests passed"
else
  fail "Tests failed; each one's output stands above and in build/release/Testing/Temporary/LastTest.log."
fi

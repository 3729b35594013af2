#!/usr/bin/env bash
# SPDX-FileCopyrightText: Fluoroscope contributors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Installs what is missing, builds the benchmarks and runs them: a table, and build/bench/results.json.
#
# usage: packaging/bench.sh [--quick] [NAME…]      NAME: core, trace, ingest, start, memory, questions, replay, timeline, map (all without)
source "$(dirname "${BASH_SOURCE[0]}")/steps.sh"

install_packages build run bench
leave_sudo "$root/packaging/bench.sh" "$@"

build bench
say "Measuring"
exec python3 -B tests/bench/run.py --build build/bench "$@"

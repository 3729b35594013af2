#!/usr/bin/env python3
# SPDX-FileCopyrightText: Fluoroscope contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""clang-format and clang-tidy over the sources.

usage: lint.py format      every source is as clang-format writes it
       lint.py tidy [LAYER…]  clang-tidy over the sources of some layers, or of all but the tests; one that passed before,
                           with the same headers and checks, is not read again
"""
import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = ROOT / "build" / "tidy"
PASSED = BUILD / "passed"
LAYERS = ("app", "core", "storage", "ui", "tests")


def run(command, **options):
    return subprocess.run(command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, **options)


def format_sources():
    sources = sorted(str(p.relative_to(ROOT)) for layer in LAYERS for end in ("h", "cpp") for p in (ROOT / layer).rglob(f"*.{end}"))
    done = run(["clang-format", "--dry-run", "--Werror", *sources])
    print(done.stdout, end="")
    print(f"format: {len(sources)} sources {'as they should be' if done.returncode == 0 else 'read; run clang-format -i on those above'}")
    return done.returncode


def state_of(entry):
    """What clang-tidy's verdict on a source depends on: the source with all it includes, preprocessed, and the checks."""
    command = [word for word in shlex.split(entry["command"])]
    if command[0].endswith("cmake"):  # the compiler's launcher, up to the compiler
        command = command[next(i for i, word in enumerate(command) if re.search(r"clang\+\+|g\+\+", word)):]
    output = command.index("-o")
    del command[output:output + 2]
    command.remove("-c")
    text = subprocess.run([*command, "-E", "-P", "-C"], cwd=entry["directory"], capture_output=True, check=False).stdout
    digest = hashlib.sha256((ROOT / ".clang-tidy").read_bytes())
    digest.update(entry["command"].encode())
    digest.update(text)
    return digest.hexdigest()


def tidy_source(entry):
    mark = PASSED / state_of(entry)
    if mark.exists():
        return entry["file"], True, 0, ""
    done = run(["clang-tidy", "--quiet", "-p", str(BUILD), entry["file"]])
    if done.returncode == 0:
        mark.touch()
    return entry["file"], False, done.returncode, done.stdout


def tidy_sources(layers):
    configured = run(["cmake", "--preset", "tidy"])
    if configured.returncode != 0:
        print(configured.stdout)
        return 1
    mocs = [moc for layer in layers for moc in (BUILD / layer).rglob("AutogenInfo.json")]
    for moc in mocs:  # sources may include what moc writes; nothing else has to be built
        made = run(["cmake", "-E", "cmake_autogen", str(moc), "Debug"])
        if made.returncode != 0:
            print(made.stdout)
            return 1
    PASSED.mkdir(exist_ok=True)
    entries = [
        entry for entry in json.loads((BUILD / "compile_commands.json").read_text())
        if os.path.relpath(entry["file"], ROOT).split(os.sep)[0] in layers
    ]
    read = failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for file, known, code, output in pool.map(tidy_source, entries):
            read += not known
            if code != 0:
                failed += 1
                print(f"tidy: {os.path.relpath(file, ROOT)}\n{output}", flush=True)
    print(f"tidy: {len(entries)} sources, {len(entries) - read} passed before, {read} read, {failed} with findings")
    return 1 if failed else 0


if __name__ == "__main__":
    verb, *layers = sys.argv[1:] or [""]
    if verb == "format" and not layers:
        sys.exit(format_sources())
    if verb == "tidy" and set(layers) <= set(LAYERS):
        sys.exit(tidy_sources(layers or LAYERS))
    sys.exit(__doc__)

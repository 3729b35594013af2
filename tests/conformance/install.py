# SPDX-FileCopyrightText: Fluoroscope contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Installs one language's X-Ray SDK, or its client of X-Ray's API, by that language's own package manager at pinned versions.

`install.py NAME` (a language, or api_ and a language) is the fixture that CTest runs before the test; `ensure` is what the test
itself calls. All goes below the build tree. What is already there is not fetched again: a stamp holds a digest of the pins, the
application's source and the tool's version.
"""

import fcntl
import hashlib
import os
import pathlib
import shutil
import subprocess
import sys
import unittest

import harness

SOURCES = harness.HERE / "sdk"
CLIENTS = harness.HERE / "clients"
# What a language needs, each tool with Debian's package for it.
TOOLS = {
    "node": {"node": "nodejs", "npm": "npm"},
    "python": {"python3": "python3"},
    "java": {"javac": "default-jdk-headless", "java": "default-jdk-headless", "mvn": "maven"},
    "go": {"go": "golang-go"},
}
VERSION = {"node": ["node", "--version"], "python": [sys.executable, "--version"],
           "java": ["javac", "-version"], "go": ["go", "version"]}


def root():
    """Where everything that is installed goes: CTest says where in the build tree, else beside this file's repository's builds."""
    given = os.environ.get("FLUOROSCOPE_CONFORMANCE_DEPS")
    return pathlib.Path(given) if given else harness.HERE.parents[1] / "build" / "conformance"


def source(name):
    """Where the application and its pins lie: of a language's X-Ray SDK, or of its client of the API."""
    return (CLIENTS if name.startswith("api_") else SOURCES) / name.removeprefix("api_")


def require_tools(language):
    """Skips when a tool is absent; in CI that is a failure."""
    absent = {package for tool, package in TOOLS[language].items() if shutil.which(tool) is None}
    if language == "python" and subprocess.run([sys.executable, "-c", "import ensurepip, venv"], capture_output=True,
                                               check=False).returncode != 0:
        absent.add("python3-venv")
    if absent:
        message = f"{language} is not tested: not installed: {', '.join(sorted(absent))} (Debian's names)"
        raise AssertionError(message) if harness.in_ci() else unittest.SkipTest(message)


def run(command, **options):
    done = subprocess.run([str(part) for part in command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, encoding="utf-8", errors="replace", check=False, **options)
    if done.returncode != 0:
        raise AssertionError(f"{' '.join(map(str, command))}\nexited with {done.returncode}:\n{done.stdout}")
    return done.stdout


def install_node(source, target):
    for name in ("package.json", "package-lock.json"):
        shutil.copy(source / name, target)
    run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=target)


def install_python(source, target):
    run([sys.executable, "-m", "venv", target / "venv"])
    run([target / "venv/bin/python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary=:all:",
         "--require-hashes", "-r", source / "requirements.txt"])


def install_java(source, target):
    maven = ["mvn", "--batch-mode", "--quiet", "-f", source / "pom.xml", f"-Dmaven.repo.local={target.parent / 'maven'}",
             f"-Dconformance.output={target}", "compiler:compile", "dependency:copy-dependencies"]
    try:  # a change to our source alone needs no network
        run([*maven, "--offline"])
    except AssertionError:
        run(maven)


def install_go(source, target):
    run(["go", "build", "-mod=readonly", "-trimpath", "-o", target / "app", "."], cwd=source,
        env={**os.environ, "GOPATH": str(target / "path"), "GOCACHE": str(target.parent / "gocache"),
             "GOFLAGS": "-modcacherw", "GOTOOLCHAIN": "local", "GOWORK": "off", "CGO_ENABLED": "0"})
    shutil.rmtree(target / "path")  # half a gigabyte of sources that nobody reads again


INSTALL = {"node": install_node, "python": install_python, "java": install_java, "go": install_go}


def digest(name, target):
    language = name.removeprefix("api_")
    whole = hashlib.sha256(f"{target}\n{run(VERSION[language])}".encode())
    # Node and Python read their applications where they lie; the others have theirs compiled.
    pins = {"node": ["package.json", "package-lock.json"], "python": ["requirements.txt"]}.get(language)
    for path in sorted(path for path in source(name).rglob("*") if path.is_file()):
        inside = str(path.relative_to(source(name)))
        if pins is None or inside in pins:
            whole.update(inside.encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()


def ensure(name):
    """The directory with everything of one language, installed now unless it is there already."""
    language = name.removeprefix("api_")
    require_tools(language)
    target = root() / name
    target.parent.mkdir(parents=True, exist_ok=True)
    stamp = target / "installed"
    with open(root() / f"{name}.lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        wanted = digest(name, target)
        if not stamp.is_file() or stamp.read_text() != wanted:
            shutil.rmtree(target, ignore_errors=True)
            target.mkdir()
            INSTALL[language](source(name), target)
            stamp.write_text(wanted)
    return target


def main():
    try:
        print(ensure(sys.argv[1]))
    except unittest.SkipTest as reason:
        print(f"SKIP: {reason}")
        sys.exit(harness.SKIPPED)
    except AssertionError as failure:
        sys.exit(f"could not install: {failure}")


if __name__ == "__main__":
    main()

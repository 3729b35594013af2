# SPDX-FileCopyrightText: Fluoroscope contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The programs under measurement: started in a home of their own, watched through /proc, asked and ended."""
import json
import os
import pathlib
import re
import shutil
import signal
import sqlite3
import subprocess
import time


class Programs:
    """`build` is the build's folder; `home` takes the sessions and settings, on the disk that a session would be on."""

    def __init__(self, build, home):
        self.fluoro = build / "app" / "fluoro"
        self.fluoroscope = build / "app" / "fluoroscope"
        self.bench = build / "tests" / "bench" / "fluoroscope_bench"
        self.bench_map = build / "tests" / "bench" / "fluoroscope_bench_map"
        self.bare_window = build / "tests" / "bench" / "fluoroscope_bench_window"
        self.bench_timeline = build / "tests" / "bench" / "fluoroscope_bench_timeline"
        self.bench_soak = build / "tests" / "bench" / "fluoroscope_bench_soak"
        self.home = home
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith(("AWS_XRAY_", "QT_", "XDG_"))}
        self.environment.update(
            QT_QPA_PLATFORM="offscreen", TZ="UTC", LC_ALL="C.UTF-8",
            XDG_CONFIG_HOME=str(home / "config"), XDG_DATA_HOME=str(home / "data"), XDG_RUNTIME_DIR=str(home / "run"))
        for folder in ("config", "data", "run", "sessions"):
            (home / folder).mkdir(mode=0o700, parents=True, exist_ok=True)

    def session(self, name):
        """A path for a new session of this name."""
        for path in (self.home / "sessions").glob(f"{name}.fluoro*"):
            path.unlink()
        return self.home / "sessions" / f"{name}.fluoro"

    def forget(self, session):
        for path in session.parent.glob(session.name + "*"):
            path.unlink()

    def start(self, *command, **options):
        return subprocess.Popen([str(word) for word in command], env=self.environment, text=True, stdout=subprocess.PIPE, **options)

    def run(self, *command):
        return subprocess.run([str(word) for word in command], env=self.environment, text=True, capture_output=True, check=True).stdout

    def measure(self, *arguments):
        """What one part of the benchmark program says."""
        return json.loads(self.run(self.bench, *arguments).splitlines()[-1])

    def serve(self, session):
        """A started `fluoro serve`, with its port."""
        server = self.start(self.fluoro, "serve", "--bind", "127.0.0.1:0", "--session", session)
        server.port = port_told(server)
        return server

    def status(self, session):
        return json.loads(self.run(self.fluoro, "status", "--session", session, "--json"))


def port_told(process):
    """The port of "listening udp 127.0.0.1:41234", the line that a receiver prints when it is ready."""
    for line in process.stdout:
        found = re.match(r"listening udp \S+:(\d+)$", line.strip())
        if found:
            return int(found.group(1))
    raise RuntimeError(f"{process.args[0]} ended with {process.wait()} before it was listening")


def end(process):
    process.send_signal(signal.SIGTERM)
    process.stdout.read()
    code = process.wait(timeout=60)
    if code not in (0, -signal.SIGTERM):
        raise RuntimeError(f"{process.args} ended with {code}")
    return code


def cpu_seconds(pid):
    """User and system time of all threads so far."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident_mb(pid):
    """Resident memory in MB of 1 000 000 bytes."""
    return int(re.search(r"VmRSS:\s+(\d+) kB", pathlib.Path(f"/proc/{pid}/status").read_text()).group(1)) * 1024 / 1e6


def socket_drops(port):
    """Datagrams that the kernel dropped because the buffer of the socket at this port was full."""
    for line in pathlib.Path("/proc/net/udp").read_text().splitlines()[1:]:
        fields = line.split()
        if int(fields[1].split(":")[1], 16) == port:
            return int(fields[-1])
    return 0


def committed(session):
    """Documents in the journal, as another process sees them."""
    try:
        with sqlite3.connect(f"file:{session}?mode=ro", uri=True, timeout=5) as database:
            return database.execute("SELECT max(rowid) FROM journal").fetchone()[0] or 0
    except sqlite3.OperationalError:
        return 0  # not made yet


def wait_until(reached, quiet, progress, pause=0.01):
    """Waits until `reached()`, or until `progress()` has not changed for `quiet` seconds. Seconds since the epoch of the monotonic clock."""
    last, since = progress(), time.monotonic()
    while not reached():
        time.sleep(pause)
        current = progress()
        if current != last:
            last, since = current, time.monotonic()
        elif time.monotonic() - since > quiet:
            return since
    return time.monotonic()


def virtual_display():
    """A started Xvfb with its name, or None where there is none."""
    if not shutil.which("Xvfb"):
        return None
    reader, writer = os.pipe()
    server = subprocess.Popen(["Xvfb", "-displayfd", str(writer), "-screen", "0", "1600x1000x24", "-nolisten", "tcp"],
                              pass_fds=[writer], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    os.close(writer)
    with os.fdopen(reader) as told:
        number = told.readline().strip()
    server.display = f":{number}"
    return server if number else None

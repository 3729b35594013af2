# SPDX-FileCopyrightText: Fluoroscope contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Starts the real `fluoro`, asks it questions, and runs applications against it: what every conformance test stands on.

Run a test with `--fluoro PATH` or with FLUORO in the environment. Nothing here sleeps for a fixed time: it waits for a
condition until a deadline. A test whose tool or data is absent is skipped (exit code 77); with CI=true a missing tool fails.
"""

import base64
import contextlib
import json
import os
import pathlib
import queue
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
SKIPPED = 77
PATIENCE = 60.0  # seconds until something that should happen at once counts as not happening


def in_ci():
    return os.environ.get("CI", "").lower() in ("true", "1", "yes")


def data_directory():
    """Where recorded data lies, which nobody on the team wrote; tests that need it skip without it."""
    data = pathlib.Path(os.environ.get("FLUOROSCOPE_DATA") or HERE.parents[2] / "shared" / "data")
    if not data.is_dir():
        raise unittest.SkipTest("no recorded data: set FLUOROSCOPE_DATA to its directory")
    return data


def environment(**extra):
    """Ours without what would change an SDK's mind: AWS settings, proxies, a package's name from `npm run`."""
    dropped = ("aws_", "_x_amzn_", "lambda_", "npm_", "http_proxy", "https_proxy", "all_proxy", "ecs_")
    kept = {key: value for key, value in os.environ.items() if not key.lower().startswith(dropped)}
    return {**kept, **extra}


def run_application(command, cwd, **variables):
    """Runs an application to its end and returns what it reported: the JSON in its last line."""
    done = subprocess.run([str(part) for part in command], cwd=cwd, env=environment(**variables), timeout=PATIENCE * 2,
                          stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", errors="replace", check=False)
    if done.returncode != 0 or not done.stdout.strip():
        raise AssertionError(f"{command} exited with {done.returncode}\n{done.stdout}\n{done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])


class Running:
    """A program in the background whose lines are read as they come, so that it never waits for us."""

    def __init__(self, command, **options):
        self.process = subprocess.Popen([str(part) for part in command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, encoding="utf-8", errors="replace", **options)
        self.lines, self.errors, self._fresh = [], [], queue.Queue()
        self._readers = [threading.Thread(target=self._read, args=arguments, daemon=True)
                         for arguments in ((self.process.stdout, self.lines), (self.process.stderr, self.errors))]
        for reader in self._readers:
            reader.start()

    def _read(self, stream, lines):
        with stream:
            for line in stream:
                lines.append(line.rstrip("\n"))
                self._fresh.put((stream, line))
        self._fresh.put((stream, None))

    def wait_for_line(self, start):
        """The rest of the first line of standard output that begins with `start`."""
        deadline = time.monotonic() + PATIENCE
        while True:
            for line in list(self.lines):
                if line.startswith(start):
                    return line[len(start):].strip()
            try:
                stream, line = self._fresh.get(timeout=max(0.0, deadline - time.monotonic()))
                ended = stream is self.process.stdout and line is None
            except queue.Empty:
                ended = True
            if ended and not any(line.startswith(start) for line in self.lines):
                raise AssertionError(f"no line '{start}…' from {self.process.args}: {self.lines} {self.errors}")

    def end(self, how):
        """Sends a signal and returns the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        code = self.process.wait(PATIENCE)
        for reader in self._readers:
            reader.join(PATIENCE)
        return code

    def kill(self):
        return self.end(signal.SIGKILL)


class Server(Running):
    """`fluoro serve` on a free port of loopback, ready to receive."""

    def __init__(self, fluoro, session, *options):
        super().__init__([fluoro.program, "serve", "--bind", "127.0.0.1:0", "--session", session, *options],
                         env=fluoro.environment, cwd=fluoro.home)
        try:
            self.address = self.wait_for_line("listening udp ")
            host, port = self.address.rsplit(":", 1)
            self.endpoint = (host, int(port))
        except BaseException:
            self.kill()
            raise

    @property
    def http(self):
        """Where the API answers."""
        return "http://" + self.wait_for_line("listening tcp ")

    def post(self, path, **members):
        """What the API answers to one request; anything but 200 is a failure."""
        request = urllib.request.Request(self.http + path, json.dumps(members).encode(), {"Content-Type": "application/json"})
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=PATIENCE) as answer:
            return json.load(answer)

    def send(self, *datagrams):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
            for datagram in datagrams:
                udp.sendto(datagram, self.endpoint)


class Fluoro:
    """The program under test, as somebody at a terminal uses it."""

    def __init__(self, program, home):
        self.program, self.home = program, home
        (home / "run").mkdir(mode=0o700)
        places = {f"XDG_{kind.upper()}_HOME": str(home / kind) for kind in ("config", "data", "state", "cache")}
        self.environment = environment(HOME=str(home), XDG_RUNTIME_DIR=str(home / "run"), **places)

    def run(self, *arguments, stdin=b""):
        return subprocess.run([self.program, *map(str, arguments)], env=self.environment, cwd=self.home, input=stdin,
                              capture_output=True, timeout=PATIENCE, check=False)

    def succeed(self, *arguments, stdin=b""):
        """Runs a command that must succeed and returns its standard output."""
        done = self.run(*arguments, stdin=stdin)
        if done.returncode != 0:
            raise AssertionError(f"fluoro {arguments} exited with {done.returncode}: {done.stderr.decode(errors='replace')}")
        return done.stdout.decode()

    def ask(self, *arguments):
        return json.loads(self.succeed(*arguments, "--json"))

    def summaries(self, session, *options):
        return self.ask("traces", "--session", session, *options)["TraceSummaries"]

    def trace_ids(self, session):
        return sorted(summary["Id"] for summary in self.summaries(session))

    def show(self, session, trace_id):
        """One trace in the shape of BatchGetTraces."""
        answer = self.ask("show", trace_id, "--session", session)
        if answer["UnprocessedTraceIds"] or [trace["Id"] for trace in answer["Traces"]] != [trace_id]:
            raise AssertionError(f"show {trace_id}: {json.dumps(answer)[:500]}")
        return answer["Traces"][0]

    def documents(self, session):
        """How many documents the traces of a session consist of."""
        return sum(summary["Revision"] for summary in self.summaries(session))

    def services(self, session):
        return self.ask("map", "--session", session)["Services"]

    def rejects(self, session):
        """The findings that say why something was not taken; they keep its bytes, other findings have none."""
        return [finding for finding in self.ask("findings", "--session", session)["Findings"] if finding.get("Bytes")]


class Conformance(unittest.TestCase):
    """A test with a directory of its own and a `fluoro`."""

    program = None
    maxDiff = None

    def setUp(self):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="fluoroscope-conformance-"))
        self.addCleanup(shutil.rmtree, self.directory, ignore_errors=True)
        self.session = self.directory / "test.fluoroscope"
        self.fluoro = Fluoro(self.program, self.directory)

    def serve(self, session=None, *options):
        server = Server(self.fluoro, session or self.session, *options)
        self.addCleanup(server.kill)
        return server

    def stop(self, server):
        """Ends a server as a terminal or a container does; it must say goodbye with 0."""
        self.assertEqual(server.end(signal.SIGTERM), 0, server.errors)

    def assert_rejected(self, session, *refused):
        """Exactly these datagrams were refused, and their bytes are kept: all of them, or the document behind the header.

        Returns the finding of each."""
        left, found = list(refused), {}
        for finding in self.fluoro.rejects(session):
            kept = base64.b64decode(finding["Bytes"], validate=True)
            matching = [datagram for datagram in left if kept in (datagram, datagram.partition(b"\n")[2])]
            self.assertTrue(matching, f"kept something that nobody sent: {finding['Kind']} {kept[:200]}")
            self.assertTrue(finding["Kind"] and finding["Message"] and finding["Time"], finding)
            left.remove(matching[0])
            found[matching[0]] = finding
        self.assertEqual(left, [])
        return found

    def write(self, name, content):
        path = self.directory / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def eventually(self, ask, expected):
        """Waits until the answer is the expected one; at the deadline the difference is the failure."""
        deadline, pause = time.monotonic() + PATIENCE, threading.Event()
        while (answer := ask()) != expected:
            if time.monotonic() > deadline:
                self.assertEqual(answer, expected)
            pause.wait(0.05)


def main():
    """Runs the tests of the calling file; 77 when every one of them was skipped."""
    arguments = sys.argv[1:]
    program = os.environ.get("FLUORO")
    if "--fluoro" in arguments:
        at = arguments.index("--fluoro")
        program = arguments[at + 1]
        del arguments[at:at + 2]
    if not program or not os.access(program, os.X_OK):
        sys.exit(f"no program to test: {program or 'give --fluoro PATH or FLUORO'}")
    Conformance.program = str(pathlib.Path(program).resolve())
    with contextlib.suppress(AttributeError):
        sys.stdout.reconfigure(errors="replace")
    result = unittest.main(argv=[sys.argv[0], *arguments], exit=False, verbosity=2).result
    for test, reason in result.skipped:
        print(f"SKIP: {test}: {reason}", flush=True)
    if not result.wasSuccessful():
        sys.exit(1)
    if result.skipped and result.testsRun <= len(result.skipped):
        sys.exit(SKIPPED)

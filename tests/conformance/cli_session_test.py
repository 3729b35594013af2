# SPDX-FileCopyrightText: Fluoroscope contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The session file and the port as things that go wrong: what is not ours stays untouched, what was committed stays."""

import hashlib
import json
import os
import pathlib
import socket
import sqlite3
import subprocess
import unittest

import documents
import harness
import samples


class SessionTest(harness.Conformance):

    def fill(self, *numbers, session=None):
        lines = "".join(samples.json_lines(samples.shop(number)) for number in numbers)
        self.fluoro.succeed("import", "-", "--session", session or self.session, stdin=lines.encode())

    def assert_refused(self, path, *words, verbs=None):
        """Every way to open this file fails with a message that names it and says why, and leaves its bytes as they were."""
        before = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None
        lines = samples.json_lines(samples.shop()).encode()
        for command in verbs or (["serve", "--bind", "127.0.0.1:0"], ["import", "-"], ["traces", "--json"]):
            with self.subTest(command=command[0], path=path.name):
                done = self.fluoro.run(*command, "--session", path, stdin=lines)
                said = done.stderr.decode(errors="replace")
                self.assertGreater(done.returncode, 0, f"ended by a signal or well: {said}")
                self.assertIn(path.name, said)
                self.assertRegex(said.lower(), "|".join(words))
                after = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None
                self.assertEqual(after, before, "the file was touched")

    def test_limit_reads_the_newest(self):
        self.fill(1, 2, 3, 4, 5)
        everything = [summary["Id"] for summary in self.fluoro.summaries(self.session)]
        self.assertEqual(everything, [samples.trace_id(number) for number in (5, 4, 3, 2, 1)])
        newest = [summary["Id"] for summary in self.fluoro.summaries(self.session, "--limit", "2")]
        self.assertEqual(newest, everything[:2])

    def test_a_filter_selects_traces(self):
        self.fill(1, 2, 3)
        start = self.fluoro.summaries(self.session)[0]
        self.assertEqual(len(self.fluoro.summaries(self.session, "--filter", "responsetime >= 0")), 3)
        self.assertEqual(self.fluoro.summaries(self.session, "--filter", "responsetime < 0"), [])
        self.assertEqual([summary["Id"] for summary in self.fluoro.summaries(self.session, "--limit", "1", "--filter", "ok OR !ok")], [start["Id"]])
        entry = start["EntryPoint"]["Name"]
        graph = self.fluoro.ask("map", "--session", self.session, "--filter", f'service("{entry}")')
        self.assertIn(entry, [service["Name"] for service in graph["Services"]])
        graph = self.fluoro.ask("map", "--session", self.session, "--filter", 'service("nobody")')
        self.assertEqual(graph["Services"], [])

    def test_a_filter_that_is_none_is_shown_where_it_is_wrong(self):
        self.fill(1)
        for command in (["traces"], ["map"], ["export", "-o", "-"]):
            done = self.fluoro.run(*command, "--session", self.session, "--filter", "ok AND faulty")
            self.assertEqual(done.returncode, 2)
            lines = done.stderr.decode().splitlines()
            self.assertIn("Did you mean fault?", lines[0])
            self.assertEqual(lines[1:3], ["  ok AND faulty", "         ^^^^^^"])

    def test_a_port_in_use_is_said(self):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
            taken.bind(("127.0.0.1", 0))
            address = "127.0.0.1:%d" % taken.getsockname()[1]
            done = self.fluoro.run("serve", "--bind", address, "--session", self.session)
        said = done.stderr.decode()
        self.assertGreater(done.returncode, 0)
        self.assertIn(address, said)
        self.assertIn("in use", said.lower())
        self.assertIn("--bind", said, "does not say how to choose another")

    def test_the_environment_chooses_the_address(self):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
            taken.bind(("127.0.0.1", 0))
            address = "127.0.0.1:%d" % taken.getsockname()[1]
            self.fluoro.environment["AWS_XRAY_DAEMON_ADDRESS"] = address
            done = self.fluoro.run("serve", "--session", self.session)
        self.assertGreater(done.returncode, 0)
        self.assertIn(address, done.stderr.decode())

    def test_an_address_that_is_none_is_said(self):
        for address in ("127.0.0.1:none", "127.0.0.1:99999"):
            with self.subTest(address=address):
                done = self.fluoro.run("serve", "--bind", address, "--session", self.session)
                self.assertGreater(done.returncode, 0)
                self.assertIn(address, done.stderr.decode())

    def test_a_file_that_is_no_session(self):
        self.assert_refused(self.write("letter.txt", "Dear Sir or Madam,\n" * 100), "not a", "no session", "isn't a")

    def test_a_database_of_another_program(self):
        path = self.directory / "other.sqlite"
        with sqlite3.connect(path) as database:
            database.execute("CREATE TABLE recipes (name TEXT)")
            database.execute("INSERT INTO recipes VALUES ('bread')")
        database.close()
        self.assert_refused(path, "not a", "no session", "isn't a")

    def test_a_damaged_session(self):
        self.fill(1, 2, 3)
        whole = self.session.read_bytes()
        torn = self.write("torn.fluoroscope", whole[:100] + b"\xa5" * (len(whole) // 2))
        self.assert_refused(torn, "damaged", "malformed", "corrupt", "not a")

    def test_a_newer_session(self):
        self.fill(1)
        with sqlite3.connect(self.session) as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            database.execute("PRAGMA user_version = 1000000")
        database.close()
        self.assert_refused(self.session, "newer")

    def test_a_session_that_is_not_there_is_not_made_by_reading(self):
        absent = self.directory / "absent.fluoroscope"
        self.assert_refused(absent, "no such", "does not exist", "not found", "no session", "there is no",
                            verbs=(["traces", "--json"], ["map", "--json"], ["export", "-o", self.directory / "out.json"]))
        self.assertFalse(absent.exists())

    def test_a_directory_that_cannot_be_written(self):
        if os.geteuid() == 0:  # whom permissions do not stop, but the kernel's own file system does
            path = pathlib.Path("/proc/test.fluoroscope")
        else:
            closed = self.directory / "closed"
            closed.mkdir(mode=0o555)
            path = closed / "test.fluoroscope"
        self.assert_refused(path, "cannot", "can't", "could not", "permission", "read-only", "unable",
                            verbs=(["serve", "--bind", "127.0.0.1:0"], ["import", "-"]))
        self.assertFalse(path.exists())

    def read_only(self, *arguments):
        """Runs `fluoro` where the session's folder is a file system that nobody can write, as on a disc."""
        mount = 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && exec "$@"'
        done = subprocess.run(["unshare", "--mount", *(["--map-root-user"] if os.geteuid() else []), "sh", "-c", mount, str(self.directory / "disc"),
                               str(self.program), *map(str, arguments)], env=self.fluoro.environment, capture_output=True, timeout=60, check=False)
        if b"unshare" in done.stderr or b"mount" in done.stderr:
            self.skipTest(f"no file system of its own can be mounted here: {done.stderr.decode().strip()}")
        return done

    def test_a_session_on_a_disc_is_read(self):
        disc = self.directory / "disc"
        disc.mkdir()
        session = disc / "test.fluoroscope"
        self.fill(1, 2, session=session)
        wanted = [samples.trace_id(1), samples.trace_id(2)]
        (disc / (session.name + "-wal")).touch()  # a log with nothing in it, as another system may leave
        done = self.read_only("traces", "--session", session, "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(sorted(summary["Id"] for summary in json.loads(done.stdout)["TraceSummaries"]), wanted)
        done = self.read_only("export", "--session", session, "--to", self.directory / "copy.fluoroscope")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.fluoro.trace_ids(self.directory / "copy.fluoroscope"), wanted)
        done = self.read_only("import", "-", "--session", session)
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"permission", done.stderr)

    def test_a_session_that_was_not_closed_on_a_disc(self):
        disc = self.directory / "disc"
        disc.mkdir()
        session = disc / "test.fluoroscope"
        self.fill(1, session=session)
        (disc / (session.name + "-wal")).write_bytes(b"something that was not written back")
        done = self.read_only("traces", "--session", session, "--json")
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"Copy it and test.fluoroscope-wal", done.stderr)

    @unittest.skipIf(os.geteuid() == 0, "permissions do not stop root")
    def test_a_session_that_cannot_be_written(self):
        self.fill(1)
        self.session.chmod(0o444)
        self.assert_refused(self.session, "cannot", "can't", "could not", "permission", "read-only", "unable",
                            verbs=(["serve", "--bind", "127.0.0.1:0"], ["import", "-"]))

    def test_killing_after_the_commit_loses_nothing(self):
        numbers = range(1, 21)
        wanted = [samples.trace_id(number) for number in numbers]
        server = self.serve()
        server.send(*[samples.datagram(document) for number in numbers for document in samples.shop(number)])
        self.eventually(self.shown, {trace_id: 6 for trace_id in wanted})
        server.kill()

        self.assertEqual(self.shown(), {trace_id: 6 for trace_id in wanted})
        again = self.serve()
        again.send(samples.datagram(samples.shop(21)[0]))
        self.eventually(lambda: self.fluoro.trace_ids(self.session), [*wanted, samples.trace_id(21)])
        self.stop(again)
        self.assertEqual({trace_id: count for trace_id, count in self.shown().items() if trace_id in wanted},
                         {trace_id: 6 for trace_id in wanted})

    def shown(self):
        """How many segments and subsegments each trace has; a shop has five, and one that is inferred."""
        return {trace_id: len(documents.Trace(self.fluoro.show(self.session, trace_id)).entities)
                for trace_id in self.fluoro.trace_ids(self.session)}


if __name__ == "__main__":
    harness.main()

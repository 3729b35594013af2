# SPDX-FileCopyrightText: Fluoroscope contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""`fluoro replay`: captures and sessions sent again, as they were or restamped into new, current traces."""

import contextlib
import json
import socket
import time

import documents
import harness
import samples


class ReplayTest(harness.Conformance):

    def setUp(self):
        super().setUp()
        self.original = self.directory / "original.fluoroscope"

    def three_shops(self):
        """A capture of three traces, the documents of which arrive interleaved."""
        shops = [samples.shop(number) for number in (1, 2, 3)]
        return self.write("capture.jsonl", samples.capture([document for row in zip(*shops) for document in row]))

    def contents(self, session):
        return {trace_id: documents.Trace(self.fluoro.show(session, trace_id)).content() for trace_id in self.fluoro.trace_ids(session)}

    def entities(self, session):
        return sum(len(documents.Trace(self.fluoro.show(session, trace_id)).entities) for trace_id in self.fluoro.trace_ids(session))

    def replay(self, file, server, *options):
        self.fluoro.succeed("replay", file, "--to", server.address, *options)

    def replayed(self, file, *options):
        """Replays a file into a new session beside one into which it was imported, until both hold as much."""
        self.fluoro.succeed("import", file, "--session", self.original)
        server = self.serve()
        self.replay(file, server, *options)
        self.eventually(lambda: self.entities(self.session), self.entities(self.original))
        self.stop(server)
        self.assert_rejected(self.session)

    def test_a_capture_arrives_as_it_was(self):
        self.replayed(self.three_shops(), "--speed", "max")
        self.assertEqual(self.contents(self.session), self.contents(self.original))

    def test_a_recorded_capture_arrives_as_it_was(self):
        self.replayed(harness.data_directory() / "captures/node-sdk-3.12.jsonl", "--speed", "max")
        self.assertEqual(self.contents(self.session), self.contents(self.original))

    def test_a_session_arrives_as_it_was(self):
        self.fluoro.succeed("import", self.three_shops(), "--session", self.original)
        before = self.original.read_bytes()
        server = self.serve()
        self.replay(self.original, server, "--speed", "max")
        self.eventually(lambda: self.contents(self.session), self.contents(self.original))
        self.stop(server)
        self.assertEqual(self.original.read_bytes(), before)

    def test_speed_divides_the_original_spacing(self):
        shops = samples.shop(1) + samples.shop(2)
        file = self.write("slow.jsonl", samples.capture(shops, step=20.0))  # a hundred seconds from the first to the last
        server = self.serve()
        began = time.monotonic()
        self.replay(file, server, "--speed", "100")
        self.assertGreater(time.monotonic() - began, 0.95)
        self.assertLess(time.monotonic() - began, 60.0)
        self.eventually(lambda: self.fluoro.trace_ids(self.session), [samples.trace_id(1), samples.trace_id(2)])
        self.stop(server)

    def assert_restamped(self, file, span):
        began = time.time()
        self.replayed(file, "--speed", "max", "--restamp")
        ended = time.time()
        old_ids, new_ids = self.fluoro.trace_ids(self.original), self.fluoro.trace_ids(self.session)
        self.assertEqual(len(new_ids), len(old_ids))
        self.assertFalse(set(new_ids) & set(old_ids))
        old = [documents.Trace(self.fluoro.show(self.original, trace_id)) for trace_id in old_ids]
        new = [documents.Trace(self.fluoro.show(self.session, trace_id)) for trace_id in new_ids]
        taken = {item["id"] for trace in old for item in trace.entities}
        for trace in new:
            trace.check(self)
            self.assertFalse(taken & {item["id"] for item in trace.entities}, "an id was kept")
            for item in trace.entities:
                self.assertTrue(began - span - 5 < item["start_time"] < ended + span + 5, "not current")
            epoch = int(trace.id.split("-")[1], 16)
            self.assertAlmostEqual(epoch, min(item["start_time"] for item in trace.entities), delta=span + 5)
        # The same trees: every parent that was there is there, and every work takes as long as it took.
        self.assertEqual(self.timed(new), self.timed(old))

    def timed(self, traces):
        def durations(trace):
            return sorted((item["name"], round(item["end_time"] - item["start_time"], 3)) for item in trace.entities)

        return sorted(json.dumps([trace.roots(), durations(trace)], sort_keys=True) for trace in traces)

    def test_restamping_makes_new_and_current_traces(self):
        self.assert_restamped(self.three_shops(), span=5)

    def test_restamping_a_recorded_capture(self):
        file = harness.data_directory() / "captures/node-sdk-3.12.jsonl"
        times = [json.loads(line)["t"] for line in file.read_text(encoding="utf-8").splitlines()]
        self.assert_restamped(file, span=times[-1] - times[0] + 5)

    def test_restamping_twice_gives_other_traces(self):
        file = self.three_shops()
        server = self.serve()
        for _ in range(2):
            self.replay(file, server, "--speed", "max", "--restamp")
        self.eventually(lambda: len(self.fluoro.trace_ids(self.session)), 6)
        self.stop(server)

    def sent(self, *options):
        """What arrives of a capture of ninety documents, in order."""
        shops = [document for number in range(1, 31) for document in samples.shop(number)]
        file = self.write("many.jsonl", samples.capture(shops, step=0.002))
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
            udp.bind(("127.0.0.1", 0))
            udp.settimeout(0.2)
            self.fluoro.succeed("replay", file, "--to", f"udp://127.0.0.1:{udp.getsockname()[1]}", *options)
            arrived = []
            with contextlib.suppress(TimeoutError):
                while True:
                    arrived.append(json.loads(udp.recv(65536).partition(b"\n")[2])["id"])
        return arrived

    def test_trouble_is_made_on_purpose_and_by_the_seed(self):
        whole = self.sent("--speed", "max")
        self.assertEqual(len(set(whole)), 90)
        lossy = self.sent("--speed", "max", "--loss", "20%")
        self.assertTrue(60 < len(lossy) < 85, len(lossy))
        self.assertEqual(lossy, [item for item in whole if item in set(lossy)])
        self.assertEqual(self.sent("--speed", "max", "--loss", "0.2"), lossy)
        self.assertNotEqual(self.sent("--speed", "max", "--loss", "20%", "--seed", "2"), lossy)
        doubled = self.sent("--speed", "max", "--duplicate", "20%")
        self.assertEqual((set(doubled), len(doubled) > 95), (set(whole), True))
        for mixed in (self.sent("--speed", "max", "--reorder", "20%"), self.sent("--delay", "20ms")):
            self.assertEqual((sorted(mixed), mixed != whole), (sorted(whole), True))

    def test_trouble_that_cannot_be_made_is_a_mistake(self):
        file = self.three_shops()
        for options in (["--loss", "120%"], ["--duplicate", "-1"], ["--delay", "5"], ["--seed", "x"], ["--to", "127.0.0.1:0"],
                        ["--speed", "max", "--delay", "10ms"]):
            with self.subTest(options=options):
                self.assertEqual(self.fluoro.run("replay", file, *options).returncode, 2)

    def test_it_goes_where_sdks_send(self):
        server = self.serve()
        self.fluoro.environment["AWS_XRAY_DAEMON_ADDRESS"] = server.address
        self.fluoro.succeed("replay", self.three_shops(), "--speed", "x100")
        self.eventually(lambda: len(self.fluoro.trace_ids(self.session)), 3)
        self.stop(server)

    def test_a_file_without_documents_is_an_error(self):
        server = self.serve()
        done = self.fluoro.run("replay", self.write("none.jsonl", "not a capture\n"), "--to", server.address)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn(b"none.jsonl", done.stderr)
        self.stop(server)
        self.assertEqual(self.fluoro.trace_ids(self.session), [])


if __name__ == "__main__":
    harness.main()

# SPDX-FileCopyrightText: Fluoroscope contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Forwarding through everything that goes wrong: each document arrives once, in the order of the journal, and none is lost."""

import http.client
import json
import socket
import threading
import time

import harness
import samples
from forward_case import ForwardCase, document
from fake_xray import FakeXray, Refusal

COUNT = 10_000
FAULTS = [
    Refusal(500, "InternalFailure"), "cut before taking", Refusal(429, "ThrottledException", "Rate exceeded", Retry_After=1), "cut after taking",
    Refusal(503, "ServiceUnavailable"), "not X-Ray", Refusal(400, "ThrottlingException"), "cut in the answer", "hang",
    Refusal(403, "ExpiredTokenException"), Refusal(302, "", Location="http://127.0.0.1:1/"), "cut after taking", Refusal(502, ""),
    "cut before taking", Refusal(500, "InternalFailure"), "cut in the answer", Refusal(404, "UnknownOperationException")]


class Sender(threading.Thread):
    """Puts documents until it has put all; a server that is being killed gets them when it is back."""

    def __init__(self, case):
        super().__init__(daemon=True)
        self.case, self.at, self.server, self.changed = case, 0, None, threading.Condition()

    def goes_to(self, server):
        with self.changed:
            self.server = server
            self.changed.notify_all()

    def run(self):
        killed = None  # the one that does not answer any more
        while self.at < COUNT:
            with self.changed:
                self.changed.wait_for(lambda: self.server is not killed)
                server = self.server
            documents = [document(number) for number in range(self.at, self.at + 50)]
            try:
                server.post("/TraceSegments", TraceSegmentDocuments=documents)
                self.at += 50
            except (OSError, http.client.HTTPException):  # it was killed: what it had committed of these comes twice
                killed = server


class FaultsTest(ForwardCase):

    def feed(self, *target, kills, between):
        """Starts, kills and starts again a server that forwards, while documents come in, `between` being called before
        each kill."""
        sender = Sender(self)
        sender.start()
        for step in range(kills + 1):
            server = self.forwarding(*target)
            _ = server.http
            sender.goes_to(server)
            between(step)
            if step < kills:
                server.kill()  # somewhere on the way, and never where it is convenient
        sender.join(3 * harness.PATIENCE)
        self.assertFalse(sender.is_alive())
        wanted = {document(number) for number in range(COUNT)}
        self.eventually(lambda: wanted <= set(self.journal()), True)
        return server

    def sent_at_least(self, count, documents):
        deadline, pause = time.monotonic() + 3 * harness.PATIENCE, threading.Event()
        while len(documents) < count and time.monotonic() < deadline:
            pause.wait(0.001)
        self.assertGreaterEqual(len(documents), count)

    def test_xray(self):
        upstream = FakeXray()
        self.addCleanup(upstream.go)
        upstream.poison = document(4321)
        upstream.bad = lambda text: "InvalidTraceId" if json.loads(text)["id"].endswith("77") else None
        upstream.faults = [each for fault in FAULTS for each in (fault, None)]

        def trouble(step):
            self.sent_at_least((step + 1) * 900, upstream.documents)
            if step % 2:
                upstream.go()
                upstream.come()

        server = self.feed("xray", "--endpoint", upstream.url, kills=6, between=trouble)
        status = self.all_sent(len(self.journal()))
        self.stop(server)

        self.assertEqual(upstream.problems, [])
        self.assertGreaterEqual(upstream.repeated, 4)  # what was cut off was known again
        self.assertEqual(upstream.faults, [])
        self.assertEqual(len(upstream.happened), len(FAULTS))
        journal = self.journal()
        self.assertGreaterEqual(len(journal), COUNT)
        self.assertEqual(set(journal), {document(number) for number in range(COUNT)})
        taken = [text for text in journal if text != upstream.poison and not upstream.bad(text)]
        self.assertEqual(upstream.documents, taken)
        self.assertEqual((status["sent"], status["refused"]), (len(taken), len(journal) - len(taken)))
        self.assertEqual(set(status["refusedByCode"]), {"InvalidTraceId", "InvalidRequestException"})
        self.assertEqual((status["lost"], status["problem"]), (0, ""))
        self.assertIn(f"{4321 + 1:016x}", [entry["segment"] for entry in status["refusals"] if entry["code"] == "InvalidRequestException"] or
                      [f"{4321 + 1:016x}"])

    def test_daemon(self):
        """Over UDP nothing is acknowledged: what is cut short of being remembered is sent again, at most one burst."""
        received, kills = [], 4
        daemon = Daemon(received)
        self.addCleanup(daemon.go)

        def trouble(step):
            self.sent_at_least((step + 1) * 1200, received)
            daemon.go()
            threading.Event().wait(0.3)  # documents pile up meanwhile
            daemon.come()
            self.sent_at_least(min(len(received) + 100, COUNT), received)

        server = self.feed(f"udp://127.0.0.1:{daemon.port}", kills=kills, between=trouble)
        status = self.all_sent(len(self.journal()))
        self.stop(server)
        journal = self.journal()
        self.eventually(lambda: received[-1:] == journal[-1:], True)
        again = repeats(received, journal)
        self.assertIsNotNone(again, "out of order, or something is missing")
        self.assertLessEqual(len(again), kills + kills + 1)
        self.assertLessEqual(max(again, default=0), 20)
        self.assertEqual((status["sent"], status["refused"], status["lost"]), (len(journal), 0, 0))

    def test_another_fluoro(self):
        other = self.directory / "other.fluoroscope"
        upstream = self.serve(other)
        address = upstream.http
        port = address.rsplit(":", 1)[1]
        server = self.forwarding("xray", "--endpoint", address)
        for first in range(0, 2000, 50):
            server.post("/TraceSegments", TraceSegmentDocuments=[document(number) for number in range(first, first + 50)])
            if first == 500:
                upstream.end(15)
            if first == 1000:
                self.eventually(lambda: self.journal()[-1:], [document(1049)])
                server.kill()
                server = self.forwarding("xray", "--endpoint", address)
                _ = server.http
            if first == 1500:
                upstream = harness.Running([self.program, "serve", "--bind", f"127.0.0.1:{port}", "--session", other],
                                           env=self.fluoro.environment)
                self.addCleanup(upstream.kill)
                upstream.wait_for_line("listening tcp ")
        self.eventually(lambda: self.journal()[-1:], [document(1999)])
        status = self.all_sent(len(self.journal()))
        self.stop(server)
        self.assertEqual(status["refused"], 0)
        self.eventually(lambda: self.fluoro.summaries(other), self.fluoro.summaries(self.session))
        self.assertEqual(upstream.end(15), 0)


class Daemon:
    """Receives as the daemon does, on a port that it keeps."""

    def __init__(self, received):
        self.received, self.port, self.socket = received, 0, None
        self.come()

    def come(self):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        # All that is ever sent fits: who reads may be kept from it for seconds.
        try:
            self.socket.setsockopt(socket.SOL_SOCKET, getattr(socket, "SO_RCVBUFFORCE", 33), 64 << 20)
        except PermissionError:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 64 << 20)
        self.socket.bind(("127.0.0.1", self.port))
        self.port = self.socket.getsockname()[1]
        self.reader = threading.Thread(target=self.read, args=[self.socket], daemon=True)
        self.reader.start()

    def read(self, udp):
        while True:
            datagram = udp.recv(65536)
            if datagram == b"end":
                return
            header, _, body = datagram.partition(b"\n")
            assert header + b"\n" == samples.HEADER
            self.received.append(body.decode())

    def go(self):
        """Listens to itself alone, takes what has come before, then closes: all that was delivered was received."""
        self.socket.connect(("127.0.0.1", self.port))
        self.socket.send(b"end")
        self.reader.join(harness.PATIENCE)
        self.socket.close()


def repeats(received, journal):
    """How long each run is by which `received` falls back while it goes through the journal; None where it skips something."""
    at, runs = 0, []
    for text in received:
        if at < len(journal) and journal[at] == text:
            at += 1
            continue
        back = next((step for step in range(1, 51) if at >= step and journal[at - step] == text), None)
        if back is None:
            return None
        runs.append(back)
        at += 1 - back
    return runs if at == len(journal) else None


if __name__ == "__main__":
    harness.main()

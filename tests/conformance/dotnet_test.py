# SPDX-FileCopyrightText: Fluoroscope contributors
# SPDX-License-Identifier: GPL-3.0-or-later
""".NET, which does not run here: the datagrams of the .NET SDK's own tests stand for it, sent as they are."""

import json

import documents
import harness

TRACE = "1-11111111-111111111111111111111111"
KNOWN = ("id", "trace_id", "name", "start_time", "end_time", "service")


class DotNetTest(harness.Conformance):

    def setUp(self):
        super().setUp()
        path = harness.data_directory() / "sdk/dotnet/daemon_payloads.derived.jsonl"
        self.datagrams = [json.loads(line).encode() for line in path.read_text(encoding="utf-8").splitlines()]
        self.assertEqual(len(self.datagrams), 12)

    def sent(self, datagram):
        return json.loads(datagram.split(b"\n", 1)[1])

    def test_each_whole_document_is_shown_as_it_came(self):
        whole = [datagram for datagram in self.datagrams if "trace_id" in self.sent(datagram)]
        self.assertEqual(len(whole), 5)
        for number, datagram in enumerate(whole):
            with self.subTest(number=number):
                session = self.directory / f"{number}.fluoroscope"
                server = self.serve(session)
                server.send(datagram)
                self.eventually(lambda session=session: self.fluoro.trace_ids(session), [TRACE])
                self.stop(server)
                self.assert_rejected(session)
                self.assert_shown(session, self.sent(datagram))

    def assert_shown(self, session, sent):
        trace = documents.Trace(self.fluoro.show(session, TRACE))
        trace.check(self)
        self.assertEqual(len(trace.segments), 1)
        shown = trace.segments[0]
        for key in KNOWN:  # http and aws of these documents have members that X-Ray does not know
            self.assertEqual(shown.get(key), sent.get(key), key)
        inner = [[{key: part.get(key) for key in ("id", "name", "start_time", "end_time")} for part in item.get("subsegments", [])]
                 for item in (shown, sent)]
        self.assertEqual(*inner)

    def test_all_of_them_at_once_lose_nothing(self):
        server = self.serve()
        server.send(*self.datagrams)
        refused = [datagram for datagram in self.datagrams if "trace_id" not in self.sent(datagram)]
        self.assertEqual(len(refused), 7)
        self.eventually(lambda: len(self.fluoro.rejects(self.session)), len(refused))
        self.eventually(lambda: self.fluoro.trace_ids(self.session), [TRACE])
        self.stop(server)

        for finding in self.assert_rejected(self.session, *refused).values():
            self.assertRegex(f"{finding['Kind']} {finding['Message']}".lower().replace("_", "").replace(" ", ""), "traceid")
        # Five documents of one trace with one id: the same segment, told five times.
        trace = documents.Trace(self.fluoro.show(self.session, TRACE))
        trace.check(self)
        self.assertEqual([segment["id"] for segment in trace.segments], ["1111111111111111"])


if __name__ == "__main__":
    harness.main()

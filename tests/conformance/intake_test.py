# SPDX-FileCopyrightText: Fluoroscope contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What `fluoro serve` makes of datagrams that no SDK would send: everything is stored or becomes a finding, nothing vanishes."""

import json
import signal
import socket

import documents
import harness
import samples

# A datagram, and what its finding must speak of (in Kind or Message, with or without blanks and underscores).
REFUSED = {
    "no newline": (b'{"format":"json","version":1}', "missing(header|segment|document)|header"),
    "nothing behind the header": (b'{"format":"json","version":1}\n', "missing(header|segment|document)|empty|header"),
    "nothing at all but a newline": (b"\n", "header|missing|empty"),
    "a header that is no JSON": (b'format=json\n{"id":"1"}', "header"),
    "another format": (b'{"format":"xml","version":1}\n{"id":"2"}', "header"),
    "another version": (b'{"format":"json","version":2}\n{"id":"3"}', "header"),
    "a version in quotes": (b'{"format":"json","version":"1"}\n{"id":"4"}', "header"),
    "broken JSON": (samples.HEADER + b'{"id":"a100000000000009","name":', "parse|json"),
    "bytes that are no text": (samples.HEADER + b"\xff\xfe\x00\x80", "parse|json"),
    "no object": (samples.HEADER + b'"segment"', "parse|json|object"),
    "no id": (samples.HEADER + b'{"trace_id":"1-6650a1b2-000000000000000000000001","name":"x","start_time":1,"end_time":2}',
              r"missingid|\bid\b"),
    "no trace id": (samples.HEADER + b'{"id":"a100000000000008","name":"x","start_time":1,"end_time":2}', "traceid"),
    "a subsegment without parent": (
        samples.HEADER + b'{"type":"subsegment","id":"a100000000000007","trace_id":"1-6650a1b2-000000000000000000000002",'
                         b'"name":"x","start_time":1,"end_time":2}', "parentid"),
}
# Headers that the daemon takes: it reads them as JSON, without regard to case, and ignores what it does not know.
TAKEN = [b'{"format": "json", "version": 1}\n', b'{"FORMAT":"JSON","Version":1,"more":[]}\r\n', b' {"version":1,"format":"Json"} \n']
BURST = 60  # documents that fit into the smallest receive buffer that Linux gives unasked


class IntakeTest(harness.Conformance):

    def test_what_is_refused_becomes_a_finding_with_its_bytes(self):
        server = self.serve()
        whole = [samples.datagram(document) for document in samples.shop()]
        refused = [datagram for datagram, _ in REFUSED.values()]
        server.send(*refused, *whole)
        self.eventually(lambda: len(self.fluoro.rejects(self.session)), len(refused))
        self.eventually(lambda: self.fluoro.trace_ids(self.session), [samples.trace_id(1)])
        self.stop(server)

        findings = self.assert_rejected(self.session, *refused)
        for what, (datagram, word) in REFUSED.items():
            with self.subTest(what=what):
                said = f"{findings[datagram]['Kind']} {findings[datagram]['Message']}".lower()
                self.assertRegex(f"{said} {said.replace('_', '').replace(' ', '')}", word)

    def test_every_header_that_the_daemon_takes_is_taken(self):
        server = self.serve()
        expected = []
        for number, header in enumerate(TAKEN, start=1):
            server.send(header + json.dumps(samples.shop(number)[0]).encode() + b"\n")
            expected.append(samples.trace_id(number))
        self.eventually(lambda: self.fluoro.trace_ids(self.session), expected)
        self.stop(server)
        self.assert_rejected(self.session)

    def test_the_largest_datagram_arrives_whole(self):
        document = samples.shop()[0]
        room = 65507 - len(samples.datagram({**document, "metadata": {"default": {"text": ""}}}))
        document["metadata"] = {"default": {"text": "ä" * (room // 2)}}
        server = self.serve()
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
            udp.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)
            udp.sendto(samples.datagram(document), server.endpoint)
        self.eventually(lambda: self.fluoro.trace_ids(self.session), [document["trace_id"]])
        self.stop(server)
        trace = documents.Trace(self.fluoro.show(self.session, document["trace_id"]))
        shown = [segment for segment in trace.segments if segment["id"] == document["id"]]
        self.assertEqual(shown[0]["metadata"], document["metadata"])

    def test_order_of_arrival_does_not_matter(self):
        contents = []
        for name, order in (("forward", 1), ("backward", -1)):
            session = self.directory / f"{name}.fluoroscope"
            server = self.serve(session)
            server.send(*[samples.datagram(document) for document in samples.shop()[::order]])

            def shown(session=session):
                ids = self.fluoro.trace_ids(session)
                return len(documents.Trace(self.fluoro.show(session, ids[0])).entities) if ids else 0

            self.eventually(shown, 6)  # five that were sent, and the inferred segment of DynamoDB
            self.stop(server)
            trace = documents.Trace(self.fluoro.show(session, samples.trace_id(1)))
            trace.check(self)
            contents.append(trace.content())
        self.assertEqual(*contents)

    def test_a_segment_that_comes_again_with_its_subsegments_doubled_shows_once(self):
        # What the Go SDK sends when closing a segment races with the end of its context.
        first = samples.shop()[0]
        again = {**first, "subsegments": first["subsegments"] * 2}
        server = self.serve()
        server.send(samples.datagram(first), samples.datagram(again), samples.datagram(samples.shop(2)[0]))
        self.eventually(lambda: self.fluoro.trace_ids(self.session), [samples.trace_id(1), samples.trace_id(2)])
        self.stop(server)
        trace = documents.Trace(self.fluoro.show(self.session, samples.trace_id(1)))
        trace.check(self)
        self.assertEqual(sorted(item["name"] for item in trace.entities if not item.get("inferred")),
                         ["DynamoDB", "shop", "stock.internal"])
        self.assertEqual(sum(bool(segment.get("inferred")) for segment in trace.segments), 2)

    def test_a_burst_is_stored_before_serve_says_goodbye(self):
        server = self.serve()
        server.send(*[samples.datagram(samples.shop(number)[0]) for number in range(1, BURST + 1)])
        self.stop(server)
        self.assertEqual(self.fluoro.trace_ids(self.session), sorted(samples.trace_id(number) for number in range(1, BURST + 1)))

    def test_interrupt_ends_it_like_terminate(self):
        server = self.serve()
        self.assertEqual(server.end(signal.SIGINT), 0, server.errors)


if __name__ == "__main__":
    harness.main()

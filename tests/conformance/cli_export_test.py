# SPDX-FileCopyrightText: Fluoroscope contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""`fluoro export`: what it writes is an answer of BatchGetTraces, and importing that gives the same traces."""

import json

import documents
import harness
import samples


class ExportTest(harness.Conformance):

    def setUp(self):
        super().setUp()
        self.other = self.directory / "other.fluoroscope"
        self.file = self.directory / "exported.json"

    def fill(self, *numbers):
        lines = "".join(samples.json_lines(samples.shop(number)) for number in numbers)
        self.fluoro.succeed("import", "-", "--session", self.session, stdin=lines.encode())

    def contents(self, session):
        return {trace_id: documents.Trace(self.fluoro.show(session, trace_id)).content() for trace_id in self.fluoro.trace_ids(session)}

    def graph(self, session):
        return documents.graph(self.fluoro.services(session))

    def export(self, *options):
        self.fluoro.succeed("export", "--session", self.session, *options, "-o", self.file)
        return json.loads(self.file.read_text(encoding="utf-8"))

    def assert_comes_back(self):
        self.fluoro.succeed("import", self.file, "--session", self.other)
        self.assertEqual(self.contents(self.other), self.contents(self.session))
        self.assertEqual(self.graph(self.other), self.graph(self.session))

    def test_all_traces_come_back(self):
        self.fill(1, 2, 3)
        answer = self.export()
        self.assertEqual(sorted(trace["Id"] for trace in answer["Traces"]), [samples.trace_id(number) for number in (1, 2, 3)])
        for trace in answer["Traces"]:
            self.assertEqual((sorted(trace), trace["LimitExceeded"]), (["Duration", "Id", "LimitExceeded", "Segments"], False))
            for segment in trace["Segments"]:
                self.assertEqual(json.loads(segment["Document"])["id"], segment["Id"])
        self.assert_comes_back()

    def test_chosen_traces_alone(self):
        self.fill(1, 2, 3)
        answer = self.export("--trace", samples.trace_id(3), "--trace", samples.trace_id(1))
        self.assertEqual(sorted(trace["Id"] for trace in answer["Traces"]), [samples.trace_id(1), samples.trace_id(3)])
        self.fluoro.succeed("import", self.file, "--session", self.other)
        everything = self.contents(self.session)
        self.assertEqual(self.contents(self.other), {samples.trace_id(number): everything[samples.trace_id(number)] for number in (1, 3)})

    def test_a_trace_that_is_not_there_is_an_error(self):
        self.fill(1)
        done = self.fluoro.run("export", "--session", self.session, "--trace", samples.trace_id(9), "-o", self.file)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn(samples.trace_id(9).encode(), done.stderr)

    def test_what_sdks_sent_comes_back(self):
        capture = harness.data_directory() / "captures/node-sdk-3.12.jsonl"
        self.fluoro.succeed("import", capture, "--session", self.session)
        self.export()
        self.assert_comes_back()

    def test_what_aws_answered_comes_back(self):
        recorded = harness.data_directory() / "recorded"
        self.fluoro.succeed("import", *sorted(recorded.glob("servibench/*/traces.json")), *sorted(recorded.glob("iatk/*.json")),
                            "--session", self.session)
        self.export()
        self.assert_comes_back()

    def test_a_session_being_written_can_be_exported(self):
        server = self.serve()
        server.send(*map(samples.datagram, samples.shop(4)))
        self.eventually(lambda: len(self.shown(samples.trace_id(4))), 6)
        self.export()
        self.assert_comes_back()
        self.stop(server)

    def shown(self, trace_id):
        if trace_id not in self.fluoro.trace_ids(self.session):
            return []
        return documents.Trace(self.fluoro.show(self.session, trace_id)).entities


if __name__ == "__main__":
    harness.main()

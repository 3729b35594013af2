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
        documents = samples.shop(4)
        server.send(*map(samples.datagram, documents))
        self.eventually(lambda: self.fluoro.documents(self.session), len(documents))
        self.assertEqual(len(self.shown(samples.trace_id(4))), 6)
        self.export()
        self.assert_comes_back()
        self.stop(server)

    def part(self, *options):
        self.fluoro.succeed("export", "--session", self.session, "--to", self.other, *options)
        return self.fluoro.trace_ids(self.other)

    def test_a_part_is_a_session(self):
        self.fill(1, 2, 3)
        self.assertEqual(self.part("--trace", samples.trace_id(3), "--trace", samples.trace_id(1)),
                         [samples.trace_id(1), samples.trace_id(3)])
        everything = self.contents(self.session)
        self.assertEqual(self.contents(self.other), {samples.trace_id(number): everything[samples.trace_id(number)] for number in (1, 3)})
        self.assertEqual(sorted(path.name for path in self.directory.glob("other*")), [self.other.name], "something lies beside it")

    def test_a_part_by_time(self):
        self.fill(1, 2, 3)
        begins = sorted(summary["StartTime"] for summary in self.fluoro.summaries(self.session))
        self.assertEqual(self.part("--since", "%.6f" % (begins[1] - 0.001), "--until", "%.6f" % begins[2]), [samples.trace_id(2)])

    def test_a_file_that_is_there_stays(self):
        self.fill(1, 2)
        self.part("--limit", "1")
        before = self.other.read_bytes()
        done = self.fluoro.run("export", "--session", self.session, "--to", self.other)
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"--replace", done.stderr)
        self.assertEqual(self.other.read_bytes(), before)
        self.assertEqual(len(self.part("--replace")), 2)
        done = self.fluoro.run("export", "--session", self.session, "--to", self.session, "--replace")
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"itself", done.stderr)

    def test_what_is_private_is_taken_out(self):
        capture = harness.data_directory() / "captures/node-sdk-3.12.jsonl"
        self.fluoro.succeed("import", capture, "--session", self.session)
        what = ("--redact", "urls,clients,users", "--redact", "annotation:customer,metadata:shop.cart")
        preview = json.loads(self.fluoro.succeed("export", "--session", self.session, "--preview", "--json", *what))
        self.assertEqual([rule["rule"] for rule in preview["rules"]], ["urls", "clients", "users", "annotations", "metadata"])
        for rule in preview["rules"]:
            self.assertGreater(rule["changes"], 0, rule["rule"])
            for example in rule["examples"]:
                self.assertNotEqual(example["before"], example["after"])
        self.assertFalse(self.other.exists(), "a preview writes nothing")
        self.assertEqual(len(self.part(*what)), preview["traces"])
        for trace_id in self.fluoro.trace_ids(self.other):
            shown = json.dumps(self.fluoro.show(self.other, trace_id))
            for private in ('"user-7', "c-7", "ffff:127", "?p=/", '"sku'):
                self.assertNotIn(private, shown)
        self.assertEqual([node["Name"] for node in self.fluoro.services(self.other)], [node["Name"] for node in self.fluoro.services(self.session)])

    def test_mistakes_in_what_to_export(self):
        self.fill(1)
        for options in (["--to", self.other, "--redact", "url"], ["-o", "-", "--redact", "urls"], ["--preview"], [],
                        ["--to", self.other, "--preview", "-o", "-"], ["--to", self.other, "--since", "soon"],
                        ["--to", self.other, "--trace", samples.trace_id(1), "--limit", "1"]):
            with self.subTest(options=options):
                self.assertEqual(self.fluoro.run("export", "--session", self.session, *options).returncode, 2)
        self.assertFalse(self.other.exists())

    def test_a_session_has_a_name_and_notes(self):
        self.fill(1)
        self.fluoro.succeed("status", "--session", self.session, "--name", "Incident 7", "--notes", "Look at orders.")
        facts = self.fluoro.ask("status", "--session", self.session)["session"]
        self.assertEqual((facts["name"], facts["notes"]), ("Incident 7", "Look at orders."))
        self.assertRegex(facts["program"], r"^fluoro \d")
        self.assertIn("import - --session", facts["commandLine"])
        self.part()
        self.assertEqual(self.fluoro.ask("status", "--session", self.other)["session"], facts)
        self.fluoro.succeed("status", "--session", self.session, "--name", "")
        self.assertNotIn("name", self.fluoro.ask("status", "--session", self.session)["session"])

    def shown(self, trace_id):
        if trace_id not in self.fluoro.trace_ids(self.session):
            return []
        return documents.Trace(self.fluoro.show(self.session, trace_id)).entities


if __name__ == "__main__":
    harness.main()

# SPDX-FileCopyrightText: Fluoroscope contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""`fluoro import`: every form in which people keep traces, what it reports, and that a bad part does not cost the rest."""

import json
import re

import documents
import harness
import samples

COUNT = {noun: re.compile(rf"(\d+) {noun}s?\b") for noun in ("document", "trace", "reject")}


def recorded_traces(path):
    """{trace id: {segment id: document}} of a file in one of the forms of AWS's answers."""
    content = json.loads(path.read_text(encoding="utf-8"))
    if "Traces" in content:
        traces = content["Traces"]
    else:
        traces = [content] if "Segments" in content else list(content.values())
    found = {}
    for trace in traces:
        for segment in trace["Segments"]:
            document = segment.get("Document", segment)
            document = json.loads(document) if isinstance(document, str) else document
            found.setdefault(trace["Id"], {})[document["id"]] = document
    return found


def recorded_files(data):
    files = [*sorted((data / "recorded/servibench").glob("*/*.json")), *sorted((data / "recorded/iatk").glob("*.json")),
             data / "recorded/scorekeep/xray-api-gettingdata.08.json"]
    return {str(path.relative_to(data)): path for path in files}


class ImportTest(harness.Conformance):

    def take(self, *files, session=None, stdin=b""):
        """Imports and returns what was reported: documents, traces, rejects."""
        said = self.fluoro.succeed("import", *files, "--session", session or self.session, stdin=stdin)
        return self.counted(said)

    def counted(self, said):
        found = [pattern.findall(said) for pattern in COUNT.values()]
        self.assertTrue(all(found), f"does not report documents, traces and rejects: {said!r}")
        return tuple(int(numbers[-1]) for numbers in found)

    def read(self, trace_id, session=None):
        return documents.Trace(self.fluoro.show(session or self.session, trace_id))

    def assert_holds(self, trace_id, recorded, session):
        """A session shows a recorded trace as AWS answered it; of segments that AWS inferred the id may be another."""
        def compared(segments):
            return documents.in_order(documents.bare(segment, ("id",) if segment.get("inferred") else ()) for segment in segments)

        self.assertEqual(compared(self.read(trace_id, session).segments), compared(recorded.values()))

    def test_every_recorded_answer_of_aws(self):
        files = recorded_files(harness.data_directory())
        self.assertGreaterEqual(len(files), 18)
        for number, (name, path) in enumerate(files.items()):
            with self.subTest(file=name):
                session = self.directory / f"{number}.fluoroscope"
                recorded = recorded_traces(path)
                size = sum(map(len, recorded.values()))
                self.assertEqual(self.take(path, session=session), (size, len(recorded), 0))
                self.assertEqual(self.fluoro.trace_ids(session), sorted(recorded))
                for trace_id, segments in recorded.items():
                    self.assert_holds(trace_id, segments, session)

    def test_all_recorded_answers_into_one_session(self):
        files = recorded_files(harness.data_directory())
        self.take(*files.values())
        wanted = {trace_id for path in files.values() for trace_id in recorded_traces(path)}
        self.assertEqual(self.fluoro.trace_ids(self.session), sorted(wanted))
        self.assert_rejected(self.session)

    def test_a_recorded_capture(self):
        path = harness.data_directory() / "captures/node-sdk-3.12.jsonl"
        sent = [json.loads(json.loads(line)["d"].partition("\n")[2]) for line in path.read_text(encoding="utf-8").splitlines()]
        traces = sorted({document["trace_id"] for document in sent})
        self.assertEqual(self.take(path), (len(sent), len(traces), 0))
        self.assertEqual(self.fluoro.trace_ids(self.session), traces)
        wanted = {item["id"] for document in sent for item in documents.walk(document)}
        shown = {item["id"] for trace_id in traces for item in self.read(trace_id).entities if not item.get("inferred")}
        self.assertEqual(shown, wanted)

    def test_every_form_of_the_same_trace_is_the_same_trace(self):
        shop = samples.shop()
        answer = samples.batch_answer(shop)
        trace = answer["Traces"][0]
        objects = {**trace, "Segments": [{**part, "Document": json.loads(part["Document"])} for part in trace["Segments"]]}
        forms = {
            "an answer of BatchGetTraces": json.dumps(answer),
            "the same, pretty": json.dumps(answer, indent=2),
            "one trace": json.dumps(trace),
            "the console's raw data": json.dumps(objects, indent=4),
            "a map of id to trace": json.dumps({trace["Id"]: trace}),
            "documents in the place of segments": json.dumps({**trace, "Segments": shop}),
            "a document a line": samples.json_lines(shop),
            "a document a line, without the last line's end": samples.json_lines(shop).rstrip("\n"),
            "a trace a line": samples.json_lines([trace]),
            "a capture": samples.capture(shop),
        }
        contents = []
        for number, (form, text) in enumerate(forms.items()):
            with self.subTest(form=form):
                session = self.directory / f"{number}.fluoroscope"
                self.assertEqual(self.take(self.write(f"{number}.json", text), session=session), (3, 1, 0))
                contents.append(self.read(shop[0]["trace_id"], session).content())
                self.assertEqual(contents[-1], contents[0])

    def test_standard_input_and_files_together(self):
        path = self.write("one.json", json.dumps(samples.batch_answer(samples.shop(1))))
        self.assertEqual(self.take(path, "-", stdin=samples.json_lines(samples.shop(2)).encode()), (6, 2, 0))
        self.assertEqual(self.fluoro.trace_ids(self.session), [samples.trace_id(1), samples.trace_id(2)])

    def test_importing_again_adds_no_trace_and_changes_none(self):
        path = self.write("one.json", samples.json_lines(samples.shop()))
        self.take(path)
        before = self.read(samples.trace_id(1)).content()
        self.take(path)
        self.assertEqual(self.fluoro.trace_ids(self.session), [samples.trace_id(1)])
        self.assertEqual(self.read(samples.trace_id(1)).content(), before)

    def test_a_bad_document_costs_only_itself(self):
        lines = samples.json_lines(samples.shop(1)).splitlines()
        bad = ['{"id":"a100000000000009","name":', '{"name":"without an id","start_time":1,"end_time":2}']
        path = self.write("mixed.jsonl", "\n".join([lines[0], bad[0], lines[1], bad[1], lines[2]]) + "\n")
        done = self.fluoro.run("import", path, "--session", self.session)
        self.assertEqual(self.counted(done.stdout.decode()), (3, 1, 2))
        self.assertEqual(self.fluoro.trace_ids(self.session), [samples.trace_id(1)])
        # What is no JSON at all is named by file and line; what is a document and refused is kept with its bytes.
        self.assertIn(b"line 2", done.stderr)
        self.assert_rejected(self.session, bad[1].encode())

    def test_a_bad_file_costs_only_itself(self):
        good = self.write("good.jsonl", samples.json_lines(samples.shop(2)))
        for name, content in (("binary.json", b"\x00\xff\x00\xff" * 64), ("empty.json", b"")):
            with self.subTest(name=name):
                session = self.directory / f"{name}.fluoroscope"
                self.fluoro.run("import", self.write(name, content), good, "--session", session)
                self.assertEqual(self.fluoro.trace_ids(session), [samples.trace_id(2)])

    def test_a_file_that_is_not_there_is_named_and_costs_only_itself(self):
        good = self.write("good.jsonl", samples.json_lines(samples.shop(3)))
        done = self.fluoro.run("import", self.directory / "absent.json", good, "--session", self.session)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn(b"absent.json", done.stderr)
        self.assertEqual(self.fluoro.trace_ids(self.session), [samples.trace_id(3)])


if __name__ == "__main__":
    harness.main()

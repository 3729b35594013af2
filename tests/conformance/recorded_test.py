# SPDX-FileCopyrightText: Fluoroscope contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Traces that AWS recorded: their segments put into the API, and its answers compared with AWS's, member by member.

The segments that AWS inferred are left out of what is put. Every difference must be one that README.md tells with its reason, and
what it tells must still be so.
"""

import fnmatch
import json
import re

import harness

TOLERANCE = 1e-6  # seconds: what a time loses as a number of JSON
MILLISECOND = 0.00101  # what AWS rounds a duration to
UNITS = {"ms": (0.001, 0.6), "s": (1, 0.51)}  # of a time that the console shows: in seconds, and how far it rounds


def told_differences():
    """Patterns from the table of README.md: `trace: path` of what differs."""
    table = (harness.HERE / "README.md").read_text(encoding="utf-8").partition("## Recorded answers")[2].partition("\n## ")[0]
    return re.findall(r"^\| `([^`]+)` \|", table, re.MULTILINE)


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


def document_of(segment):
    document = segment.get("Document", segment)
    return json.loads(document) if isinstance(document, str) else document


def recorded_traces(data):
    """By a short name: the answers of BatchGetTraces."""
    traces = {path.parent.name: read(path) for path in sorted(data.glob("servibench/*/traces.json"))}
    traces["event_processing_subgraph"] = read(data / "servibench/event_processing_app/traces_subgraph.json")
    traces |= {"iatk": read(data / "iatk/trace01.json"), "links": read(data / "iatk/traceWithLinks01.json")}
    traces["scorekeep"] = read(data / "scorekeep/xray-api-gettingdata.08.json")["Traces"][0]
    return traces


def differences(recorded, ours, path=""):
    """The paths at which two values are not the same."""
    if isinstance(recorded, dict) and isinstance(ours, dict):
        for member in sorted(recorded.keys() | ours.keys()):
            inside = f"{path}.{member}" if path else member
            if member not in ours:
                yield f"{inside} is missing"
            elif member not in recorded:
                yield f"{inside} is more"
            else:
                yield from differences(recorded[member], ours[member], inside)
    elif isinstance(recorded, list) and isinstance(ours, list) and len(recorded) == len(ours):
        for number, (theirs, own) in enumerate(zip(recorded, ours)):
            yield from differences(theirs, own, f"{path}[{number}]")
    elif isinstance(recorded, float) or isinstance(ours, float):
        if not isinstance(recorded, (int, float)) or not isinstance(ours, (int, float)) or abs(recorded - ours) > TOLERANCE:
            yield path
    elif recorded != ours:
        yield path


def segments(trace):
    """Documents by what they are: a real one by its id, an inferred one by the call that it stands for."""
    found = {}
    for document in map(document_of, trace["Segments"]):
        inferred = document.get("inferred", False)
        key = f"inferred behind {document['parent_id']}" if inferred else document["id"]
        found[key] = {member: value for member, value in document.items() if not (inferred and member == "id")}  # a random id
    return found


class RecordedTest(harness.Conformance):

    def setUp(self):
        super().setUp()
        self.data = harness.data_directory() / "recorded"
        self.recorded = recorded_traces(self.data)
        self.server = self.serve()
        count = 0
        for trace in self.recorded.values():
            put = [json.dumps(document) for document in map(document_of, trace["Segments"]) if not document.get("inferred")]
            self.assertEqual(self.server.post("/TraceSegments", TraceSegmentDocuments=put), {"UnprocessedTraceSegments": []})
            count += len(put)
        self.eventually(lambda: self.fluoro.documents(self.session), count)

    def test_answers_what_aws_answered_but_for_what_is_told(self):
        found = sorted({f"{name}: {difference}" for name, differing in (*self.traces(), *self.summaries(), *self.graphs())
                        for difference in differing})
        told = told_differences()
        untold = [difference for difference in found if not any(fnmatch.fnmatchcase(difference, pattern) for pattern in told)]
        past = [pattern for pattern in told if not fnmatch.filter(found, pattern)]
        self.assertEqual((untold, past), ([], []), "differences that README.md does not tell, and told ones that are none any more")

    def traces(self):
        """BatchGetTraces: every segment, the inferred ones among them, and the duration."""
        ids = [trace["Id"] for trace in self.recorded.values()]
        answer = self.server.post("/Traces", TraceIds=ids)
        self.assertEqual(answer["UnprocessedTraceIds"], [])
        ours = {trace["Id"]: trace for trace in answer["Traces"]}
        for name, trace in self.recorded.items():
            own = ours[trace["Id"]]
            yield name, differences(segments(trace), segments(own))
            if abs(trace["Duration"] - own["Duration"]) > MILLISECOND:
                yield name, ["Duration"]
            yield name, differences(trace.get("LimitExceeded", False), own["LimitExceeded"], "LimitExceeded")

    def summaries(self):
        """GetTraceSummaries: of the one trace whose summary was recorded, too."""
        recorded = {summary["Id"]: summary for summary in read(self.data / "scorekeep/xray-api-gettingdata.06.json")["TraceSummaries"]}
        answer = self.server.post("/TraceSummaries", StartTime=0, EndTime=4102444800)["TraceSummaries"]
        ours = {summary["Id"]: summary for summary in answer}
        self.assertEqual(sorted(ours), sorted(trace["Id"] for trace in self.recorded.values()))
        compared = recorded.keys() & ours.keys()
        self.assertEqual(compared, {self.recorded["scorekeep"]["Id"]})
        for trace in compared:
            summary, own = recorded[trace], ours[trace]
            yield "scorekeep summary", differences(summary, {**own, "Duration": round(own["Duration"], 3),
                                                             "ResponseTime": round(own["ResponseTime"], 3)})

    def graphs(self):
        """GetTraceGraph: the nodes and edges that AWS's console drew, with the numbers in them."""
        for drawn in read(self.data / "oracles/trace_maps.json")["maps"]:
            services = self.server.post("/TraceGraph", TraceIds=[drawn["trace_id"]])["Services"]
            yield f"{drawn['trace'].partition('/')[2]} graph", self.graph_differences(drawn, services)

    @staticmethod
    def graph_differences(drawn, services):
        ours = {("Client" if service.get("Type") == "client" else service["Name"], service.get("Type")): service for service in services}
        keys = {service["ReferenceId"]: key for key, service in ours.items()}
        nodes = {letter: (node["name"], node["type"]) for letter, node in drawn["nodes"].items()}
        for name, kind in sorted(nodes.values() - ours.keys()):
            yield f"node {name} {kind} is missing"
        for name, kind in sorted(ours.keys() - nodes.values(), key=str):
            yield f"node {name} {kind} is more"
        edges = {(key, keys[edge["ReferenceId"]]) for key, service in ours.items() for edge in service["Edges"]}
        for a, b in sorted(edges ^ {tuple(nodes[end] for end in edge.split(">")) for edge in drawn["edges"]}, key=str):
            yield f"edge {a} > {b}"
        for letter, node in drawn["nodes"].items():
            statistics = ours.get(nodes[letter], {}).get("SummaryStatistics")
            if statistics is None:
                continue
            if node["requests"] is not None and node["requests"] != statistics["TotalCount"]:
                yield f"requests of {node['name']} {node['type']}"
            if shown := re.fullmatch(r"(?:avg )?([\d.]+)(ms|s)", node["shown_time"] or ""):
                unit, rounding = UNITS[shown[2]]
                rounding = 0.0051 if "." in shown[1] and shown[2] == "s" else rounding
                average = statistics["TotalResponseTime"] / max(statistics["TotalCount"], 1) / unit
                if abs(average - float(shown[1])) > rounding:
                    yield f"time of {node['name']} {node['type']}"


if __name__ == "__main__":
    harness.main()

# SPDX-FileCopyrightText: Fluoroscope contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads what `fluoro` answers in X-Ray's shapes and reduces it to what a test can write down: trees, counts and edges.

A trace becomes one tree: `subsegments` are what an entity contains, `calls` are the segments whose parent it is. What differs from
run to run (ids, times, line numbers) is checked by `check` and left out of the tree; everything else must be equal.
"""

import json
import re

SEGMENT_ID = re.compile(r"[0-9a-f]{16}\Z")
FLAGS = ("error", "fault", "throttle")
# Of a document's members, those that X-Ray knows; SDKs add others ("Dummy", "notTraced"), which the service drops.
PLAIN = ("name", "namespace", "origin", "resource_arn", "user", "http", "aws", "sql", "annotations", "metadata", "inferred", "traced")


# What a test expects -------------------------------------------------------------------------------------------------

def entity(name, *subsegments, calls=(), **fields):
    """A segment or a subsegment with its members, the subsegments in it and the segments that it called."""
    tree = {"name": name, **fields}
    if subsegments:
        tree["subsegments"] = in_order(subsegments)
    if calls:
        tree["calls"] = in_order(calls)
    return tree


def inferred_call(name, **fields):
    """A call to something that sent no segment: X-Ray infers one, with what the subsegment says."""
    return entity(name, calls=[entity(name, inferred=True, **fields)], namespace="remote", **fields)


def http(method, url, status=None, **response):
    """The http member of a call."""
    request = {"request": {"method": method, "url": url}}
    return request if status is None else {**request, "response": {"status": status, **response}}


def in_order(trees):
    return sorted(trees, key=lambda tree: json.dumps(tree, sort_keys=True))


# What fluoro answers -------------------------------------------------------------------------------------------------

class Trace:
    """One trace of a BatchGetTraces answer. `replace` gives fixed names to what differs, such as a port."""

    def __init__(self, answer, replace=None):
        text = json.dumps(answer, ensure_ascii=False)
        for changing, fixed in (replace or {}).items():
            text = text.replace(changing, fixed)
        answer = json.loads(text)
        self.id, self.duration = answer["Id"], answer["Duration"]
        self.limit_exceeded = answer["LimitExceeded"]
        self.listed = [segment["Id"] for segment in answer["Segments"]]
        self.segments = [json.loads(segment["Document"]) for segment in answer["Segments"]]
        self.entities = [item for segment in self.segments for item in walk(segment)]
        exceptions = [thrown for item in self.entities if isinstance(item.get("cause"), dict)
                      for thrown in item["cause"].get("exceptions", [])]
        self._thrown = {thrown.get("id"): thrown.get("message") for thrown in exceptions}
        self._called = {}
        for segment in self.segments:
            self._called.setdefault(segment.get("parent_id"), []).append(segment)

    def roots(self):
        known = {item["id"] for item in self.entities}
        return in_order(self._tree(segment) for segment in self.segments if segment.get("parent_id") not in known)

    def _tree(self, item):
        tree = {key: item[key] for key in PLAIN if key in item}
        tree.update((flag, True) for flag in FLAGS if item.get(flag))
        if item.get("in_progress"):
            tree["in_progress"] = True
        if tree.get("namespace") == "local":  # Python's word for "not a call"
            del tree["namespace"]
        if "service" in item:
            tree["runtime"] = item["service"].get("runtime")
        if "cause" in item:
            tree["cause"] = self._cause(item["cause"])
        return entity(tree.pop("name"), *map(self._tree, item.get("subsegments", [])),
                      calls=[self._tree(segment) for segment in self._called.get(item["id"], [])], **tree)

    def _cause(self, cause):
        """A list of (type, message, its cause's message), or the message of an exception recorded elsewhere."""
        if isinstance(cause, str):
            return self._thrown.get(cause, "an exception that is not in the trace")
        return [(thrown.get("type"), thrown.get("message"), self._thrown.get(thrown.get("cause")))
                for thrown in cause.get("exceptions", [])]

    def frames(self):
        """Every (path, label) of every stack."""
        return {(frame.get("path"), frame.get("label")) for item in self.entities if isinstance(item.get("cause"), dict)
                for thrown in item["cause"].get("exceptions", []) for frame in thrown.get("stack", [])}

    def check(self, test, since=None, until=None):
        """What holds for every trace, whatever is in it."""
        ids = [item["id"] for item in self.entities]
        test.assertEqual(sorted(self.listed), sorted(segment["id"] for segment in self.segments))
        test.assertEqual(len(ids), len(set(ids)), "an id appears twice in the trace")
        for segment in self.segments:
            test.assertEqual(segment["trace_id"], self.id)
        for item in self.entities:
            test.assertRegex(item["id"], SEGMENT_ID)
            test.assertLessEqual(item["start_time"], item["end_time"], item["name"])
            if since is not None:
                test.assertLess(since - 1, item["start_time"], item["name"])
                test.assertLess(item["end_time"], until + 1, item["name"])
        extent = max(item["end_time"] for item in self.segments) - min(item["start_time"] for item in self.segments)
        test.assertAlmostEqual(self.duration, extent, delta=0.001)
        test.assertFalse(self.limit_exceeded)

    def content(self):
        """Everything in the trace in an order of its own, to compare two sessions; ids of inferred segments are new each time."""
        return in_order(bare(segment, ("id",) if segment.get("inferred") else ()) for segment in self.segments)


def walk(item):
    yield item
    for subsegment in item.get("subsegments", []):
        yield from walk(subsegment)


def bare(item, dropped=()):
    """A document without what carries no meaning: the order of subsegments, false flags, the last bits of a time."""
    result = {}
    for key, value in item.items():
        if key in dropped or (key in (*FLAGS, "in_progress") and value is False):
            continue
        if key == "subsegments":
            value = in_order(bare(subsegment, ("type", "trace_id", "parent_id")) for subsegment in value)
            if not value:
                continue
        result[key] = round(value, 6) if isinstance(value, float) else value
    return result


def counts(statistics):
    """(ok, error, of which throttle, fault) of a node or an edge, whose sums must be right."""
    error, fault = statistics["ErrorStatistics"], statistics["FaultStatistics"]
    sums_up = (statistics["OkCount"] + error["TotalCount"] + fault["TotalCount"] == statistics["TotalCount"]
               and error["ThrottleCount"] + error["OtherCount"] == error["TotalCount"]
               and fault["OtherCount"] == fault["TotalCount"])
    if not sums_up:
        raise AssertionError(f"statistics that do not sum up: {statistics}")
    return statistics["OkCount"], error["TotalCount"], error["ThrottleCount"], fault["TotalCount"]


def graph(services, replace=None):
    """Nodes and edges of a GetServiceGraph answer: {(name, type): counts} and {(name, type, to name, to type): counts}."""
    text = json.dumps(services, ensure_ascii=False)
    for changing, fixed in (replace or {}).items():
        text = text.replace(changing, fixed)
    services = json.loads(text)
    keys = {service["ReferenceId"]: (service["Name"], service.get("Type")) for service in services}
    if len(set(keys.values())) != len(services):
        raise AssertionError(f"a node appears twice: {sorted(map(str, keys.values()))}")
    nodes, edges = {}, {}
    roots = {edge["ReferenceId"] for service in services if service.get("Type") == "client" for edge in service["Edges"]}
    for service in services:
        if bool(service.get("Root")) != (service["ReferenceId"] in roots) or service["Name"] not in service["Names"]:
            raise AssertionError(f"a root without its client, a client's edge to no root, or a name that is none: {service}")
        key = keys[service["ReferenceId"]]
        nodes[key] = counts(service["SummaryStatistics"]) if service.get("SummaryStatistics") else None
        for edge in service["Edges"]:
            if edge.get("EdgeType") == "link":  # asynchronous: it counts no response times
                edges[(*key, *keys[edge["ReferenceId"]])] = None
                continue
            edges[(*key, *keys[edge["ReferenceId"]])] = counts(edge["SummaryStatistics"])
            heights = sum(entry["Count"] for entry in edge["ResponseTimeHistogram"])
            if heights != edge["SummaryStatistics"]["TotalCount"]:
                raise AssertionError(f"a histogram that does not count every call: {edge}")
    return nodes, edges

# SPDX-FileCopyrightText: Fluoroscope contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Small documents for the tests of the command line, always the same ones, for those that need no recorded data."""

import json

HEADER = b'{"format":"json","version":1}\n'
START = 1716560306.1  # the reference's worked example


def trace_id(number):
    return f"1-{int(START) + number:08x}-{number:024x}"


def shop(number=1, start=None):
    """One trace in three documents: a shop that calls DynamoDB and a stock service, and a subsegment that comes on its own."""
    start = START + number if start is None else start
    trace = {"trace_id": trace_id(number)}

    def span(after, length):
        return {"start_time": round(start + after, 6), "end_time": round(start + after + length, 6)}

    def identity(kind):
        return f"{kind}{number:014x}"

    return [
        {**trace, "id": identity("a1"), "name": "shop", **span(0, 0.3), "origin": "AWS::ECS::Container", "user": "u42",
         "http": {"request": {"method": "GET", "url": f"http://shop.example.com/cart/{number}"}, "response": {"status": 200}},
         "annotations": {"tier": "gold", "items": number},
         "subsegments": [
             {"id": identity("b1"), "name": "DynamoDB", "namespace": "aws", **span(0.02, 0.03),
              "aws": {"operation": "GetItem", "table_name": "Carts"}, "http": {"response": {"status": 200}}},
             {"id": identity("b2"), "name": "stock.internal", "namespace": "remote", **span(0.06, 0.22), "fault": True,
              "http": {"request": {"method": "GET", "url": f"http://stock.internal/{number}"}, "response": {"status": 500}}}]},
        {**trace, "id": identity("d1"), "parent_id": identity("a1"), "type": "subsegment", "name": "render",
         **span(0.28, 0.01), "metadata": {"page": {"title": "Käse & Brot"}}},
        {**trace, "id": identity("c1"), "parent_id": identity("b2"), "name": "stock", **span(0.08, 0.19), "fault": True,
         "http": {"response": {"status": 500}},
         "cause": {"exceptions": [{"id": identity("e1"), "type": "TimeoutError", "message": "db timeout",
                                   "stack": [{"path": "stock.py", "line": 12, "label": "lookup"}]}]}},
    ]


def datagram(document):
    return HEADER + json.dumps(document, separators=(",", ":"), ensure_ascii=False).encode()


def json_lines(documents):
    return "".join(json.dumps(document) + "\n" for document in documents)


def capture(documents, start=START, step=0.01):
    """A capture: the datagrams as they came, each with the time of its arrival."""
    return json_lines({"t": start + number * step, "d": datagram(document).decode()} for number, document in enumerate(documents))


def batch_answer(documents):
    """The documents as BatchGetTraces answers."""
    traces = {}
    for document in documents:
        traces.setdefault(document["trace_id"], []).append({"Id": document["id"], "Document": json.dumps(document)})
    return {"Traces": [{"Id": key, "Duration": 0.3, "LimitExceeded": False, "Segments": segments} for key, segments in traces.items()],
            "UnprocessedTraceIds": []}

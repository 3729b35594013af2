# SPDX-FileCopyrightText: Fluoroscope contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of the API's clients have in common: a session of known traces, and answers in one form whoever asked."""

import datetime
import json
import time

import harness

COUNT = 230  # traces: three pages of summaries
DISTANCE = 12  # seconds from one to the next
DAY = 86400  # seconds
FILTER = 'annotation.tier = "gold" AND responsetime > 0.15 AND service("stock") { fault }'
UNKNOWN_ID = "1-6650a1b2-ffffffffffffffffffffffff"
TIMES = ("StartTime", "EndTime", "Timestamp", "CreatedAt", "ModifiedAt", "ApproximateTime")


def trace_id(start, number):
    return f"1-{int(start):08x}-{number:024x}"


def document(start, number):
    """Two services and a table; each seventh call of stock fails, each eleventh request is throttled."""
    fails, throttled = number % 7 == 0, number % 11 == 0
    length = 0.1 + number % 10 * 0.05 + (2 if number % 50 == 1 else 0)
    trace, at = trace_id(start, number + 1), round(start + number * DISTANCE + 0.125, 3)
    call = {"id": f"b{number:015x}", "name": "stock", "namespace": "remote", "start_time": at, "end_time": round(at + length / 2, 3),
            **({"fault": True} if fails else {})}
    table = {"id": f"d{number:015x}", "name": "DynamoDB", "namespace": "aws", "start_time": at, "end_time": round(at + 0.025, 3),
             "aws": {"operation": "GetItem", "table_name": "Items"}}
    shop = {"id": f"a{number:015x}", "trace_id": trace, "name": "shop", "origin": "AWS::ECS::Container", "start_time": at,
            "end_time": round(at + length, 3), "annotations": {"tier": "gold" if number % 3 == 0 else "tin", "number": number},
            "user": f"user-{number % 4}", "subsegments": [call, table],
            "http": {"request": {"method": "GET", "url": f"http://shop.example.com/{number % 5}"},
                     "response": {"status": 429 if throttled else 200}}}
    stock = {"id": f"c{number:015x}", "trace_id": trace, "parent_id": call["id"], "name": "stock",
             "start_time": round(at + 0.005, 3), "end_time": round(at + length / 2 - 0.005, 3),
             **({"fault": True, "cause": {"exceptions": [{"id": f"e{number:015x}", "type": "Timeout", "message": "late"}]}}
                if fails else {})}
    return [json.dumps(shop), json.dumps(stock)]


def plain(value, member=None):
    """An answer without what is empty and what a client adds, with its times as seconds to the millisecond."""
    if isinstance(value, dict):
        if member == "AnnotationValue":  # Go has a value of its own kind here
            return next(found for found in value.values() if found is not None)
        kept = {key: plain(entry, key) for key, entry in value.items() if key not in ("$metadata", "ResultMetadata", "ResponseMetadata")}
        return {key: entry for key, entry in kept.items() if entry not in (None, [], {}, "")}
    if isinstance(value, list):
        return [plain(entry) for entry in value]
    if member in TIMES and isinstance(value, str):
        value = datetime.datetime.fromisoformat(value.replace("Z", "+00:00")).timestamp()
    return round(value, 3) if isinstance(value, float) else value


def by_id(entries):
    return {entry["Id"]: entry for entry in plain(entries)}


def nodes(services):
    """A graph without numbers for names: a client must find the same nodes behind the same edges."""
    services = plain(services)
    names = {service["ReferenceId"]: (service["Name"], service.get("Type")) for service in services}
    graph = {}
    for service in services:
        edges = {names[edge.pop("ReferenceId")]: in_order(edge) for edge in service.pop("Edges", [])}
        graph[names[service.pop("ReferenceId")]] = {**in_order(service), "Edges": edges}
    return graph


def in_order(entity):
    return {key: sorted(value, key=lambda entry: entry["Value"]) if key.endswith("Histogram") else value for key, value in entity.items()}


class ApiCase(harness.Conformance):
    """A test with a server whose API is `self.endpoint`, and the task that a client of any language does there."""

    def setUp(self):
        super().setUp()
        self.server = self.serve()
        self.endpoint = self.server.http
        start = int(time.time()) - COUNT * DISTANCE - 60
        documents = [text for number in range(COUNT) for text in document(start, number)]
        for first in range(0, len(documents), 50):
            self.server.post("/TraceSegments", TraceSegmentDocuments=documents[first:first + 50])
        self.eventually(lambda: self.fluoro.documents(self.session), len(documents))
        self.task = {
            "endpoint": self.endpoint, "start": start, "end": int(time.time()),
            # What the client itself puts lies before the time that it asks for: it need not wait until it is indexed.
            "documents": [text for number in range(30) for text in document(start - DAY, number)] + ["{}"],
            "ids": [trace_id(start, number) for number in range(1, 6)] + [UNKNOWN_ID],
            "filter": FILTER, "entity": 'service("shop")',
            "unknownArn": "arn:aws:xray:us-east-1:000000000000:group/nobody/NOBODY",
            "defaultRuleArn": "arn:aws:xray:us-east-1:000000000000:sampling-rule/Default",
            "rule": {"RuleName": "checkout", "ResourceARN": "*", "Priority": 7, "FixedRate": 0.5, "ReservoirSize": 3, "ServiceName": "shop",
                     "ServiceType": "*", "Host": "*", "HTTPMethod": "POST", "URLPath": "/pay/*", "Version": 1, "Attributes": {}}}

        ids = self.task["ids"][:5]
        self.shown = {"summaries": by_id(self.fluoro.summaries(self.session)), "graph": nodes(self.fluoro.services(self.session)),
                      "filtered": by_id(self.fluoro.summaries(self.session, "--filter", FILTER)),
                      "traces": by_id([self.fluoro.show(self.session, trace) for trace in ids])}

    def check(self, report):
        """That a client saw what the session shows, and was understood and refused as by X-Ray."""
        self.check_traces(report)
        self.check_graphs(report)
        self.check_settings(report)

    def check_traces(self, report):
        with self.subTest("PutTraceSegments"):
            refused = plain(report["put"])["UnprocessedTraceSegments"]
            self.assertEqual([entry["ErrorCode"] for entry in refused], ["MissingId"])
            self.eventually(lambda: self.fluoro.documents(self.session), 2 * COUNT + len(self.task["documents"]) - 1)
        with self.subTest("GetTraceSummaries"):
            summaries = report["summaries"]["TraceSummaries"]
            self.assertGreaterEqual(report["summaries"]["pages"], COUNT // 100 + 1)
            self.assertEqual(len(summaries), COUNT)
            self.assertEqual(by_id(summaries), self.shown["summaries"])
            starts = [entry["StartTime"] for entry in plain(summaries)]
            self.assertEqual(starts, sorted(starts, reverse=True))
        with self.subTest("GetTraceSummaries of a filter"):
            expected = [number for number in range(COUNT) if number % 21 == 0 and number % 10 > 1]
            self.assertEqual(sorted(by_id(report["filtered"]["TraceSummaries"])),
                             [trace_id(self.task["start"], number + 1) for number in expected])
            self.assertEqual(by_id(report["filtered"]["TraceSummaries"]), self.shown["filtered"])
        with self.subTest("BatchGetTraces"):
            traces = plain(report["traces"])
            self.assertEqual(traces["UnprocessedTraceIds"], [UNKNOWN_ID])
            self.assertEqual(by_id(traces["Traces"]), self.shown["traces"])

    def check_graphs(self, report):
        with self.subTest("GetServiceGraph"):
            graph = nodes(report["graph"]["Services"])
            self.assertEqual(sorted(graph, key=str), [("Items", "AWS::DynamoDB::Table"), ("shop", "AWS::ECS::Container"),
                                                      ("shop", "client"), ("stock", None)])
            self.assertEqual(graph, self.shown["graph"])
        with self.subTest("GetTraceGraph"):
            shop = nodes(report["traceGraph"]["Services"])["shop", "AWS::ECS::Container"]["SummaryStatistics"]
            traces = by_id(report["traces"]["Traces"]).values()
            self.assertEqual(shop["TotalCount"], 5)
            self.assertAlmostEqual(shop["TotalResponseTime"], sum(trace["Duration"] for trace in traces), 3)
        with self.subTest("GetTimeSeriesServiceStatistics"):
            series = plain(report["series"])["TimeSeriesServiceStatistics"]
            times = [entry["Timestamp"] for entry in series]
            self.assertEqual(times, sorted(set(times)))
            self.assertTrue(all(moment % 60 == 0 for moment in times), times)
            whole = graph["shop", "AWS::ECS::Container"]["SummaryStatistics"]
            for member in ("OkCount", "TotalCount", "TotalResponseTime"):
                self.assertAlmostEqual(sum(entry["ServiceSummaryStatistics"][member] for entry in series), whole[member], 3)

    def check_settings(self, report):
        with self.subTest("groups"):
            group = plain(report["group"])
            self.assertEqual(group["created"]["FilterExpression"], "responsetime > 1")
            self.assertEqual(group["updated"], {**group["created"], "FilterExpression": "responsetime > 2"})
            self.assertEqual(group["read"], group["updated"])
            self.assertEqual((group["listed"], group["left"]), (["Default", "slow"], ["Default"]))
        with self.subTest("sampling rules"):
            rule = plain(report["rule"])
            arn = rule["created"].pop("RuleARN")
            self.assertTrue(arn.endswith(":sampling-rule/checkout"), arn)
            self.assertEqual(rule["created"], plain(self.task["rule"]))
            self.assertEqual(rule["updated"], {**rule["created"], "RuleARN": arn, "FixedRate": 0.25})
            self.assertEqual((sorted(rule["listed"]), rule["left"]), (["Default", "checkout"], ["Default"]))
        with self.subTest("errors"):
            for call, (kind, status) in {"group": ("InvalidRequestException", 400), "filter": ("InvalidRequestException", 400),
                                         "tags": ("ResourceNotFoundException", 404)}.items():
                refused = report["refused"][call]
                self.assertEqual((refused["type"], refused["typed"], refused["status"]), (kind, True, status), refused)
                self.assertTrue(refused["message"])

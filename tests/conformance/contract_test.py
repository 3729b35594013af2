# SPDX-FileCopyrightText: Fluoroscope contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every operation of AWS's own model of the X-Ray API, against the running `fluoro serve`.

The model says what each operation takes and gives. Each is called once as it should be, and its answer must have the
shape that the model declares; then once for every constraint, broken: members left out, too long, too short, of the wrong
type, out of range, no match of a pattern, not among the values.
"""

import http.client
import json
import re
import time

import harness
import samples

UUID = "01234567-89ab-4def-8123-456789abcdef"
NO_MATCH = "no such value \t"
# The priority of the rule Default: AWS gives it itself, outside of the range that its model allows.
AS_AWS_DOES = [".SamplingRuleRecords[1].SamplingRule.Priority has the size 10000"]


class Model:
    def __init__(self, data):
        with open(data / "botocore" / "service-2.json", encoding="utf-8") as file:
            model = json.load(file)
        self.operations, self.shapes = model["operations"], model["shapes"]

    def input_of(self, operation):
        return self.operations[operation]["input"]["shape"]

    def output_of(self, operation):
        return self.operations[operation]["output"]["shape"]

    def minimal(self, name):
        """The smallest value that meets a shape."""
        shape = self.shapes[name]
        kind = shape["type"]
        if kind == "structure":
            return {member: self.minimal(shape["members"][member]["shape"]) for member in shape.get("required", [])}
        if kind == "list":
            return [self.minimal(shape["member"]["shape"])] * shape.get("min", 0)
        if kind == "map":
            return {}
        if kind == "string":
            if "enum" in shape:
                return shape["enum"][0]
            text = "a" * max(shape.get("min", 0), 1)
            return text if re.fullmatch(shape.get("pattern", ".*"), text) else UUID
        return {"boolean": True, "timestamp": 0}.get(kind, shape.get("min", 0))

    def broken(self, name, around=lambda value: value, path=""):
        """Each constraint within a shape, with an input that breaks that one alone."""
        shape = self.shapes[name]
        kind, least, most = shape["type"], shape.get("min"), shape.get("max")
        if path:
            yield f"{path} of another type", around({"timestamp": "now", "boolean": "true", "string": 1}.get(kind, "1"))
        if kind == "structure":
            yield from self._broken_structure(shape, around, path)
        elif kind == "list":
            element = shape["member"]["shape"]
            if most is not None:
                yield f"{path} too long", around([self.minimal(element)] * (most + 1))
            if least:
                yield f"{path} too short", around([])
            yield from self.broken(element, lambda value: around([value]), f"{path}[]")
        elif kind == "map":
            key, value = shape["key"]["shape"], shape["value"]["shape"]
            if most is not None:
                yield f"{path} too long", around({f"k{i}": self.minimal(value) for i in range(most + 1)})
            for what, bad in self.broken(key, path=f"{path}{{key}}"):
                if isinstance(bad, str) and not what.endswith("another type"):
                    yield what, around({bad: self.minimal(value)})
            yield from self.broken(value, lambda bad: around({"key": bad}), f"{path}{{}}")
        elif kind == "string":
            if least:
                yield f"{path} too short", around("a" * (least - 1))
            if most is not None:
                yield f"{path} too long", around("a" * (most + 1))
            if "pattern" in shape or "enum" in shape:
                yield f"{path} without a match", around(NO_MATCH)
        elif kind in ("integer", "long", "double", "float"):
            if least is not None:
                yield f"{path} too small", around(least - 1)
            if most is not None:
                yield f"{path} too large", around(most + 1)

    def _broken_structure(self, shape, around, path):
        whole = {member: self.minimal(shape["members"][member]["shape"]) for member in shape.get("required", [])}
        for member in whole:
            yield f"{path}.{member} left out", around({key: value for key, value in whole.items() if key != member})
            yield f"{path}.{member} null", around({**whole, member: None})
        for member, declared in shape["members"].items():
            yield from self.broken(
                declared["shape"], lambda value, member=member: around({**whole, member: value}), f"{path}.{member}")

    def problems(self, name, value, path=""):
        """What of an answer is not as its shape says."""
        shape = self.shapes[name]
        kind = shape["type"]
        expected = {"structure": dict, "map": dict, "list": list, "string": str, "boolean": bool, "integer": int,
                    "long": int}.get(kind, (int, float))
        if not isinstance(value, expected) or (isinstance(value, bool) and kind != "boolean"):
            yield f"{path} is {json.dumps(value)[:80]}, no {kind}"
        elif kind == "structure":
            for member in shape.get("required", []):
                if value.get(member) is None:
                    yield f"{path}.{member} is missing"
            for member, content in value.items():
                if member not in shape["members"]:
                    yield f"{path}.{member} is not in the model"
                else:
                    yield from self.problems(shape["members"][member]["shape"], content, f"{path}.{member}")
        elif kind == "list":
            for number, content in enumerate(value):
                yield from self.problems(shape["member"]["shape"], content, f"{path}[{number}]")
        elif kind == "map":
            for key, content in value.items():
                yield from self.problems(shape["key"]["shape"], key, f"{path}{{key}}")
                yield from self.problems(shape["value"]["shape"], content, f"{path}.{key}")
        elif kind == "string":
            if "enum" in shape and value not in shape["enum"]:
                yield f"{path} is {value}, not one of {shape['enum']}"
            if "pattern" in shape and not re.fullmatch(shape["pattern"], value):
                yield f"{path} is {value}, no match of {shape['pattern']}"
        size = value if isinstance(value, (int, float)) else len(value) if isinstance(value, (str, list, dict)) else 0
        if kind not in ("structure", "boolean", "timestamp"):
            if not shape.get("min", size) <= size <= shape.get("max", size):
                yield f"{path} has the size {size}"


class ContractTest(harness.Conformance):

    def setUp(self):
        super().setUp()
        self.model = Model(harness.data_directory())
        self.server = self.serve(None)
        host, port = self.server.wait_for_line("listening tcp ").rsplit(":", 1)
        self.connection = http.client.HTTPConnection(host, int(port), timeout=harness.PATIENCE)
        self.addCleanup(self.connection.close)

    def ask(self, operation, content):
        """Status, headers and JSON of an answer. As botocore does it: signed, and without a body where there is no input."""
        model = self.model.operations[operation]
        body = json.dumps(content) if self.model.shapes[self.model.input_of(operation)]["members"] else None
        headers = {"Authorization": "AWS4-HMAC-SHA256 Credential=x/20260101/us-east-1/xray/aws4_request"}
        if body:
            headers["Content-Type"] = "application/json"
        self.connection.request("POST", model["http"]["requestUri"], body, headers)
        response = self.connection.getresponse()
        return response.status, response.headers, json.loads(response.read())

    def succeed(self, operation, **content):
        status, headers, answer = self.ask(operation, content)
        with self.subTest(operation=operation):
            self.assertEqual(status, 200, answer)
            self.assertRegex(headers["x-amzn-RequestId"], r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
            problems = self.model.problems(self.model.output_of(operation), answer)
            self.assertEqual([problem for problem in problems if problem not in AS_AWS_DOES], [])
        self.called.add(operation)
        return answer

    def test_every_operation_answers_in_its_shape(self):
        self.called = set()
        documents = samples.shop()
        trace_id = documents[0]["trace_id"]
        begin = int(documents[0]["start_time"])
        span = {"StartTime": begin - 60, "EndTime": begin + 240}
        put = self.succeed("PutTraceSegments", TraceSegmentDocuments=[*map(json.dumps, documents), "{}"])
        self.assertEqual([entry["ErrorCode"] for entry in put["UnprocessedTraceSegments"]], ["MissingId"])
        self.succeed("PutTelemetryRecords", TelemetryRecords=[
            {"Timestamp": begin, "SegmentsReceivedCount": 1, "BackendConnectionErrors": {"TimeoutCount": 0}}])
        self.eventually(lambda: self.fluoro.documents(self.session), len(documents))

        self.traces(trace_id, span)
        self.groups(span)
        self.sampling(begin)
        self.settings()
        self.assertEqual(self.called, set(self.model.operations))

    def traces(self, trace_id, span):
        for kind in ("TraceId", "Event", "Service"):
            found = self.succeed("GetTraceSummaries", **span, TimeRangeType=kind)["TraceSummaries"]
            self.assertEqual([summary["Id"] for summary in found], [trace_id], kind)
        batch = self.succeed("BatchGetTraces", TraceIds=[trace_id, trace_id, "1-00000000-000000000000000000000000", "x"])
        self.assertEqual([trace["Id"] for trace in batch["Traces"]], [trace_id])
        self.assertEqual(sorted(batch["UnprocessedTraceIds"]), ["1-00000000-000000000000000000000000", "x"])
        graph = self.succeed("GetServiceGraph", **span)
        self.assertEqual(self.succeed("GetTraceGraph", TraceIds=[trace_id])["Services"], graph["Services"])
        name = next(service["Name"] for service in graph["Services"] if service.get("Root"))
        for selector in ({}, {"EntitySelectorExpression": f'service("{name}")'}):
            series = self.succeed("GetTimeSeriesServiceStatistics", **span, **selector, Period=60)
            kind = "ServiceSummaryStatistics" if selector else "EdgeSummaryStatistics"
            self.assertEqual([entry[kind]["TotalCount"] for entry in series["TimeSeriesServiceStatistics"]], [1])

        token = self.succeed("StartTraceRetrieval", TraceIds=[trace_id], **span)
        listed = self.succeed("ListRetrievedTraces", **token)
        self.assertEqual([trace["Id"] for trace in listed["Traces"]], [trace_id])
        self.assertEqual(listed["RetrievalStatus"], "COMPLETE")
        retrieved = self.succeed("GetRetrievedTracesGraph", **token)
        self.assertEqual([entry["Service"] for entry in retrieved["Services"]], graph["Services"])
        self.succeed("CancelTraceRetrieval", **token)
        self.assertEqual(self.succeed("ListRetrievedTraces", **token)["RetrievalStatus"], "CANCELLED")

        summaries = self.succeed("GetInsightSummaries", GroupName="Default", **span)
        self.assertEqual(summaries["InsightSummaries"], [])
        for operation in ("GetInsight", "GetInsightEvents", "GetInsightImpactGraph"):
            status, _, answer = self.ask(operation, {"InsightId": UUID, **span})
            self.assertEqual((status, list(answer)), (400, ["Message"]), operation) # there is no such insight
            self.called.add(operation)

    def groups(self, span):
        group = self.succeed("CreateGroup", GroupName="faults", FilterExpression="fault = true",
                             InsightsConfiguration={"InsightsEnabled": True}, Tags=[{"Key": "team", "Value": "a"}])["Group"]
        self.assertEqual(self.succeed("GetGroup", GroupName="faults")["Group"], group)
        self.assertIn("faults", [entry["GroupName"] for entry in self.succeed("GetGroups")["Groups"]])
        self.succeed("UpdateGroup", GroupARN=group["GroupARN"], FilterExpression="error = true")
        self.succeed("GetServiceGraph", **span, GroupName="faults")
        arn = {"ResourceARN": group["GroupARN"]}
        self.succeed("TagResource", **arn, Tags=[{"Key": "more", "Value": ""}])
        self.succeed("UntagResource", **arn, TagKeys=["team"])
        self.assertEqual(self.succeed("ListTagsForResource", **arn)["Tags"], [{"Key": "more", "Value": ""}])
        self.succeed("DeleteGroup", GroupName="faults")
        self.assertEqual(self.ask("GetGroup", {"GroupName": "faults"})[0], 400)

    def sampling(self, begin):
        rule = {"RuleName": "half", "ResourceARN": "*", "Priority": 1, "FixedRate": 0.5, "ReservoirSize": 1,
                "ServiceName": "*", "ServiceType": "*", "Host": "*", "HTTPMethod": "*", "URLPath": "/a*", "Version": 1}
        self.succeed("CreateSamplingRule", SamplingRule=rule)
        self.succeed("UpdateSamplingRule", SamplingRuleUpdate={"RuleName": "half", "FixedRate": 0})
        rules = self.succeed("GetSamplingRules")["SamplingRuleRecords"]
        self.assertEqual({entry["SamplingRule"]["RuleName"]: entry["SamplingRule"]["FixedRate"] for entry in rules},
                         {"half": 0, "Default": 1})
        targets = self.succeed("GetSamplingTargets", SamplingStatisticsDocuments=[
            {"RuleName": "half", "ClientID": "0" * 24, "Timestamp": begin, "RequestCount": 3, "SampledCount": 1}])
        self.assertEqual([entry["RuleName"] for entry in targets["SamplingTargetDocuments"]], ["half"])
        self.succeed("GetSamplingStatisticSummaries")
        self.succeed("DeleteSamplingRule", RuleName="half")

    def settings(self):
        self.succeed("PutEncryptionConfig", Type="NONE")
        self.succeed("GetEncryptionConfig")
        policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"},
                                                          "Action": "xray:PutTraceSegments", "Resource": "*"}]}
        self.succeed("PutResourcePolicy", PolicyName="sns", PolicyDocument=json.dumps(policy))
        self.assertEqual(len(self.succeed("ListResourcePolicies")["ResourcePolicies"]), 1)
        self.succeed("DeleteResourcePolicy", PolicyName="sns")
        self.succeed("UpdateTraceSegmentDestination", Destination="XRay")
        self.succeed("GetTraceSegmentDestination")
        name = self.succeed("GetIndexingRules")["IndexingRules"][0]["Name"]
        self.succeed("UpdateIndexingRule", Name=name, Rule={"Probabilistic": {"DesiredSamplingPercentage": 5}})

    def test_every_constraint_is_checked(self):
        checked = 0
        for operation in self.model.operations:
            for what, content in self.model.broken(self.model.input_of(operation)):
                with self.subTest(operation=operation, what=what):
                    status, headers, answer = self.ask(operation, content)
                    self.assertEqual((status, headers["x-amzn-ErrorType"]), (400, "InvalidRequestException"), answer)
                    self.assertTrue(answer["Message"])
                    checked += 1
        self.assertGreater(checked, 300)

    def test_what_is_no_operation_is_not_found(self):
        for path in ("/", "/GetTraceSummaries", "/TraceSummaries/", "/tracesummaries"):
            self.connection.request("POST", path, "{}")
            response = self.connection.getresponse()
            self.assertEqual((response.status, list(json.loads(response.read()))), (404, ["Message"]), path)

    def test_strict_is_as_narrow_as_aws(self):
        now = int(time.time())
        self.stop(self.server)
        for strict in (False, True):
            options = ["--strict"] if strict else []
            server = self.serve(self.directory / f"{strict}.fluoroscope", *options)
            host, port = server.wait_for_line("listening tcp ").rsplit(":", 1)
            self.connection = http.client.HTTPConnection(host, int(port), timeout=harness.PATIENCE)
            self.addCleanup(self.connection.close)
            expected = 400 if strict else 200
            day = {"StartTime": now - 86400, "EndTime": now}
            old = {"StartTime": now - 40 * 86400, "EndTime": now - 40 * 86400 + 60}
            ids = [samples.trace_id(number) for number in range(1, 7)]
            for operation in ("GetTraceSummaries", "GetServiceGraph", "GetTimeSeriesServiceStatistics"):
                self.assertEqual([self.ask(operation, span)[0] for span in (day, old)], [expected] * 2, operation)
            self.assertEqual(self.ask("BatchGetTraces", {"TraceIds": ids})[0], expected)


if __name__ == "__main__":
    harness.main()

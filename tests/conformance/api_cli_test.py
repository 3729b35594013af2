# SPDX-FileCopyrightText: Fluoroscope contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The AWS CLI at the API: what `aws xray …` prints is what the session shows, to the number; insights of an incident."""

import json
import subprocess
import time

import api_case
import harness
import install

REFUSED = 254  # the exit code that the CLI has for an error of the service, 255 in older ones


class Aws:
    """The CLI at `self.endpoint`."""

    @classmethod
    def setUpClass(cls):
        cls.aws = install.ensure("api_python") / "venv/bin/aws"

    def run_aws(self, command, *arguments):
        return subprocess.run(
            [self.aws, "xray", command, *map(str, arguments), "--endpoint-url", self.endpoint, "--output", "json"], check=False,
            cwd=self.directory, stdin=subprocess.DEVNULL, capture_output=True, timeout=harness.PATIENCE, encoding="utf-8",
            env=harness.environment(AWS_ACCESS_KEY_ID="any", AWS_SECRET_ACCESS_KEY="any", AWS_DEFAULT_REGION="us-east-1",
                                    AWS_MAX_ATTEMPTS="1", AWS_PAGER="", HOME=str(self.directory), LC_ALL="C.UTF-8"))

    def ask(self, command, *arguments):
        done = self.run_aws(command, *arguments)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout) if done.stdout.strip() else {}

    def put(self, documents):
        answers = []
        for start in range(0, len(documents), 50):
            self.write("put.json", json.dumps({"TraceSegmentDocuments": documents[start:start + 50]}))
            answers.append(self.ask("put-trace-segments", "--cli-input-json", "file://put.json"))
        return answers[-1]

    def pages(self, command, member, *arguments):
        """Page by page, as the CLI turns them."""
        found, token, count = [], None, 0
        while count == 0 or token:
            answer = self.ask(command, *arguments, "--max-items", 100, *(("--starting-token", token) if token else ()))
            found += answer[member]
            token = answer.get("NextToken")
            count += 1
        return {member: found, "pages": count}

    def refused(self, *command):
        done = self.run_aws(*command)
        self.assertIn(done.returncode, (REFUSED, REFUSED + 1))
        told = done.stderr.partition("An error occurred (")[2]
        return {"type": told.partition(")")[0], "typed": True, "message": told.partition("operation: ")[2].strip(),
                "status": 404 if "NotFound" in told else 400}  # the CLI does not tell it


class AwsCliTest(Aws, api_case.ApiCase):
    def test_sees_what_the_session_shows(self):
        task = self.task
        when = ("--start-time", task["start"], "--end-time", task["end"])
        name = ("--group-name", "slow")
        names = lambda: [group["GroupName"] for group in self.ask("get-groups")["Groups"]]
        rules = lambda: [record["SamplingRule"]["RuleName"] for record in self.ask("get-sampling-rules")["SamplingRuleRecords"]]
        report = {
            "put": self.put(task["documents"]),
            "summaries": self.pages("get-trace-summaries", "TraceSummaries", *when),
            "filtered": self.ask("get-trace-summaries", *when, "--filter-expression", task["filter"]),
            "traces": self.ask("batch-get-traces", "--trace-ids", *task["ids"]),
            "graph": self.ask("get-service-graph", *when),
            "traceGraph": self.ask("get-trace-graph", "--trace-ids", *task["ids"][:5]),
            "series": self.ask("get-time-series-service-statistics", *when, "--period", 60,
                               "--entity-selector-expression", task["entity"]),
            "group": {"created": self.ask("create-group", *name, "--filter-expression", "responsetime > 1")["Group"],
                      "updated": self.ask("update-group", *name, "--filter-expression", "responsetime > 2")["Group"],
                      "read": self.ask("get-group", *name)["Group"],
                      "listed": names()}}
        self.ask("delete-group", *name)
        report["group"]["left"] = names()
        update = json.dumps({"RuleName": task["rule"]["RuleName"], "FixedRate": 0.25})
        report["rule"] = {
            "created": self.ask("create-sampling-rule", "--sampling-rule", json.dumps(task["rule"]))["SamplingRuleRecord"]["SamplingRule"],
            "updated": self.ask("update-sampling-rule", "--sampling-rule-update", update)["SamplingRuleRecord"]["SamplingRule"],
            "listed": rules()}
        self.ask("delete-sampling-rule", "--rule-name", task["rule"]["RuleName"])
        report["rule"]["left"] = rules()
        report["refused"] = {"group": self.refused("get-group", "--group-name", "nobody"),
                             "filter": self.refused("get-trace-summaries", *when, "--filter-expression", "service("),
                             "tags": self.refused("list-tags-for-resource", "--resource-arn", task["unknownArn"])}
        self.check(report)


class InsightsTest(Aws, harness.Conformance):
    def setUp(self):
        super().setUp()
        self.endpoint = self.serve().http

    def test_tells_the_insights_of_an_incident(self):
        minute = int(time.time()) // 60 * 60
        begin = minute - 40 * 60
        documents = []
        for number in range(40):  # 30 minutes of peace, 3 in which the table fails, peace again
            for request in range(5):
                documents.append(json.dumps(self.request(begin + number * 60 + request, number * 5 + request, 30 <= number < 33)))
        self.assertEqual(self.put(documents), {"UnprocessedTraceSegments": []})
        self.eventually(lambda: len(self.fluoro.summaries(self.session)), 200)
        when = ("--start-time", begin, "--end-time", minute)
        found = self.ask("get-insight-summaries", "--group-name", "Default", *when)["InsightSummaries"]
        self.assertEqual(len(found), 1, found)
        summary = found[0]
        table = {"Name": "Items", "Names": ["Items"], "Type": "AWS::DynamoDB::Table"}
        failed = {"FaultCount": 15, "OkCount": 0, "TotalCount": 15}
        expected = {"GroupName": "Default", "RootCauseServiceId": table, "Categories": ["FAULT"], "State": "CLOSED",
                    "StartTime": begin + 30 * 60, "EndTime": begin + 33 * 60, "ClientRequestImpactStatistics": failed,
                    "RootCauseServiceRequestImpactStatistics": failed}
        self.assertEqual({key: api_case.plain(summary)[key] for key in expected}, expected)
        self.assertEqual(sorted(entry["ServiceId"]["Name"] for entry in summary["TopAnomalousServices"]), ["Items", "shop"])
        identity = ("--insight-id", summary["InsightId"])
        insight = self.ask("get-insight", *identity)["Insight"]
        self.assertEqual(insight, {key: value for key, value in summary.items() if key != "LastUpdateTime"})
        events = self.ask("get-insight-events", *identity)["InsightEvents"]
        self.assertEqual([event["RootCauseServiceRequestImpactStatistics"]["FaultCount"] for event in events], [5, 10, 15])
        graph = self.ask("get-insight-impact-graph", *identity, *when)["Services"]
        names = {service["ReferenceId"]: service["Name"] + (" client" if service.get("Type") == "client" else "") for service in graph}
        self.assertEqual({names[service["ReferenceId"]]: [names[edge["ReferenceId"]] for edge in service["Edges"]] for service in graph},
                         {"shop client": ["shop"], "shop": ["Items"], "Items": []})
        self.assertEqual(self.ask("get-insight-summaries", "--group-name", "Default", "--states", "ACTIVE", *when)["InsightSummaries"], [])
        self.assertEqual(self.refused("get-insight-summaries", *when)["type"], "InvalidRequestException")
        self.assertEqual(self.refused("get-insight", "--insight-id", "00000000-0000-1000-8000-000000000000")["type"],
                         "InvalidRequestException")

    @staticmethod
    def request(start, number, fails):
        fault = {"fault": True} if fails else {}
        return {"id": f"a{number:015x}", "trace_id": api_case.trace_id(start, number), "name": "shop", "start_time": start,
                "end_time": start + 0.5, **fault,
                "subsegments": [{"id": f"d{number:015x}", "name": "DynamoDB", "namespace": "aws", "start_time": start,
                                 "end_time": start + 0.25, "aws": {"table_name": "Items"}, **fault}]}


if __name__ == "__main__":
    harness.main()

# SPDX-FileCopyrightText: Fluoroscope contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives the API as an application would, and prints every answer: the task is a file of JSON, the report a line of it."""

import datetime
import json
import pathlib
import sys

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

TASK = json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
XRAY = boto3.client("xray", endpoint_url=TASK["endpoint"], region_name="us-east-1", aws_access_key_id="any",
                    aws_secret_access_key="any", config=Config(retries={"max_attempts": 0}))
RANGE = {"StartTime": TASK["start"], "EndTime": TASK["end"]}


def pages(operation, member, **arguments):
    found, count = [], 0
    for page in XRAY.get_paginator(operation).paginate(**arguments):
        found += page[member]
        count += 1
    return {member: found, "pages": count}


def refused(call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        told = error.response["Error"]
        return {"type": told["Code"], "typed": isinstance(error, getattr(XRAY.exceptions, told["Code"], ())),
                "message": told["Message"], "status": error.response["ResponseMetadata"]["HTTPStatusCode"]}
    return None


def group_names():
    return [group["GroupName"] for group in pages("get_groups", "Groups")["Groups"]]


def rule_names():
    return [record["SamplingRule"]["RuleName"]
            for record in pages("get_sampling_rules", "SamplingRuleRecords")["SamplingRuleRecords"]]


def groups():
    seen = {"created": XRAY.create_group(GroupName="slow", FilterExpression="responsetime > 1")["Group"],
            "updated": XRAY.update_group(GroupName="slow", FilterExpression="responsetime > 2")["Group"],
            "read": XRAY.get_group(GroupName="slow")["Group"],
            "listed": group_names()}
    XRAY.delete_group(GroupName="slow")
    return {**seen, "left": group_names()}


def rules():
    name = TASK["rule"]["RuleName"]
    updated = XRAY.update_sampling_rule
    seen = {"created": XRAY.create_sampling_rule(SamplingRule=TASK["rule"])["SamplingRuleRecord"]["SamplingRule"],
            "updated": updated(SamplingRuleUpdate={"RuleName": name, "FixedRate": 0.25})["SamplingRuleRecord"]["SamplingRule"],
            "listed": rule_names(),
            # The paginators that no other step uses.
            "tags": pages("list_tags_for_resource", "Tags", ResourceARN=TASK["defaultRuleArn"]),
            "statistics": pages("get_sampling_statistic_summaries", "SamplingStatisticSummaries"),
            "policies": pages("list_resource_policies", "ResourcePolicies")}
    XRAY.delete_sampling_rule(RuleName=name)
    return {**seen, "left": rule_names()}


def main():
    report = {}
    for start in range(0, len(TASK["documents"]), 50):
        report["put"] = XRAY.put_trace_segments(TraceSegmentDocuments=TASK["documents"][start:start + 50])
    report["summaries"] = pages("get_trace_summaries", "TraceSummaries", **RANGE)
    report["filtered"] = pages("get_trace_summaries", "TraceSummaries", FilterExpression=TASK["filter"], **RANGE)
    traces = list(XRAY.get_paginator("batch_get_traces").paginate(TraceIds=TASK["ids"]))
    report["traces"] = {member: [entry for page in traces for entry in page[member]]
                        for member in ("Traces", "UnprocessedTraceIds")}
    report["graph"] = pages("get_service_graph", "Services", **RANGE)
    report["traceGraph"] = pages("get_trace_graph", "Services", TraceIds=TASK["ids"][:5])
    report["series"] = pages("get_time_series_service_statistics", "TimeSeriesServiceStatistics", Period=60,
                             EntitySelectorExpression=TASK["entity"], **RANGE)
    report["group"], report["rule"] = groups(), rules()
    report["refused"] = {"group": refused(XRAY.get_group, GroupName="nobody"),
                         "filter": refused(XRAY.get_trace_summaries, FilterExpression="service(", **RANGE),
                         "tags": refused(XRAY.list_tags_for_resource, ResourceARN=TASK["unknownArn"])}
    print(json.dumps(report, default=datetime.datetime.isoformat))


main()

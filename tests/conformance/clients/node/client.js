// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Drives the API as an application would, and prints every answer: the task is a file of JSON, the report a line of it.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

// The SDK lies below the build tree, where the task says.
const task = JSON.parse(readFileSync(process.argv[2]));
const xray = createRequire(`${task.installed}/`)("@aws-sdk/client-xray");

const client = new xray.XRayClient({
  endpoint: task.endpoint,
  region: "us-east-1",
  credentials: { accessKeyId: "any", secretAccessKey: "any" },
  maxAttempts: 1,
});
const range = { StartTime: new Date(task.start * 1000), EndTime: new Date(task.end * 1000) };
const send = (command) => client.send(command);

async function pages(paginate, input, member) {
  const found = [];
  let count = 0;
  for await (const page of paginate({ client }, { ...input })) { // it writes the token into what it gets
    found.push(...page[member]);
    ++count;
  }
  return { [member]: found, pages: count };
}

async function refused(call) {
  try {
    await call();
    return null;
  } catch (error) {
    return {
      type: error.name,
      typed: error instanceof (xray[error.name] ?? Array),
      message: error.Message ?? error.message,
      status: error.$metadata.httpStatusCode,
    };
  }
}

const report = {};
for (let i = 0; i < task.documents.length; i += 50) {
  report.put = await send(new xray.PutTraceSegmentsCommand({ TraceSegmentDocuments: task.documents.slice(i, i + 50) }));
}
report.summaries = await pages(xray.paginateGetTraceSummaries, range, "TraceSummaries");
report.filtered = await pages(xray.paginateGetTraceSummaries, { ...range, FilterExpression: task.filter }, "TraceSummaries");
report.traces = await send(new xray.BatchGetTracesCommand({ TraceIds: task.ids }));
report.graph = await pages(xray.paginateGetServiceGraph, range, "Services");
report.traceGraph = await pages(xray.paginateGetTraceGraph, { TraceIds: task.ids.slice(0, 5) }, "Services");
report.series = await pages(
  xray.paginateGetTimeSeriesServiceStatistics,
  { ...range, Period: 60, EntitySelectorExpression: task.entity },
  "TimeSeriesServiceStatistics",
);

const group = { GroupName: "slow" };
report.group = {
  created: (await send(new xray.CreateGroupCommand({ ...group, FilterExpression: "responsetime > 1" }))).Group,
  updated: (await send(new xray.UpdateGroupCommand({ ...group, FilterExpression: "responsetime > 2" }))).Group,
  read: (await send(new xray.GetGroupCommand(group))).Group,
  listed: (await pages(xray.paginateGetGroups, {}, "Groups")).Groups.map((entry) => entry.GroupName),
};
await send(new xray.DeleteGroupCommand(group));
report.group.left = (await pages(xray.paginateGetGroups, {}, "Groups")).Groups.map((entry) => entry.GroupName);

const rules = async () =>
  (await pages(xray.paginateGetSamplingRules, {}, "SamplingRuleRecords")).SamplingRuleRecords.map(
    (record) => record.SamplingRule.RuleName,
  );
report.rule = {
  created: (await send(new xray.CreateSamplingRuleCommand({ SamplingRule: task.rule }))).SamplingRuleRecord.SamplingRule,
  updated: (
    await send(new xray.UpdateSamplingRuleCommand({ SamplingRuleUpdate: { RuleName: task.rule.RuleName, FixedRate: 0.25 } }))
  ).SamplingRuleRecord.SamplingRule,
  listed: await rules(),
};
await send(new xray.DeleteSamplingRuleCommand({ RuleName: task.rule.RuleName }));
report.rule.left = await rules();

report.refused = {
  group: await refused(() => send(new xray.GetGroupCommand({ GroupName: "nobody" }))),
  filter: await refused(() => send(new xray.GetTraceSummariesCommand({ ...range, FilterExpression: "service(" }))),
  tags: await refused(() => send(new xray.ListTagsForResourceCommand({ ResourceARN: task.unknownArn }))),
};
console.log(JSON.stringify(report));

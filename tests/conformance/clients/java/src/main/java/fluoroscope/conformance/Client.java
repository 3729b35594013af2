// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later
package fluoroscope.conformance;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.xray.XRayClient;
import software.amazon.awssdk.services.xray.model.InvalidRequestException;
import software.amazon.awssdk.services.xray.model.ResourceNotFoundException;
import software.amazon.awssdk.services.xray.model.SamplingRule;
import software.amazon.awssdk.services.xray.model.XRayException;

/** Drives the API as an application would, and prints every answer: the task is a file of JSON, the report a line of it. */
public final class Client {
    private final JsonNode task;
    private final XRayClient client;
    private final Map<String, Object> report = new LinkedHashMap<>();

    private Client(JsonNode task) {
        this.task = task;
        client = XRayClient.builder()
                .endpointOverride(URI.create(text("endpoint")))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
                .overrideConfiguration(options -> options.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    public static void main(String[] arguments) throws Exception {
        var run = new Client(JsonNode.parser().parse(Files.readString(Path.of(arguments[0]))));
        run.traces();
        run.groups();
        run.rules();
        run.errors();
        System.out.println(json(run.report));
    }

    private void traces() {
        Instant start = Instant.ofEpochSecond(Long.parseLong(task.field("start").get().asNumber()));
        Instant end = Instant.ofEpochSecond(Long.parseLong(task.field("end").get().asNumber()));
        List<String> documents = texts("documents");
        List<String> ids = texts("ids");
        for (int from = 0; from < documents.size(); from += 50) {
            List<String> batch = documents.subList(from, Math.min(from + 50, documents.size()));
            report.put("put", client.putTraceSegments(request -> request.traceSegmentDocuments(batch)));
        }
        report.put("summaries", pages("TraceSummaries",
                client.getTraceSummariesPaginator(request -> request.startTime(start).endTime(end)), page -> page.traceSummaries()));
        report.put("filtered", pages("TraceSummaries",
                client.getTraceSummariesPaginator(request -> request.startTime(start).endTime(end).filterExpression(text("filter"))),
                page -> page.traceSummaries()));
        report.put("traces", client.batchGetTraces(request -> request.traceIds(ids)));
        report.put("graph", pages("Services",
                client.getServiceGraphPaginator(request -> request.startTime(start).endTime(end)), page -> page.services()));
        report.put("traceGraph", pages("Services",
                client.getTraceGraphPaginator(request -> request.traceIds(ids.subList(0, 5))), page -> page.services()));
        report.put("series", pages("TimeSeriesServiceStatistics",
                client.getTimeSeriesServiceStatisticsPaginator(request -> request.startTime(start).endTime(end).period(60)
                        .entitySelectorExpression(text("entity"))),
                page -> page.timeSeriesServiceStatistics()));
    }

    private void groups() {
        var group = new LinkedHashMap<String, Object>();
        group.put("created", client.createGroup(request -> request.groupName("slow").filterExpression("responsetime > 1")).group());
        group.put("updated", client.updateGroup(request -> request.groupName("slow").filterExpression("responsetime > 2")).group());
        group.put("read", client.getGroup(request -> request.groupName("slow")).group());
        group.put("listed", groupNames());
        client.deleteGroup(request -> request.groupName("slow"));
        group.put("left", groupNames());
        report.put("group", group);
    }

    private List<String> groupNames() {
        return client.getGroupsPaginator().stream().flatMap(page -> page.groups().stream()).map(group -> group.groupName())
                .collect(Collectors.toList());
    }

    private void rules() {
        var rule = (SamplingRule) fill(SamplingRule.builder(), task.field("rule").get());
        var seen = new LinkedHashMap<String, Object>();
        seen.put("created", client.createSamplingRule(request -> request.samplingRule(rule)).samplingRuleRecord().samplingRule());
        seen.put("updated", client.updateSamplingRule(request -> request.samplingRuleUpdate(
                update -> update.ruleName(rule.ruleName()).fixedRate(0.25))).samplingRuleRecord().samplingRule());
        seen.put("listed", ruleNames());
        client.deleteSamplingRule(request -> request.ruleName(rule.ruleName()));
        seen.put("left", ruleNames());
        report.put("rule", seen);
    }

    private List<String> ruleNames() {
        return client.getSamplingRulesPaginator().stream().flatMap(page -> page.samplingRuleRecords().stream())
                .map(record -> record.samplingRule().ruleName()).collect(Collectors.toList());
    }

    private void errors() {
        Instant epoch = Instant.ofEpochSecond(0);
        report.put("refused", Map.of(
                "group", refused(InvalidRequestException.class, () -> client.getGroup(request -> request.groupName("nobody"))),
                "filter", refused(InvalidRequestException.class, () -> client.getTraceSummaries(
                        request -> request.startTime(epoch).endTime(Instant.now()).filterExpression("service("))),
                "tags", refused(ResourceNotFoundException.class, () -> client.listTagsForResource(
                        request -> request.resourceARN(text("unknownArn"))))));
    }

    /** "typed" is whether the SDK threw the class that it made for the error. */
    private static Map<String, Object> refused(Class<? extends XRayException> type, Runnable call) {
        try {
            call.run();
            return null;
        } catch (XRayException error) {
            return Map.of("type", error.awsErrorDetails().errorCode(), "typed", type.isInstance(error),
                    "message", error.awsErrorDetails().errorMessage(), "status", error.statusCode());
        }
    }

    private static <Page> Map<String, Object> pages(String member, Iterable<Page> from, Function<Page, List<?>> items) {
        var all = new ArrayList<Object>();
        int count = 0;
        for (Page page : from) {
            all.addAll(items.apply(page));
            ++count;
        }
        return Map.of(member, all, "pages", count);
    }

    private String text(String member) {
        return task.field(member).get().asString();
    }

    private List<String> texts(String member) {
        return task.field(member).get().asArray().stream().map(JsonNode::asString).collect(Collectors.toList());
    }

    private static Object fill(SamplingRule.Builder builder, JsonNode values) {
        for (SdkField<?> field : builder.sdkFields()) {
            values.field(field.memberName()).ifPresent(value -> field.set(builder, plain(value, field)));
        }
        return builder.build();
    }

    private static Object plain(JsonNode value, SdkField<?> field) {
        switch (field.marshallingType().getTargetClass().getSimpleName()) {
            case "Integer":
                return Integer.valueOf(value.asNumber());
            case "Double":
                return Double.valueOf(value.asNumber());
            default:
                return value.isString() ? value.asString() : Map.of();
        }
    }

    private static String json(Object value) {
        if (value == null || value instanceof Number || value instanceof Boolean) {
            return String.valueOf(value);
        }
        if (value instanceof Instant) {
            return Double.toString(((Instant) value).toEpochMilli() / 1000.0);
        }
        if (value instanceof SdkAutoConstructList || value instanceof SdkAutoConstructMap) {
            return "null"; // the answer did not have it
        }
        if (value instanceof Iterable) {
            var items = new ArrayList<String>();
            ((Iterable<?>) value).forEach(item -> items.add(json(item)));
            return "[" + String.join(",", items) + "]";
        }
        var members = new LinkedHashMap<String, Object>();
        if (value instanceof Map) {
            ((Map<?, ?>) value).forEach((key, member) -> members.put(key.toString(), member));
        } else if (value instanceof SdkPojo) {
            ((SdkPojo) value).sdkFields().forEach(field -> members.put(field.memberName(), field.getValueOrDefault(value)));
        } else {
            return quoted(value.toString());
        }
        return members.entrySet().stream().map(entry -> quoted(entry.getKey()) + ":" + json(entry.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String quoted(String text) {
        var quoted = new StringBuilder("\"");
        text.chars().forEach(c -> quoted.append(c < 0x20 || c == '"' || c == '\\' ? String.format("\\u%04x", c) : String.valueOf((char) c)));
        return quoted.append('"').toString();
    }
}

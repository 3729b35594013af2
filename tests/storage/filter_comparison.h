// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Traces with all that filter expressions ask for, and what evaluation says of them, to be compared with what a session
// answers.
#pragma once

#include "core/filter/filter_evaluation.h"
#include "core/filter/filter_parser.h"
#include "tests/storage/session_fixture.h"
#include "tests/storage/traffic.h"

namespace fluoroscope::test {

struct Known {
    std::unique_ptr<Trace> trace;
    std::unique_ptr<FilterSubject> subject; // keeps what was computed for other expressions
    TraceRow row;
    ServiceGraph graph;
};

// All that is in the session.
inline std::vector<Known> known(Session& session)
{
    std::vector<Known> all;
    const TracePage page = valueOf(session.source().traces({}, {}));
    for (const TraceRow& row : page.rows) {
        Known& each = all.emplace_back();
        each.trace = std::make_unique<Trace>(valueOf(session.source().trace(row.id, {})));
        each.subject = std::make_unique<FilterSubject>(*each.trace);
        each.row = row;
        each.graph = graphOf(*each.trace);
    }
    return all;
}

inline FilterExpression parsed(const QString& text)
{
    const auto expression = parseFilter(text);
    if (!expression) {
        qFatal("%s: %s", qPrintable(text), qPrintable(expression.error().message));
    }
    return *expression;
}

// Traces that have the names, annotations, users and texts that the generator's expressions ask for.
inline QList<QByteArray> varied()
{
    static const QList<QByteArray> names{
        "shop", "stock.internal", "Carts", "web", "\\u043a\\u043b\\u044e\\u0447 \\ud83d\\udd11"};
    static const QList<QByteArray> members{"", ",\"fault\":true", ",\"error\":true,\"throttle\":true",
        ",\"http\":{\"request\":{\"method\":\"GET\",\"url\":\"http://shop.example.com/cart/"
        "7\",\"client_ip\":\"10.0.0.1\","
        "\"user_agent\":\"a\\\"b\"},\"response\":{\"status\":200}}",
        ",\"http\":{\"request\":{\"method\":\"\",\"url\":\"5\"},\"response\":{\"status\":429}}",
        ",\"fault\":true,\"cause\":{\"exceptions\":[{\"id\":\"1\",\"type\":\"gold\",\"message\":\"shop\"}]}",
        ",\"user\":\"shop\"", ",\"user\":\"c:\\\\d\\\\\\\"e'\",\"resource_arn\":\"AND\"",
        ",\"aws\":{\"ec2\":{\"instance_id\":\"5\",\"availability_zone\":\"gold\"},\"account_id\":\"5\"},\"origin\":"
        "\"AWS::EC2::Instance\""};
    static const QList<QByteArray> annotations{"", "\"tier\":\"gold\"", "\"tier\":\"\"", "\"tier\":5", "\"tier\":true",
        "\"items\":0.25", "\"items\":1", "\"items\":true", "\"items\":\"5\"", "\"id\":\"a\\u0000b\"",
        "\"tier\":\"line\\nline\",\"items\":200"};
    Traffic traffic(20);
    QList<QByteArray> all = traffic.documents(0, 100);
    for (int i = 1000; i < 1300; ++i) {
        const double start = kStart + traffic.number(600) + traffic.number(1000) / 1e3;
        const auto extra = [&] {
            QByteArrayList some;
            for (int n = traffic.number(3); n > 0; --n) {
                some << annotations[traffic.number(int(annotations.size()))];
            }
            some.removeAll("");
            return members[traffic.number(int(members.size()))] + ",\"annotations\":{" + some.join(',') + '}';
        };
        Document root{.trace = traceNumber(i),
            .id = segmentNumber(i * 10),
            .start = start,
            .seconds = traffic.number(5) ? traffic.number(4) / 4.0 : -1,
            .name = names[traffic.number(5)],
            .extra = extra()};
        QByteArrayList calls;
        for (int n = traffic.number(4); n > 0; --n) {
            const bool isTable = traffic.number(2);
            calls << documentText({.trace = {},
                .id = segmentNumber(i * 10 + n),
                .start = start + 0.01,
                .seconds = traffic.number(6) ? 0.25 : -1,
                .name = isTable ? QByteArray("DynamoDB") : names[traffic.number(5)],
                .extra = extra()
                    + (isTable ? ",\"namespace\":\"aws\",\"aws\":{\"table_name\":\"Carts\"}"
                               : ",\"namespace\":\"remote\"")});
            if (calls.back().count("\"aws\":") > 1 || calls.back().count("\"origin\":") > 0) {
                calls.removeLast();
            }
        }
        root.extra += ",\"subsegments\":[" + calls.join(',') + ']';
        all << documentText(root);
        if (traffic.number(2)) {
            all << documentText({.trace = traceNumber(i),
                .id = segmentNumber(i * 10 + 7),
                .start = start + 0.02,
                .seconds = 0.1,
                .name = names[traffic.number(5)],
                .parent = segmentNumber(i * 10 + 1),
                .extra = extra()});
        }
    }
    return all;
}

// Every question about the traces that match, over all and over a part of the time.
inline void compareFilter(Session& session, const std::vector<Known>& all, const FilterExpression& expression)
{
    const QByteArray text = expression.isEmpty() ? QByteArray() : expression.text().toUtf8();
    const TimeRange ranges[] = {{}, {all[all.size() / 3].row.start, all[all.size() / 7].row.start}};
    for (const TimeRange range : ranges) {
        std::vector<TraceId> expected;
        ServiceGraph graph;
        qint64 faults = 0;
        for (const Known& each : all) {
            if (range.contains(each.row.start) && matches(expression, *each.subject)) {
                expected.push_back(each.row.id);
                graph.add(each.graph);
                faults += each.row.outcome() == Outcome::Fault ? 1 : 0;
            }
        }
        const TraceSelection selection{range, expression};
        TraceSource& source = session.source();
        const TracePage page = valueOf(source.traces({.selection = selection}, {}));
        std::vector<TraceId> found;
        for (const TraceRow& row : page.rows) {
            found.push_back(row.id);
        }
        QVERIFY2(found == expected,
            qPrintable(QStringLiteral("%1: %2 instead of %3")
                           .arg(QString::fromUtf8(text))
                           .arg(found.size())
                           .arg(expected.size())));
        QCOMPARE(page.total, qint64(expected.size()));
        QVERIFY2(withoutSpans(valueOf(source.serviceGraph(selection, {}))) == withoutSpans(graph), text.constData());
        if (range != TimeRange()) {
            continue; // the rest says the same of a range
        }
        qint64 counted = 0;
        qint64 countedFaults = 0;
        for (const ActivityBucket& bucket : valueOf(source.activity(selection, std::chrono::seconds(60), {}))) {
            counted += bucket.ok + bucket.error + bucket.throttle + bucket.fault;
            countedFaults += bucket.fault;
        }
        QCOMPARE(counted, qint64(expected.size()));
        QCOMPARE(countedFaults, faults);
        ServiceGraph series;
        for (const GraphBucket& bucket : valueOf(source.graphSeries(selection, std::chrono::seconds(60), {}))) {
            series.add(bucket.graph);
        }
        QVERIFY2(withoutSpans(series) == withoutSpans(graph), text.constData());
    }
}

} // namespace fluoroscope::test

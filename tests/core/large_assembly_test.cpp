// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// A trace so large that several threads put it together is what one thread would make of it.

#include "core/trace/trace_digest.h"
#include "tests/core/documents.h"
#include "tests/core/made_documents.h"

#include <QTest>
#include <algorithm>

using namespace Qt::StringLiterals;
using namespace fluoroscope;
using test::made;

namespace {

constexpr int kServices = 12'000; // of six segments each, with what is inferred

std::uint64_t idOf(int service, int part)
{
    return static_cast<std::uint64_t>(service) * 8 + static_cast<std::uint64_t>(part) + 1;
}

// A chain of services: each calls a table, works, has a subsegment sent alone, and calls the next.
QList<QByteArray> chain()
{
    QList<QByteArray> texts;
    for (int i = 0; i < kServices; ++i) {
        const double start = i * 0.01;
        test::Document segment = made(u"service", idOf(i, 0)).at(start, start + 0.01);
        if (i > 0) {
            segment.child(idOf(i - 1, 3));
        }
        segment.with(made(u"DynamoDB", idOf(i, 1)).at(start, start + 0.002).member(u"namespace", u"aws"_s))
            .with(made(u"work", idOf(i, 2)).at(start + 0.002, start + 0.004).member(u"fault", i % 100 == 0))
            .with(made(u"service", idOf(i, 3)).at(start + 0.004, start + 0.01).member(u"namespace", u"remote"_s));
        texts << segment << made(u"alone", idOf(i, 4)).at(start + 0.005, start + 0.006).alone(idOf(i, 0));
    }
    return texts;
}

const Segment& nth(const Trace& trace, std::int32_t index)
{
    return trace.segments[static_cast<std::size_t>(index)];
}

bool areSame(const Trace& a, const Trace& b)
{
    return a.start == b.start && a.end == b.end && a.root == b.root
        && std::ranges::equal(a.segments, b.segments, [](const Segment& one, const Segment& other) {
               return one.id == other.id && one.name == other.name && one.start == other.start && one.end == other.end
                   && one.parentId == other.parentId && one.parent == other.parent && one.next == other.next
                   && one.caller == other.caller && one.depth == other.depth && one.fault == other.fault
                   && one.inferred == other.inferred && one.subsegment == other.subsegment;
           });
}

} // namespace

class LargeAssemblyTest : public QObject {
    Q_OBJECT

private slots:
    void everySegmentIsInItsPlace();
    void takesDocumentsApartInAnyOrder();
};

void LargeAssemblyTest::everySegmentIsInItsPlace()
{
    const Trace trace = test::traceOf(chain());
    const auto services = static_cast<std::size_t>(kServices);
    QCOMPARE(trace.segments.size(), services * 6 + 1); // the last call is not answered
    QCOMPARE(trace.start, test::time(0));
    QCOMPARE(trace.end, test::time(kServices * 0.01));
    for (std::int32_t i = 0; i < kServices; ++i) {
        const std::int32_t top = i * 5;
        QCOMPARE(nth(trace, top).id, SegmentId(idOf(i, 0)));
        QCOMPARE(nth(trace, top).next, top + 5);
        QCOMPARE(nth(trace, top).caller, i == 0 ? -1 : top - 2);
        for (std::int32_t part = 1; part < 5; ++part) {
            const Segment& segment = nth(trace, top + part);
            QCOMPARE(segment.id, SegmentId(idOf(i, part)));
            QCOMPARE(segment.parent, top);
            QCOMPARE(segment.parentId, SegmentId(idOf(i, 0)));
            QCOMPARE(segment.depth, 1);
        }
        const Segment& table = nth(trace, kServices * 5 + i);
        QVERIFY(table.inferred);
        QCOMPARE(table.caller, top + 1);
        QCOMPARE(table.start, nth(trace, top + 1).start);
    }
    QVERIFY(trace.segments.back().inferred);
    const std::shared_ptr<const TraceDigest> digest = digestOf(trace);
    QCOMPARE(digest->failed.size(), services / 100);
    QCOMPARE(digest->graph, graphOf(trace));
}

void LargeAssemblyTest::takesDocumentsApartInAnyOrder()
{
    const QList<QByteArray> texts = chain();
    const Trace trace = test::traceOf(texts);
    std::vector<TraceDocument> backwards;
    for (auto text = texts.rbegin(); text != texts.rend(); ++text) {
        for (SegmentDocument& content : readSegmentDocuments(*text).documents) {
            backwards.push_back({std::move(content), *text});
        }
    }
    const TraceId id = backwards.front().content.traceId;
    QVERIFY(areSame(assembleTraceFrom(id, std::move(backwards)), trace));
}

QTEST_GUILESS_MAIN(LargeAssemblyTest)
#include "large_assembly_test.moc"

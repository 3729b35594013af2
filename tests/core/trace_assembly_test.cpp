// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What becomes of the documents of one trace (reference 3.1 to 3.6).

#include "tests/core/documents.h"
#include "tests/core/made_documents.h"

#include "core/trace/trace_summary.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace fluoroscope;
using test::made;

class TraceAssemblyTest : public QObject {
    Q_OBJECT

private slots:
    void nothingMakesAnEmptyTrace();
    void completeReplacesInProgress();
    void inProgressNeverReplacesComplete();
    void theLaterOfTwoCompleteVersionsCounts();
    void subsegmentsSentAloneAreFoldedIn();
    void aSubsegmentSentTwiceIsThereOnce();
    void orphansShareAPlaceholder();
    void placeholderGoesWhenTheParentComes();
    void equalIdsInOneDocumentAreBothKept();
    void aSubsegmentListedTwiceInOneDocumentIsThereOnce();
    void lambdaHasTwoSegments();
    void localCallsAreNotInferred();
    void aRealSegmentReplacesTheInferred();
    void recordedInferredSegments();
    void severalRoots();
    void rootIsTheEarliestWithoutParent();
    void segmentOfAnUnknownCallerIsARoot();
    void skewedClocks();
    void workInProgress();
    void childrenAreInOrderOfStart();
    void asynchronousWorkOutlastsTheRoot();
};

namespace {

// "a(b(c) d) e": names by nesting; a top-level segment is preceded by its caller's name where it has one.
QString outline(const Trace& trace)
{
    QString text;
    std::int32_t depth = -1;
    for (const Segment& segment : trace.segments) {
        text += segment.depth > depth ? (depth < 0 ? QString() : u"("_s)
                                      : QString(u')').repeated(depth - segment.depth) + u' ';
        depth = segment.depth;
        if (segment.caller >= 0) {
            text += trace.segments[static_cast<std::size_t>(segment.caller)].name + u'>';
        }
        text += segment.name;
    }
    return text + QString(u')').repeated(std::max(depth, 0));
}

const Segment& named(const Trace& trace, const QString& name)
{
    const auto found = std::find_if(
        trace.segments.begin(), trace.segments.end(), [&](const Segment& segment) { return segment.name == name; });
    Q_ASSERT(found != trace.segments.end());
    return *found;
}

} // namespace

void TraceAssemblyTest::nothingMakesAnEmptyTrace()
{
    const Trace trace = assembleTrace(TraceId::generate(1), {});
    QVERIFY(trace.segments.empty());
    QCOMPARE(trace.root, -1);
    QCOMPARE(trace.duration(), Duration());
    QCOMPARE(traceRow(trace).segmentCount, 0);
}

void TraceAssemblyTest::completeReplacesInProgress()
{
    const QByteArray open = made(u"old", 1).inProgress();
    const QByteArray closed = made(u"new", 1);
    const Trace trace = test::traceOf({open, closed});
    QCOMPARE(outline(trace), u"new"_s);
    QVERIFY(!trace.segments.front().inProgress);
    QCOMPARE(trace.revision, 2);
    QCOMPARE(trace.documents, std::vector{closed});
}

void TraceAssemblyTest::inProgressNeverReplacesComplete()
{
    const Trace trace = test::traceOf({made(u"new", 1), made(u"old", 1).inProgress()});
    QCOMPARE(outline(trace), u"new"_s);
    QVERIFY(!traceRow(trace).isPartial);
    QCOMPARE(outline(test::traceOf({made(u"first", 1).inProgress(), made(u"second", 1).inProgress()})), u"second"_s);
}

void TraceAssemblyTest::theLaterOfTwoCompleteVersionsCounts()
{
    QCOMPARE(outline(test::traceOf({made(u"first", 1), made(u"second", 1)})), u"second"_s);
}

void TraceAssemblyTest::subsegmentsSentAloneAreFoldedIn()
{
    const QByteArray root = made(u"root", 1).with(made(u"inner", 2).at(1, 8));
    const QByteArray leaf = made(u"leaf", 4).alone(3).at(3, 4);
    const QByteArray middle = made(u"middle", 3).alone(2).at(2, 5);
    for (const QByteArrayList& order :
        {QByteArrayList{root, middle, leaf}, {leaf, middle, root}, {middle, root, leaf}}) {
        const Trace trace = test::traceOf(order);
        QCOMPARE(outline(trace), u"root(inner(middle(leaf)))"_s);
        QCOMPARE(named(trace, u"leaf"_s).depth, 3);
        QCOMPARE(named(trace, u"leaf"_s).parentId, SegmentId(3));
        QCOMPARE(named(trace, u"inner"_s).parentId, SegmentId(1)); // whatever the document says
        QCOMPARE(trace.segments.front().next, 4);
    }
}

void TraceAssemblyTest::aSubsegmentSentTwiceIsThereOnce()
{
    const QByteArray root =
        made(u"root", 1).with(made(u"call", 2).at(1, 2).inProgress().with(made(u"early", 3).at(1, 2)));
    const QByteArray alone = made(u"call", 2).alone(1).at(1, 2).with(made(u"late", 4).at(2, 3));
    for (const QByteArrayList& order : {QByteArrayList{root, alone}, {alone, root}}) {
        const Trace trace = test::traceOf(order);
        QCOMPARE(outline(trace), u"root(call(early late))"_s);
        QVERIFY(!named(trace, u"call"_s).inProgress);
        QVERIFY(named(trace, u"call"_s).subsegment);
    }
}

void TraceAssemblyTest::orphansShareAPlaceholder()
{
    const Trace trace = test::traceOf(
        {made(u"b", 3).alone(9).at(3, 6), made(u"a", 2).alone(9).at(2, 4), made(u"c", 4).alone(3).at(4, 5)});
    QCOMPARE(outline(trace), u"Not received(a b(c))"_s);
    const Segment& placeholder = trace.segments.front();
    QVERIFY(placeholder.placeholder);
    QCOMPARE(placeholder.id, SegmentId(9));
    QCOMPARE(placeholder.start, test::time(2));
    QCOMPARE(placeholder.end, test::time(6));
    QCOMPARE(traceRow(trace).segmentCount, 3);
    QCOMPARE(traceRow(trace).duration, Duration(std::chrono::seconds(4)));
}

void TraceAssemblyTest::placeholderGoesWhenTheParentComes()
{
    QByteArrayList documents{made(u"a", 2).alone(9)};
    QCOMPARE(outline(test::traceOf(documents)), u"Not received(a)"_s);
    documents.append(made(u"parent", 9));
    QCOMPARE(outline(test::traceOf(documents)), u"parent(a)"_s);
}

void TraceAssemblyTest::equalIdsInOneDocumentAreBothKept()
{
    const Trace trace = test::traceOf(
        {made(u"root", 1).with(made(u"a", 2).at(1, 2)).with(made(u"b", 2).at(2, 3)), made(u"c", 3).alone(2)});
    QCOMPARE(outline(trace), u"root(a(c) b)"_s);
}

// The SDK for Go now and then sends a segment again, with each of its subsegments twice.
void TraceAssemblyTest::aSubsegmentListedTwiceInOneDocumentIsThereOnce()
{
    const auto inner = made(u"b", 3).at(2, 3);
    const auto call = made(u"a", 2).at(1, 4).with(inner);
    const QByteArray once = made(u"root", 1).with(call);
    const QByteArray twice = made(u"root", 1).with(call).with(call);
    QCOMPARE(outline(test::traceOf({once, twice})), u"root(a(b))"_s);
    QCOMPARE(traceRow(test::traceOf({twice})).segmentCount, 3);
}

void TraceAssemblyTest::lambdaHasTwoSegments()
{
    const QByteArray caller = made(u"api", 1).with(made(u"Lambda", 2).at(1, 5).member(u"namespace", u"aws"_s));
    const QByteArray service = made(u"fn", 3).child(2).at(2, 5).member(u"origin", u"AWS::Lambda"_s);
    const QByteArray function = made(u"fn", 4).child(3).at(3, 5).member(u"origin", u"AWS::Lambda::Function"_s);
    const QByteArray sdk = made(u"work", 5).alone(4).at(3, 4);
    const Trace trace = test::traceOf({sdk, function, service, caller});
    QCOMPARE(outline(trace), u"api(Lambda) Lambda>fn fn>fn(work)"_s);
    QCOMPARE(trace.segments.at(2).origin, u"AWS::Lambda"_s);
    QCOMPARE(trace.segments.at(3).origin, u"AWS::Lambda::Function"_s);
}

void TraceAssemblyTest::localCallsAreNotInferred()
{
    const Trace trace = test::traceOf({made(u"root", 1)
                                           .with(made(u"code", 2))
                                           .with(made(u"code2", 3).member(u"namespace", u"local"_s))
                                           .with(made(u"host", 4).at(4, 5).member(u"namespace", u"remote"_s))
                                           .with(made(u"sns", 5).at(3, 6).member(u"namespace", u"aws"_s))});
    QCOMPARE(outline(trace), u"root(code code2 sns host) sns>SNS host>host"_s);
    const Segment& inferred = trace.segments.back();
    QVERIFY(inferred.inferred);
    QCOMPARE(inferred.parentId, SegmentId(4));
    QCOMPARE(inferred.document, -1);
    QCOMPARE(inferred.start, test::time(4));
}

void TraceAssemblyTest::aRealSegmentReplacesTheInferred()
{
    QByteArrayList documents{made(u"root", 1).with(made(u"host", 2).member(u"namespace", u"remote"_s))};
    const Trace before = test::traceOf(documents);
    QCOMPARE(outline(before), u"root(host) host>host"_s);
    QCOMPARE(test::traceOf(documents).segments.back().id, before.segments.back().id); // stays the same each time
    documents.append(made(u"service", 3).child(2));
    QCOMPARE(outline(test::traceOf(documents)), u"root(host) host>service"_s);
}

void TraceAssemblyTest::recordedInferredSegments()
{
    const QByteArray root =
        made(u"root", 1).with(made(u"host", 2).member(u"namespace", u"remote"_s)).with(made(u"code", 3));
    const QByteArray recorded = made(u"recorded", 4).child(2).member(u"inferred", true);
    QCOMPARE(outline(test::traceOf({recorded, root})), u"root(host code) host>recorded"_s);
    QCOMPARE(outline(test::traceOf({recorded, root, made(u"service", 5).child(2)})), u"root(host code) host>service"_s);
    // What AWS inferred by a rule that we do not know stays.
    const QByteArray unknown = made(u"unknown", 6).child(3).member(u"inferred", true);
    QCOMPARE(outline(test::traceOf({root, recorded, unknown})), u"root(host code) host>recorded code>unknown"_s);
    // And so do the children of one that goes.
    const QByteArray child = made(u"child", 7).child(4);
    QCOMPARE(outline(test::traceOf({root, recorded, child, made(u"service", 5).child(2)})),
        u"root(host code) host>service child"_s);
    QVERIFY(test::traceOf({recorded}).segments.front().inferred);
}

void TraceAssemblyTest::severalRoots()
{
    const Trace trace =
        test::traceOf({made(u"second", 3).at(5, 6), made(u"first", 1).at(1, 2), made(u"callee", 2).child(1).at(7, 8)});
    QCOMPARE(outline(trace), u"first first>callee second"_s);
    QCOMPARE(trace.root, 0);
}

void TraceAssemblyTest::rootIsTheEarliestWithoutParent()
{
    const Trace trace = test::traceOf({made(u"lost", 3).child(9).at(0, 1), made(u"root", 1).at(1, 2)});
    QCOMPARE(outline(trace), u"root lost"_s);
    QCOMPARE(trace.start, test::time(0));
}

void TraceAssemblyTest::segmentOfAnUnknownCallerIsARoot()
{
    const Trace trace = test::traceOf({made(u"b", 2).child(9).at(2, 3), made(u"a", 1).child(8).at(1, 2)});
    QCOMPARE(outline(trace), u"a b"_s);
    QCOMPARE(traceRow(trace).entryPoint.name, u"a"_s);
}

void TraceAssemblyTest::skewedClocks()
{
    const Trace trace =
        test::traceOf({made(u"root", 1).at(5, 6).with(made(u"call", 2).at(5, 6).member(u"namespace", u"remote"_s)),
            made(u"callee", 3).child(2).at(1, 2)});
    QCOMPARE(outline(trace), u"root(call) call>callee"_s);
    QCOMPARE(trace.start, test::time(1));
    QCOMPARE(trace.duration(), Duration(std::chrono::seconds(5)));
    const Trace backwards = test::traceOf({made(u"root", 1).at(6, 5)});
    QCOMPARE(backwards.duration(), Duration()); // never less than nothing
    QCOMPARE(traceRow(backwards).responseTime, Duration());
}

void TraceAssemblyTest::workInProgress()
{
    const Trace trace = test::traceOf({made(u"root", 1).at(1, 0).inProgress().with(made(u"call", 2).at(2, 3))});
    QVERIFY(traceRow(trace).isPartial);
    QCOMPARE(trace.duration(), Duration(std::chrono::seconds(2))); // to the last known end
    QCOMPARE(traceRow(trace).responseTime, trace.duration());
}

void TraceAssemblyTest::childrenAreInOrderOfStart()
{
    const QByteArray root =
        made(u"root", 1).with(made(u"late", 2).at(3, 4)).with(made(u"x", 6).at(2, 3)).with(made(u"w", 5).at(2, 3));
    const Trace trace = test::traceOf({root, made(u"early", 3).alone(1).at(1, 9)});
    QCOMPARE(outline(trace), u"root(early x w late)"_s); // at one time: as the document has them
}

void TraceAssemblyTest::asynchronousWorkOutlastsTheRoot()
{
    const Trace trace = test::traceOf({made(u"root", 1).at(1, 2), made(u"worker", 2).child(1).at(3, 8)});
    QCOMPARE(traceRow(trace).responseTime, Duration(std::chrono::seconds(1)));
    QCOMPARE(traceRow(trace).duration, Duration(std::chrono::seconds(7)));
}

QTEST_GUILESS_MAIN(TraceAssemblyTest)
#include "trace_assembly_test.moc"

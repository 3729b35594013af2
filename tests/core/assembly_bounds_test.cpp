// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Assembly stands what nobody would send on purpose: huge traces, rings, damage.

#include "core/graph/graph_codec.h"
#include "core/graph/graph_json.h"
#include "core/segment/datagram.h"
#include "core/trace/root_cause.h"
#include "core/trace/timeline.h"
#include "core/trace/trace_json.h"
#include "core/trace/trace_summary.h"
#include "tests/core/documents.h"
#include "tests/core/made_documents.h"

#include <QFile>
#include <QTest>
#include <ctime>
#include <functional>
#include <limits>
#include <random>
#include <set>

using namespace Qt::StringLiterals;
using namespace fluoroscope;
using test::made;

class AssemblyBoundsTest : public QObject {
    Q_OBJECT

private slots:
    void growsNoWorseThanLinearly_data();
    void growsNoWorseThanLinearly();
    void ringsLoseNothing_data();
    void ringsLoseNothing();
    void standsRandomParents();
    void standsDamagedDocuments();
};

namespace {

// All that is made of a trace; its result is of no interest here.
void useAll(const Trace& trace)
{
    const ServiceGraph graph = graphOf(trace);
    QVERIFY(decodeGraph(encodeGraph(graph)) == graph);
    servicesJson(graph);
    summaryJson(trace);
    traceJson(trace);
    timelineGroups(trace);
    rootCause(trace, Outcome::Fault);
    rootCause(trace, Outcome::Error);
}

// Whether indices, depths and nesting fit together, and how many segments came from documents.
std::size_t checked(const Trace& trace)
{
    std::size_t received = 0;
    const auto size = static_cast<std::int32_t>(trace.segments.size());
    for (std::int32_t i = 0; i < size; ++i) {
        const Segment& segment = trace.segments[static_cast<std::size_t>(i)];
        received += segment.document >= 0 ? 1 : 0;
        Q_ASSERT(segment.parent < i && segment.next > i && segment.next <= size);
        Q_ASSERT(segment.parent < 0
                ? segment.depth == 0
                : segment.depth == trace.segments[static_cast<std::size_t>(segment.parent)].depth + 1
                    && segment.next <= trace.segments[static_cast<std::size_t>(segment.parent)].next);
        Q_ASSERT(segment.caller != i && segment.caller < size && (segment.parent < 0 || segment.caller < 0));
        Q_ASSERT(segment.document < static_cast<std::int32_t>(trace.documents.size()));
    }
    return received;
}

qint64 microsecondsToAssemble(const std::function<QByteArray(int)>& document, int count)
{
    QByteArrayList texts;
    for (int i = 1; i <= count; ++i) {
        texts.append(document(i));
    }
    const auto documents = test::documentsOf(texts);
    qint64 best = std::numeric_limits<qint64>::max();
    for (int round = 0; round < 3; ++round) {
        const std::clock_t start = std::clock(); // of the processor: other programs do not count
        const Trace trace = assembleTrace(documents.front()->content.traceId, documents);
        graphOf(trace);
        traceRow(trace);
        best = std::min(best, qint64(std::clock() - start) * 1'000'000 / CLOCKS_PER_SEC);
        if (round == 0) {
            Q_ASSERT(checked(trace) >= static_cast<std::size_t>(count));
        }
        if (round == 0 && count <= 5'000) {
            useAll(trace);
        }
    }
    return best;
}

std::uint64_t id(int i)
{
    return static_cast<std::uint64_t>(i);
}

} // namespace

void AssemblyBoundsTest::growsNoWorseThanLinearly_data()
{
    using Make = std::function<QByteArray(int)>;
    QTest::addColumn<Make>("document");
    QTest::addColumn<int>("count");
    const auto row = [](const char* name, int count, const Make& make) { QTest::newRow(name) << make << count; };
    row("chain of subsegments", 100'000,
        [](int i) -> QByteArray { return i == 1 ? made(u"a", 1) : made(u"a", id(i)).alone(id(i - 1)); });
    row("chain from its end", 5'000, [](int i) -> QByteArray { return made(u"a", id(i)).alone(id(i + 1)); });
    row("subsegments of one segment", 5'000, [](int i) -> QByteArray {
        return i == 1 ? made(u"a", 1)
                      : made(u"a", id(i))
                            .alone(1)
                            .member(u"namespace", u"aws"_s)
                            .member(u"annotations", QJsonObject{{u"n"_s, i}});
    });
    row("chain of segments", 5'000, [](int i) -> QByteArray { return made(u"a", id(i)).child(id(i - 1)); });
    row("each subsegment of a chain calls", 5'000, [](int i) -> QByteArray {
        return i == 1    ? made(u"a", 1)
            : i % 2 == 0 ? made(u"a", id(i)).alone(id(std::max(1, i - 2)))
                         : made(u"b", id(i)).child(id(i - 1));
    });
    row("every segment another service", 10'000,
        [](int i) -> QByteArray { return made(QString::number(i), id(i)).child(id(i / 2)); });
    row("ring of segments", 10'000,
        [](int i) -> QByteArray { return made(u"a", id(i)).child(id(i == 1 ? 5'000 : i - 1)); });
    row("rings of subsegments", 10'000,
        [](int i) -> QByteArray { return made(u"a", id(i)).alone(id(i % 2 == 0 ? i - 1 : i + 1)); });
    row("orphans", 5'000, [](int i) -> QByteArray { return made(u"a", id(i)).alone(id(i + 1'000'000)); });
}

void AssemblyBoundsTest::growsNoWorseThanLinearly()
{
    QFETCH(std::function<QByteArray(int)>, document);
    QFETCH(int, count);
    const qint64 small = std::max<qint64>(microsecondsToAssemble(document, count / 10), 1000);
    const qint64 large = microsecondsToAssemble(document, count);
    // Ten times the documents; a hundred times would be quadratic. The margin is for caches that hold a tenth of them
    // and not all, and for machines that do other things, too.
    QVERIFY2(large < 70 * small, qPrintable(u"%1 µs for a tenth, %2 µs for all"_s.arg(small).arg(large)));
}

void AssemblyBoundsTest::ringsLoseNothing_data()
{
    QTest::addColumn<QByteArrayList>("texts");
    QTest::newRow("own parent") << QByteArrayList{made(u"a", 1).alone(1)};
    QTest::newRow("own caller") << QByteArrayList{made(u"a", 1).child(1)};
    QTest::newRow("caller within") << QByteArrayList{made(u"a", 1).child(2).with(made(u"b", 2))};
    QTest::newRow("parent within") << QByteArrayList{made(u"a", 1).alone(2).with(made(u"b", 2))};
    QTest::newRow("two subsegments") << QByteArrayList{
        made(u"a", 1).alone(2), made(u"b", 2).alone(1), made(u"c", 3).alone(2)};
    QTest::newRow("two segments") << QByteArrayList{
        made(u"a", 1).child(2), made(u"b", 2).child(1), made(u"c", 3).child(2)};
    QTest::newRow("each within the other")
        << QByteArrayList{made(u"a", 1).with(made(u"b", 2)), made(u"b", 2).alone(9).with(made(u"a", 1))};
    QTest::newRow("equal ids") << QByteArrayList{made(u"a", 1).with(made(u"a", 1).with(made(u"a", 1)))};
}

void AssemblyBoundsTest::ringsLoseNothing()
{
    QFETCH(QByteArrayList, texts);
    const auto documents = test::documentsOf(texts);
    std::set<SegmentId> sent;
    for (const auto& document : documents) {
        for (const Segment& segment : document->content.segments) {
            sent.insert(segment.id);
        }
    }
    const Trace trace = test::traceOf(texts);
    checked(trace);
    useAll(trace);
    for (const SegmentId& segment : sent) {
        QVERIFY2(trace.indexOf(segment) >= 0, qPrintable(segment.toString()));
    }
}

void AssemblyBoundsTest::standsRandomParents()
{
    std::mt19937 random(3);
    const auto pick = [&](int below) { return static_cast<int>(random() % static_cast<unsigned>(below)); };
    for (int round = 0; round < 200; ++round) {
        QByteArrayList texts;
        std::set<SegmentId> sent;
        for (int i = 0; i < 12; ++i) {
            auto document = made(QString(QChar(u'a' + pick(4))), id(1 + pick(10))).at(pick(5), pick(6));
            for (int child = pick(3); child > 0; --child) {
                document.with(made(u"s", id(1 + pick(10)))
                                  .member(u"namespace", QStringList{u"aws"_s, u"remote"_s, u"x"_s}.at(pick(3))));
            }
            const int kind = pick(6);
            kind < 2 ? document.alone(id(1 + pick(11))) : kind < 4 ? document.child(id(1 + pick(11))) : document;
            if (pick(4) == 0) {
                document.inProgress();
            }
            if (pick(5) == 0) {
                document.member(u"inferred", true);
            }
            texts.append(document);
        }
        const Trace trace = test::traceOf(texts);
        checked(trace);
        useAll(trace);
    }
}

void AssemblyBoundsTest::standsDamagedDocuments()
{
    QFile file(QStringLiteral(FLUOROSCOPE_FIXTURES "/node-sdk-3.12.jsonl"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QByteArrayList texts;
    while (!file.atEnd()) {
        const QByteArray document =
            *documentOfDatagram(QJsonDocument::fromJson(file.readLine())[u"d"].toString().toUtf8());
        if (document.size() < 8000) {
            texts.append(document);
        }
    }
    std::mt19937 random(11);
    const auto pick = [&](qsizetype below) {
        return static_cast<qsizetype>(random() % static_cast<std::size_t>(below));
    };
    const QByteArray alphabet = "{}[]:,\"\\0123456789abcdef.-+eEtrufalsn \xff";
    for (int round = 0; round < 500; ++round) {
        QByteArrayList damaged;
        for (int i = 0; i < 4; ++i) {
            QByteArray text = texts.at(pick(texts.size()));
            for (int change = static_cast<int>(pick(4)); change > 0; --change) {
                const qsizetype place = pick(text.size());
                switch (pick(4)) {
                case 0:
                    text[place] = alphabet.at(pick(alphabet.size()));
                    break;
                case 1:
                    text.remove(place, pick(20));
                    break;
                case 2:
                    text.insert(place, text.mid(pick(text.size()), pick(60)));
                    break;
                default:
                    text.replace(place, 1, QByteArray(1, alphabet.at(pick(alphabet.size()))));
                }
                if (text.isEmpty()) {
                    break;
                }
            }
            damaged.append(text);
        }
        const Trace trace = test::traceOf(damaged);
        checked(trace);
        useAll(trace);
    }
}

QTEST_GUILESS_MAIN(AssemblyBoundsTest)
#include "assembly_bounds_test.moc"

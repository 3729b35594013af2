// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/replay/restamp.h"

#include "app/replay/recording.h"
#include "core/segment/datagram.h"
#include "core/trace/trace_assembly.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <map>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using namespace fluoroscope;

class RestampTest : public QObject {
    Q_OBJECT

private slots:
    void changesTimesAndIdsAndNothingElse();
    void findsIdsWhereverTheyAreReferredTo();
    void keepsLinksBetweenTraces();
    void leavesLookalikesAlone();
    void keepsTimesToTheMicrosecond_data();
    void keepsTimesToTheMicrosecond();
    void keepsTheFormOfTraceIds();
    void leavesWhatIsNotJsonAsItIs();
    void givesEveryIdItsOwnNewOne();
    void keepsARecordedTraceWhatItWas();

private:
    Restamp m_restamp{42, Timestamp(0s), Timestamp(1000s)};
};

void RestampTest::changesTimesAndIdsAndNothingElse()
{
    const QByteArray text =
        "{ \"name\" : \"a\\u00e9\" ,\n\t\"id\":\"70de5b6f19ff9a0a\",\"start_time\":1.478293361271E9,"
        "\"trace_id\":\"1-5759e988-bd862e3fe1be46a994272793\",  \"end_time\" : 1478293361.5 ,\"x\":[1.50,null] }";
    QByteArray expected = text;
    expected.replace("70de5b6f19ff9a0a", m_restamp.map(SegmentId(0x70de5b6f19ff9a0aU)).toString().toLatin1());
    expected.replace("1.478293361271E9", "1478294361.271");
    expected.replace("1478293361.5", "1478294361.5");
    const TraceId trace = m_restamp.map(*TraceId::fromString(u"1-5759e988-bd862e3fe1be46a994272793"_s));
    QVERIFY(trace.toString().startsWith(u"1-5759ed70-"_s)); // 1000 seconds later
    expected.replace("1-5759e988-bd862e3fe1be46a994272793", trace.toString().toLatin1());
    QCOMPARE(m_restamp(text, 1000s), expected);
}

void RestampTest::findsIdsWhereverTheyAreReferredTo()
{
    const QByteArray id = "70de5b6f19ff9a0a";
    const QByteArray mapped = m_restamp.map(SegmentId(0x70de5b6f19ff9a0aU)).toString().toLatin1();
    const QByteArray places = R"({"id":"#","parent_id":"#","cause":{"id":"#","working_directory":"w",)"
                              R"("exceptions":[{"id":"#","cause":"#","stack":[{"path":"p","line":1}]}]},)"
                              R"("links":[{"id":"#","attributes":{"a":1}}],"precursor_ids":["#","#"],)"
                              R"("subsegments":[{"id":"#","cause":"#","subsegments":[{"id":"#"}]}]})";
    const QByteArray result = m_restamp(QByteArray(places).replace('#', id), 0s);
    QCOMPARE(result, QByteArray(places).replace('#', mapped));
    const QByteArray array = '[' + places + ',' + places + ']';
    QCOMPARE(m_restamp(QByteArray(array).replace('#', id), 0s), QByteArray(array).replace('#', mapped));
}

void RestampTest::keepsLinksBetweenTraces()
{
    const TraceId linked = *TraceId::fromString(u"1-5759e988-bd862e3fe1be46a994272793"_s);
    const QByteArray text = R"({"links":[{"trace_id":"1-5759e988-bd862e3fe1be46a994272793","id":"70de5b6f19ff9a0a"}],)"
                            R"("subsegments":[{"links":[{"trace_id":"1-5759e988-bd862e3fe1be46a994272793"}]}],)"
                            R"("metadata":{"default":{"trace_id":"1-5759e988-bd862e3fe1be46a994272793"}}})";
    QByteArray expected = text;
    expected.replace("1-5759e988-bd862e3fe1be46a994272793", m_restamp.map(linked).toString().toLatin1());
    expected.replace("70de5b6f19ff9a0a", m_restamp.map(SegmentId(0x70de5b6f19ff9a0aU)).toString().toLatin1());
    const auto metadata = expected.indexOf("metadata");
    expected = expected.first(metadata) + text.sliced(text.indexOf("metadata")); // only told about, there
    QCOMPARE(m_restamp(text, 0s), expected);
}

void RestampTest::leavesLookalikesAlone()
{
    for (const char* text :
        {R"({"metadata":{"default":{"id":"70de5b6f19ff9a0a","start_time":5,"subsegments":[{"id":"70de5b6f19ff9a0a"}]}}})",
            R"({"annotations":{"id":"70de5b6f19ff9a0a","trace_id":"1-5759e988-bd862e3fe1be46a994272793","end_time":7}})",
            R"({"aws":{"request_id":"70de5b6f19ff9a0a","id":"70de5b6f19ff9a0a"},"http":{"request":{"start_time":5}}})",
            R"({"links":[{"attributes":{"id":"70de5b6f19ff9a0a"}}],"service":{"id":"70de5b6f19ff9a0a"}})",
            R"({"id":"not sixteen hex!","parent_id":"70de5b6f19ff9a0","cause":null,"start_time":"soon","end_time":true})",
            R"({"cause":{"message":"70de5b6f19ff9a0a","exceptions":[{"id":null,"message":"70de5b6f19ff9a0a"}]}})"}) {
        QCOMPARE(m_restamp(text, 1000s), QByteArray(text));
    }
}

void RestampTest::keepsTimesToTheMicrosecond_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    QTest::newRow("milliseconds") << QByteArray("1795354309.199") << QByteArray("1795354310.7");
    QTest::newRow("microseconds") << QByteArray("1795354309.123456") << QByteArray("1795354310.624456");
    QTest::newRow("whole") << QByteArray("1606220832") << QByteArray("1606220833.501");
    QTest::newRow("exponent") << QByteArray("1.619760992026483E9") << QByteArray("1619760993.527483");
    QTest::newRow("text") << QByteArray("\"1606220832.5\"") << QByteArray("\"1606220834.001\"");
    QTest::newRow("below zero") << QByteArray("-3") << QByteArray("-1.499");
}

void RestampTest::keepsTimesToTheMicrosecond()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    QCOMPARE(m_restamp("{\"start_time\":" + before + '}', 1501ms), "{\"start_time\":" + after + '}');
}

void RestampTest::keepsTheFormOfTraceIds()
{
    const QByteArray w3c = m_restamp(R"({"trace_id":"4efaaf4d1e8720b39541901950019ee5"})", 0s);
    const QByteArray xray = m_restamp(R"({"trace_id":"1-4efaaf4d-1e8720b39541901950019ee5"})", 0s);
    const QString one = QJsonDocument::fromJson(w3c).object().value(u"trace_id").toString();
    const QString other = QJsonDocument::fromJson(xray).object().value(u"trace_id").toString();
    QCOMPARE(one.size(), 32);
    QCOMPARE(other.size(), 35);
    QCOMPARE(TraceId::fromString(one), TraceId::fromString(other));
}

void RestampTest::leavesWhatIsNotJsonAsItIs()
{
    for (const QByteArray& text : {QByteArray(), QByteArray("hello"), QByteArray(R"({"id":"70de5b6f19ff9a0a",)"),
             QByteArray(R"({"id":"70de5b6f19ff9a0a"]})"), QByteArray(100000, '[')}) {
        QCOMPARE(m_restamp(text, 1000s), text);
    }
}

void RestampTest::givesEveryIdItsOwnNewOne()
{
    std::map<SegmentId, quint64> seen;
    for (quint64 i = 1; i <= 20000; ++i) {
        QVERIFY(seen.emplace(m_restamp.map(SegmentId(i)), i).second);
    }
    QVERIFY(m_restamp.map(SegmentId()).isNull());
    QVERIFY(Restamp(1, {}, {}).map(SegmentId(7)) != Restamp(2, {}, {}).map(SegmentId(7)));
}

void RestampTest::keepsARecordedTraceWhatItWas()
{
    const QString file = qEnvironmentVariable("FLUOROSCOPE_DATA") + u"/captures/node-sdk-3.12.jsonl"_s;
    if (!QFile::exists(file)) {
        QSKIP("The captures are not here: set FLUOROSCOPE_DATA to the folder that holds captures/.");
    }
    std::map<TraceId, std::vector<std::shared_ptr<const TraceDocument>>> before;
    std::map<TraceId, std::vector<std::shared_ptr<const TraceDocument>>> after;
    const auto recording = openCapture(file);
    QVERIFY(recording.has_value());
    for (auto next = (*recording)->next(); next && *next; next = (*recording)->next()) {
        const QByteArray document = documentOfDatagram((*next)->datagram).value();
        for (const auto& [text, traces] :
            {std::pair(document, &before), std::pair(m_restamp(document, 1000s), &after)}) {
            ReadDocuments read = readSegmentDocuments(text);
            QCOMPARE(read.documents.size(), std::size_t(1));
            QCOMPARE(stampOf(text).traceId, read.documents[0].traceId);
            const TraceId id = read.documents[0].traceId;
            (*traces)[id].push_back(std::make_shared<TraceDocument>(TraceDocument{std::move(read.documents[0]), {}}));
        }
    }
    QVERIFY(before.size() > 10);
    QCOMPARE(after.size(), before.size());
    for (const auto& [id, documents] : before) {
        const Trace old = assembleTrace(id, documents);
        const Trace fresh = assembleTrace(m_restamp.map(id), after[m_restamp.map(id)]);
        QCOMPARE(fresh.start, old.start + 1000s);
        QCOMPARE(fresh.segments.size(), old.segments.size());
        for (std::size_t i = 0; i < old.segments.size(); ++i) {
            const Segment& a = old.segments[i];
            const Segment& b = fresh.segments[i];
            QCOMPARE(b.name, a.name);
            QCOMPARE(b.start, a.start + 1000s);
            QCOMPARE(b.duration(), a.duration());
            QCOMPARE(b.parent, a.parent);
            QCOMPARE(b.caller, a.caller);
            if (!a.inferred) {
                QCOMPARE(b.id, m_restamp.map(a.id));
            }
        }
    }
}

QTEST_GUILESS_MAIN(RestampTest)
#include "restamp_test.moc"

// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What is not taken is kept: the reason, the sender and every byte.

#include "tests/storage/session_fixture.h"

using namespace Qt::StringLiterals;
using namespace fluoroscope;
using namespace fluoroscope::test;

class FindingsTest : public QObject {
    Q_OBJECT

private slots:
    void keepsEachKind_data();
    void keepsEachKind();
    void keepsTheGoodPartsOfAnArray();
    void listsTheNewestFirst();
};

void FindingsTest::keepsEachKind_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<Transport>("transport");
    QTest::addColumn<RejectionCode>("code");
    const QByteArray good = documentText({.trace = traceNumber(1), .id = segmentNumber(1)});
    const auto without = [&](const QByteArray& part, const QByteArray& instead = {}) {
        if (!good.contains(part)) {
            qFatal("%s", part.constData());
        }
        return QByteArray(good).replace(part, instead);
    };
    using enum RejectionCode;
    QTest::newRow("empty datagram") << QByteArray() << Transport::Udp << MissingHeader;
    QTest::newRow("no newline") << QByteArray("{\"format\":\"json\",\"version\":1}") << Transport::Udp << MissingHeader;
    QTest::newRow("nothing after it") << datagramOf({}) << Transport::Udp << MissingHeader;
    QTest::newRow("other format") << QByteArray("{\"format\":\"xml\",\"version\":1}\n" + good) << Transport::Udp
                                  << InvalidHeader;
    QTest::newRow("a null byte before") << QByteArray("\0", 1) + datagramOf(good) << Transport::Udp << InvalidHeader;
    QTest::newRow("no JSON") << datagramOf("<segment/>") << Transport::Udp << ParseError;
    QTest::newRow("not UTF-8") << datagramOf("\xff\xfe\x80 no segment") << Transport::Udp << ParseError;
    QTest::newRow("null bytes") << QByteArray(3, '\0') << Transport::Tcp << ParseError;
    QTest::newRow("empty document") << QByteArray() << Transport::Tcp << ParseError;
    QTest::newRow("a number") << QByteArray("[7]") << Transport::Tcp << ParseError;
    QTest::newRow("no id") << without("\"id\":\"0000000000000002\",") << Transport::Tcp << MissingId;
    QTest::newRow("no trace id") << without("\"trace_id\"", "\"x\"") << Transport::Tcp << MissingTraceId;
    QTest::newRow("no name") << without("\"name\":\"service\",") << Transport::Tcp << MissingName;
    QTest::newRow("no start") << without("\"start_time\"", "\"x\"") << Transport::Tcp << MissingStartTime;
    QTest::newRow("no end") << without("\"end_time\"", "\"x\"") << Transport::Tcp << MissingEndTime;
    QTest::newRow("no parent") << without("\"name\"", "\"type\":\"subsegment\",\"name\"") << Transport::Tcp
                               << MissingParentId;
    QTest::newRow("bad trace id") << without("\"trace_id\":\"1-", "\"trace_id\":\"2-") << Transport::Tcp
                                  << InvalidTraceId;
    QTest::newRow("bad id") << without("0000000000000002", "xyz") << Transport::Tcp << InvalidId;
    QTest::newRow("bad name") << without("service", "a?b") << Transport::Tcp << InvalidName;
}

void FindingsTest::keepsEachKind()
{
    QFETCH(QByteArray, bytes);
    QFETCH(Transport, transport);
    QFETCH(RejectionCode, code);
    const QTemporaryDir folder;
    const Timestamp when = now();
    const auto check = [&](Session& session) {
        const std::vector<Finding> findings = valueOf(session.source().findings(10, {}));
        QCOMPARE(findings.size(), size_t(1));
        QCOMPARE(toString(findings[0].code), toString(code));
        QVERIFY(findings[0].bytes == bytes);
        QCOMPARE(findings[0].received, when);
        QCOMPARE(findings[0].sender, u"[::1]:9 <ünï>"_s);
        QVERIFY(!findings[0].message.isEmpty());
        const std::vector<JournalEntry> journal = valueOf(session.journal(0, 10));
        QCOMPARE(journal.size(), size_t(1));
        QVERIFY(journal[0].document.bytes == bytes);
        QCOMPARE(journal[0].document.transport, transport);
        QCOMPARE(findings[0].journalId, journal[0].id);
        QCOMPARE(session.source().counters().findings, 1);
        QCOMPARE(session.source().counters().traces, 0);
    };
    {
        const auto session = opened(folder.filePath(u"f"_s));
        QVERIFY(session->sink().put({bytes, when, transport, u"[::1]:9 <ünï>"_s}));
        QVERIFY(session->flush());
        check(*session);
    }
    check(*opened(folder.filePath(u"f"_s)));
}

void FindingsTest::keepsTheGoodPartsOfAnArray()
{
    const QTemporaryDir folder;
    const auto session = opened(folder.filePath(u"f"_s));
    const QByteArray array = '[' + documentText({.trace = traceNumber(1), .id = segmentNumber(1)}) + R"(,{"id":"1"},7,)"
        + documentText({.trace = traceNumber(2), .id = segmentNumber(2)}) + ']';
    putAll(*session, {array});
    QCOMPARE(valueOf(session->source().traces({}, {})).total, 2);
    const std::vector<Finding> findings = valueOf(session->source().findings(10, {}));
    QCOMPARE(findings.size(), size_t(2));
    QVERIFY(findings[0].bytes == array && findings[1].bytes == array);
    QCOMPARE(session->source().counters().documents, 1);
}

void FindingsTest::listsTheNewestFirst()
{
    const QTemporaryDir folder;
    const auto session = opened(folder.filePath(u"f"_s));
    for (int i = 0; i < 30; ++i) {
        putAll(*session, {QByteArray::number(i)});
    }
    const std::vector<Finding> findings = valueOf(session->source().findings(3, {}));
    QCOMPARE(findings.size(), size_t(3));
    QCOMPARE(findings[0].bytes, QByteArray("29"));
    QCOMPARE(findings[2].bytes, QByteArray("27"));
}

QTEST_GUILESS_MAIN(FindingsTest)
#include "findings_test.moc"

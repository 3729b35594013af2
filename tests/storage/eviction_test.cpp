// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// A session stays below its cap: whole traces go, the oldest first, and what remains is as if they had never come.

#include "tests/storage/scratch_index.h"
#include "tests/storage/traffic.h"

#include <algorithm>
#include <random>

using namespace Qt::StringLiterals;
using namespace fluoroscope;
using namespace fluoroscope::test;

class EvictionTest : public QObject {
    Q_OBJECT

private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void takesWholeOldestTraces();
    void takesRefusedDocumentsInTheirTurn();
    void leavesTheRestConsistent();
    void keepsADocumentThatAnotherTraceNeeds();
    void takesATraceThatRests();
    void takesALateSegmentOfAnEvictedTrace();
    void bringsALargerSessionBelowItsCap();
    void endsWhereNothingIsLeftToEvict();
    void neverGivesAnIdTwice();
    void keepsWhatWasImportedLast();

private:
    [[nodiscard]] QString path() const { return m_folder->filePath(u"small.fluoro"_s); }
    // A trace of two segments, about 2 KB.
    static QList<QByteArray> trace(int i, double start)
    {
        const QByteArray filling = ",\"metadata\":{\"x\":\"" + QByteArray(900, 'x') + "\"}";
        return {documentText({.trace = traceNumber(i), .id = segmentNumber(i * 10), .start = start, .extra = filling}),
            documentText({.trace = traceNumber(i),
                .id = segmentNumber(i * 10 + 1),
                .start = start + 0.01,
                .name = "inner",
                .parent = segmentNumber(i * 10),
                .extra = filling})};
    }
    // Letters that no packing makes much smaller.
    QByteArray noise(qsizetype size)
    {
        QByteArray letters(size, Qt::Uninitialized);
        std::ranges::generate(letters, [&] { return char('a' + m_random() % 26); });
        return letters;
    }
    // No document belongs to nothing, nothing belongs to no document.
    void verifyNoOrphans() const
    {
        QCOMPARE(sql(path(),
                     "SELECT count(*) FROM journal WHERE id NOT IN (SELECT journal FROM trace_document) AND id NOT IN "
                     "(SELECT journal FROM finding)"),
            0);
        QCOMPARE(sql(path(), "SELECT count(*) FROM trace_document WHERE journal NOT IN (SELECT id FROM journal)"), 0);
        QCOMPARE(sql(path(), "SELECT count(*) FROM trace_document WHERE trace NOT IN (SELECT id FROM trace)"), 0);
        QCOMPARE(sql(path(), "SELECT count(*) FROM trace WHERE id NOT IN (SELECT trace FROM trace_document)"), 0);
        QCOMPARE(sql(path(), "SELECT count(*) FROM finding WHERE journal NOT IN (SELECT id FROM journal)"), 0);
        QCOMPARE(sql(path(),
                     "SELECT count(*) FROM graph_level WHERE begin NOT IN (SELECT start / 1000000 / unit FROM trace)"),
            0);
        for (const char* table : {"trace_graph", "service_fact", "call_fact", "trace_value"}) {
            QCOMPARE(
                sql(path(), QByteArray("SELECT count(*) FROM ") + table + " WHERE trace NOT IN (SELECT id FROM trace)"),
                0);
        }
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::mt19937 m_random;
};

constexpr qint64 kCap = 1 << 20;

void EvictionTest::takesWholeOldestTraces()
{
    const auto session = opened(path(), SessionOptions::Mode::ReadWrite, kCap);
    for (int i = 0; i < 2000; ++i) {
        for (const QByteArray& text : trace(i, kStart + i)) {
            QVERIFY(session->sink().put(received(text)));
        }
        if (i % 100 == 0) {
            QVERIFY(session->flush());
        }
    }
    QVERIFY(session->flush());
    const SessionCounters counters = session->source().counters();
    const TracePage page = valueOf(session->source().traces({}, {}));
    QVERIFY(page.total > 100 && page.total < 1000);
    QCOMPARE(counters.evictedTraces, 2000 - page.total);
    for (std::size_t i = 0; i < page.rows.size(); ++i) { // exactly the newest
        QCOMPARE(page.rows[i].id, traceNumber(1999 - int(i)));
        QCOMPARE(page.rows[i].segmentCount, 2);
    }
    QVERIFY2(counters.fileBytes < kCap + kCap / 2, qPrintable(QString::number(counters.fileBytes)));
    compareWithScratch(*session);
    verifyNoOrphans();
}

void EvictionTest::takesRefusedDocumentsInTheirTurn()
{
    const auto session = opened(path(), SessionOptions::Mode::ReadWrite, kCap);
    for (int i = 0; i < 1000; ++i) {
        for (const QByteArray& text : trace(i, kStart + i)) {
            QVERIFY(session->sink().put(received(text)));
        }
        QVERIFY(session->sink().put(received("bad " + QByteArray::number(i) + QByteArray(300, 'b'))));
        if (i % 100 == 0) {
            QVERIFY(session->flush());
        }
    }
    QVERIFY(session->flush());
    const qint64 traces = session->source().counters().traces;
    const qint64 findings = session->source().counters().findings;
    QVERIFY2(traces > 100 && qAbs(traces - findings) <= 2, qPrintable(u"%1 %2"_s.arg(traces).arg(findings)));
    compareWithScratch(*session);
    verifyNoOrphans();
    // Nothing but refused documents: older ones make room for newer ones, and the traces before them go first.
    for (int i = 0; i < 5000; ++i) {
        QVERIFY(session->sink().put(received("bad " + QByteArray::number(i) + noise(900))));
        if (i % 500 == 0) {
            QVERIFY(session->flush());
        }
    }
    QVERIFY(session->flush());
    QCOMPARE(session->source().counters().traces, 0);
    QVERIFY(session->source().counters().findings > 500);
    QVERIFY(valueOf(session->source().findings(1, {})).front().bytes.startsWith("bad 4999"));
    QVERIFY(session->source().counters().fileBytes < 2 * kCap);
    compareWithScratch(*session);
    verifyNoOrphans();
}

void EvictionTest::leavesTheRestConsistent()
{
    Traffic traffic(20);
    const auto session = opened(path(), SessionOptions::Mode::ReadWrite, kCap);
    for (int round = 0; round < 10; ++round) {
        putAll(*session, traffic.documents(round * 400, 400));
    }
    QVERIFY(session->source().counters().evictedTraces > 500);
    compareWithScratch(*session, true);
    verifyNoOrphans();
}

void EvictionTest::keepsADocumentThatAnotherTraceNeeds()
{
    const auto session = opened(path(), SessionOptions::Mode::ReadWrite, kCap);
    // Two arrays bind a trace to the next: 0 with 1, 1 with 2, …
    const auto shared = [](int i) {
        return '[' + trace(i, kStart + i).join(',') + ',' + trace(i + 1, kStart + i + 1)[1] + ",{\"name\":\"bad\"}]";
    };
    for (int i = 0; i < 1500; ++i) {
        QVERIFY(session->sink().put(received(shared(i))));
        if (i % 100 == 99) {
            QVERIFY(session->flush());
        }
    }
    QVERIFY(session->flush());
    QVERIFY(session->source().counters().evictedTraces > 500);
    verifyNoOrphans();
    // The oldest that is left lost nothing: its array arrived with the first segment of the one before it.
    const TracePage page = valueOf(session->source().traces({}, {}));
    for (const TraceRow& row : page.rows) {
        const Trace whole = valueOf(session->source().trace(row.id, {}));
        QCOMPARE(traceRow(whole), row);
    }
    QCOMPARE(session->source().counters().documents, sql(path(), "SELECT count(*) FROM journal"));
    QCOMPARE(session->source().counters().findings, sql(path(), "SELECT count(*) FROM finding"));
}

void EvictionTest::takesATraceThatRests()
{
    const auto session = opened(path(), SessionOptions::Mode::ReadWrite, kCap);
    for (int i = 0; i < 12'000;
         ++i) { // larger than the cap, and slow enough to assemble that it is done now and then only
        QVERIFY(session->sink().put(received(documentText(
            {.trace = traceNumber(1), .id = segmentNumber(i), .parent = i ? segmentNumber(0) : SegmentId()}))));
    }
    for (int i = 2; i < 300; ++i) {
        for (const QByteArray& text : trace(i, kStart + i)) {
            QVERIFY(session->sink().put(received(text)));
        }
    }
    QVERIFY(session->flush());
    QVERIFY(session->source().counters().evictedTraces >= 1);
    compareWithScratch(*session);
    verifyNoOrphans();
}

void EvictionTest::takesALateSegmentOfAnEvictedTrace()
{
    const auto session = opened(path(), SessionOptions::Mode::ReadWrite, kCap);
    for (int i = 0; i < 1500; ++i) {
        for (const QByteArray& text : trace(i, kStart + i)) {
            QVERIFY(session->sink().put(received(text)));
        }
    }
    QVERIFY(session->flush());
    QVERIFY(!session->source().trace(traceNumber(0), {}));
    putAll(*session, {documentText({.trace = traceNumber(0), .id = segmentNumber(9), .parent = segmentNumber(0)})});
    QCOMPARE(valueOf(session->source().trace(traceNumber(0), {})).segments.size(), size_t(1));
    compareWithScratch(*session);
    verifyNoOrphans();
}

void EvictionTest::bringsALargerSessionBelowItsCap()
{
    {
        const auto session = opened(path());
        for (int i = 0; i < 8000; ++i) {
            for (const QByteArray& text : trace(i, kStart + i)) {
                QVERIFY(session->sink().put(received(text)));
            }
        }
        QVERIFY(session->flush());
    }
    QVERIFY2(QFileInfo(path()).size() > 6 * kCap, qPrintable(QString::number(QFileInfo(path()).size())));
    const auto session = opened(path(), SessionOptions::Mode::ReadWrite, kCap); // nothing arrives
    QTRY_VERIFY_WITH_TIMEOUT(session->source().counters().evictedTraces > 6000, 20000);
    QTRY_VERIFY_WITH_TIMEOUT(session->source().counters().fileBytes < 2 * kCap, 20000);
    QVERIFY(session->source().counters().traces > 100);
    QVERIFY(session->flush());
    compareWithScratch(*session);
    verifyNoOrphans();
}

void EvictionTest::endsWhereNothingIsLeftToEvict()
{
    const auto session = opened(path(), SessionOptions::Mode::ReadWrite, 1000); // less than an empty session
    for (int i = 0; i < 20; ++i) {
        putAll(*session, trace(i, kStart + i));
    }
    QCOMPARE(session->source().counters().traces, 0);
    QCOMPARE(session->source().counters().documents, 0);
    QCOMPARE(session->source().counters().evictedTraces, 20);
    verifyNoOrphans();
}

void EvictionTest::neverGivesAnIdTwice()
{
    const auto lastOf = [](Session& session) {
        const auto journal = valueOf(session.journal(0, -1));
        return journal.empty() ? qint64(0) : journal.back().id;
    };
    qint64 last = 0;
    {
        const auto session = opened(path(), SessionOptions::Mode::ReadWrite, 0);
        putAll(*session, trace(1, kStart));
        last = lastOf(*session);
    }
    opened(path(), SessionOptions::Mode::ReadWrite, 1000)->flush(); // evicts them all
    QCOMPARE(sql(path(), "SELECT count(*) FROM journal"), 0);
    sql(path(), "UPDATE meta SET value = 0 WHERE key = 'index_version'");
    const auto session = opened(path(), SessionOptions::Mode::ReadWrite, 0);
    putAll(*session, trace(2, kStart));
    QVERIFY(valueOf(session->journal(0, -1)).front().id > last);
    QCOMPARE(valueOf(session->journal(last, -1)).size(), size_t(2));
}

// Age is when something came, not what time it speaks of.
void EvictionTest::keepsWhatWasImportedLast()
{
    const auto session = opened(path(), SessionOptions::Mode::ReadWrite, kCap);
    for (int i = 0; i < 1000; ++i) {
        for (const QByteArray& text : trace(i, kStart + i)) {
            QVERIFY(session->sink().put(received(text)));
        }
    }
    QVERIFY(session->flush());
    for (int i = 2000; i < 2050; ++i) {
        putAll(*session, trace(i, kStart - 1e8));
    }
    for (int i = 2000; i < 2050; ++i) {
        QVERIFY(session->source().trace(traceNumber(i), {}));
    }
}

QTEST_GUILESS_MAIN(EvictionTest)
#include "eviction_test.moc"

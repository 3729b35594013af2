// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The index, kept document by document, says the same as one made of the whole journal at once.

#include "tests/storage/scratch_index.h"
#include "tests/storage/traffic.h"

#include <ctime>
#include <thread>

using namespace Qt::StringLiterals;
using namespace fluoroscope;
using namespace fluoroscope::test;

class IndexTest : public QObject {
    Q_OBJECT

private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void equalsTheIndexFromScratch_data();
    void equalsTheIndexFromScratch();
    void goesOnInAReopenedSession();
    void isRebuiltWhenItsVersionDiffers();
    void answersWhileItIsRebuilt();
    void goesOnWithARebuildThatWasCutShort();
    void countsTracesOfAllTimes();
    void survivesTimesThatNoClockShows();
    void indexesALargeTraceInLinearTime();
    void keepsSeveralLargeTracesInStep();
    void ordersAndPages();

private:
    [[nodiscard]] QString path() const { return m_folder->filePath(u"index.fluoro"_s); }
    std::unique_ptr<QTemporaryDir> m_folder;
};

void IndexTest::equalsTheIndexFromScratch_data()
{
    QTest::addColumn<quint32>("seed");
    for (quint32 seed = 1; seed <= 6; ++seed) {
        QTest::addRow("seed %u", seed) << seed;
    }
}

void IndexTest::equalsTheIndexFromScratch()
{
    QFETCH(quint32, seed);
    Traffic traffic(seed);
    const auto session = opened(path());
    int untilFlush = 1;
    for (const QByteArray& text : traffic.documents(0, 300)) {
        QVERIFY(session->sink().put(received(text)));
        if (--untilFlush == 0) {
            QVERIFY(session->flush());
            untilFlush = 1 + traffic.number(100);
        }
    }
    QVERIFY(session->flush());
    compareWithScratch(*session);
}

void IndexTest::goesOnInAReopenedSession()
{
    Traffic traffic(7);
    const QList<QByteArray> texts = traffic.documents(0, 200);
    for (qsizetype i = 0; i < texts.size(); i += 60) {
        const auto session = opened(path());
        putAll(*session, texts.mid(i, 60));
        compareWithScratch(*session);
    }
}

void IndexTest::isRebuiltWhenItsVersionDiffers()
{
    Traffic traffic(8);
    TracePage before;
    std::vector<Finding> findings;
    SessionCounters counters;
    {
        const auto session = opened(path());
        putAll(*session, traffic.documents(0, 500));
        before = valueOf(session->source().traces({}, {}));
        findings = valueOf(session->source().findings(-1, {}));
        counters = session->source().counters();
    }
    sql(path(), "UPDATE meta SET value = 0 WHERE key = 'index_version'");
    const auto session = opened(path());
    QVERIFY(session->flush());
    compareWithScratch(*session);
    const auto sorted = [](std::vector<TraceRow> rows) {
        std::sort(rows.begin(), rows.end(), [](const TraceRow& a, const TraceRow& b) { return a.id < b.id; });
        return rows;
    };
    QVERIFY(sorted(valueOf(session->source().traces({}, {})).rows) == sorted(before.rows));
    QCOMPARE(valueOf(session->source().findings(-1, {})).size(), findings.size());
    QCOMPARE(session->source().counters().segments, counters.segments);
    QCOMPARE(session->source().counters().rebuildTotal, 0);
    QVERIFY(sql(path(), "SELECT value FROM meta WHERE key = 'index_version'") > 0);
}

void IndexTest::answersWhileItIsRebuilt()
{
    {
        Traffic traffic(9);
        const auto session = opened(path());
        putAll(*session, traffic.documents(0, 1500));
    }
    sql(path(), "UPDATE meta SET value = 0 WHERE key = 'index_version'");
    const auto session = opened(path());
    TraceSource& source = session->source();
    const qint64 total = source.counters().documents;
    QVERIFY(total > 3000);
    qint64 indexed = 0;
    int looks = 0;
    for (SessionCounters counters = source.counters(); counters.indexed < total; counters = source.counters()) {
        QVERIFY(counters.indexed >= indexed);
        QCOMPARE(counters.rebuildTotal, total);
        QCOMPARE(counters.documents, total);
        indexed = counters.indexed;
        const TracePage page = valueOf(source.traces({.selection = {}, .limit = 10}, {}));
        QVERIFY(page.total <= 1500);
        // One state answers both questions of a page.
        QVERIFY(page.total > 0 || page.rows.empty());
        for (const TraceRow& row : page.rows) {
            QVERIFY(source.trace(row.id, {}));
        }
        QVERIFY(source.serviceGraph({}, {}));
        QVERIFY(source.findings(10, {}));
        QCOMPARE(qint64(valueOf(session->journal(0, -1)).size()), total); // the journal is not in question
        ++looks;
    }
    QVERIFY(looks > 0);
    QVERIFY(session->flush());
    compareWithScratch(*session);
}

void IndexTest::goesOnWithARebuildThatWasCutShort()
{
    Traffic traffic(10);
    {
        const auto session = opened(path());
        putAll(*session, traffic.documents(0, 1500));
    }
    qint64 indexed = 0;
    qint64 total = 0;
    for (int put = 0; put == 0 || (indexed >= total && put < 20); ++put) { // it may have been done by then
        sql(path(), "UPDATE meta SET value = 0 WHERE key = 'index_version'");
        {
            const auto session = opened(path());
            total = session->source().counters().documents;
            while (session->source().counters().indexed == 0) {
                std::this_thread::yield();
            }
            QVERIFY(session->sink().put(
                received(documentText({.trace = traceNumber(9999 + put), .id = segmentNumber(99990 + put)}))));
        } // closing does not wait for the end of a rebuild, but for what arrived
        indexed = sql(path(), "SELECT value FROM meta WHERE key = 'indexed'");
        QCOMPARE(sql(path(), "SELECT count(*) FROM journal"), total + 1);
    }
    QVERIFY2(indexed > 0 && indexed < total, qPrintable(QString::number(indexed)));
    const auto session = opened(path());
    QVERIFY(session->source().counters().indexed >= indexed);
    QVERIFY(session->flush());
    compareWithScratch(*session);
}

void IndexTest::countsTracesOfAllTimes()
{
    const auto session = opened(path());
    QList<QByteArray> texts;
    const QList<double> starts{-7200.5, -60, -0.5, 0, 0.5, 59.9, 60, 1e9, kStart, 4e9};
    for (int i = 0; i < starts.size(); ++i) {
        texts << documentText({.trace = traceNumber(i), .id = segmentNumber(i), .start = starts[i]});
    }
    putAll(*session, texts);
    compareWithScratch(*session);
}

void IndexTest::survivesTimesThatNoClockShows()
{
    const auto session = opened(path());
    QList<QByteArray> texts;
    int i = 0;
    for (const char* start : {"1e300", "-1e300", "9223372036854", "-9223372036854", "1e19"}) {
        QByteArray text = documentText({.trace = traceNumber(i), .id = segmentNumber(i)});
        texts << text.replace("1700000000.000000", start);
        text.replace("1700000000.100000", "1e18");
        texts << text;
        ++i;
    }
    putAll(*session, texts);
    QVERIFY(valueOf(session->source().traces({}, {})).total <= i);
    QVERIFY(session->source().serviceGraph({}, {}));
    QVERIFY(session->source().activity({}, std::chrono::seconds(1), {}));
    putAll(*session, {documentText({.trace = traceNumber(99), .id = segmentNumber(990)})});
}

void IndexTest::indexesALargeTraceInLinearTime()
{
    const auto secondsFor = [&](int documents) {
        const QString file = m_folder->filePath(QString::number(documents));
        const auto session = opened(file);
        const std::clock_t began = std::clock(); // processor time, of which others on the machine take none
        for (int i = 0; i < documents; ++i) {
            session->sink().put(received(documentText({.trace = traceNumber(1),
                .id = segmentNumber(i),
                .start = kStart + i / 1e3,
                .parent = i ? segmentNumber(i / 10) : SegmentId(),
                .subsegment = i > 0})));
        }
        session->flush();
        const double seconds = double(std::clock() - began) / CLOCKS_PER_SEC;
        const TracePage page = valueOf(session->source().traces({}, {}));
        if (page.total != 1 || page.rows.front().segmentCount != documents || page.rows.front().revision != documents) {
            qFatal("%lld traces", page.total);
        }
        if (sql(file, "SELECT count(*) FROM trace WHERE stale") != 0) {
            qFatal("stale after flush()");
        }
        return seconds;
    };
    secondsFor(2'000); // what is done once only
    const double tenth = secondsFor(4'000);
    const double whole = secondsFor(40'000); // more segments than the cache is to hold
    QVERIFY2(whole < 40 * tenth, qPrintable(u"%1 s, %2 s"_s.arg(tenth).arg(whole))); // a square would be a hundred
}

// Each alone is more than the cache is to hold.
void IndexTest::keepsSeveralLargeTracesInStep()
{
    const auto session = opened(path());
    QByteArray inner;
    for (int i = 1; i < 2000; ++i) {
        inner += (i > 1 ? "," : "") + documentText({.trace = {}, .id = segmentNumber(i), .name = "step"});
    }
    for (int i = 0; i < 60; ++i) {
        session->sink().put(received(documentText({.trace = traceNumber(i % 3),
            .id = segmentNumber(100000 + i),
            .parent = i > 2 ? segmentNumber(i % 3 + 100000) : SegmentId(),
            .extra = ",\"subsegments\":["
                + QByteArray(inner).replace("\"id\":\"00", "\"id\":\"" + QByteArray::number(i + 10)) + ']'})));
        if (i % 10 == 0) {
            QVERIFY(session->flush());
        }
    }
    QVERIFY(session->flush());
    compareWithScratch(*session);
}

void IndexTest::ordersAndPages()
{
    Traffic traffic(11);
    const auto session = opened(path());
    putAll(*session, traffic.documents(0, 200));
    TraceSource& source = session->source();
    for (int order = 0; order <= int(TraceOrder::Segments); ++order) {
        for (const bool descending : {false, true}) {
            const TraceQuery all{.selection = {}, .order = TraceOrder(order), .descending = descending};
            const std::vector<TraceRow> rows = valueOf(source.traces(all, {})).rows;
            TraceQuery page = all;
            page.limit = 7;
            std::vector<TraceRow> paged;
            for (; page.offset < 200; page.offset += page.limit) {
                const TracePage part = valueOf(source.traces(page, {}));
                QCOMPARE(part.total, qint64(rows.size()));
                paged.insert(paged.end(), part.rows.begin(), part.rows.end());
            }
            QVERIFY(paged == rows);
            TraceQuery other = all;
            other.descending = !descending;
            std::vector<TraceRow> turned = valueOf(source.traces(other, {})).rows;
            std::reverse(turned.begin(), turned.end());
            QVERIFY(turned == rows);
        }
    }
    std::vector<TraceRow> rows = valueOf(source.traces({.selection = {}, .order = TraceOrder::Length}, {})).rows;
    QVERIFY(std::is_sorted(
        rows.begin(), rows.end(), [](const TraceRow& a, const TraceRow& b) { return a.duration > b.duration; }));
    const TimeRange extent = valueOf(source.extent({}));
    rows = valueOf(source.traces({}, {})).rows;
    QCOMPARE(extent.begin, rows.back().start);
    QCOMPARE(extent.end, rows.front().start + Duration(1));
}

QTEST_GUILESS_MAIN(IndexTest)
#include "index_test.moc"

// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Selections of traces: long lists page by page, by each of their times, while traces come, change and go.

#include "tests/core/filter_generator.h"
#include "tests/storage/filter_comparison.h"

#include <set>

using namespace Qt::StringLiterals;
using namespace fluoroscope;
using namespace fluoroscope::test;

class SelectionTest : public QObject {
    Q_OBJECT

private slots:
    void findsAmongManyWhatIsRare();
    void pagesWhileTracesComeAndGo_data();
    void pagesWhileTracesComeAndGo();
    void selectsByEachTime_data();
    void selectsByEachTime();
    void followsTracesThatChange();
    void followsEviction();
};

namespace {

// Ten thousand traces of a second each, of which few have anything to find.
QList<QByteArray> many()
{
    QList<QByteArray> all;
    for (int i = 0; i < 10'000; ++i) {
        all << documentText({.trace = traceNumber(i),
            .id = segmentNumber(i),
            .start = kStart + i,
            .seconds = 1.5,
            .name = i % 1000 == 7 ? "rare" : "common",
            .extra = i % 500 == 3 ? ",\"fault\":true,\"annotations\":{\"k\":\"v\"}"
                : i % 2           ? ",\"annotations\":{\"k\":\"w\"}"
                                  : ""});
    }
    return all;
}

} // namespace

void SelectionTest::findsAmongManyWhatIsRare()
{
    const QTemporaryDir folder;
    const auto session = opened(folder.filePath(u"many.fluoro"_s));
    putAll(*session, many());
    const auto found = [&](const QString& text, bool descending, TraceOrder order = TraceOrder::Start) {
        TraceQuery query{.selection = {.filter = parsed(text)}, .order = order, .descending = descending};
        QList<int> numbers;
        for (const TraceRow& row : valueOf(session->source().traces(query, {})).rows) {
            numbers << int(toEpochSeconds(row.start) - kStart);
        }
        return numbers;
    };
    QList<int> rare;
    QList<int> faults;
    for (int i = 0; i < 10'000; ++i) {
        rare += i % 1000 == 7 ? QList<int>{i} : QList<int>();
        faults += i % 500 == 3 ? QList<int>{i} : QList<int>();
    }
    const auto reversed = [](QList<int> list) {
        std::reverse(list.begin(), list.end());
        return list;
    };
    for (const QString& text :
        {u"service(\"rare\")"_s, u"name = \"rare\""_s, u"edge(id(type: \"client\"), \"rare\") { ok }"_s}) {
        QCOMPARE(found(text, false), rare);
        QCOMPARE(found(text, true), reversed(rare));
        QCOMPARE(found(text, true, TraceOrder::ResponseTime), reversed(rare));
    }
    for (const QString& text : {u"service(\"common\") { fault }"_s, u"fault"_s, u"annotation.k = \"v\""_s,
             u"service() { fault } OR service(\"none\")"_s, u"annotation.k = \"v\" AND service(\"common\")"_s}) {
        QCOMPARE(found(text, false), faults);
        QCOMPARE(found(text, true), reversed(faults));
    }
    QCOMPARE(found(u"annotation.k = \"w\""_s, true).size(), 5000 - 20); // more than are sought one by one
}

namespace {

QByteArray numbered(int i, double start)
{
    return documentText({.trace = traceNumber(i),
        .id = segmentNumber(i),
        .start = start,
        .seconds = 3,
        .extra = i % 2 ? ",\"fault\":true" : ""});
}

Timestamp at(double seconds)
{
    return fromEpochSeconds(kStart + seconds);
}

} // namespace

void SelectionTest::pagesWhileTracesComeAndGo_data()
{
    QTest::addColumn<bool>("descending");
    QTest::addColumn<QString>("filter");
    for (const bool descending : {true, false}) {
        for (const char* filter : {"", "fault", "service(\"service\") { fault }", "message != \"x\" OR fault"}) {
            QTest::addRow("%s %s", descending ? "newest first" : "oldest first", filter)
                << descending << QString::fromLatin1(filter);
        }
    }
}

void SelectionTest::pagesWhileTracesComeAndGo()
{
    QFETCH(bool, descending);
    QFETCH(QString, filter);
    const QTemporaryDir folder;
    const auto session = opened(folder.filePath(u"paged.fluoro"_s));
    QList<QByteArray> all;
    for (int i = 0; i < 100; ++i) {
        all << numbered(i, kStart + i / 4); // four at a time
    }
    putAll(*session, all);
    const std::size_t matching = filter.isEmpty() ? 100 : 50;
    TraceQuery query{.selection = {.filter = parsed(filter)}, .descending = descending, .limit = 7, .counted = false};
    std::set<TraceId> seen;
    qint64 scanned = 0;
    int pages = 0;
    for (bool more = true; more; ++pages) {
        const TracePage page = valueOf(session->source().traces(query, {}));
        QCOMPARE(page.total, -1);
        for (const TraceRow& row : page.rows) {
            QVERIFY(seen.insert(row.id).second);
            query.after = TracePosition{row.start, row.id};
        }
        scanned += page.scanned;
        more = page.rows.size() == 7;
        // Others come where the list has been, and where it never goes.
        putAll(*session, {numbered(1001 + 2 * pages, kStart + (descending ? 100 + pages : -1 - pages))});
    }
    QCOMPARE(seen.size(), matching);
    QCOMPARE(scanned, 100);
    QCOMPARE(pages, int(matching / 7 + 1));
}

void SelectionTest::selectsByEachTime_data()
{
    QTest::addColumn<int>("time");
    QTest::addColumn<int>("first"); // of the traces that begin each second and take three
    QTest::addColumn<int>("last");
    QTest::newRow("its start") << int(TraceTime::Start) << 50 << 59;
    QTest::newRow("any moment") << int(TraceTime::Activity) << 47 << 59;
    QTest::newRow("its end") << int(TraceTime::End) << 47 << 56;
}

void SelectionTest::selectsByEachTime()
{
    QFETCH(int, time);
    QFETCH(int, first);
    QFETCH(int, last);
    const QTemporaryDir folder;
    const auto session = opened(folder.filePath(u"times.fluoro"_s));
    QList<QByteArray> all;
    for (int i = 0; i < 100; ++i) {
        all << numbered(i, kStart + i);
    }
    putAll(*session, all);
    for (const QString& filter : {u""_s, u"fault"_s, u"message OR fault"_s, u"service(\"service\") { fault }"_s}) {
        const TraceSelection selection{{at(50), at(60)}, parsed(filter), static_cast<TraceTime>(time)};
        QSet<TraceId> expected;
        qint64 within = 0;
        for (int i = first; i <= last; ++i) {
            ++within;
            if (filter.isEmpty() || i % 2) {
                expected.insert(traceNumber(i));
            }
        }
        TraceSource& source = session->source();
        const TracePage page = valueOf(source.traces({.selection = selection}, {}));
        QSet<TraceId> found;
        for (const TraceRow& row : page.rows) {
            found.insert(row.id);
        }
        QVERIFY(found == expected);
        QCOMPARE(page.total, expected.size());
        QCOMPARE(page.scanned, within);
        const ServiceGraph graph = valueOf(source.serviceGraph(selection, {}));
        const Service* service = graph.find({u"service"_s, {}, {}});
        QCOMPARE(service ? service->requests : 0, expected.size());
    }
}

void SelectionTest::followsTracesThatChange()
{
    const QTemporaryDir folder;
    const auto session = opened(folder.filePath(u"changing.fluoro"_s));
    const QList<QByteArray> texts = varied();
    FilterGenerator generator(31);
    for (qsizetype i = 0; i < texts.size(); i += 150) {
        for (const QByteArray& text : texts.mid(i, 150)) { // each segment at its begin, then whole
            putAll(*session, {QByteArray(text).replace("\"end_time\"", "\"in_progress\":true,\"was\""), text});
        }
        const std::vector<Known> all = known(*session);
        for (int n = 0; n < 8 && !QTest::currentTestFailed(); ++n) {
            compareFilter(*session, all, generator.expression(3));
        }
    }
}

void SelectionTest::followsEviction()
{
    const QTemporaryDir folder;
    const auto session = opened(folder.filePath(u"small.fluoro"_s), SessionOptions::Mode::ReadWrite, 1'500'000);
    for (int round = 0; round < 4; ++round) {
        for (const QByteArray& text : varied()) {
            QVERIFY(session->sink().put(
                received(QByteArray(text).replace("-00000000", QByteArray("-0000000") + QByteArray::number(round)))));
        }
        QVERIFY(session->flush());
    }
    QVERIFY(session->source().counters().evictedTraces > 300);
    const std::vector<Known> all = known(*session);
    QVERIFY(all.size() > 50);
    FilterGenerator generator(32);
    for (int n = 0; n < 40 && !QTest::currentTestFailed(); ++n) {
        compareFilter(*session, all, generator.expression(3));
    }
}

QTEST_GUILESS_MAIN(SelectionTest)
#include "selection_test.moc"

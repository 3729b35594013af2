// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Windows over the list of traces: in the order of each column, anywhere in it, with the annotations asked for.

#include "tests/storage/session_fixture.h"

#include <set>

using namespace Qt::StringLiterals;
using namespace fluoroscope;
using namespace fluoroscope::test;

namespace {

constexpr int kTraces = 1500;

// Some in each second, some seconds without, over more than an hour; methods, codes and the like in cycles.
std::unique_ptr<Session> sessionOfMany(const QString& file, int first = 0, int count = kTraces)
{
    auto session = opened(file);
    for (int i = first; i < first + count; ++i) {
        const double start = kStart + (i / 3) * 7.001 + (i % 3) * 0.2; // three within a second, then none for some
        const QByteArray code = i % 7 == 0 ? "500" : i % 11 == 0 ? "429" : i % 5 == 0 ? "404" : "200";
        const QByteArray tier = i % 4 == 0 ? ""
            : i % 4 == 1                   ? "'tier':'gold'"
            : i % 4 == 2                   ? "'tier':7.5"
                                           : "'tier':true";
        QByteArray request = ",'http':{'request':{'method':'" + QByteArray(i % 3 ? "GET" : "POST")
            + "','url':'http://shop/" + QByteArray::number(i % 13) + "','client_ip':'10.0.0."
            + QByteArray::number(i % 17) + "'},'response':{'status':" + code + "}},'annotations':{" + tier + '}';
        if (i % 6 == 0) {
            request += ",'subsegments':[{'id':'" + segmentNumber(100'000 + i).toString().toUtf8()
                + "','name':'call','start_time':" + QByteArray::number(start, 'f', 3) + ",'in_progress':true}]";
        }
        request.replace('\'', '"');
        session->sink().put(received(documentText({.trace = traceNumber(i),
            .id = segmentNumber(i),
            .start = start,
            .seconds = 0.001 * (1 + i * 37 % 101),
            .name = i % 2 ? "shop" : "office",
            .extra = request})));
    }
    session->flush();
    return session;
}

std::vector<TraceId> idsOf(const std::vector<TraceRow>& rows)
{
    std::vector<TraceId> ids;
    for (const TraceRow& row : rows) {
        ids.push_back(row.id);
    }
    return ids;
}

// What a row is sorted by, so that two compare as they must stand; of annotations their kind first.
using Sought = std::pair<double, QString>;
Sought soughtOf(const TraceRow& row, TraceOrder order)
{
    switch (order) {
    case TraceOrder::Start:
        return {double(row.start.time_since_epoch().count()), {}};
    case TraceOrder::Id:
        return {0, row.id.toString()};
    case TraceOrder::ResponseTime:
        return {double(row.responseTime.count()), {}};
    case TraceOrder::Length:
        return {double(row.duration.count()), {}};
    case TraceOrder::Status:
        return {double(row.status), {}};
    case TraceOrder::Outcome:
        return {double(row.outcome()), {}};
    case TraceOrder::Method:
        return {0, row.method};
    case TraceOrder::Url:
        return {0, row.url};
    case TraceOrder::ClientIp:
        return {0, row.clientIp};
    case TraceOrder::EntryPoint:
        return {0, row.entryPoint.name};
    case TraceOrder::Segments:
        return {double(row.segmentCount), {}};
    case TraceOrder::Annotation: {
        const AnnotationValue& value = row.annotations.at(0).value;
        return {std::holds_alternative<double>(value) ? 0.0 : std::holds_alternative<QString>(value) ? 1.0 : 2.0, {}};
    }
    }
    return {};
}

} // namespace

class TraceListTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { m_session = sessionOfMany(m_folder.filePath(u"many.fluoro"_s)); }
    void cleanupTestCase() { m_session.reset(); }

    void sortsAllByEveryColumn_data();
    void sortsAllByEveryColumn();
    void finds_data();
    void finds();
    void carriesTheAnnotationsAskedFor();
    void followsWhatComesIn();
    void keepsOrdersInStep_data();
    void keepsOrdersInStep();

private:
    std::vector<TraceRow> whole(TraceQuery query)
    {
        query.offset = 0;
        query.limit = -1;
        return valueOf(m_session->source().traces(query, {})).rows;
    }

    QTemporaryDir m_folder;
    std::unique_ptr<Session> m_session;
};

void TraceListTest::sortsAllByEveryColumn_data()
{
    QTest::addColumn<TraceOrder>("order");
    QTest::addColumn<bool>("descending");
    for (int order = 0; order <= int(TraceOrder::Annotation); ++order) {
        QTest::addRow("%d ascending", order) << TraceOrder(order) << false;
        QTest::addRow("%d descending", order) << TraceOrder(order) << true;
    }
}

void TraceListTest::sortsAllByEveryColumn()
{
    QFETCH(TraceOrder, order);
    QFETCH(bool, descending);
    const TraceQuery query{.order = order, .orderKey = u"tier"_s, .descending = descending, .annotations = {u"tier"_s}};
    const std::vector<TraceRow> rows = whole(query);
    QCOMPARE(rows.size(), std::size_t(kTraces));
    std::set<TraceId> seen;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        seen.insert(rows[i].id);
        if (i == 0) {
            continue;
        }
        const bool isKnown = order != TraceOrder::Annotation || !rows[i].annotations.empty();
        const bool wasKnown = order != TraceOrder::Annotation || !rows[i - 1].annotations.empty();
        QVERIFY(wasKnown || !isKnown); // those without a value come last
        if (isKnown) {
            const Sought before = soughtOf(rows[i - 1], order);
            const Sought now = soughtOf(rows[i], order);
            QVERIFY(descending ? before >= now : before <= now);
        }
    }
    QCOMPARE(seen.size(), rows.size());
    // Any window is a part of it: the first ones, the last, and one that reaches beyond.
    for (const qint64 offset : {0, 1, 400, kTraces - 50, kTraces - 3, kTraces, kTraces + 9}) {
        for (const qint64 limit : {5, 1200}) {
            TraceQuery window = query;
            window.offset = offset;
            window.limit = limit;
            const TracePage page = valueOf(m_session->source().traces(window, {}));
            const auto begin = rows.begin() + std::min<qint64>(offset, kTraces);
            const std::vector<TraceRow> expected(begin, begin + std::min<qint64>(limit, rows.end() - begin));
            QCOMPARE(idsOf(page.rows), idsOf(expected));
            QCOMPARE(page.total, kTraces);
        }
    }
}

void TraceListTest::finds_data()
{
    QTest::addColumn<QString>("filter");
    QTest::addColumn<double>("begin"); // seconds after the first; below 0: unbounded
    QTest::addColumn<double>("end");
    QTest::newRow("all") << u""_s << -1.0 << -1.0;
    QTest::newRow("a range of seconds") << u""_s << 7.1 << 2000.15;
    QTest::newRow("a range within a second") << u""_s << 7.0 << 7.3;
    QTest::newRow("a filter") << u"http.status = 404"_s << -1.0 << -1.0;
    QTest::newRow("a filter within a range") << u"fault OR error"_s << 7.1 << 2000.15;
}

void TraceListTest::finds()
{
    QFETCH(QString, filter);
    QFETCH(double, begin);
    QFETCH(double, end);
    TraceQuery query{.selection = {.filter = parseFilter(filter).value()}};
    if (begin >= 0) {
        query.selection.range = {fromEpochSeconds(kStart + begin), fromEpochSeconds(kStart + end)};
    }
    for (const bool descending : {true, false}) {
        query.descending = descending;
        const std::vector<TraceRow> rows = whole(query);
        const auto total = qint64(rows.size());
        QVERIFY(total > 1);
        for (qint64 offset = 0; offset <= total + 2; offset += 1 + total / 40) {
            TraceQuery window = query;
            window.offset = offset;
            window.limit = 7;
            const TracePage page = valueOf(m_session->source().traces(window, {}));
            const auto from = rows.begin() + std::min(offset, total);
            QCOMPARE(
                idsOf(page.rows), idsOf(std::vector<TraceRow>(from, from + std::min<qint64>(7, rows.end() - from))));
            QCOMPARE(page.total, total);
        }
    }
}

void TraceListTest::carriesTheAnnotationsAskedFor()
{
    TraceQuery query{.descending = false, .annotations = {u"none"_s, u"tier"_s}, .limit = 4};
    const std::vector<TraceRow> rows = valueOf(m_session->source().traces(query, {})).rows;
    QVERIFY(rows[0].annotations.empty());
    QCOMPARE(rows[1].annotations, (std::vector<Annotation>{{u"tier"_s, u"gold"_s}}));
    QCOMPARE(rows[2].annotations, (std::vector<Annotation>{{u"tier"_s, 7.5}}));
    QCOMPARE(rows[3].annotations, (std::vector<Annotation>{{u"tier"_s, true}}));
    query.annotations.clear();
    QVERIFY(valueOf(m_session->source().traces(query, {})).rows[1].annotations.empty());
}

// The order of a long list is kept between questions; what is committed meanwhile must be in the next answer.
void TraceListTest::followsWhatComesIn()
{
    const auto session = sessionOfMany(m_folder.filePath(u"growing.fluoro"_s));
    const TraceQuery deep{.order = TraceOrder::ResponseTime, .offset = 1400, .limit = 100};
    const TraceQuery found{.selection = {.filter = *parseFilter(u"http.status = 404")}, .limit = 10};
    QCOMPARE(valueOf(session->source().traces(deep, {})).rows.size(), std::size_t(100));
    const TracePage before = valueOf(session->source().traces(found, {}));
    session->sink().put(received(documentText({.trace = traceNumber(9'999),
        .id = segmentNumber(9'999),
        .start = kStart + 9'999,
        .seconds = 0,
        .extra = ",\"http\":{\"response\":{\"status\":404}}"})));
    session->flush();
    const TracePage after = valueOf(session->source().traces(found, {}));
    QCOMPARE(after.total, before.total + 1);
    QCOMPARE(after.rows.front().id, traceNumber(9'999));
    const TracePage last =
        valueOf(session->source().traces({.order = TraceOrder::ResponseTime, .offset = kTraces, .limit = 5}, {}));
    QCOMPARE(last.rows.size(), std::size_t(1));
    QCOMPARE(last.rows.front().id, traceNumber(9'999)); // the quickest
}

void TraceListTest::keepsOrdersInStep_data()
{
    QTest::addColumn<TraceOrder>("order");
    for (int order = 0; order <= int(TraceOrder::Annotation); ++order) {
        QTest::addRow("%d", order) << TraceOrder(order);
    }
}

// Kept orders are brought up to date with new traces, with longer and failed ones, and with a range that moves on: they
// must be those that somebody finds who has never asked.
void TraceListTest::keepsOrdersInStep()
{
    QFETCH(TraceOrder, order);
    const QString file = m_folder.filePath(u"changing-%1.fluoro"_s.arg(int(order)));
    const auto session = sessionOfMany(file);
    TraceQuery all{.order = order, .orderKey = u"tier"_s, .annotations = {u"tier"_s}};
    TraceQuery upwards = all;
    upwards.descending = false;
    TraceQuery some = all;
    some.selection.filter = *parseFilter(u"fault OR http.status = 404");
    const std::vector<TraceQuery> queries{all, upwards, some};
    const auto compare = [&](int round) {
        const auto other = opened(file, SessionOptions::Mode::ReadOnly);
        for (TraceQuery query : queries) {
            query.selection.range = {
                fromEpochSeconds(kStart + 50 * round), fromEpochSeconds(kStart + 3000 + 90 * round)};
            const std::vector<TraceId> expected = idsOf(valueOf(other->source().traces(query, {})).rows);
            query.limit = 100'000;
            const TracePage page = valueOf(session->source().traces(query, {}));
            QCOMPARE(idsOf(page.rows), expected);
            QCOMPARE(page.total, qint64(expected.size()));
            if (order != TraceOrder::Start || !query.selection.filter.isEmpty()) {
                query.limit = 0;
                query.sought = expected[expected.size() / 3];
                QCOMPARE(valueOf(session->source().traces(query, {})).soughtRow, qint64(expected.size() / 3));
                query.sought = traceNumber(90'000);
                QCOMPARE(valueOf(session->source().traces(query, {})).soughtRow, -1);
            }
        }
    };
    for (int round = 0; round < 4; ++round) {
        compare(round);
        if (QTest::currentTestFailed()) {
            qInfo("in round %d", round);
            return;
        }
        for (int i = round; i < kTraces; i += 97) { // further segments of traces that are there
            session->sink().put(received(documentText({.trace = traceNumber(i),
                .id = segmentNumber(200'000 + round * kTraces + i),
                .start = kStart + (i / 3) * 7.001,
                .seconds = 1.5 * round + i % 5,
                .name = "later",
                .parent = segmentNumber(i),
                .extra = i % 2 ? ",\"fault\":true,\"annotations\":{\"tier\":\"new\"}" : ""})));
        }
        for (int i = 0; i < 40; ++i) { // new ones, not at the end alone
            session->sink().put(received(documentText({.trace = traceNumber(20'000 + round * 100 + i),
                .id = segmentNumber(400'000 + round * 100 + i),
                .start = kStart + i * 77,
                .seconds = 0.01 * i,
                .extra = i % 3 ? "" : ",\"http\":{\"response\":{\"status\":404}}"})));
        }
        session->flush();
    }
}

QTEST_GUILESS_MAIN(TraceListTest)
#include "trace_list_test.moc"

// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What is asked of captured traces through the API (reference 5.3 to 5.7 and 5.12).

#include "app/api/api_service.h"
#include "storage/session.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using namespace fluoroscope;

namespace {

constexpr int kTraces = 250;
constexpr double kStart = 1716560300; // the traces begin a second apart

QString traceId(int i)
{
    // The last digits of real ones are random, and by them is sampled.
    return u"1-%1-%2%3"_s.arg(static_cast<qint64>(kStart) + i, 8, 16, QLatin1Char('0'))
        .arg(i, 16, 16, QLatin1Char('0'))
        .arg(static_cast<quint32>(i) * 2654435761U, 8, 16, QLatin1Char('0'));
}

QString document(int i)
{
    return QString::fromUtf8(
        QJsonDocument(QJsonObject{{u"trace_id"_s, traceId(i)}, {u"id"_s, u"%1"_s.arg(i + 1, 16, 16, QLatin1Char('0'))},
                          {u"name"_s, i % 5 == 0 ? u"shop"_s : u"stock"_s}, {u"start_time"_s, kStart + i},
                          {u"end_time"_s, kStart + i + 0.5}, {u"fault"_s, i % 10 == 0}})
            .toJson(QJsonDocument::Compact));
}

QJsonObject whole()
{
    return {{u"StartTime"_s, kStart}, {u"EndTime"_s, kStart + 1000}};
}

QJsonObject with(QJsonObject object, const QString& member, const QJsonValue& value)
{
    object.insert(member, value);
    return object;
}

QStringList idsOf(const QJsonObject& answer, const QString& member)
{
    QStringList ids;
    for (const QJsonValue& entry : answer[member].toArray()) {
        ids.append(entry[u"Id"_s].toString());
    }
    return ids;
}

} // namespace

class TraceOperationsTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase();
    void givesEachTraceOnceOverPages();
    void takesNoTokenOfAnotherQuestion();
    void filtersByExpressionAndByGroup();
    void saysWhereAnExpressionIsWrong();
    void samplesTheSameTracesAtEachRepetition();
    void endsAPageOfDocumentsBySize();
    void graphsOfTracesAndOfTimeAgree();
    void countsByPeriodAndSelector();
    void retrievesForAnHour();
    void refusesTimesThatAreNone();
    void asksToTryAgainWhenTheQueueIsFull();

private:
    QJsonObject ask(const QString& path, const QJsonObject& input, int status = 200) const;
    // The ids of all pages, and how many pages there were.
    std::pair<QStringList, int> pages(QJsonObject input) const;

    QTemporaryDir m_directory;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<ApiService> m_service;
    Duration m_later{};
};

void TraceOperationsTest::initTestCase()
{
    SessionOptions options;
    options.file = m_directory.filePath(u"test.fluoro"_s);
    auto session = Session::open(options);
    QVERIFY(session.has_value());
    m_session = std::move(*session);
    ApiContext context{m_session->source(), m_session->sink(), m_session->state()};
    context.clock = [this] { return now() + m_later; };
    m_service = std::make_unique<ApiService>(context);
    QJsonArray documents;
    for (int i = 0; i < kTraces; ++i) {
        documents.append(document(i));
    }
    const QJsonObject answer = ask(u"/TraceSegments"_s, {{u"TraceSegmentDocuments"_s, documents}});
    QCOMPARE(answer[u"UnprocessedTraceSegments"_s].toArray().size(), 0);
    QVERIFY(m_session->flush());
}

void TraceOperationsTest::cleanupTestCase()
{
    m_service.reset();
    m_session.reset();
}

QJsonObject TraceOperationsTest::ask(const QString& path, const QJsonObject& input, int status) const
{
    const ApiAnswer answer = m_service->answer(path, QJsonDocument(input).toJson(), u"127.0.0.1:9"_s);
    QTest::qVerify(answer.status == status, qPrintable(path), answer.body.left(300).constData(), __FILE__, __LINE__);
    return QJsonDocument::fromJson(answer.body).object();
}

std::pair<QStringList, int> TraceOperationsTest::pages(QJsonObject input) const
{
    QStringList ids;
    for (int count = 1; count < 20; ++count) {
        const QJsonObject answer = ask(u"/TraceSummaries"_s, input);
        ids += idsOf(answer, u"TraceSummaries"_s);
        if (!answer.contains(u"NextToken"_s)) {
            return {ids, count};
        }
        input.insert(u"NextToken"_s, answer[u"NextToken"_s]);
    }
    return {ids, -1};
}

void TraceOperationsTest::givesEachTraceOnceOverPages()
{
    QStringList expected;
    for (int i = kTraces - 1; i >= 0; --i) {
        expected.append(traceId(i));
    }
    const auto [ids, count] = pages(whole());
    QCOMPARE(ids, expected); // newest first
    QCOMPARE(count, 3);
    QCOMPARE(pages(with(whole(), u"EndTime"_s, kStart + 100)), std::pair(expected.mid(150), 2)); // full, then empty
    const QJsonObject first = ask(u"/TraceSummaries"_s, whole());
    QCOMPARE(first[u"TracesProcessedCount"_s].toInt(), 100);
    QCOMPARE(first[u"ApproximateTime"_s].toDouble(), kStart + kTraces - 1);
}

void TraceOperationsTest::takesNoTokenOfAnotherQuestion()
{
    const QString token = ask(u"/TraceSummaries"_s, whole())[u"NextToken"_s].toString();
    QVERIFY(!token.isEmpty());
    for (const QString& bad : {u"x"_s, u"AAAA"_s, token + u'A', token.chopped(4), u"%"_s, u"ä"_s}) {
        ask(u"/TraceSummaries"_s, with(whole(), u"NextToken"_s, bad), 400);
    }
    const QJsonObject other = with(whole(), u"FilterExpression"_s, u"fault"_s);
    ask(u"/TraceSummaries"_s, with(other, u"NextToken"_s, token), 400);
    ask(u"/ServiceGraph"_s, with(whole(), u"NextToken"_s, token), 400);
}

void TraceOperationsTest::filtersByExpressionAndByGroup()
{
    const auto [faults, count] = pages(with(whole(), u"FilterExpression"_s, u"fault = true"_s));
    QCOMPARE(faults.size(), kTraces / 10);
    QCOMPARE(count, 1);
    ask(u"/CreateGroup"_s, {{u"GroupName"_s, u"faults"_s}, {u"FilterExpression"_s, u"fault = true"_s}});
    QCOMPARE(pages(with(whole(), u"FilterExpression"_s, u"group.name = \"faults\""_s)).first, faults);
    const QJsonObject graph = ask(u"/ServiceGraph"_s, with(whole(), u"GroupName"_s, u"faults"_s));
    for (const QJsonValue& service : graph[u"Services"_s].toArray()) {
        QCOMPARE(service[u"Name"_s].toString(), u"shop"_s);
    }
    QVERIFY(!graph[u"Services"_s].toArray().isEmpty());
    QCOMPARE(ask(u"/ServiceGraph"_s, with(whole(), u"GroupName"_s, u"Default"_s))[u"Services"_s],
        ask(u"/ServiceGraph"_s, whole())[u"Services"_s]);
    ask(u"/ServiceGraph"_s, with(whole(), u"GroupName"_s, u"nobody"_s), 400);
}

void TraceOperationsTest::saysWhereAnExpressionIsWrong()
{
    const QJsonObject answer = ask(u"/TraceSummaries"_s, with(whole(), u"FilterExpression"_s, u"fault = "_s), 400);
    QVERIFY2(answer[u"Message"_s].toString().startsWith("FilterExpression, character "_L1),
        qPrintable(answer[u"Message"_s].toString()));
}

void TraceOperationsTest::samplesTheSameTracesAtEachRepetition()
{
    const auto sampled = [&](double share) {
        return pages(
            with(whole(), u"SamplingStrategy"_s, QJsonObject{{u"Name"_s, u"FixedRate"_s}, {u"Value"_s, share}}))
            .first;
    };
    QCOMPARE(sampled(0).size(), 0);
    QCOMPARE(sampled(1).size(), kTraces);
    const QStringList half = sampled(0.5);
    QVERIFY(half.size() > kTraces / 4 && half.size() < kTraces * 3 / 4);
    QCOMPARE(sampled(0.5), half);
    ask(u"/TraceSummaries"_s,
        with(whole(), u"SamplingStrategy"_s, QJsonObject{{u"Name"_s, u"FixedRate"_s}, {u"Value"_s, 2}}), 400);
}

void TraceOperationsTest::endsAPageOfDocumentsBySize()
{
    const QString large = traceId(kTraces + 5000);
    QJsonArray documents;
    for (int i = 0; i < 100; ++i) {
        documents.append(QString::fromUtf8(QJsonDocument(
            QJsonObject{{u"trace_id"_s, large}, {u"id"_s, u"%1"_s.arg(i + 77777, 16, 16, QLatin1Char('0'))},
                {u"name"_s, u"large"_s}, {u"start_time"_s, kStart + 5000}, {u"end_time"_s, kStart + 5001},
                {u"metadata"_s,
                    QString(50'000, u'x')}}).toJson()));
    }
    ask(u"/TraceSegments"_s, {{u"TraceSegmentDocuments"_s, documents}});
    QVERIFY(m_session->flush());
    QJsonObject input{{u"TraceIds"_s, QJsonArray{large, large, traceId(1), u"none"_s, traceId(kTraces)}}};
    const QJsonObject first = ask(u"/Traces"_s, input);
    QCOMPARE(idsOf(first, u"Traces"_s), QStringList{large});
    QCOMPARE(first[u"UnprocessedTraceIds"_s].toArray(), QJsonArray{u"none"_s});
    const QJsonObject second = ask(u"/Traces"_s, with(input, u"NextToken"_s, first[u"NextToken"_s]));
    QCOMPARE(idsOf(second, u"Traces"_s), QStringList{traceId(1)});
    QCOMPARE(second[u"UnprocessedTraceIds"_s].toArray(), QJsonArray{traceId(kTraces)});
    QVERIFY(!second.contains(u"NextToken"_s));
}

void TraceOperationsTest::graphsOfTracesAndOfTimeAgree()
{
    QJsonArray ids;
    for (int i = 0; i < kTraces; ++i) {
        ids.append(traceId(i));
    }
    const QJsonValue ofTime = ask(u"/ServiceGraph"_s, whole())[u"Services"_s];
    QCOMPARE(ask(u"/TraceGraph"_s, {{u"TraceIds"_s, ids}})[u"Services"_s], ofTime);
    QCOMPARE(ofTime.toArray().size(), 4); // two services, and a client of each
}

void TraceOperationsTest::countsByPeriodAndSelector()
{
    const auto counts = [&](const QJsonObject& input, const QString& kind) {
        QList<int> totals;
        const QJsonArray series =
            ask(u"/TimeSeriesServiceStatistics"_s, input)[u"TimeSeriesServiceStatistics"_s].toArray();
        for (const QJsonValue& entry : series) {
            totals.append(entry[kind][u"TotalCount"_s].toInt());
        }
        return totals;
    };
    // kStart is 20 seconds after a full minute.
    QCOMPARE(counts(whole(), u"EdgeSummaryStatistics"_s), (QList<int>{40, 60, 60, 60, 30}));
    const QJsonObject ofShop = with(whole(), u"EntitySelectorExpression"_s, u"service(\"shop\")"_s);
    QCOMPARE(counts(ofShop, u"ServiceSummaryStatistics"_s), (QList<int>{8, 12, 12, 12, 6}));
    QCOMPARE(counts(with(ofShop, u"Period"_s, 300), u"ServiceSummaryStatistics"_s), (QList<int>{20, 30}));
    QCOMPARE(counts(with(ofShop, u"ForecastStatistics"_s, true), u"ServiceSummaryStatistics"_s).size(), 5);
    for (const QJsonObject& bad :
        {with(whole(), u"Period"_s, 61), with(whole(), u"Period"_s, 0), with(whole(), u"ForecastStatistics"_s, true),
            with(whole(), u"EntitySelectorExpression"_s, u"fault = true"_s),
            with(whole(), u"EntitySelectorExpression"_s, u"service(\"shop\") { fault }"_s),
            with(whole(), u"EntitySelectorExpression"_s, u"service("_s)}) {
        ask(u"/TimeSeriesServiceStatistics"_s, bad, 400);
    }
}

void TraceOperationsTest::retrievesForAnHour()
{
    QJsonArray ids;
    for (int i = 0; i < 12; ++i) {
        ids.append(traceId(i));
    }
    const QJsonObject token = ask(u"/StartTraceRetrieval"_s, with(whole(), u"TraceIds"_s, ids));
    QJsonObject input = token;
    QStringList found;
    for (const qsizetype size : {5, 5, 2}) {
        const QJsonObject page = ask(u"/ListRetrievedTraces"_s, input);
        QCOMPARE(page[u"Traces"_s].toArray().size(), size);
        found += idsOf(page, u"Traces"_s);
        input.insert(u"NextToken"_s, page[u"NextToken"_s]);
    }
    QVERIFY(!input.value(u"NextToken"_s).isString());
    QCOMPARE(found.size(), ids.size());
    ask(u"/ListRetrievedTraces"_s, with(token, u"TraceFormat"_s, u"OTEL"_s), 400);
    ask(u"/ListRetrievedTraces"_s, {{u"RetrievalToken"_s, u"none"_s}}, 404);
    m_later = 59min;
    ask(u"/ListRetrievedTraces"_s, token);
    m_later = 61min;
    ask(u"/ListRetrievedTraces"_s, token, 404);
    m_later = {};
}

void TraceOperationsTest::refusesTimesThatAreNone()
{
    for (const double time : {-1.0, 1e300, kStart * 1000, kStart + 2000}) { // the last is after EndTime
        ask(u"/TraceSummaries"_s, with(whole(), u"StartTime"_s, time), 400);
    }
}

void TraceOperationsTest::asksToTryAgainWhenTheQueueIsFull()
{
    class FullSink : public SegmentSink {
        bool put(ReceivedDocument&&) override { return false; }
    } full;
    const ApiService service({m_session->source(), full, m_session->state()});
    const ApiAnswer answer = service.answer(u"/TraceSegments"_s, R"({"TraceSegmentDocuments":["{}"]})", {});
    QCOMPARE(answer.status, 429);
    QCOMPARE(answer.errorType, u"ThrottledException"_s);
}

QTEST_GUILESS_MAIN(TraceOperationsTest)
#include "trace_operations_test.moc"

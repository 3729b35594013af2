// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What is looked up in tables is what evaluation on the traces says, for every expression.

#include "core/filter/filter_evaluation.h"
#include "core/filter/filter_parser.h"
#include "tests/core/documents.h"
#include "tests/core/filter_generator.h"
#include "tests/storage/traffic.h"

#include <QDirIterator>
#include <QJsonDocument>
#include <set>

using namespace fluoroscope;
using namespace fluoroscope::test;

class FilterSqlTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void findsWhatPublishedExpressionsMatch();
    void findsWhatMadeExpressionsMatch_data();
    void findsWhatMadeExpressionsMatch();
    void comparesTextLetterByLetter_data();
    void comparesTextLetterByLetter();
    void findsAmongManyWhatIsRare();
    void pagesWhileTracesComeAndGo_data();
    void pagesWhileTracesComeAndGo();
    void selectsByEachTime_data();
    void selectsByEachTime();
    void followsTracesThatChange();
    void followsEviction();

private:
    struct Known {
        std::unique_ptr<Trace> trace;
        std::unique_ptr<FilterSubject> subject; // keeps what was computed for other expressions
        TraceRow row;
        ServiceGraph graph;
    };
    // All that is in the session, to be compared with.
    static std::vector<Known> known(Session& session);
    static FilterExpression parsed(const QString& text);
    static QList<QByteArray> varied();
    void compare(const FilterExpression& expression);
    static void compare(Session& session, const std::vector<Known>& all, const FilterExpression& expression);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Session> m_session;
    std::vector<Known> m_known;
};

std::vector<FilterSqlTest::Known> FilterSqlTest::known(Session& session)
{
    std::vector<Known> all;
    const TracePage page = valueOf(session.source().traces({}, {}));
    for (const TraceRow& row : page.rows) {
        Known& each = all.emplace_back();
        each.trace = std::make_unique<Trace>(valueOf(session.source().trace(row.id, {})));
        each.subject = std::make_unique<FilterSubject>(*each.trace);
        each.row = row;
        each.graph = graphOf(*each.trace);
    }
    return all;
}

FilterExpression FilterSqlTest::parsed(const QString& text)
{
    const auto expression = parseFilter(text);
    if (!expression) {
        qFatal("%s: %s", qPrintable(text), qPrintable(expression.error().message));
    }
    return *expression;
}

// Traces that have the names, annotations, users and texts that the generator's expressions ask for.
QList<QByteArray> FilterSqlTest::varied()
{
    static const QList<QByteArray> names{
        "shop", "stock.internal", "Carts", "web", "\\u043a\\u043b\\u044e\\u0447 \\ud83d\\udd11"};
    static const QList<QByteArray> members{"", ",\"fault\":true", ",\"error\":true,\"throttle\":true",
        ",\"http\":{\"request\":{\"method\":\"GET\",\"url\":\"http://shop.example.com/cart/"
        "7\",\"client_ip\":\"10.0.0.1\","
        "\"user_agent\":\"a\\\"b\"},\"response\":{\"status\":200}}",
        ",\"http\":{\"request\":{\"method\":\"\",\"url\":\"5\"},\"response\":{\"status\":429}}",
        ",\"fault\":true,\"cause\":{\"exceptions\":[{\"id\":\"1\",\"type\":\"gold\",\"message\":\"shop\"}]}",
        ",\"user\":\"shop\"", ",\"user\":\"c:\\\\d\\\\\\\"e'\",\"resource_arn\":\"AND\"",
        ",\"aws\":{\"ec2\":{\"instance_id\":\"5\",\"availability_zone\":\"gold\"},\"account_id\":\"5\"},\"origin\":"
        "\"AWS::EC2::Instance\""};
    static const QList<QByteArray> annotations{"", "\"tier\":\"gold\"", "\"tier\":\"\"", "\"tier\":5", "\"tier\":true",
        "\"items\":0.25", "\"items\":1", "\"items\":true", "\"items\":\"5\"", "\"id\":\"a\\u0000b\"",
        "\"tier\":\"line\\nline\",\"items\":200"};
    Traffic traffic(20);
    QList<QByteArray> all = traffic.documents(0, 100);
    for (int i = 1000; i < 1300; ++i) {
        const double start = kStart + traffic.number(600) + traffic.number(1000) / 1e3;
        const auto extra = [&] {
            QByteArrayList some;
            for (int n = traffic.number(3); n > 0; --n) {
                some << annotations[traffic.number(int(annotations.size()))];
            }
            some.removeAll("");
            return members[traffic.number(int(members.size()))] + ",\"annotations\":{" + some.join(',') + '}';
        };
        Document root{.trace = traceNumber(i),
            .id = segmentNumber(i * 10),
            .start = start,
            .seconds = traffic.number(5) ? traffic.number(4) / 4.0 : -1,
            .name = names[traffic.number(5)],
            .extra = extra()};
        QByteArrayList calls;
        for (int n = traffic.number(4); n > 0; --n) {
            const bool isTable = traffic.number(2);
            calls << json({.trace = {},
                .id = segmentNumber(i * 10 + n),
                .start = start + 0.01,
                .seconds = traffic.number(6) ? 0.25 : -1,
                .name = isTable ? QByteArray("DynamoDB") : names[traffic.number(5)],
                .extra = extra()
                    + (isTable ? ",\"namespace\":\"aws\",\"aws\":{\"table_name\":\"Carts\"}"
                               : ",\"namespace\":\"remote\"")});
            if (calls.back().count("\"aws\":") > 1 || calls.back().count("\"origin\":") > 0) {
                calls.removeLast();
            }
        }
        root.extra += ",\"subsegments\":[" + calls.join(',') + ']';
        all << json(root);
        if (traffic.number(2)) {
            all << json({.trace = traceNumber(i),
                .id = segmentNumber(i * 10 + 7),
                .start = start + 0.02,
                .seconds = 0.1,
                .name = names[traffic.number(5)],
                .parent = segmentNumber(i * 10 + 1),
                .extra = extra()});
        }
    }
    return all;
}

void FilterSqlTest::initTestCase()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_session = opened(m_folder->filePath(u"filter.fluoro"_s));
    putAll(*m_session, varied());
    QFile fixture(QStringLiteral(FLUOROSCOPE_FIXTURES "/node-sdk-3.12.jsonl"));
    QVERIFY(fixture.open(QIODevice::ReadOnly));
    while (!fixture.atEnd()) {
        const QByteArray datagram =
            QJsonDocument::fromJson(fixture.readLine()).object().value(u"d").toString().toUtf8();
        QVERIFY(m_session->sink().put(received(datagram, Transport::Udp)));
    }
    QDirIterator recorded(qEnvironmentVariable("FLUOROSCOPE_DATA") + u"/recorded"_s,
        {u"traces.json"_s, u"trace*01.json"_s}, QDir::Files, QDirIterator::Subdirectories);
    while (recorded.hasNext()) {
        QFile file(recorded.next());
        QVERIFY(file.open(QIODevice::ReadOnly));
        for (const QByteArray& document : recordedDocuments(QJsonDocument::fromJson(file.readAll()).object())) {
            QVERIFY(m_session->sink().put(received(document)));
        }
    }
    QVERIFY(m_session->flush());
    m_known = known(*m_session);
    QVERIFY(m_known.size() > 400);
}

void FilterSqlTest::compare(Session& session, const std::vector<Known>& all, const FilterExpression& expression)
{
    const QByteArray text = expression.isEmpty() ? QByteArray() : expression.text().toUtf8();
    const TimeRange ranges[] = {{}, {all[all.size() / 3].row.start, all[all.size() / 7].row.start}};
    for (const TimeRange range : ranges) {
        std::vector<TraceId> expected;
        ServiceGraph graph;
        qint64 faults = 0;
        for (const Known& each : all) {
            if (range.contains(each.row.start) && matches(expression, *each.subject)) {
                expected.push_back(each.row.id);
                graph.add(each.graph);
                faults += each.row.outcome() == Outcome::Fault ? 1 : 0;
            }
        }
        const TraceSelection selection{range, expression};
        TraceSource& source = session.source();
        const TracePage page = valueOf(source.traces({.selection = selection}, {}));
        std::vector<TraceId> found;
        for (const TraceRow& row : page.rows) {
            found.push_back(row.id);
        }
        QVERIFY2(found == expected,
            qPrintable(u"%1: %2 instead of %3"_s.arg(QString::fromUtf8(text)).arg(found.size()).arg(expected.size())));
        QCOMPARE(page.total, qint64(expected.size()));
        QVERIFY2(withoutSpans(valueOf(source.serviceGraph(selection, {}))) == withoutSpans(graph), text.constData());
        if (range != TimeRange()) {
            continue; // the rest says the same of a range
        }
        qint64 counted = 0;
        qint64 countedFaults = 0;
        for (const ActivityBucket& bucket : valueOf(source.activity(selection, std::chrono::seconds(60), {}))) {
            counted += bucket.ok + bucket.error + bucket.throttle + bucket.fault;
            countedFaults += bucket.fault;
        }
        QCOMPARE(counted, qint64(expected.size()));
        QCOMPARE(countedFaults, faults);
        ServiceGraph series;
        for (const GraphBucket& bucket : valueOf(source.graphSeries(selection, std::chrono::seconds(60), {}))) {
            series.add(bucket.graph);
        }
        QVERIFY2(withoutSpans(series) == withoutSpans(graph), text.constData());
    }
}

void FilterSqlTest::compare(const FilterExpression& expression)
{
    compare(*m_session, m_known, expression);
}

void FilterSqlTest::findsWhatPublishedExpressionsMatch()
{
    QFile file(qEnvironmentVariable("FLUOROSCOPE_DATA") + u"/filter_expressions.tsv"_s);
    if (!file.open(QIODevice::ReadOnly)) {
        QSKIP("The published expressions are not here: set FLUOROSCOPE_DATA to the folder that holds "
              "filter_expressions.tsv.");
    }
    int count = 0;
    while (!file.atEnd()) {
        const auto expression =
            parseFilter(QString::fromUtf8(file.readLine()).split(u'\t').value(2).replace(u"\\n"_s, u"\n"_s));
        if (expression) {
            compare(*expression);
            ++count;
        }
        if (QTest::currentTestFailed()) {
            return;
        }
    }
    QVERIFY(count > 150);
}

void FilterSqlTest::findsWhatMadeExpressionsMatch_data()
{
    QTest::addColumn<unsigned>("seed");
    for (unsigned seed = 1; seed <= 4; ++seed) {
        QTest::addRow("seed %u", seed) << seed;
    }
}

void FilterSqlTest::findsWhatMadeExpressionsMatch()
{
    QFETCH(unsigned, seed);
    FilterGenerator generator(seed);
    for (int i = 0; i < 25 && !QTest::currentTestFailed(); ++i) {
        compare(generator.expression(1 + i % 4));
    }
}

void FilterSqlTest::comparesTextLetterByLetter_data()
{
    QTest::addColumn<QString>("expression");
    for (const char* text : {"annotation.id = \"a\"", "annotation.id CONTAINS \"b\"", "annotation.id ENDSWITH \"b\"",
             "annotation.id BEGINSWITH \"a\"", "annotation.tier = \"\"", "annotation.tier CONTAINS \"\"",
             "annotation.tier != \"gold\"", "annotation.tier = 5", "annotation.tier = true", "annotation.items = 1",
             "annotation.items = true", "annotation.items > 0", "annotation.items < 1000", "!annotation.items >= 1",
             "http.method = \"\"", "http.url CONTAINS \"%\"", "http.url ENDSWITH \"_art/7\"",
             "http.url CONTAINS \"CART\"", "name = \"SHOP\"", "user != \"shop\"",
             "service(\"shop\") { annotation.tier = \"gold\" AND !fault }",
             "edge(\"shop\", \"Carts\") { responsetime >= 0.25 }", "service(id(type: \"client\")) { ok }",
             "!service() { !ok }"}) {
        QTest::newRow(text) << QString::fromUtf8(text);
    }
    QTest::newRow("a half of a pair") << u"annotation.id CONTAINS \""_s + QChar(0xD83D) + u"\" OR name CONTAINS \""_s
            + QChar(0xD83D) + u'"';
    QTest::newRow("a letter that stands for spoiled ones") << u"annotation.id CONTAINS \"\ufffd\""_s;
}

void FilterSqlTest::comparesTextLetterByLetter()
{
    QFETCH(QString, expression);
    compare(parsed(expression));
}

namespace {

// Ten thousand traces of a second each, of which few have anything to find.
QList<QByteArray> many()
{
    QList<QByteArray> all;
    for (int i = 0; i < 10'000; ++i) {
        all << json({.trace = traceNumber(i),
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

void FilterSqlTest::findsAmongManyWhatIsRare()
{
    const auto session = opened(m_folder->filePath(u"many.fluoro"_s));
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
    return json({.trace = traceNumber(i),
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

void FilterSqlTest::pagesWhileTracesComeAndGo_data()
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

void FilterSqlTest::pagesWhileTracesComeAndGo()
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

void FilterSqlTest::selectsByEachTime_data()
{
    QTest::addColumn<int>("time");
    QTest::addColumn<int>("first"); // of the traces that begin each second and take three
    QTest::addColumn<int>("last");
    QTest::newRow("its start") << int(TraceTime::Start) << 50 << 59;
    QTest::newRow("any moment") << int(TraceTime::Activity) << 47 << 59;
    QTest::newRow("its end") << int(TraceTime::End) << 47 << 56;
}

void FilterSqlTest::selectsByEachTime()
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

void FilterSqlTest::followsTracesThatChange()
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
            compare(*session, all, generator.expression(3));
        }
    }
}

void FilterSqlTest::followsEviction()
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
        compare(*session, all, generator.expression(3));
    }
}

QTEST_GUILESS_MAIN(FilterSqlTest)
#include "filter_sql_test.moc"

// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What is looked up in tables is what evaluation on the traces says, for every expression.

#include "storage/database.h"
#include "storage/filter_sql.h"
#include "tests/core/documents.h"
#include "tests/core/filter_generator.h"
#include "tests/storage/filter_comparison.h"

#include <QDirIterator>
#include <QJsonDocument>
#include <set>

using namespace Qt::StringLiterals;
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

private:
    void compare(const FilterExpression& expression);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<SQLite::Database> m_database;
    std::vector<Known> m_known;
    int m_sought = 0;
};

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
    m_database = openForReading(m_folder->filePath(u"filter.fluoro"_s), Reading::Beside);
    QVERIFY(m_known.size() > 400);
}

void FilterSqlTest::compare(const FilterExpression& expression)
{
    compareFilter(*m_session, m_known, expression);
    // In a session of this size nothing needs to be sought; in a large one nothing may be missed.
    SQLite::Transaction transaction(*m_database);
    const FilterSql sql = compileFilter(expression, *m_database);
    if (sql.candidates.empty()) {
        return;
    }
    SQLite::Statement select(*m_database, "SELECT trace_id FROM trace WHERE id IN (" + sql.candidates + ')');
    sql.bind(select);
    std::set<TraceId> candidates;
    while (select.executeStep()) {
        candidates.insert(TraceId::fromBytes(bytesColumn(select, 0)));
    }
    for (const Known& each : m_known) {
        QVERIFY2(
            candidates.contains(each.row.id) || !matches(expression, *each.subject), qPrintable(expression.text()));
    }
    ++m_sought;
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
    QVERIFY(m_sought > 0);
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
             "!service() { !ok }", "service() { error }", "service() { throttle AND !fault }",
             "edge() { error OR throttle }", "service(\"web\") { fault = false }", "error", "throttle",
             "http.status >= 200", "http.status = 429", "http.status != 200", "responsetime > 0.5", "responsetime >= 1",
             "responsetime > 1", "responsetime = 30", "duration > 2"}) {
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

QTEST_GUILESS_MAIN(FilterSqlTest)
#include "filter_sql_test.moc"

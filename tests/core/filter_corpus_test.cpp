// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Filter expressions that others published: all that are documented or in use have to be understood.

#include "core/filter/filter_parser.h"

#include <QFile>
#include <QHash>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace fluoroscope;

class FilterCorpusTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void readsEveryPublishedExpression_data();
    void readsEveryPublishedExpression();
    void judgesSuspectsOneByOne_data();
    void judgesSuspectsOneByOne();
    void hasAVerdictOnEverySuspect();

private:
    struct Line {
        int number = 0;
        QString kind;
        QString expression;
    };
    QList<Line> m_lines;

    // What stands in for a template's placeholders.
    static QString filled(QString expression);
    static QString told(const tl::expected<FilterExpression, FilterError>& parsed);
};

void FilterCorpusTest::initTestCase()
{
    QFile file(qEnvironmentVariable("FLUOROSCOPE_DATA") + u"/filter_expressions.tsv"_s);
    if (!file.open(QIODevice::ReadOnly)) {
        QSKIP("The published expressions are not here: set FLUOROSCOPE_DATA to the folder that holds "
              "filter_expressions.tsv.");
    }
    file.readLine(); // the columns' names
    while (!file.atEnd()) {
        const QStringList columns = QString::fromUtf8(file.readLine()).split(u'\t');
        QVERIFY(columns.size() >= 3);
        m_lines.append({columns[0].toInt(), columns[1], QString(columns[2]).replace(u"\\n"_s, u"\n"_s)});
    }
    QVERIFY(m_lines.size() >= 220);
}

QString FilterCorpusTest::filled(QString expression)
{
    static const QRegularExpression variable(uR"(\$\{[^}]*\}|\{\{[^}]*\}\}|<[^<>"]*>)"_s);
    expression.replace(variable, u"filled-in"_s).replace(u"{ filter }"_s, u"{ fault }"_s);
    return expression.startsWith(u"id(") ? u"service("_s + expression + u')' : expression;
}

QString FilterCorpusTest::told(const tl::expected<FilterExpression, FilterError>& parsed)
{
    return parsed ? parsed->text() : u"at %1: %2"_s.arg(parsed.error().position).arg(parsed.error().message);
}

void FilterCorpusTest::readsEveryPublishedExpression_data()
{
    QTest::addColumn<QString>("expression");
    for (const Line& line : m_lines) {
        if (line.kind != u"suspect"_s) {
            const bool isTemplate = line.kind == u"template"_s;
            QTest::addRow("%d %s", line.number, qPrintable(line.expression))
                << (isTemplate ? filled(line.expression) : line.expression);
        }
    }
}

void FilterCorpusTest::readsEveryPublishedExpression()
{
    QFETCH(QString, expression);
    const auto parsed = parseFilter(expression);
    QVERIFY2(parsed, qPrintable(told(parsed)));
    QVERIFY(!parsed->isEmpty());
    const auto again = parseFilter(parsed->text());
    QVERIFY2(again, qPrintable(parsed->text() + u" — "_s + told(again)));
    QVERIFY2(*again == *parsed, qPrintable(parsed->text()));
}

void FilterCorpusTest::judgesSuspectsOneByOne_data()
{
    QTest::addColumn<int>("number");
    QTest::addColumn<int>("position"); // of the error; -1: it parses
    QTest::addColumn<QString>("text"); // of the expression, or of the error
    QTest::newRow("a brace that is never closed is an error, at the end")
        << 37 << 89 << u"The expression ends here; expected AND, a condition, OR or \"}\"."_s;
    QTest::newRow("EXISTS is another language's; the error says how X-Ray asks")
        << 124 << 25
        << u"EXISTS is not part of filter expressions. A keyword or an annotation alone tests whether it is set"_s;
    QTest::newRow("words with a space are no keyword; the error names the one that was meant")
        << 128 << 0 << u"status is not a keyword. Did you mean http.status?"_s;
    QTest::newRow("unquoted names and single quotes can mean one thing only, so they are taken")
        << 129 << -1
        << uR"(service("${local.name}") AND !(http.url CONTAINS "/livez") AND !(http.url CONTAINS "/readyz"))"_s
            + uR"( AND !(http.url CONTAINS "/checks/ip") AND !(http.url CONTAINS "/healthz"))"_s;
    QTest::newRow("* is a letter of the text: X-Ray documents no wildcards")
        << 137 << -1 << uR"(service("${var.project_name}-*") OR annotation.service = "${var.project_name}*")"_s;
    QTest::newRow("an annotation in braces is taken, as the service does by now")
        << 160 << -1 << uR"(service("checkout") { annotation.order_value > 1000 })"_s;
    QTest::newRow("a keyword that does not exist is an error, though one begins like it")
        << 161 << 25 << u"http.statuscode is not a keyword. Did you mean http.status?"_s;
    QTest::newRow("EXISTS after another condition") << 218 << 43 << u"EXISTS is not part of filter expressions."_s;
}

void FilterCorpusTest::judgesSuspectsOneByOne()
{
    QFETCH(int, number);
    QFETCH(int, position);
    QFETCH(QString, text);
    const auto line =
        std::find_if(m_lines.begin(), m_lines.end(), [&](const Line& candidate) { return candidate.number == number; });
    QVERIFY(line != m_lines.end());
    const auto parsed = parseFilter(line->expression);
    QCOMPARE(parsed ? -1 : parsed.error().position, position);
    QVERIFY2(parsed ? parsed->text() == text : parsed.error().message.startsWith(text), qPrintable(told(parsed)));
}

void FilterCorpusTest::hasAVerdictOnEverySuspect()
{
    static const QList<int> judged{37, 124, 128, 129, 137, 160, 161, 218};
    for (const Line& line : m_lines) {
        QCOMPARE(judged.contains(line.number), line.kind == u"suspect"_s);
    }
}

QTEST_GUILESS_MAIN(FilterCorpusTest)
#include "filter_corpus_test.moc"

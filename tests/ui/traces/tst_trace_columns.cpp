// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/trace/trace_statistics.h"
#include "tests/ui/long_trace_source.h"
#include "ui/traces/refiner_model.h"
#include "ui/traces/trace_columns.h"
#include "ui/traces/trace_list_model.h"

#include <QTest>
#include <QTextDocumentFragment>

using namespace Qt::StringLiterals;
using namespace fluoroscope;
using namespace fluoroscope::test;

class TestTraceColumns : public QObject {
    Q_OBJECT

private slots:
    void showsRecordedTextInToolTipsAsItIs();
    void saysNoTimeOfARequestInProgress();
};

namespace {

// What is read in a tooltip that Qt takes for rich text, or for plain text.
QString readIn(const QVariant& toolTip)
{
    const QString text = toolTip.toString();
    return Qt::mightBeRichText(text) ? QTextDocumentFragment::fromHtml(text).toPlainText() : text;
}

} // namespace

void TestTraceColumns::showsRecordedTextInToolTipsAsItIs()
{
    const QString url = u"http://shop/<h1>hello</h1>?a=1&amp;b=2"_s;
    FakeTraceSource source;
    QueryRunner runner(1);
    TraceListModel model(source, runner);
    TraceRow row = LongTraceSource::rowOf(0);
    row.url = url;
    model.show({.total = 1, .rows = {row}});
    QCOMPARE(readIn(model.index(0, TraceListModel::Url).data(Qt::ToolTipRole)), url);

    RefinerModel refiners;
    TraceStatistics statistics;
    statistics.traces = 1;
    statistics.facets = {{FacetKind::Url, {}, {{url, textClause(FilterKeyword::HttpUrl, url), 1}}}};
    refiners.setStatistics(statistics);
    QVERIFY(readIn(refiners.index(1).data(Qt::ToolTipRole)).contains(url));
}

void TestTraceColumns::saysNoTimeOfARequestInProgress()
{
    TraceRow row = LongTraceSource::rowOf(0);
    row.isPartial = row.isUnanswered = true;
    QCOMPARE(traceColumn(TraceListModel::ResponseTime).text(row), u"–"_s);
    QCOMPARE(traceColumn(TraceListModel::Length).text(row), u"–"_s);
}

QTEST_MAIN(TestTraceColumns)
#include "tst_trace_columns.moc"

// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Segments with much in them, little, or numbers that no computer counts with.

#include "tests/ui/trace/sample_traces.h"
#include "ui/inspector/exceptions_pane.h"
#include "ui/inspector/inspector.h"
#include "ui/inspector/metadata_model.h"
#include "ui/inspector/segment_copies.h"
#include "ui/inspector/segment_fields.h"
#include "ui/inspector/tab_strip.h"

#include <QApplication>
#include <QJsonDocument>
#include <QTest>
#include <QTreeView>
#include <algorithm>

using namespace fluoroscope;
using namespace Qt::StringLiterals;

class SegmentPanesTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { Theme::current().apply(*qApp, Scheme::Light); }
    void aTabIsEnabledWhereItHasSomethingOrNobodyKnows();
    void manyExceptionsAreShownInParts();
    void numbersKeepTheDigitsThatWereReceived();
};

void SegmentPanesTest::aTabIsEnabledWhereItHasSomethingOrNobodyKnows()
{
    const auto shown = [](const QByteArray& members) {
        return assembled({R"({"trace_id":"1-6650a1b2-0123456789abcdef01234567","id":"aaaaaaaaaaaaaaa1",
"name":"shop","start_time":1716560306.1,"end_time":1716560306.4,)"
            + members + "}"});
    };
    const auto tabs = [&](const QByteArray& members) {
        Inspector inspector;
        inspector.setSegment(shown(members), 0);
        const auto* strip = inspector.findChild<TabStrip*>();
        return std::pair(strip->isTabEnabled(Inspector::Resources), strip->isTabEnabled(Inspector::Metadata));
    };
    const QByteArray much = R"(,"padding":")" + QByteArray(300 * 1024, 'x') + '"';
    QCOMPARE(tabs(R"("aws":{},"metadata":{})"), std::pair(false, false));
    QCOMPARE(tabs(R"("aws":{"ecs":{}},"service":{},"metadata":{"default":{}})"), std::pair(false, false));
    QCOMPARE(tabs(R"("service":{"version":"1"})"), std::pair(true, false));
    QCOMPARE(tabs(R"("service":{"version":"1"},"metadata":{"default":{"a":null}})" + much), std::pair(true, true));
    Inspector inspector; // the word is there, the metadata is not
    inspector.setSegment(
        shown(R"("service":{},"user":"\"metadata\"","annotations":{"x":"metadata"},"y":{"metadata":1})" + much), 0);
    inspector.show();
    inspector.setCurrentTab(Inspector::Resources);
    const QList<DocumentPane*> panes = inspector.findChildren<DocumentPane*>();
    QVERIFY(std::any_of(panes.begin(), panes.end(),
        [](const DocumentPane* pane) { return pane->isVisible() && pane->toPlainText() == u"Nothing recorded."; }));
    inspector.setCurrentTab(Inspector::Metadata);
    QVERIFY(!inspector.findChild<QTreeView*>()->isVisible());
}

void SegmentPanesTest::manyExceptionsAreShownInParts()
{
    QByteArrayList exceptions;
    for (int i = 0; i < 250; ++i) {
        exceptions << R"({"id":"e","type":"Error)" + QByteArray::number(i) + "\"}";
    }
    const auto trace = assembled({R"({"trace_id":"1-6650a1b2-0123456789abcdef01234567","id":"aaaaaaaaaaaaaaa1",
"name":"shop","start_time":1716560306.1,"end_time":1716560306.4,"fault":true,"cause":{"working_directory":"/srv",
"exceptions":[)"
        + exceptions.join(',') + "]}}"});
    ExceptionsPane pane;
    pane.resize(400, 300);
    pane.show();
    pane.setSegment(InspectedSegment(trace, trace->root));
    const auto shown = [&pane] { return pane.toPlainText().count(u"Error"_s); };
    QCOMPARE(shown(), 100);
    pane.setFocus();
    QTest::keyClick(&pane, Qt::Key_Tab);
    QTest::keyClick(&pane, Qt::Key_Return);
    QCOMPARE(shown(), 200);
    QVERIFY(pane.toPlainText().contains(u"Error199  e\nShow the next 50 of 50 more\nWorking directory /srv"_s));
    QTest::keyClick(&pane, Qt::Key_Tab);
    QTest::keyClick(&pane, Qt::Key_Return);
    QCOMPARE(shown(), 250);
    QVERIFY(pane.toPlainText().endsWith(u"Error249  e\nWorking directory /srv"_s));
    pane.setSegment(InspectedSegment(trace, trace->root));
    QCOMPARE(shown(), 250);
}

void SegmentPanesTest::numbersKeepTheDigitsThatWereReceived()
{
    const QString large = u"12345678901234567890"_s;
    const QString fine = u"0.12345678901234567890"_s;
    QByteArray document =
        R"({"trace_id":"1-6650a1b2-0123456789abcdef01234567","id":"aaaaaaaaaaaaaaa1","name":"shop",
"start_time":1716560306.1,"end_time":1716560306.4,"annotations":{"order":LARGE},"aws":{"ecs":{"task":LARGE}},
"metadata":{"default":{"id":LARGE,"list":[ FINE , {}, "a\"[ \\" ]}}})";
    document.replace("LARGE", large.toUtf8()).replace("FINE", fine.toUtf8());
    const auto trace = assembled({document});
    const InspectedSegment shown(trace, trace->root);
    QCOMPARE(annotationFields(shown).at(0).fields.at(0).value, large);
    QCOMPARE(resourceFields(shown).at(0).fields.at(0).value, large);
    MetadataModel model;
    model.setMetadata(shown.object()["metadata"].source().toByteArray());
    const QModelIndex first = model.index(0, 0, {});
    QCOMPARE(model.copyText(model.index(0, MetadataModel::Value, first)), large);
    QCOMPARE(model.index(0, MetadataModel::Value, model.index(1, 0, first)).data().toString(), fine);
    QCOMPARE(model.copyText(first), u"{\"id\":%1,\"list\":[%2,{},\"a\\\"[ \\\\\"]}"_s.arg(large, fine));
    const QString copied = segmentJson(trace, trace->root);
    QVERIFY(copied.contains(u"    \"annotations\": {\n        \"order\": %1\n    },\n"_s.arg(large)));
    QCOMPARE(QJsonDocument::fromJson(copied.toUtf8()), QJsonDocument::fromJson(document));
}

QTEST_MAIN(SegmentPanesTest)
#include "segment_panes_test.moc"

// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/ui/fake_trace_source.h"
#include "ui/theme/theme.h"
#include "ui/traces/kept_rows.h"
#include "ui/traces/trace_list_model.h"
#include "ui/traces/trace_list_view.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QHeaderView>
#include <QMenu>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace fluoroscope;
using namespace fluoroscope::test;

class TestTraceList : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void keepsRowsThatOnlyMoved();
    void isAProperModelWhileTracesComeAndGo();
    void reachesTheEndOfAMillionWithAFewQuestions();
    void keepsSelectionAndPlaceWhileRowsComeInAbove();
    void showsWhatComesInWhileTheTopIsInSight();
    void keepsTheSelectionWhenALateTraceComesInBetween();
    void sortsByAClickOnTheHeader();
    void showsTheColumnsThatAreChosen();
};

void TestTraceList::initTestCase()
{
    Theme::current().apply(*qApp, Scheme::Light);
}

void TestTraceList::keepsRowsThatOnlyMoved()
{
    std::unordered_map<TraceId, qint64> before;
    std::vector<TraceRow> rows;
    for (int i = 0; i < 5; ++i) {
        before.emplace(LongTraceSource::rowOf(i).id, i);
    }
    for (const int number : {9, 4, 0, 1, 3}) { // 9 is new, 4 went to the front, 2 is gone
        rows.push_back(LongTraceSource::rowOf(number));
    }
    const std::vector<RowMove> kept = keptRows(before, rows, 0);
    QCOMPARE(kept.size(), std::size_t(3));
    QCOMPARE(kept[0].before, 0);
    QCOMPARE(kept[0].after, 2);
    QCOMPARE(kept[2].before, 3);
    QCOMPARE(kept[2].after, 4);
}

void TestTraceList::isAProperModelWhileTracesComeAndGo()
{
    FakeTraceSource source;
    QueryRunner runner(1);
    TraceListModel model(source, runner);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QSignalSpy answered(&model, &TraceListModel::answered);
    const Timestamp at = now();
    addFiveTraces(source, at);
    model.ask({}, true);
    QTRY_COMPARE(model.rowCount(), 5);
    addRequest(source, at, 6, 200, Duration(1000));
    addRequest(source, at - std::chrono::seconds(25), 7, 200, Duration(1000)); // in between
    model.ask({}, false);
    QTRY_COMPARE(model.rowCount(), 7);
    model.ask({.range = {at - std::chrono::seconds(22), Timestamp::max()}}, false);
    QTRY_COMPARE(model.rowCount(), 3);
    model.ask({.range = {at + std::chrono::seconds(22), Timestamp::max()}}, true);
    QTRY_COMPARE(model.rowCount(), 0);
    QCOMPARE(model.data(model.index(0, 0), Qt::DisplayRole), QVariant());
}

void TestTraceList::reachesTheEndOfAMillionWithAFewQuestions()
{
    LongTraceSource source(1'000'000);
    QueryRunner runner(1);
    TraceListModel model(source, runner);
    TraceListView view(model);
    view.resize(1200, 600);
    view.show();
    model.ask({}, true);
    QTRY_COMPARE(model.rowCount(), 1'000'000);
    view.setFocus();
    QTest::keyClick(&view, Qt::Key_End);
    QTRY_VERIFY(model.traceAt(999'999));
    QCOMPARE(model.traceAt(999'999)->id, LongTraceSource::rowOf(0).id);
    QVERIFY(source.asked() < 10);
    for (int i = 0; i < 40; ++i) {
        view.verticalScrollBar()->setValue(view.verticalScrollBar()->maximum() / 40 * i);
    }
    const int top = view.verticalScrollBar()->value() / metrics::rowHeight;
    QTRY_VERIFY(model.traceAt(top));
    QVERIFY(source.asked() < 100); // and never all of them
}

void TestTraceList::keepsSelectionAndPlaceWhileRowsComeInAbove()
{
    LongTraceSource source(50'000);
    QueryRunner runner(1);
    TraceListModel model(source, runner);
    TraceListView view(model);
    view.resize(1200, 600);
    view.show();
    model.ask({}, true);
    QTRY_COMPARE(model.rowCount(), 50'000);
    view.verticalScrollBar()->setValue(5'000 * metrics::rowHeight + 11);
    QTRY_VERIFY(model.traceAt(5'003));
    view.setCurrentIndex(model.index(5'003, 0));
    const std::optional<TraceId> chosen = view.selectedTrace();
    for (const qint64 count : {50'003, 51'000}) { // within the page, and far beyond it
        source.setCount(count);
        model.ask({}, false);
        QTRY_COMPARE(model.rowCount(), int(count));
        QCOMPARE(view.currentIndex().row(), int(5'003 + count - 50'000));
        QTRY_COMPARE(view.selectedTrace(), chosen);
        QCOMPARE(view.verticalScrollBar()->value(), int(5'000 + count - 50'000) * metrics::rowHeight + 11);
    }
}

void TestTraceList::showsWhatComesInWhileTheTopIsInSight()
{
    LongTraceSource source(1'000);
    QueryRunner runner(1);
    TraceListModel model(source, runner);
    TraceListView view(model);
    view.resize(1200, 600);
    view.show();
    model.ask({}, true);
    QTRY_COMPARE(model.rowCount(), 1'000);
    view.setCurrentIndex(model.index(2, 0));
    const std::optional<TraceId> chosen = view.selectedTrace();
    source.setCount(1'002);
    model.ask({}, false);
    QTRY_COMPARE(model.rowCount(), 1'002);
    QCOMPARE(view.verticalScrollBar()->value(), 0);
    QCOMPARE(model.traceAt(0)->id, LongTraceSource::rowOf(1'001).id);
    QCOMPARE(view.selectedTrace(), chosen);
    QCOMPARE(view.currentIndex().row(), 4);
}

void TestTraceList::keepsTheSelectionWhenALateTraceComesInBetween()
{
    FakeTraceSource source;
    QueryRunner runner(1);
    TraceListModel model(source, runner);
    TraceListView view(model);
    const Timestamp at = now();
    const std::vector<TraceId> ids = addFiveTraces(source, at);
    model.ask({}, true);
    QTRY_COMPARE(model.rowCount(), 5);
    view.setCurrentIndex(model.index(3, 0));
    QCOMPARE(view.selectedTrace(), std::optional(ids[1]));
    addRequest(source, at - std::chrono::seconds(35), 8, 200, Duration(1000));
    model.ask({}, false);
    QTRY_COMPARE(model.rowCount(), 6);
    QCOMPARE(view.selectedTrace(), std::optional(ids[1]));
    QCOMPARE(view.currentIndex().row(), 4);
}

void TestTraceList::sortsByAClickOnTheHeader()
{
    FakeTraceSource source;
    QueryRunner runner(1);
    TraceListModel model(source, runner);
    TraceListView view(model);
    view.resize(1200, 600);
    view.show();
    const std::vector<TraceId> ids = addFiveTraces(source, now());
    model.ask({}, true);
    QTRY_COMPARE(model.rowCount(), 5);
    const QHeaderView* header = view.horizontalHeader();
    const QPoint at(header->sectionViewportPosition(TraceListModel::ResponseTime) + 20, header->height() / 2);
    QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, at);
    QTRY_COMPARE(model.traceAt(0)->id, ids[4]); // slowest first
    QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, at);
    QTRY_COMPARE(model.traceAt(0)->id, ids[3]);
}

void TestTraceList::showsTheColumnsThatAreChosen()
{
    FakeTraceSource source;
    QueryRunner runner(1);
    TraceListModel model(source, runner);
    TraceListView view(model);
    view.show();
    QHeaderView* header = view.horizontalHeader();
    QVERIFY(header->isSectionHidden(TraceListModel::EntryPoint));
    emit header->customContextMenuRequested({10, 10});
    auto* menu = view.findChild<QMenu*>();
    QVERIFY(menu);
    const auto choose = [&](const QString& title) {
        for (QAction* action : menu->actions()) {
            if (action->text() == title) {
                action->trigger();
            }
        }
    };
    choose(u"Entry service"_s);
    choose(u"Method"_s);
    QVERIFY(!header->isSectionHidden(TraceListModel::EntryPoint));
    QVERIFY(header->isSectionHidden(TraceListModel::Method));
    choose(u"ID"_s); // always there
    QVERIFY(!header->isSectionHidden(TraceListModel::Id));
    menu->close();
}

QTEST_MAIN(TestTraceList)
#include "tst_trace_list.moc"

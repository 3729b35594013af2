// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/filter/filter_evaluation.h"
#include "tests/ui/long_trace_source.h"
#include "tests/ui/shop_requests.h"
#include "ui/theme/theme.h"
#include "ui/traces/kept_rows.h"
#include "ui/traces/refiner_view.h"
#include "ui/traces/trace_columns.h"
#include "ui/traces/trace_list_model.h"
#include "ui/traces/trace_list_view.h"
#include "ui/traces/trace_shapes.h"
#include "ui/traces/traces_page.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QHeaderView>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QMenu>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <condition_variable>

using namespace Qt::StringLiterals;
using namespace fluoroscope;
using namespace fluoroscope::test;

namespace {

// Sorting takes until the gate is opened.
class SlowlySorted : public FakeTraceSource {
public:
    Result<TracePage> traces(const TraceQuery& query, std::stop_token stop) override
    {
        if (query.order != TraceOrder::Start) {
            std::unique_lock lock(m_mutex);
            m_opened.wait(lock, stop, [&] { return m_open; });
        }
        return FakeTraceSource::traces(query, stop);
    }
    void open()
    {
        const std::scoped_lock lock(m_mutex);
        m_open = true;
        m_opened.notify_all();
    }

private:
    std::mutex m_mutex;
    std::condition_variable_any m_opened;
    bool m_open = false;
};

} // namespace

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
    void showsWhatItShowedWhileItSorts();
    void keepsItsPlaceInAnyOrderWhileManyComeIn();
    void showsTheColumnsThatAreChosen();
    void givesTheRefinersRoomBesideTheList();
    void makesColumnsOfAnnotations();
    void staysWithTheSelectedTraceInAnyOrder();
    void opensApartByCtrlMiddleButtonAndCtrlEnter();
    void copiesTheSelectedRows();
    void collectsTheRowsThatAreMeantWhileOthersComeInAbove();
    void filtersByTheCellThatIsClicked();
    void showsHowTheDurationWasSpentWhereThereIsRoom();
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

void TestTraceList::showsWhatItShowedWhileItSorts()
{
    SlowlySorted source;
    QueryRunner runner(1);
    TracesPage page(source, runner);
    page.resize(1200, 300);
    page.show();
    const Timestamp at = now();
    for (int i = 0; i < 60; ++i) {
        addRequest(source, at - std::chrono::seconds(i), i, 200, Duration(1000 * (1 + i * 37 % 60)));
    }
    page.model().ask({}, true);
    QTRY_COMPARE(page.model().rowCount(), 60);
    page.list().verticalScrollBar()->setValue(10 * metrics::rowHeight);
    const TraceId shown = page.model().traceAt(10)->id;
    const auto* sorting = page.findChild<QLabel*>(u"sorting"_s);
    QVERIFY(sorting && sorting->isHidden());
    page.list().horizontalHeader()->setSortIndicator(TraceListModel::ResponseTime, Qt::DescendingOrder);
    QTRY_VERIFY(sorting->isVisible());
    QCOMPARE(page.list().verticalScrollBar()->value(), 10 * metrics::rowHeight);
    QCOMPARE(page.model().traceAt(10)->id, shown);
    source.open();
    QTRY_COMPARE(page.model().traceAt(0)->responseTime, Duration(60'000));
    QVERIFY(sorting->isHidden());
    QCOMPARE(page.list().verticalScrollBar()->value(), 0);
}

// However many come in above between two questions.
void TestTraceList::keepsItsPlaceInAnyOrderWhileManyComeIn()
{
    FakeTraceSource source;
    QueryRunner runner(1);
    TraceListModel model(source, runner);
    TraceListView view(model);
    view.resize(1200, 300);
    view.show();
    const Timestamp at = now();
    for (int i = 0; i < 900; ++i) {
        addRequest(source, at - std::chrono::seconds(i), i, 200, Duration(1000 * (1 + i)));
    }
    model.ask({}, true);
    QTRY_COMPARE(model.rowCount(), 900);
    view.horizontalHeader()->setSortIndicator(TraceListModel::ResponseTime, Qt::DescendingOrder);
    QTRY_COMPARE(model.traceAt(0)->responseTime, Duration(900'000));
    view.verticalScrollBar()->setValue(400 * metrics::rowHeight + 7);
    QTRY_VERIFY(model.traceAt(400));
    const TraceId seen = model.traceAt(400)->id;
    for (int i = 0; i < 1000; ++i) {
        addRequest(source, at - std::chrono::seconds(i), 1000 + i, 200, Duration(2'000'000 + i));
    }
    model.ask({}, false);
    QTRY_COMPARE(model.rowCount(), 1900);
    QCOMPARE(view.verticalScrollBar()->value(), 1400 * metrics::rowHeight + 7);
    QVERIFY(model.traceAt(1400) && model.traceAt(1400)->id == seen);
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

namespace {

// Traces with annotations: n and, but for every third, a tier.
std::vector<TraceId> addAnnotated(FakeTraceSource& source, Timestamp at, int count)
{
    std::vector<TraceId> ids;
    for (int i = 0; i < count; ++i) {
        const Timestamp start = at - std::chrono::seconds(i);
        ids.push_back(traceIdAt(start, i));
        std::vector<QByteArray> documents =
            requestDocuments(ids.back(), start, i, 200, std::chrono::milliseconds(10 + i));
        documents.front().replace("\"origin\"",
            "\"annotations\":{\"n\":" + QByteArray::number(i * 1.5) + (i % 3 ? ",\"tier\":\"gold\"" : "")
                + "},\"origin\"");
        source.add(ids.back(), documents);
    }
    return ids;
}

QAction* actionOf(const QWidget& widget, const QString& text)
{
    for (QMenu* menu : widget.findChildren<QMenu*>()) {
        for (QAction* action : menu->actions()) {
            if (QString(action->text()).remove(u'&') == text) {
                return action;
            }
        }
    }
    return nullptr;
}

QPoint cellOf(const TraceListView& view, int row, int column)
{
    return view.visualRect(view.model()->index(row, column)).center();
}

void openMenuAt(TraceListView& view, int row, int column)
{
    const QPoint at = cellOf(view, row, column);
    QContextMenuEvent event(QContextMenuEvent::Mouse, at, view.viewport()->mapToGlobal(at));
    QApplication::sendEvent(view.viewport(), &event);
}

void closeMenus(TraceListView& view)
{
    for (QMenu* menu : view.findChildren<QMenu*>(Qt::FindDirectChildrenOnly)) {
        delete menu;
    }
}

} // namespace

void TestTraceList::givesTheRefinersRoomBesideTheList()
{
    FakeTraceSource source;
    QueryRunner runner(1);
    TracesPage page(source, runner);
    page.show();
    for (const int width : {1280, 1680, 2560, 900}) {
        page.resize(width, 600);
        const auto* refiners = page.findChild<RefinerView*>();
        QVERIFY(refiners->width() >= width / 8);
        QVERIFY(refiners->geometry().right() < page.list().mapTo(&page, QPoint()).x());
    }
}

void TestTraceList::makesColumnsOfAnnotations()
{
    FakeTraceSource source;
    QueryRunner runner(1);
    const std::vector<TraceId> ids = addAnnotated(source, now(), 7);
    TracesPage page(source, runner);
    page.resize(1400, 600);
    page.show();
    TraceListModel& model = page.model();
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.ask({}, true);
    QTRY_COMPARE(model.rowCount(), 7);
    page.list().setKnownAnnotations({u"n"_s, u"tier"_s});
    emit page.list().horizontalHeader()->customContextMenuRequested({10, 10});
    actionOf(page.list(), u"tier"_s)->trigger();
    actionOf(page.list(), u"n"_s)->trigger();
    closeMenus(page.list());
    QCOMPARE(page.annotationColumns(), QStringList({u"tier"_s, u"n"_s}));
    const int tier = TraceListModel::ColumnCount;
    QCOMPARE(model.headerData(tier, Qt::Horizontal, Qt::DisplayRole).toString(), u"tier"_s);
    QTRY_COMPARE(model.index(1, tier).data().toString(), u"gold"_s);
    QCOMPARE(model.index(0, tier).data().toString(), QString());
    QCOMPARE(model.index(1, tier + 1).data().toString(), u"1.5"_s);
    QVERIFY(model.index(1, tier + 1).data(Qt::TextAlignmentRole).toInt() & Qt::AlignRight);
    page.list().horizontalHeader()->setSortIndicator(tier + 1, Qt::DescendingOrder);
    QTRY_COMPARE(model.traceAt(0)->id, ids[6]);
    page.list().horizontalHeader()->setSortIndicator(tier, Qt::AscendingOrder);
    QTRY_COMPARE(model.index(6, tier).data().toString(), QString()); // those without one are last
    // What is shown is remembered, with its widths.
    page.list().horizontalHeader()->resizeSection(tier, 171);
    TracesPage other(source, runner);
    other.restoreColumns(page.columns());
    QCOMPARE(other.annotationColumns(), page.annotationColumns());
    QCOMPARE(other.list().horizontalHeader()->sectionSize(tier), 171);
    other.restoreColumns("foreign");
    QCOMPARE(other.annotationColumns().size(), 2);
    // Without the column that it is sorted by the list is the newest first again.
    page.list().setAnnotationColumns({});
    QCOMPARE(model.columnCount(), int(TraceListModel::ColumnCount));
    QTRY_COMPARE(model.traceAt(0)->id, ids[0]);
    QCOMPARE(page.list().horizontalHeader()->sortIndicatorSection(), int(TraceListModel::Start));
}

void TestTraceList::staysWithTheSelectedTraceInAnyOrder()
{
    FakeTraceSource source;
    QueryRunner runner(1);
    TraceListModel model(source, runner);
    TraceListView view(model);
    view.resize(1200, 300);
    view.show();
    const Timestamp at = now();
    const std::vector<TraceId> ids = addAnnotated(source, at, 60); // the later ones take longer
    model.ask({}, true);
    QTRY_COMPARE(model.rowCount(), 60);
    view.horizontalHeader()->setSortIndicator(TraceListModel::ResponseTime, Qt::DescendingOrder);
    QTRY_COMPARE(model.traceAt(0)->id, ids[59]);
    view.verticalScrollBar()->setValue(20 * metrics::rowHeight + 5);
    view.setCurrentIndex(model.index(25, 0));
    const std::optional<TraceId> chosen = view.selectedTrace();
    QCOMPARE(chosen, std::optional(ids[34]));
    addRequest(source, at, 100, 200, std::chrono::seconds(2)); // two come in above,
    addRequest(source, at, 101, 200, std::chrono::seconds(3));
    addRequest(source, at, 102, 200, std::chrono::milliseconds(1)); // and one below
    model.ask({}, false);
    QTRY_COMPARE(model.rowCount(), 63);
    QCOMPARE(view.selectedTrace(), chosen);
    QCOMPARE(view.currentIndex().row(), 27);
    QCOMPARE(view.verticalScrollBar()->value(), 22 * metrics::rowHeight + 5);
    QCOMPARE(view.selectionModel()->selectedRows().size(), 1);
}

void TestTraceList::opensApartByCtrlMiddleButtonAndCtrlEnter()
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
    QSignalSpy apart(&view, &TraceListView::traceOpenedApart);
    QSignalSpy here(&view, &TraceListView::traceActivated);
    const auto opened = [](QSignalSpy& spy) {
        return spy.isEmpty() ? TraceId() : spy.takeLast().at(0).value<TraceId>();
    };
    view.setCurrentIndex(model.index(3, 0));
    QTest::mouseClick(view.viewport(), Qt::LeftButton, Qt::ControlModifier, cellOf(view, 0, 1));
    QCOMPARE(opened(apart), ids[4]);
    QCOMPARE(view.currentIndex().row(), 3); // opening apart selects nothing
    QTest::mouseClick(view.viewport(), Qt::MiddleButton, {}, cellOf(view, 1, 1));
    QCOMPARE(opened(apart), ids[3]);
    QTest::keyClick(&view, Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(opened(apart), ids[1]);
    QTest::mousePress(view.viewport(), Qt::MiddleButton, {}, cellOf(view, 1, 1)); // let go elsewhere
    QTest::mouseRelease(view.viewport(), Qt::MiddleButton, {}, cellOf(view, 4, 1));
    QVERIFY(apart.isEmpty());
    QVERIFY(here.isEmpty());
    QTest::keyClick(&view, Qt::Key_Return);
    QCOMPARE(opened(here), ids[1]);
    QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, cellOf(view, 2, 1));
    QTest::mouseDClick(view.viewport(), Qt::LeftButton, {}, cellOf(view, 2, 1));
    QCOMPARE(opened(here), ids[2]);
    QVERIFY(apart.isEmpty());
    openMenuAt(view, 4, 1);
    actionOf(view, u"Open in another tab"_s)->trigger();
    QCOMPARE(opened(apart), ids[0]);
    closeMenus(view);
}

void TestTraceList::copiesTheSelectedRows()
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
    QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, cellOf(view, 1, 1));
    QTest::mouseClick(view.viewport(), Qt::LeftButton, Qt::ShiftModifier, cellOf(view, 3, 1));
    QTest::keySequence(&view, QKeySequence::Copy);
    const auto copied = [] { return QApplication::clipboard()->text(); };
    QCOMPARE(copied(), ids[3].toString() + u'\n' + ids[2].toString() + u'\n' + ids[1].toString());
    openMenuAt(view, 2, 1);
    actionOf(view, u"One-line summary"_s)->trigger();
    QVERIFY2(copied().contains(ids[2].toString() + u" GET http://localhost:3000/order/3 404 error 96 ms "_s),
        qPrintable(copied()));
    actionOf(view, u"CSV"_s)->trigger();
    QCOMPARE(copied().count(u"\r\n"_s), 4); // with the header
    actionOf(view, u"JSON"_s)->trigger();
    const QJsonArray rows = QJsonDocument::fromJson(copied().toUtf8()).array();
    QCOMPARE(rows.size(), 3);
    QCOMPARE(rows.at(1).toObject().value(u"response_code"_s).toInt(), 404);
    actionOf(view, u"Copy X-Amzn-Trace-Id header"_s)->trigger();
    QCOMPARE(copied(), u"X-Amzn-Trace-Id: Root=%1;Sampled=1"_s.arg(ids[1].toString()));
    closeMenus(view);
    // Rows that are not held are fetched first.
    LongTraceSource many(5'000);
    TraceListModel longModel(many, runner);
    TraceListView longView(longModel);
    longView.show();
    longModel.ask({}, true);
    QTRY_COMPARE(longModel.rowCount(), 5'000);
    longView.selectAll();
    QTest::keySequence(&longView, QKeySequence::Copy);
    QTRY_COMPARE(copied().count(u'\n'), 4'999);
    QVERIFY(copied().startsWith(LongTraceSource::rowOf(4'999).id.toString()));
    QVERIFY(copied().endsWith(LongTraceSource::rowOf(0).id.toString()));
}

void TestTraceList::collectsTheRowsThatAreMeantWhileOthersComeInAbove()
{
    FakeTraceSource source;
    QueryRunner runner(1);
    TraceListModel model(source, runner);
    const Timestamp at = now();
    for (int i = 0; i < 250; ++i) {
        addRequest(source, at - std::chrono::seconds(i), i + 1, 200, Duration(1000));
    }
    model.ask({}, true);
    QTRY_COMPARE(model.rowCount(), 250);
    QVERIFY(!model.traceAt(220)); // it is not held
    addRequest(source, at + std::chrono::seconds(1), 251, 200, Duration(1000));
    std::vector<TraceRow> rows;
    model.collect({{220, 221}}, [&](std::vector<TraceRow> collected) { rows = std::move(collected); });
    QTRY_COMPARE(rows.size(), std::size_t(2));
    QCOMPARE(rows[0].start, at - std::chrono::seconds(220));
    QCOMPARE(rows[1].start, at - std::chrono::seconds(221));
}

void TestTraceList::filtersByTheCellThatIsClicked()
{
    FakeTraceSource source;
    QueryRunner runner(1);
    TraceListModel model(source, runner);
    TraceListView view(model);
    view.resize(1400, 600);
    view.horizontalHeader()->showSection(TraceListModel::EntryPoint);
    view.show();
    addFiveTraces(source, now());
    addAnnotated(source, now() - std::chrono::hours(1), 3);
    view.setAnnotationColumns({u"n"_s, u"tier"_s});
    model.ask({}, true);
    QTRY_COMPARE(model.rowCount(), 8);
    QSignalSpy narrowed(&view, &TraceListView::narrowRequested);
    // Whatever is offered keeps the row that was clicked, and leaving it out does not.
    int offered = 0;
    for (int row = 0; row < model.rowCount(); ++row) {
        const Trace trace = source.trace(model.traceAt(row)->id, {}).value();
        for (int column = 0; column < model.columnCount(); ++column) {
            const FilterExpression clause = valueClause(*model.traceAt(row), column, model.annotationKeys());
            if (!clause.isEmpty()) {
                ++offered;
                QVERIFY2(matches(clause, FilterSubject(trace)), qPrintable(clause.text()));
                QCOMPARE(parseFilter(clause.text()).value(), clause);
            }
        }
    }
    QVERIFY(offered > 40);
    openMenuAt(view, 0, TraceListModel::Code);
    actionOf(view, u"Filter by “502”"_s)->trigger();
    QCOMPARE(narrowed.takeLast().at(0).value<FilterExpression>(), statusClause(502));
    actionOf(view, u"Leave out “502”"_s)->trigger();
    QCOMPARE(narrowed.takeLast().at(0).value<FilterExpression>(), FilterExpression::notOf(statusClause(502)));
    closeMenus(view);
    openMenuAt(view, 0, TraceListModel::Id);
    QVERIFY(!actionOf(view, u"Filter by “%1”"_s.arg(shortTraceId(model.traceAt(0)->id))));
    closeMenus(view);
}

void TestTraceList::showsHowTheDurationWasSpentWhereThereIsRoom()
{
    FakeTraceSource source;
    const Timestamp at = now();
    const TraceId id = addRequest(source, at, 1, 500, std::chrono::milliseconds(200));
    QueryRunner runner(1);
    TracesPage page(source, runner);
    page.resize(1100, 400);
    page.show();
    page.model().ask({}, true);
    QTRY_COMPARE(page.model().rowCount(), 1);
    TraceListView& list = page.list();
    const QHeaderView* header = list.horizontalHeader();
    const int narrow = header->sectionSize(TraceListModel::Length);
    QTRY_VERIFY(!runner.isBusy(0));
    QVERIFY(!page.shapes().of(id)); // nobody would see it

    page.resize(1600, 400);
    QVERIFY(header->sectionSize(TraceListModel::Length) > narrow);
    QTRY_VERIFY(page.shapes().of(id));
    const auto hasFault = [&] {
        const QRect cell = list.visualRect(page.model().index(0, TraceListModel::Length));
        const QImage image = list.viewport()->grab(cell).toImage();
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                if (image.pixelColor(x, y) == Theme::current().outcome(Outcome::Fault)) {
                    return true;
                }
            }
        }
        return false;
    };
    QVERIFY(hasFault());

    const QSignalSpy read(&page.shapes(), &TraceShapes::changed);
    TraceRow row = *page.model().traceAt(0);
    page.shapes().want({row}); // it is known
    ++row.segmentCount;
    page.shapes().want({row}); // it has changed
    QTRY_COMPARE(read.size(), 1);

    page.resize(1100, 400);
    QCOMPARE(header->sectionSize(TraceListModel::Length), narrow);
    list.horizontalHeader()->resizeSection(TraceListModel::Length, narrow + 10); // by hand
    page.resize(1600, 400);
    QCOMPARE(header->sectionSize(TraceListModel::Length), narrow + 10);
}

QTEST_MAIN(TestTraceList)
#include "tst_trace_list.moc"

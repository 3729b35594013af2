// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The window's filters, used as a hand would: typed, completed, clicked together, cleared, and kept as a group.

#include "core/group/group_store.h"
#include "tests/app/empty_session.h"
#include "tests/ui/fake_capture.h"
#include "tests/ui/shop_requests.h"
#include "ui/charts/response_histogram.h"
#include "ui/filter/filter_bar.h"
#include "ui/filter/filter_clauses.h"
#include "ui/filter/filter_edit.h"
#include "ui/filter/filter_notice.h"
#include "ui/frame/main_window.h"
#include "ui/frame/page_message.h"
#include "ui/frame/tool_row.h"
#include "ui/frame/trace_tabs.h"
#include "ui/frame/trace_with_map.h"
#include "ui/map/map_page.h"
#include "ui/traces/refiner_view.h"
#include "ui/traces/trace_list_model.h"
#include "ui/traces/traces_page.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QCompleter>
#include <QInputDialog>
#include <QMenu>
#include <QPushButton>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace fluoroscope;
using namespace fluoroscope::test;

class TestWindowFilters : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void showsWhatMeetsTheTypedFilterOnEveryPage();
    void saysWhatIsWrongWithAFilterAndKeepsTheOldOne();
    void completesTheWordsOfAFilter();
    void wordsThatComeTooLateAreNotOffered();
    void enterAppliesWhatIsTypedWhileWordsAreOffered();
    void escapeTakesBackStepByStep();
    void opensATraceIdThatIsTypedIntoTheFilter();
    void offersToClearAFilterThatNothingMeets();
    void narrowsToTheTracesOfAServiceFromTheMap();
    void refinesByAClickOnAFacet();
    void narrowsToWhatIsBrushedInTheDistribution();
    void showsAGroupAndMakesOneOfTheFilter();

private:
    template <typename T> [[nodiscard]] bool shows() const { return qobject_cast<T*>(m_window->content()) != nullptr; }
    [[nodiscard]] FilterEdit* filter() const { return m_window->findChild<FilterEdit*>(); }
    [[nodiscard]] int rows() const { return m_window->findChild<TraceListModel*>()->rowCount(); }
    void openWindow();
    void typeFilter(const QString& text);

    std::unique_ptr<FakeTraceSource> m_source;
    std::unique_ptr<FakeCapture> m_capture;
    Settings m_settings; // remembers nothing
    std::unique_ptr<MainWindow> m_window;
    std::vector<TraceId> m_ids;
};

void TestWindowFilters::init()
{
    Theme::current().apply(*qApp, Scheme::Light);
    m_source = std::make_unique<FakeTraceSource>();
    m_capture = std::make_unique<FakeCapture>();
}

void TestWindowFilters::cleanup()
{
    m_window.reset();
    m_ids.clear();
}

void TestWindowFilters::openWindow()
{
    m_window = std::make_unique<MainWindow>(SessionPorts{*m_source, m_capture.get()}, m_settings);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void TestWindowFilters::typeFilter(const QString& text)
{
    QTest::keyClick(m_window.get(), Qt::Key_F, Qt::ControlModifier);
    QTRY_VERIFY(filter()->hasFocus());
    QTest::keyClicks(filter(), text);
    filter()->completer()->popup()->hide();
}

void TestWindowFilters::showsWhatMeetsTheTypedFilterOnEveryPage()
{
    m_ids = addFiveTraces(*m_source, now());
    openWindow();
    QTest::keyClick(m_window.get(), Qt::Key_2, Qt::ControlModifier);
    QTRY_VERIFY(shows<TracesPage>());
    QTRY_COMPARE(rows(), 5);
    typeFilter(u"http.status >= 500"_s);
    QCOMPARE(rows(), 5); // not before it is applied
    QTest::keyClick(filter(), Qt::Key_Return);
    const Result<TracePage> wanted =
        m_source->traces({.selection = {{}, parseFilter(u"http.status >= 500").value()}}, {});
    QVERIFY(wanted->total > 0 && wanted->total < 5);
    QTRY_COMPARE(rows(), int(wanted->total));
    QCOMPARE(m_window->location().scope.filterText, u"http.status >= 500"_s);

    QTest::keyClick(m_window.get(), Qt::Key_1, Qt::ControlModifier);
    QTRY_VERIFY(shows<MapPage>());
    const Result<ServiceGraph> graph = m_source->serviceGraph({{}, m_window->location().scope.filter}, {});
    QTRY_VERIFY(m_window->findChild<MapPage*>()->canvas()->scene().graph().services.size() == graph->services.size());

    QTest::keyClick(m_window.get(), Qt::Key_Left, Qt::AltModifier);
    QTest::keyClick(m_window.get(), Qt::Key_Left, Qt::AltModifier);
    QTRY_COMPARE(rows(), 5);
    QCOMPARE(filter()->toPlainText(), QString());
}

void TestWindowFilters::saysWhatIsWrongWithAFilterAndKeepsTheOldOne()
{
    m_ids = addFiveTraces(*m_source, now());
    openWindow();
    typeFilter(u"fualt"_s);
    QTest::keyClick(filter(), Qt::Key_Return);
    auto* notice = m_window->findChild<FilterNotice*>();
    QTRY_VERIFY(notice && notice->isVisible());
    QVERIFY(notice->accessibleName().contains(u"fault"_s)); // what was probably meant
    QVERIFY(m_window->location().scope.filter.isEmpty());
    QTest::keyClick(filter(), Qt::Key_Escape);
    QTRY_VERIFY(!notice->isVisible());
    QCOMPARE(filter()->toPlainText(), QString());
}

void TestWindowFilters::completesTheWordsOfAFilter()
{
    m_ids = addFiveTraces(*m_source, now());
    openWindow();
    QTest::keyClick(m_window.get(), Qt::Key_F, Qt::ControlModifier);
    QTRY_VERIFY(filter()->hasFocus());
    QTest::keyClicks(filter(), u"thr"_s);
    QAbstractItemView* popup = filter()->completer()->popup();
    QTRY_VERIFY(popup->isVisible());
    QTest::keyClick(popup, Qt::Key_Tab);
    QTRY_COMPARE(filter()->toPlainText(), u"throttle"_s);
    QVERIFY(!popup->isVisible());
    // Names come from the session, are found without their quotes, and written with them.
    QTest::keyClicks(filter(), u" service(vice-b"_s);
    QTRY_COMPARE(popup->model()->index(0, 0).data().toString(), u"\"service-b\""_s);
    QTRY_VERIFY(popup->isVisible());
    QTest::keyClick(popup, Qt::Key_Tab);
    QTRY_COMPARE(filter()->toPlainText(), u"throttle service(\"service-b\""_s);
}

void TestWindowFilters::wordsThatComeTooLateAreNotOffered()
{
    FilterBar bar;
    FilterEdit* edit = bar.edit();
    std::optional<FilterCompletion> asked;
    connect(edit, &FilterEdit::wordsWanted, edit, [&](const FilterCompletion& blank) { asked = blank; });
    bar.show();
    edit->setFocus();
    QVERIFY(QTest::qWaitForWindowActive(&bar));
    QTest::keyClicks(edit, u"service("_s);
    QVERIFY(asked);
    const FilterCompletion service = *asked;
    const QStringList words{u"\"orders\""_s};
    QAbstractItemView* popup = edit->completer()->popup();
    edit->setWords(service, words);
    QTRY_VERIFY(popup->isVisible());
    QTest::keyClick(popup, Qt::Key_Escape);
    QTRY_VERIFY(!popup->isVisible());
    edit->setWords(service, words);
    QVERIFY(!popup->isVisible());
    QTest::keyClicks(edit, u"\"orders\") { "_s); // no service may stand here
    edit->setWords(service, words);
    QVERIFY(!popup->isVisible());
}

void TestWindowFilters::enterAppliesWhatIsTypedWhileWordsAreOffered()
{
    m_ids = addFiveTraces(*m_source, now());
    openWindow();
    QTest::keyClick(m_window.get(), Qt::Key_F, Qt::ControlModifier);
    QTRY_VERIFY(filter()->hasFocus());
    const auto apply = [&] {
        for (auto* button : m_window->findChildren<QToolButton*>()) {
            if (button->accessibleName() == u"Apply the filter") {
                return button;
            }
        }
        return static_cast<QToolButton*>(nullptr);
    };
    QVERIFY(apply() && !apply()->isVisible());
    QTest::keyClicks(filter(), u"fault"_s);
    QVERIFY(apply()->isVisible());
    QAbstractItemView* popup = filter()->completer()->popup();
    QTRY_VERIFY(popup->isVisible());
    QTest::keyClick(popup, Qt::Key_Return);
    QVERIFY(!popup->isVisible());
    QCOMPARE(m_window->location().scope.filterText, u"fault"_s);
    QVERIFY(!apply()->isVisible());
    // One that was chosen is taken, and what is typed is not applied.
    QTest::keyClicks(filter(), u" AND serv"_s);
    QTRY_VERIFY(popup->isVisible());
    QTest::keyClick(popup, Qt::Key_Down);
    QTest::keyClick(popup, Qt::Key_Return);
    QVERIFY(filter()->toPlainText().startsWith(u"fault AND service("_s));
    QCOMPARE(m_window->location().scope.filterText, u"fault"_s);
}

void TestWindowFilters::escapeTakesBackStepByStep()
{
    m_ids = addFiveTraces(*m_source, now());
    openWindow();
    QTest::keyClick(m_window.get(), Qt::Key_F, Qt::ControlModifier);
    QTRY_VERIFY(filter()->hasFocus());
    QTest::keyClicks(filter(), u"ok AND faul"_s);
    QAbstractItemView* popup = filter()->completer()->popup();
    QTRY_VERIFY(popup->isVisible());
    QTest::keyClick(popup, Qt::Key_Escape);
    QVERIFY(!popup->isVisible());
    QCOMPARE(filter()->toPlainText(), u"ok AND faul"_s);
    QTest::keyClick(filter(), Qt::Key_Escape);
    QCOMPARE(filter()->toPlainText(), QString());
    QTest::keyClick(filter(), Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(filter()->toPlainText(), u"ok AND faul"_s);
    QVERIFY(filter()->hasFocus());
}

void TestWindowFilters::opensATraceIdThatIsTypedIntoTheFilter()
{
    m_ids = addFiveTraces(*m_source, now());
    openWindow();
    typeFilter(m_ids[1].toString());
    QTest::keyClick(filter(), Qt::Key_Return);
    QTRY_VERIFY(shows<TraceTabs>());
    QCOMPARE(m_window->location().trace, m_ids[1]);
    QCOMPARE(filter()->toPlainText(), QString());
}

void TestWindowFilters::offersToClearAFilterThatNothingMeets()
{
    m_ids = addFiveTraces(*m_source, now());
    openWindow();
    QTRY_VERIFY(shows<MapPage>());
    typeFilter(u"duration > 3600"_s);
    QTest::keyClick(filter(), Qt::Key_Return);
    const auto clear = [this] {
        const auto buttons = m_window->content()->findChildren<QPushButton*>();
        const auto found = std::ranges::find_if(buttons,
            [](const QPushButton* button) { return button->isVisible() && button->text() == u"Clear the filter"; });
        return found == buttons.end() ? nullptr : *found;
    };
    QTRY_VERIFY(shows<PageMessage>() && clear()); // it may have said before that it loads
    QTest::mouseClick(clear(), Qt::LeftButton);
    QTRY_VERIFY(shows<MapPage>());
    QVERIFY(m_window->location().scope.filter.isEmpty());
}

void TestWindowFilters::narrowsToTheTracesOfAServiceFromTheMap()
{
    m_ids = addFiveTraces(*m_source, now());
    openWindow();
    QTRY_VERIFY(shows<MapPage>());
    auto* page = m_window->findChild<MapPage*>();
    QTRY_VERIFY(!page->canvas()->scene().nodes().empty());
    emit page->tracesRequested(serviceClause({u"service-b"_s, u"AWS::ECS::Container"_s, {}}));
    QTRY_VERIFY(shows<TracesPage>());
    QCOMPARE(
        m_window->location().scope.filterText, u"service(id(name: \"service-b\", type: \"AWS::ECS::Container\"))"_s);
    const Result<TracePage> wanted = m_source->traces({.selection = {{}, m_window->location().scope.filter}}, {});
    QVERIFY(wanted->total > 0 && wanted->total < 5);
    QTRY_COMPARE(rows(), int(wanted->total));
    QCOMPARE(filter()->toPlainText(), m_window->location().scope.filterText);
}

void TestWindowFilters::refinesByAClickOnAFacet()
{
    m_ids = addFiveTraces(*m_source, now());
    openWindow();
    m_window->openPage(PageKind::Traces);
    auto* refiners = m_window->findChild<RefinerView*>();
    const auto find = [&](const QString& label) {
        for (int row = 0; row < refiners->model()->rowCount(); ++row) {
            const QModelIndex index = refiners->model()->index(row, 0);
            if (index.data().toString() == label) {
                return index;
            }
        }
        return QModelIndex();
    };
    QTRY_VERIFY(find(u"429"_s).isValid());
    QVERIFY(find(u"429"_s).data(Qt::AccessibleTextRole).toString().contains(u"1 "));
    QTest::mouseClick(refiners->viewport(), Qt::LeftButton, {}, refiners->visualRect(find(u"429"_s)).center());
    QTRY_COMPARE(rows(), 1);
    QCOMPARE(m_window->location().scope.filterText, u"http.status = 429"_s);
    refiners->setFocus();
    QTRY_VERIFY(!find(u"200"_s).isValid()); // counted among what is left
    QTest::keyClick(m_window.get(), Qt::Key_Left, Qt::AltModifier);
    QTRY_COMPARE(rows(), 5);
}

void TestWindowFilters::narrowsToWhatIsBrushedInTheDistribution()
{
    int number = 0;
    for (const int milliseconds : {3, 4, 15, 400, 500}) {
        addRequest(*m_source, now(), ++number, 200, Duration(milliseconds * 1000));
    }
    openWindow();
    QTest::keyClick(m_window.get(), Qt::Key_2, Qt::ControlModifier);
    QTRY_COMPARE(rows(), 5);
    auto* chart = m_window->findChild<TracesPage*>()->findChild<ResponseHistogram*>();
    QTRY_COMPARE(chart->accessibleDescription(), u"From 3 ms to 500 ms"_s);
    const int middle = chart->width() / 2; // of one decade of three
    QTest::mousePress(chart, Qt::LeftButton, {}, {middle, 10});
    QTest::mouseMove(chart, {chart->width() - 1, 10});
    QTest::mouseRelease(chart, Qt::LeftButton, {}, {chart->width() - 1, 10});
    QTRY_COMPARE(rows(), 2);
    QVERIFY(filter()->toPlainText().contains(u"responsetime"_s));
    const Result<TracePage> wanted = m_source->traces({.selection = {{}, m_window->location().scope.filter}}, {});
    QCOMPARE(wanted->total, 2);
    QTest::keyClick(m_window.get(), Qt::Key_Left, Qt::AltModifier);
    QTRY_COMPARE(rows(), 5);
}

void TestWindowFilters::showsAGroupAndMakesOneOfTheFilter()
{
    m_ids = addFiveTraces(*m_source, now());
    MemoryState groups;
    QVERIFY(createGroup(groups, {}, u"failing"_s, {u"http.status >= 500"_s, {}, {}}, {}));
    m_window = std::make_unique<MainWindow>(SessionPorts{*m_source, m_capture.get(), &groups}, m_settings);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    m_window->openPage(PageKind::Traces);
    QTRY_COMPARE(rows(), 5);
    auto* tools = m_window->findChild<ToolRow*>();
    const auto action = [&](const QString& text) {
        for (auto* menu : m_window->findChildren<QMenu*>()) {
            for (QAction* each : menu->actions()) {
                if (menu->isVisible() && each->text() == text) {
                    return each;
                }
            }
        }
        return static_cast<QAction*>(nullptr);
    };
    const auto closeMenus = [&] { // a hand's click would
        for (auto* menu : m_window->findChildren<QMenu*>()) {
            menu->close();
        }
    };
    emit tools->groupsRequested();
    QTRY_VERIFY(action(u"failing"_s));
    QVERIFY(!action(u"New group of this filter…"_s)->isEnabled());
    action(u"failing"_s)->trigger();
    QTRY_COMPARE(rows(), 1);
    QCOMPARE(m_window->location().scope.group, u"failing"_s);
    closeMenus();

    m_window->setGroup({});
    QTRY_COMPARE(rows(), 5);
    typeFilter(u"http.status = 404"_s);
    QTest::keyClick(filter(), Qt::Key_Return);
    QTRY_COMPARE(rows(), 1);
    emit tools->groupsRequested();
    QTRY_VERIFY(action(u"New group of this filter…"_s));
    action(u"New group of this filter…"_s)->trigger();
    closeMenus();
    auto* dialog = m_window->findChild<QInputDialog*>();
    QVERIFY(dialog);
    dialog->setTextValue(u"lost"_s);
    dialog->accept();
    QTRY_COMPARE(m_window->location().scope.group, u"lost"_s);
    QVERIFY(m_window->location().scope.filter.isEmpty());
    QTRY_COMPARE(rows(), 1);
    QCOMPARE(groupsOf(groups)->size(), std::size_t(3));
    m_window.reset(); // before the groups
}

QTEST_MAIN(TestWindowFilters)
#include "tst_window_filters.moc"

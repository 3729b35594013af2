// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/ui/fake_capture.h"
#include "tests/ui/shop_requests.h"
#include "ui/frame/main_window.h"
#include "ui/frame/nav_rail.h"
#include "ui/frame/trace_tabs.h"
#include "ui/frame/trace_with_map.h"
#include "ui/inspector/inspector.h"
#include "ui/trace/timeline_canvas.h"
#include "ui/traces/trace_list_model.h"
#include "ui/traces/traces_page.h"

#include <QAbstractButton>
#include <QApplication>
#include <QPlainTextEdit>
#include <QTabBar>
#include <QTest>

using namespace fluoroscope;
using namespace fluoroscope::test;

class TestTraceTabs : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void hasNoStripWhileOneTraceIsOpen();
    void opensApartBehindWhatIsShown();
    void namesATabFromTheListBeforeItIsSeen();
    void keepsTheSelectionOfEachTab();
    void walksTheTabsByKeysAndBackThroughHistory();
    void closesATabAndShowsItsNeighbour();
    void goesToTheListWhenTheLastIsClosed();
    void offersTheOpenTracesInTheRail();
    void anotherTraceMayComeWhileTheKeysAreInTheInspector();

private:
    [[nodiscard]] TraceTabs* tabs() const { return m_window->findChild<TraceTabs*>(); }
    [[nodiscard]] QTabBar* strip() const { return tabs()->findChild<QTabBar*>({}, Qt::FindDirectChildrenOnly); }
    [[nodiscard]] bool isRead() const { return tabs()->currentPage()->trace() != nullptr; }

    std::unique_ptr<FakeTraceSource> m_source;
    std::unique_ptr<FakeCapture> m_capture;
    Settings m_settings; // remembers nothing
    std::unique_ptr<MainWindow> m_window;
    std::vector<TraceId> m_ids;
};

void TestTraceTabs::init()
{
    Theme::current().apply(*qApp, Scheme::Light);
    m_source = std::make_unique<FakeTraceSource>();
    m_capture = std::make_unique<FakeCapture>();
    m_ids = addFiveTraces(*m_source, now());
    m_window = std::make_unique<MainWindow>(SessionPorts{*m_source, m_capture.get()}, m_settings);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    m_window->openTrace(m_ids[0]);
    QTRY_VERIFY(isRead());
}

void TestTraceTabs::cleanup()
{
    m_window.reset();
}

void TestTraceTabs::hasNoStripWhileOneTraceIsOpen()
{
    QVERIFY(!strip()->isVisible());
    m_window->openTrace(m_ids[1]); // in place of the first
    QTRY_VERIFY(isRead());
    QCOMPARE(tabs()->count(), 1);
    QCOMPARE(tabs()->currentPage()->trace()->id, m_ids[1]);
}

void TestTraceTabs::opensApartBehindWhatIsShown()
{
    m_window->openTraceApart(m_ids[1]);
    QVERIFY(strip()->isVisible());
    QCOMPARE(tabs()->count(), 2);
    QCOMPARE(m_window->location().trace, m_ids[0]);
    m_window->openTraceApart(m_ids[1]); // has one
    QCOMPARE(tabs()->count(), 2);

    QTest::mouseClick(strip(), Qt::LeftButton, {}, strip()->tabRect(1).center());
    QCOMPARE(m_window->location().trace, m_ids[1]);
    QTRY_VERIFY(isRead());
    QCOMPARE(strip()->tabText(1), tabs()->currentPage()->subject());
    QVERIFY(!strip()->tabText(1).isEmpty());
}

void TestTraceTabs::namesATabFromTheListBeforeItIsSeen()
{
    m_window->openPage(PageKind::Traces);
    const auto* page = m_window->findChild<TracesPage*>();
    QTRY_COMPARE(page->findChild<TraceListModel*>()->rowCount(), 5);
    m_window->openTraceApart(m_ids[1]);
    const QString named = strip()->tabText(1);
    m_window->openTrace(m_ids[1]);
    QTRY_VERIFY(isRead());
    QCOMPARE(named, tabs()->currentPage()->subject());
}

void TestTraceTabs::keepsTheSelectionOfEachTab()
{
    const int last = static_cast<int>(tabs()->currentPage()->trace()->segments.size()) - 1;
    tabs()->currentPage()->selectSegment(last);
    m_window->openTraceApart(m_ids[1]);
    m_window->openTrace(m_ids[1]);
    QTRY_VERIFY(isRead());
    QVERIFY(last != tabs()->currentPage()->currentSegment());
    m_window->openTrace(m_ids[0]);
    QVERIFY(isRead()); // at once: it was read
    QCOMPARE(tabs()->currentPage()->currentSegment(), last);
}

void TestTraceTabs::walksTheTabsByKeysAndBackThroughHistory()
{
    m_window->openTraceApart(m_ids[1]);
    m_window->openTraceApart(m_ids[2]);
    QTest::keyClick(m_window.get(), Qt::Key_PageDown, Qt::ControlModifier);
    QCOMPARE(m_window->location().trace, m_ids[1]);
    QTest::keyClick(m_window.get(), Qt::Key_PageUp, Qt::ControlModifier);
    QTest::keyClick(m_window.get(), Qt::Key_PageUp, Qt::ControlModifier);
    QCOMPARE(m_window->location().trace, m_ids[2]); // around the end
    QTest::keyClick(m_window.get(), Qt::Key_Left, Qt::AltModifier);
    QCOMPARE(m_window->location().trace, m_ids[0]);
    QCOMPARE(strip()->currentIndex(), 0);
    QCOMPARE(tabs()->count(), 3);
}

void TestTraceTabs::closesATabAndShowsItsNeighbour()
{
    m_window->openTraceApart(m_ids[1]);
    m_window->openTraceApart(m_ids[2]);
    m_window->openTrace(m_ids[1]);
    QTest::keyClick(m_window.get(), Qt::Key_W, Qt::ControlModifier);
    QCOMPARE(tabs()->count(), 2);
    QCOMPARE(m_window->location().trace, m_ids[2]);
    QTest::mouseClick(strip(), Qt::MiddleButton, {}, strip()->tabRect(0).center()); // not the one that is shown
    QCOMPARE(tabs()->count(), 1);
    QCOMPARE(m_window->location().trace, m_ids[2]);
    QVERIFY(!strip()->isVisible());
}

void TestTraceTabs::goesToTheListWhenTheLastIsClosed()
{
    QTest::keyClick(m_window.get(), Qt::Key_W, Qt::ControlModifier);
    QCOMPARE(m_window->location().page, PageKind::Traces);
    QTest::keyClick(m_window.get(), Qt::Key_W, Qt::ControlModifier); // nothing is left to close
    QCOMPARE(tabs()->count(), 0);
    m_window->openTrace(m_ids[3]);
    QTRY_VERIFY(isRead());
}

void TestTraceTabs::offersTheOpenTracesInTheRail()
{
    const auto buttons = m_window->findChild<NavRail*>()->findChildren<QAbstractButton*>();
    QAbstractButton* open = buttons.last();
    QVERIFY(open->isVisible() && open->isChecked());
    m_window->openTraceApart(m_ids[1]);
    QCOMPARE(open->accessibleName(), QStringLiteral("2 open traces"));
    m_window->openPage(PageKind::Map);
    QTest::mouseClick(open, Qt::LeftButton);
    QCOMPARE(m_window->location().trace, m_ids[0]);
    m_window->openPage(PageKind::Map);
    QTest::keyClick(m_window.get(), Qt::Key_3, Qt::ControlModifier);
    QCOMPARE(m_window->location().trace, m_ids[0]);
}

void TestTraceTabs::anotherTraceMayComeWhileTheKeysAreInTheInspector()
{
    const auto* page = tabs()->currentPage();
    auto* inspector = page->findChild<Inspector*>();
    inspector->setCurrentTab(Inspector::Raw);
    auto* raw = inspector->findChild<QPlainTextEdit*>();
    QTRY_VERIFY(raw->isVisible());
    raw->setFocus();
    QVERIFY(raw->hasFocus());
    m_window->openTrace(m_ids[1]);
    QTRY_VERIFY(isRead() && tabs()->currentPage()->trace()->id == m_ids[1]);
    QVERIFY(tabs()->currentPage()->timeline()->hasFocus());
    QCOMPARE(tabs()->currentPage()->currentSegment(), tabs()->currentPage()->timeline()->current().segment);
}

QTEST_MAIN(TestTraceTabs)
#include "tst_trace_tabs.moc"

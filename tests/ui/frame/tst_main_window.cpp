// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/trace/trace_assembly.h"
#include "tests/ui/fake_capture.h"
#include "tests/ui/shop_requests.h"
#include "ui/filter/filter_bar.h"
#include "ui/frame/activity_strip.h"
#include "ui/frame/empty_state.h"
#include "ui/frame/figure_label.h"
#include "ui/frame/main_window.h"
#include "ui/frame/page_message.h"
#include "ui/frame/tool_row.h"
#include "ui/frame/trace_tabs.h"
#include "ui/frame/trace_with_map.h"
#include "ui/inspector/elided_label.h"
#include "ui/map/map_canvas.h"
#include "ui/map/map_page.h"
#include "ui/trace/timeline_canvas.h"
#include "ui/traces/trace_list_model.h"
#include "ui/traces/trace_list_view.h"
#include "ui/traces/traces_page.h"

#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <condition_variable>

using namespace Qt::StringLiterals;
using namespace fluoroscope;
using namespace fluoroscope::test;

class TestMainWindow : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void saysHowToSendTheFirstSegmentWhileNothingCame();
    void showsTheMapAsSoonAsSomethingComes();
    void offersAnotherPortWhereTheAddressIsTaken();
    void switchesPagesByKey();
    void givesTheKeysToThePageFromTheStart();
    void triesAgainWhatCouldNotBeRead();
    void showsTheTopOfALargeTraceWhileItReadsTheRest();
    void keepsTheKeysWithThePageWhileItLoads();
    void opensATraceFromTheListAndGoesBack();
    void opensAPastedHeader();
    void saysSoWhereAPastedTraceIsNotThere();
    void standsStillWhilePausedAndCountsWhatWaits();
    void choosesARangeOnTheStripByKeysAndFollowsAgain();
    void pausingMovesNothingInTheToolRow();
    void showsASessionOfOneOldTrace();
    void goingLiveKeepsAChosenRangeInTheHistory();
    void showsAllOfAnOpenedFileAndDoesNotCallItLive();
    void onlyLinksOfTheStatusBarAreClicked();
    void offersEverythingWhereTheRangeIsEmpty();
    void switchesTheThemeByKey();
    void runsACommandByAFewOfItsLetters();

private:
    template <typename T> [[nodiscard]] bool shows() const { return qobject_cast<T*>(m_window->content()) != nullptr; }
    [[nodiscard]] TraceListView* list() const { return m_window->findChild<TraceListView*>(); }
    void openWindow();

    std::unique_ptr<FakeTraceSource> m_source;
    std::unique_ptr<FakeCapture> m_capture;
    Settings m_settings; // remembers nothing
    std::unique_ptr<MainWindow> m_window;
    std::vector<TraceId> m_ids;
};

void TestMainWindow::init()
{
    Theme::current().apply(*qApp, Scheme::Light);
    m_source = std::make_unique<FakeTraceSource>();
    m_capture = std::make_unique<FakeCapture>();
}

void TestMainWindow::cleanup()
{
    m_window.reset();
    m_ids.clear();
}

void TestMainWindow::openWindow()
{
    m_window = std::make_unique<MainWindow>(SessionPorts{*m_source, m_capture.get()}, m_settings);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void TestMainWindow::saysHowToSendTheFirstSegmentWhileNothingCame()
{
    openWindow();
    QVERIFY(shows<EmptyState>());
}

void TestMainWindow::showsTheMapAsSoonAsSomethingComes()
{
    m_capture->onTestSegment = [this] {
        addRequest(*m_source, now(), 9, 200, std::chrono::milliseconds(20));
        m_source->announce(); // on a query thread, as from the session's own
    };
    openWindow();
    QTest::keyClick(m_window.get(), Qt::Key_T, Qt::ControlModifier);
    QTRY_VERIFY(shows<MapPage>());
    QTRY_VERIFY(m_window->findChild<MapPage*>()->canvas()->scene().nodes().size() >= 2);
}

void TestMainWindow::offersAnotherPortWhereTheAddressIsTaken()
{
    m_capture->shown.listening = false;
    m_capture->shown.problem = u"Port 2000 is in use by xray (pid 7)."_s;
    openWindow();
    QPushButton* other = nullptr;
    for (auto* button : m_window->content()->findChildren<QPushButton*>()) {
        if (button->text() == u"Use another port") {
            other = button;
        }
    }
    QVERIFY(other && other->isVisible());
    QTest::mouseClick(other, Qt::LeftButton);
    QTRY_VERIFY(!other->isVisible());
    QVERIFY(m_capture->status().listening);
}

void TestMainWindow::switchesPagesByKey()
{
    m_ids = addFiveTraces(*m_source, now());
    openWindow();
    QTRY_VERIFY(shows<MapPage>());
    QTest::keyClick(m_window.get(), Qt::Key_2, Qt::ControlModifier);
    QTRY_VERIFY(shows<TracesPage>());
    QTest::keyClick(m_window.get(), Qt::Key_1, Qt::ControlModifier);
    QTRY_VERIFY(shows<MapPage>());
    QTest::keyClick(m_window.get(), Qt::Key_Left, Qt::AltModifier);
    QTRY_VERIFY(shows<TracesPage>());
}

// Holds questions up until it is opened, or they are withdrawn.
class Gate {
public:
    void pass(const std::stop_token& stop)
    {
        std::unique_lock lock(m_lock);
        m_wake.wait(lock, stop, [this] { return m_open; });
    }
    void open()
    {
        const std::scoped_lock lock(m_lock);
        m_open = true;
        m_wake.notify_all();
    }

private:
    std::mutex m_lock;
    std::condition_variable_any m_wake;
    bool m_open = false;
};

// Answers questions for the map when it is let.
class SlowMapSource : public FakeTraceSource {
public:
    Result<ServiceGraph> serviceGraph(const TraceSelection& selection, std::stop_token stop) override
    {
        m_gate.pass(stop);
        return FakeTraceSource::serviceGraph(selection, stop);
    }
    void openUp() { m_gate.open(); }

private:
    Gate m_gate;
};

void TestMainWindow::keepsTheKeysWithThePageWhileItLoads()
{
    auto source = std::make_unique<SlowMapSource>();
    SlowMapSource& slow = *source;
    m_source = std::move(source);
    m_ids = addFiveTraces(*m_source, now());
    openWindow();
    QTRY_VERIFY(shows<PageMessage>());
    QCOMPARE(m_window->focusWidget(), m_window->content());
    slow.openUp();
    QTRY_VERIFY(shows<MapPage>());
    QVERIFY(m_window->content()->isAncestorOf(m_window->focusWidget()));
}

// Nothing can be read of it until it is mended.
class BrokenSource : public FakeTraceSource {
public:
    Result<TracePage> traces(const TraceQuery& query, std::stop_token stop) override
    {
        return m_broken ? problem() : FakeTraceSource::traces(query, stop);
    }
    Result<Trace> trace(const TraceId& id, std::stop_token stop) override
    {
        return m_broken ? problem() : FakeTraceSource::trace(id, stop);
    }
    Result<TraceStatistics> statistics(const TraceSelection& selection, qint64 most, std::stop_token stop) override
    {
        return m_broken ? problem() : FakeTraceSource::statistics(selection, most, stop);
    }
    void setBroken(bool broken) { m_broken = broken; }

private:
    static tl::unexpected<Error> problem() { return failure(u"The file is gone."_s); }
    std::atomic<bool> m_broken = true;
};

void TestMainWindow::triesAgainWhatCouldNotBeRead()
{
    auto source = std::make_unique<BrokenSource>();
    BrokenSource& broken = *source;
    m_source = std::move(source);
    m_ids = addFiveTraces(*m_source, now());
    openWindow();
    const auto button = [this]() -> QPushButton* {
        for (auto* candidate : m_window->content()->findChildren<QPushButton*>()) {
            if (candidate->isVisible() && candidate->text() == u"Try again"_s) {
                return candidate;
            }
        }
        return nullptr;
    };
    QTest::keyClick(m_window.get(), Qt::Key_2, Qt::ControlModifier);
    QTRY_VERIFY(shows<PageMessage>() && button());
    broken.setBroken(false);
    QTest::mouseClick(button(), Qt::LeftButton);
    QTRY_VERIFY(shows<TracesPage>());
    QTRY_VERIFY(!button()); // the refiners are counted, too

    broken.setBroken(true);
    m_window->openTrace(m_ids[0]);
    QTRY_VERIFY(button());
    broken.setBroken(false);
    QTest::mouseClick(button(), Qt::LeftButton);
    QTRY_VERIFY(m_window->content()->findChild<TimelineCanvas*>()->isVisible());
    QVERIFY(!button());
}

// Reads the rest of a trace only when it is told to.
class LargeTraceSource : public FakeTraceSource {
public:
    Result<Trace> traceTop(const TraceId& id, qint64 /*bytes*/, std::stop_token stop) override
    {
        return FakeTraceSource::trace(id, stop).map([](Trace whole) {
            std::vector<std::shared_ptr<const TraceDocument>> first;
            for (SegmentDocument& content : readSegmentDocuments(whole.documents.front()).documents) {
                first.push_back(
                    std::make_shared<const TraceDocument>(TraceDocument{std::move(content), whole.documents.front()}));
            }
            Trace top = assembleTrace(whole.id, first);
            top.leftOut = whole.revision - top.revision;
            return top;
        });
    }
    Result<Trace> trace(const TraceId& id, std::stop_token stop) override
    {
        m_gate.pass(stop);
        return FakeTraceSource::trace(id, stop);
    }
    Result<int> traceRevision(const TraceId& id, std::stop_token stop) override
    {
        return FakeTraceSource::trace(id, stop).map([](const Trace& trace) { return trace.revision; });
    }
    void openUp() { m_gate.open(); }

private:
    Gate m_gate;
};

void TestMainWindow::showsTheTopOfALargeTraceWhileItReadsTheRest()
{
    auto source = std::make_unique<LargeTraceSource>();
    LargeTraceSource& large = *source;
    m_source = std::move(source);
    m_ids = addFiveTraces(*m_source, now());
    openWindow();
    m_window->openTrace(m_ids[0]);
    const auto trace = [this] {
        const auto* page = m_window->findChild<TraceWithMap*>();
        return page ? page->trace() : nullptr;
    };
    const auto reading = [this] {
        const auto labels = m_window->content()->findChildren<ElidedLabel*>();
        return std::any_of(labels.begin(), labels.end(), [](const ElidedLabel* label) {
            return label->isVisible() && label->accessibleName().contains(u"Reading 1 more document…"_s);
        });
    };
    QTRY_VERIFY(trace());
    QCOMPARE(trace()->leftOut, 1);
    QVERIFY(reading());
    const int call = 2; // the call of service-b, whose own document is not read yet
    m_window->findChild<TraceWithMap*>()->selectSegment(call);
    const SegmentId selected = trace()->segments[call].id;
    large.openUp();
    QTRY_COMPARE(trace()->leftOut, 0);
    QCOMPARE(trace()->documents.size(), std::size_t(2));
    QVERIFY(!reading());
    const auto current = static_cast<std::size_t>(m_window->findChild<TraceWithMap*>()->currentSegment());
    QCOMPARE(trace()->segments[current].id, selected);
}

void TestMainWindow::givesTheKeysToThePageFromTheStart()
{
    m_ids = addFiveTraces(*m_source, now());
    openWindow();
    QTRY_VERIFY(shows<MapPage>());
    QVERIFY(m_window->focusWidget() && m_window->content()->isAncestorOf(m_window->focusWidget()));
    QTest::keyClick(m_window.get(), Qt::Key_2, Qt::ControlModifier);
    QTRY_VERIFY(shows<TracesPage>());
    QVERIFY(m_window->content()->isAncestorOf(m_window->focusWidget()));
}

void TestMainWindow::opensATraceFromTheListAndGoesBack()
{
    m_ids = addFiveTraces(*m_source, now());
    openWindow();
    m_window->openPage(PageKind::Traces);
    QTRY_VERIFY(list() && list()->model()->rowCount() == 5);
    list()->setFocus();
    QTest::keyClick(list(), Qt::Key_Home);
    QTest::keyClick(list(), Qt::Key_Down);
    QTest::keyClick(list(), Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QApplication::clipboard()->text(), m_ids[3].toString());
    QTest::keyClick(list(), Qt::Key_Return);
    QTRY_VERIFY(shows<TraceTabs>());
    QCOMPARE(m_window->location().trace, m_ids[3]);
    QTRY_VERIFY(m_window->findChild<TraceWithMap*>()->trace());
    QTest::keyClick(m_window.get(), Qt::Key_Left, Qt::AltModifier);
    QTRY_VERIFY(shows<TracesPage>());
    QCOMPARE(list()->selectedTrace(), std::optional(m_ids[3])); // still where one was
}

void TestMainWindow::opensAPastedHeader()
{
    m_ids = addFiveTraces(*m_source, now());
    openWindow();
    QApplication::clipboard()->setText(
        u"X-Amzn-Trace-Id: Root=%1;Parent=53995c3f42cd8ad8;Sampled=1"_s.arg(m_ids[0].toString()));
    QTest::keyClick(m_window.get(), Qt::Key_V, Qt::ControlModifier);
    QTRY_VERIFY(shows<TraceTabs>());
    QCOMPARE(m_window->location().trace, m_ids[0]);
}

void TestMainWindow::saysSoWhereAPastedTraceIsNotThere()
{
    m_ids = addFiveTraces(*m_source, now());
    openWindow();
    m_window->openTrace(*TraceId::fromString(u"1-5759e988-bd862e3fe1be46a994272793"));
    QTRY_VERIFY(shows<TraceTabs>());
    QVERIFY(!m_window->findChild<TraceWithMap*>()->trace());
}

void TestMainWindow::standsStillWhilePausedAndCountsWhatWaits()
{
    m_ids = addFiveTraces(*m_source, now() - std::chrono::minutes(5));
    addRequest(*m_source, now() + std::chrono::minutes(5), 7, 200, std::chrono::milliseconds(5)); // by its own clock
    openWindow();
    m_window->openPage(PageKind::Traces);
    QTRY_VERIFY(list() && list()->model()->rowCount() == 6);
    QTRY_VERIFY(m_window->findChild<ActivityStrip*>()->grid().range != TimeRange{});
    const QSignalSpy answered(m_window->findChild<TraceListModel*>(), &TraceListModel::answered);
    QTest::keyClick(m_window.get(), Qt::Key_L, Qt::ControlModifier);
    QVERIFY(!m_window->location().scope.isLive());
    QTRY_VERIFY(!answered.isEmpty()); // what is asked for at the pause must not hold what comes after it
    addRequest(*m_source, now(), 6, 200, std::chrono::milliseconds(5));
    m_source->announce();
    const auto waits = [this] {
        const auto labels = m_window->findChildren<FigureLabel*>();
        return std::any_of(labels.begin(), labels.end(), [](const FigureLabel* label) {
            return label->isVisible() && label->accessibleName() == u"1 new trace waits";
        });
    };
    QTRY_VERIFY(waits());
    QCOMPARE(list()->model()->rowCount(), 6);
    QTest::keyClick(m_window.get(), Qt::Key_L, Qt::ControlModifier);
    QTRY_COMPARE(list()->model()->rowCount(), 7);
    QVERIFY(!waits());
}

void TestMainWindow::choosesARangeOnTheStripByKeysAndFollowsAgain()
{
    m_ids = addFiveTraces(*m_source, now());
    openWindow();
    auto* strip = m_window->findChild<ActivityStrip*>();
    QTRY_VERIFY(strip->grid().range != TimeRange{});
    strip->setFocus(Qt::TabFocusReason);
    QTest::keyClick(strip, Qt::Key_Left, Qt::ShiftModifier);
    QTest::keyClick(strip, Qt::Key_Left, Qt::ShiftModifier);
    QTest::keyClick(strip, Qt::Key_Return);
    QVERIFY(m_window->location().scope.fixed);
    QCOMPARE(m_window->location().scope.fixed->end - m_window->location().scope.fixed->begin, 3 * strip->grid().step);
    QTest::keyClick(strip, Qt::Key_Escape);
    QVERIFY(m_window->location().scope.isLive());
    QTest::keyClick(m_window.get(), Qt::Key_Left, Qt::AltModifier);
    QVERIFY(m_window->location().scope.fixed);
}

void TestMainWindow::goingLiveKeepsAChosenRangeInTheHistory()
{
    m_ids = addFiveTraces(*m_source, now());
    openWindow();
    const TimeRange chosen{now() - std::chrono::minutes(10), now() - std::chrono::minutes(2)};
    m_window->setRange(chosen, {});
    m_window->toggleLive();
    QVERIFY(m_window->location().scope.isLive());
    m_window->goBack();
    QCOMPARE(m_window->location().scope.fixed, std::optional(chosen));
    m_window->goForward();
    // A pause is no place to go back to.
    m_window->toggleLive();
    m_window->toggleLive();
    m_window->goBack();
    QCOMPARE(m_window->location().scope.fixed, std::optional(chosen));
}

void TestMainWindow::showsAllOfAnOpenedFileAndDoesNotCallItLive()
{
    const QTemporaryDir folder;
    Settings settings(folder.filePath(u"settings.ini"_s));
    settings.setSpan(std::chrono::minutes(5));
    m_window = std::make_unique<MainWindow>(SessionPorts{.source = *m_source, .isLookedAt = true}, settings);
    m_window->show();
    QCOMPARE(m_window->location().scope.span, Duration::zero());
    const auto shows = [this](const QString& text) {
        const auto buttons = m_window->findChildren<QPushButton*>();
        return std::any_of(
            buttons.begin(), buttons.end(), [&](const QPushButton* button) { return button->text() == text; });
    };
    QVERIFY(shows(u"Following"_s));
    QVERIFY(!shows(u"Live"_s));
    // It is read in while the window is there.
    m_ids = {addRequest(*m_source, now() - std::chrono::hours(72), 1, 200, std::chrono::milliseconds(20))};
    m_source->announce();
    m_window->openPage(PageKind::Traces);
    QTRY_VERIFY(list() && list()->model()->rowCount() == 1);
    m_window->close();
    QCOMPARE(settings.span(), Duration(std::chrono::minutes(5))); // the next session that receives is another matter
    m_window.reset(); // before its settings
}

void TestMainWindow::pausingMovesNothingInTheToolRow()
{
    ToolRow tools(nullptr);
    tools.resize(900, 32);
    tools.show();
    const auto filterLeft = [&] {
        QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest);
        return tools.findChild<FilterBar*>()->x();
    };
    const int before = filterLeft();
    const Timestamp noon{std::chrono::milliseconds(QDateTime(QDate::currentDate(), {12, 0}).toMSecsSinceEpoch())};
    tools.setScope(Scope().frozenAt(noon));
    QCOMPARE(filterLeft(), before);
    tools.setScope(Scope().over(std::chrono::minutes(5)).frozenAt(noon)); // with seconds
    QCOMPARE(filterLeft(), before);
}

void TestMainWindow::showsASessionOfOneOldTrace()
{
    const Timestamp start = now() - std::chrono::hours(24);
    m_ids = {addRequest(*m_source, start, 1, 200, std::chrono::milliseconds(20))};
    openWindow();
    QTRY_COMPARE(m_window->location().scope.span, Duration::zero());
    QTRY_VERIFY(shows<MapPage>());
    auto* strip = m_window->findChild<ActivityStrip*>();
    QTRY_VERIFY(strip->grid().range.contains(start));
    const TimeRange drawn = strip->grid().range;
    QVERIFY(drawn.end - drawn.begin >= std::chrono::minutes(1)); // one bar, with time around it
}

void TestMainWindow::onlyLinksOfTheStatusBarAreClicked()
{
    openWindow();
    int others = 0;
    for (auto* label : m_window->findChildren<FigureLabel*>()) {
        if (label->isVisible() && label->focusPolicy() == Qt::NoFocus) {
            const QSignalSpy clicked(label, &FigureLabel::clicked);
            QTest::mouseClick(label, Qt::LeftButton);
            QCOMPARE(clicked.size(), 0);
            ++others;
        }
    }
    QVERIFY(others > 1); // where it receives, and the session's name
    QVERIFY(!QApplication::activeModalWidget());
}

void TestMainWindow::offersEverythingWhereTheRangeIsEmpty()
{
    m_ids = addFiveTraces(*m_source, now() - std::chrono::minutes(10));
    openWindow();
    m_window->setSpan(std::chrono::minutes(5));
    const auto all = [this] {
        const auto buttons = m_window->content()->findChildren<QPushButton*>();
        const auto found = std::ranges::find_if(buttons, &QPushButton::isVisible);
        return found == buttons.end() ? nullptr : *found;
    };
    QTRY_VERIFY(shows<PageMessage>() && all()); // it may have said before that it loads
    QTest::mouseClick(all(), Qt::LeftButton);
    QTRY_VERIFY(shows<MapPage>());
}

void TestMainWindow::switchesTheThemeByKey()
{
    openWindow();
    QTest::keyClick(m_window.get(), Qt::Key_D, Qt::ControlModifier | Qt::AltModifier);
    QVERIFY(Theme::current().isDark());
    QTRY_COMPARE(m_window->palette().color(QPalette::Window), Theme::color(Role::Background, true));
}

void TestMainWindow::runsACommandByAFewOfItsLetters()
{
    m_ids = addFiveTraces(*m_source, now());
    openWindow();
    QTRY_VERIFY(shows<MapPage>());
    auto* map = m_window->findChild<MapCanvas*>();
    map->setFocus();
    QTest::keyClick(m_window.get(), Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
    auto* typed = m_window->findChild<QWidget*>(u"palette"_s)->findChild<QLineEdit*>();
    QTest::keyClicks(typed, u"qqq"_s); // no command's
    QTest::keyClick(typed, Qt::Key_Return);
    QVERIFY(typed->hasFocus());
    QTest::keyClick(typed, Qt::Key_Escape);
    QVERIFY(map->hasFocus());
    QTRY_VERIFY(!m_window->findChild<QWidget*>(u"palette"_s));
    QTest::keyClick(m_window.get(), Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
    QPointer<QWidget> palette = m_window->findChild<QWidget*>(u"palette"_s);
    QVERIFY(palette);
    auto* edit = palette->findChild<QLineEdit*>();
    QTRY_VERIFY(edit->hasFocus());
    QTest::keyClicks(edit, u"vw: trcs"_s);
    QTest::keyClick(edit, Qt::Key_Return);
    QTRY_VERIFY(shows<TracesPage>());
    QTRY_VERIFY(!palette);
}

QTEST_MAIN(TestMainWindow)
#include "tst_main_window.moc"

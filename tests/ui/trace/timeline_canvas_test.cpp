// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/ui/trace/sample_traces.h"
#include "ui/inspector/segment_copies.h"
#include "ui/trace/minimap.h"
#include "ui/trace/timeline_canvas.h"
#include "ui/trace/timeline_facts.h"

#include <QAccessible>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QMenu>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

using namespace fluoroscope;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

// A canvas of its own world: it can be clicked by row.
struct Timeline {
    explicit Timeline(std::shared_ptr<const Trace> trace = assembled(shopDocuments()))
    {
        canvas.resize(900, 400);
        zoom.setTotal(trace->duration());
        zoom.fit();
        canvas.setTrace(std::move(trace));
        canvas.show();
        canvas.setFocus();
    }

    void clickRow(int row, int x = 150)
    {
        QTest::mouseClick(canvas.viewport(), Qt::LeftButton, {}, {x, canvas.layout().rowRect(row).center().y()});
    }
    void press(int key, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(&canvas, Qt::Key(key), modifiers); }
    [[nodiscard]] int row() const { return canvas.rows().indexOf(canvas.current()); }
    [[nodiscard]] QString name() const { return canvas.rows().segment(canvas.current()).name; }

    TimeZoom zoom;
    TimelineCanvas canvas{zoom};
};

int pixelsOf(const QImage& image, const QColor& color)
{
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            count += image.pixelColor(x, y) == color ? 1 : 0;
        }
    }
    return count;
}

} // namespace

class TimelineCanvasTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { Theme::current().apply(*qApp, Scheme::Light); }

    void aClickSelectsAndSaysSo()
    {
        Timeline timeline;
        QSignalSpy selected(&timeline.canvas, &TimelineCanvas::segmentSelected);
        timeline.clickRow(3);
        QCOMPARE(timeline.name(), u"stock.internal"_s);
        QCOMPARE(selected.count(), 1);
        QCOMPARE(selected.first().first().toInt(), timeline.canvas.current().segment);
    }

    void aSelectionFromOutsideIsNotReportedBack()
    {
        Timeline timeline;
        QSignalSpy selected(&timeline.canvas, &TimelineCanvas::segmentSelected);
        timeline.canvas.setCurrentSegment(2);
        QCOMPARE(timeline.canvas.current().segment, 2);
        QCOMPARE(selected.count(), 0);
    }

    void aHeaderStandsForTheFirstSegmentOfItsService()
    {
        Timeline timeline;
        timeline.clickRow(3);
        QSignalSpy selected(&timeline.canvas, &TimelineCanvas::segmentSelected);
        timeline.press(Qt::Key_Home);
        QVERIFY(timeline.canvas.current().isHeader());
        QCOMPARE(selected.size(), 1);
        QCOMPARE(
            selected.first().first().toInt(), timeline.canvas.rows().group(timeline.canvas.current()).segments.front());
    }

    void arrowsHomeAndEndWalkTheRows()
    {
        Timeline timeline;
        timeline.clickRow(1);
        timeline.press(Qt::Key_Down);
        QCOMPARE(timeline.row(), 2);
        timeline.press(Qt::Key_Up);
        timeline.press(Qt::Key_Up);
        timeline.press(Qt::Key_Up);
        QCOMPARE(timeline.row(), 0);
        timeline.press(Qt::Key_End);
        QCOMPARE(timeline.row(), timeline.canvas.rows().count() - 1);
        timeline.press(Qt::Key_Home);
        QCOMPARE(timeline.row(), 0);
    }

    void leftFoldsThenLeavesAndRightUnfoldsThenEnters()
    {
        Timeline timeline;
        timeline.clickRow(4); // retry
        timeline.press(Qt::Key_Left);
        QCOMPARE(timeline.name(), u"stock.internal"_s);
        timeline.press(Qt::Key_Left);
        QVERIFY(!timeline.canvas.rows().isExpanded(timeline.canvas.current()));
        QCOMPARE(timeline.canvas.rows().count(), 11);
        timeline.press(Qt::Key_Right);
        QCOMPARE(timeline.canvas.rows().count(), 12);
        timeline.press(Qt::Key_Right);
        QCOMPARE(timeline.name(), u"retry"_s);
    }

    void theTriangleFoldsAndTheFoldBecomesCurrent()
    {
        Timeline timeline;
        timeline.clickRow(4);
        const QRect triangle = timeline.canvas.layout().triangle(1, 1);
        QTest::mouseClick(timeline.canvas.viewport(), Qt::LeftButton, {}, triangle.center());
        QCOMPARE(timeline.canvas.rows().count(), 9);
        QCOMPARE(timeline.row(), 1);
    }

    void eGoesFromProblemToProblemAndUnfoldsThem()
    {
        Timeline timeline;
        timeline.canvas.setAllExpanded(false);
        timeline.clickRow(0);
        timeline.press(Qt::Key_E);
        QCOMPARE(timeline.canvas.rows().segment(timeline.canvas.current()).id.toString(), u"bbbbbbbbbbbbbbb2"_s);
        timeline.press(Qt::Key_E);
        QCOMPARE(timeline.canvas.rows().segment(timeline.canvas.current()).id.toString(), u"ccccccccccccccc1"_s);
        timeline.press(Qt::Key_E, Qt::ShiftModifier);
        QCOMPARE(timeline.canvas.rows().segment(timeline.canvas.current()).id.toString(), u"bbbbbbbbbbbbbbb2"_s);
    }

    void controlAndWheelZoomAboutTheCursorAndFFits()
    {
        Timeline timeline;
        const QPoint cursor(700, 100);
        const Duration under = timeline.canvas.layout().timeAt(cursor.x(), timeline.zoom.window());
        QWheelEvent wheel(cursor, timeline.canvas.viewport()->mapToGlobal(cursor), {}, {0, 240}, {},
            Qt::ControlModifier, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(timeline.canvas.viewport(), &wheel);
        QVERIFY(timeline.zoom.window().length() < timeline.zoom.total());
        const Duration after = timeline.canvas.layout().timeAt(cursor.x(), timeline.zoom.window());
        QVERIFY(std::abs((after - under).count()) <= 2);
        timeline.press(Qt::Key_F);
        QVERIFY(timeline.zoom.isFitted());
    }

    void draggingOverTheRulerZoomsToThatPiece()
    {
        Timeline timeline;
        const TimelineLayout layout = timeline.canvas.layout();
        const auto x = [&](Duration time) { return qRound(layout.x(time, timeline.zoom.window())); };
        const QPoint from(x(100ms), 10);
        const QPoint to(x(200ms), 10);
        QTest::mousePress(timeline.canvas.viewport(), Qt::LeftButton, {}, from);
        QTest::mouseMove(timeline.canvas.viewport(), to);
        QTest::mouseRelease(timeline.canvas.viewport(), Qt::LeftButton, {}, to);
        QVERIFY(std::abs((timeline.zoom.window().begin - 100ms).count()) < 2000);
        QVERIFY(std::abs((timeline.zoom.window().end - 200ms).count()) < 2000);
        QTest::mouseDClick(timeline.canvas.viewport(), Qt::LeftButton, {}, from);
        QVERIFY(timeline.zoom.isFitted());
    }

    void theDividerMovesTheColumns()
    {
        Timeline timeline;
        const int before = timeline.canvas.layout().nameWidth();
        QTest::mousePress(timeline.canvas.viewport(), Qt::LeftButton, {}, {before, 10});
        QTest::mouseMove(timeline.canvas.viewport(), {before + 60, 10});
        QTest::mouseRelease(timeline.canvas.viewport(), Qt::LeftButton, {}, {before + 60, 10});
        QCOMPARE(timeline.canvas.layout().nameWidth(), before + 60);
    }

    void aGrownTraceKeepsSelectionScrollingAndZoom()
    {
        Timeline timeline(longTrace(500));
        timeline.canvas.setCurrentSegment(300);
        timeline.zoom.setWindow({100ms, 200ms});
        const int scrolled = timeline.canvas.verticalScrollBar()->value();
        QVERIFY(scrolled > 0);
        const auto grown = longTrace(600);
        timeline.canvas.setTrace(grown);
        timeline.zoom.setTotal(grown->duration());
        QCOMPARE(timeline.name(), u"step 300"_s);
        QCOMPARE(timeline.canvas.verticalScrollBar()->value(), scrolled);
        QCOMPARE(timeline.zoom.window(), (TimeWindow{100ms, 200ms}));
    }

    void aFaultOfAMicrosecondIsSeenInAHundredSeconds()
    {
        Timeline timeline(longTrace(100'000));
        timeline.press(Qt::Key_End);
        const QImage picture = timeline.canvas.viewport()->grab().toImage();
        const QRect bars = timeline.canvas.layout().barsArea();
        QVERIFY(
            pixelsOf(picture.copy(bars), Theme::current().color(Role::Fault)) >= 2 * TimelineLayout::kBarHeight / 2);

        TraceMinimap minimap(timeline.zoom);
        minimap.resize(900, 40);
        minimap.setTrace(longTrace(100'000));
        QVERIFY(pixelsOf(minimap.grab().toImage(), Theme::current().color(Role::Fault)) > 0);
    }

    void gFoldsRepeatsAndTheErrorWithinIsSeenAndReached()
    {
        const auto trace = assembled({repeatsDocument()});
        Timeline timeline(trace);
        QCOMPARE(rowName(timeline.canvas.rows(), timeline.canvas.rows().at(3)), u"DynamoDB ×6"_s);
        const auto faults = [&] {
            const QRect row = timeline.canvas.layout().rowRect(3);
            return pixelsOf(
                timeline.canvas.viewport()->grab(row).toImage().copy(timeline.canvas.layout().barsLeft(), 0, 900, 28),
                Theme::current().color(Role::Fault));
        };
        QVERIFY(faults() > 0);
        QSignalSpy selected(&timeline.canvas, &TimelineCanvas::segmentSelected);
        timeline.clickRow(3); // a run shows the first of the worst in it
        const int fault = trace->indexOf(*SegmentId::fromString(u"bbbbbbbbbbbbbb06"));
        QCOMPARE(selected.last().first().toInt(), fault);
        timeline.canvas.setCurrentSegment(1);
        timeline.canvas.setCurrentSegment(fault, false);
        QCOMPARE(timeline.row(), 3);
        timeline.clickRow(0);
        timeline.press(Qt::Key_E);
        QCOMPARE(timeline.canvas.rows().segment(timeline.canvas.current()).id.toString(), u"bbbbbbbbbbbbbb06"_s);
        QCOMPARE(timeline.row(), 7);
        timeline.press(Qt::Key_Left); // to the run, which stays unfolded
        QVERIFY(timeline.canvas.current().isRun());
        timeline.press(Qt::Key_Left);
        QCOMPARE(timeline.row(), 3);
        QVERIFY(!timeline.canvas.rows().isExpanded(timeline.canvas.current()));
        timeline.press(Qt::Key_G);
        QVERIFY(!timeline.canvas.options().foldRepeats);
        QCOMPARE(timeline.canvas.rows().segment(timeline.canvas.current()).id.toString(), u"bbbbbbbbbbbbbb02"_s);
        timeline.press(Qt::Key_G);
        QVERIFY(timeline.canvas.options().foldRepeats);
    }

    void rRootsHereAndBackspaceAndEscapeLeadBack()
    {
        const auto trace = assembled({repeatsDocument()});
        Timeline timeline(trace);
        QSignalSpy listed(&timeline.canvas, &TimelineCanvas::listingChanged);
        timeline.clickRow(4); // report
        timeline.press(Qt::Key_R);
        QCOMPARE(timeline.canvas.rows().count(), 4);
        QCOMPARE(timeline.zoom.window(), (TimeWindow{200ms, 800ms}));
        QVERIFY(timeline.zoom.isFitted());
        QCOMPARE(listed.count(), 1);
        timeline.press(Qt::Key_D); // nothing lies beyond
        QCOMPARE(timeline.zoom.window(), (TimeWindow{200ms, 800ms}));
        timeline.press(Qt::Key_Backspace);
        QCOMPARE(timeline.canvas.rows().segment(timeline.canvas.rows().root()).name, u"shop"_s);
        QCOMPARE(timeline.name(), u"report"_s);
        timeline.press(Qt::Key_Escape);
        QVERIFY(timeline.canvas.rows().root().isNull());
        QCOMPARE(timeline.zoom.bounds(), wholeWindow(trace->duration()));
    }

    void oAndTheHeadOfDurationSortSiblings()
    {
        Timeline timeline(assembled({repeatsDocument()}));
        timeline.clickRow(2);
        QCOMPARE(timeline.name(), u"quote"_s);
        timeline.press(Qt::Key_O);
        QCOMPARE(timeline.canvas.rows().segment(timeline.canvas.rows().at(2)).name, u"report"_s);
        QCOMPARE(timeline.name(), u"quote"_s); // what was current stays so
        QTest::mouseClick(
            timeline.canvas.viewport(), Qt::LeftButton, {}, timeline.canvas.layout().durationHead().center());
        QCOMPARE(timeline.canvas.rows().segment(timeline.canvas.rows().at(2)).name, u"quote"_s);
    }

    void aRectangleOverTheBarsChoosesWhatItTouches()
    {
        const auto trace = assembled({repeatsDocument()});
        Timeline timeline(trace);
        QSignalSpy chosen(&timeline.canvas, &TimelineCanvas::choiceChanged);
        const TimelineLayout layout = timeline.canvas.layout();
        const auto at = [&](Duration time, int row) {
            return QPoint(qRound(layout.x(time, timeline.zoom.window())), layout.rowRect(row).center().y());
        };
        const auto drag = [&](QPoint from, QPoint to) {
            QTest::mousePress(timeline.canvas.viewport(), Qt::LeftButton, {}, from);
            QTest::mouseMove(timeline.canvas.viewport(), (from + to) / 2);
            QTest::mouseMove(timeline.canvas.viewport(), to);
            QTest::mouseRelease(timeline.canvas.viewport(), Qt::LeftButton, {}, to);
        };
        drag(at(130ms, 2), at(350ms, 5)); // of the folded run those at 150, 250 and 300 ms; report; read
        QStringList ids;
        for (const std::int32_t segment : timeline.canvas.marks().chosen()) {
            ids << trace->segments[std::size_t(segment)].id.toString().right(4);
        }
        QCOMPARE(ids.join(u' '), u"bb03 bb04 cc01 bb05 bb06"_s);
        QVERIFY(chosen.count() > 0);
        QVERIFY(timeline.zoom.isFitted()); // no zoom, no pan
        timeline.press(Qt::Key_Escape);
        QVERIFY(timeline.canvas.marks().chosen().empty());
        drag({150, layout.rowRect(5).center().y()}, {180, layout.rowRect(7).center().y()}); // over the names: rows
        QCOMPARE(timeline.canvas.marks().chosen().size(), std::size_t(3));
    }

    void shiftAndArrowsChooseRows()
    {
        Timeline timeline(assembled({repeatsDocument()}));
        timeline.clickRow(2);
        timeline.press(Qt::Key_Down, Qt::ShiftModifier);
        QCOMPARE(timeline.row(), 3);
        QCOMPARE(timeline.canvas.marks().chosen().size(), std::size_t(7)); // quote, and six of a folded run
        timeline.press(Qt::Key_Up, Qt::ShiftModifier);
        QCOMPARE(timeline.canvas.marks().chosen().size(), std::size_t(1));
        timeline.press(Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(timeline.canvas.marks().chosen().size(), timeline.canvas.rows().trace()->segments.size());
        timeline.press(Qt::Key_Down);
        QVERIFY(timeline.canvas.marks().chosen().empty());
    }

    void theMenuSaysItsKeysAndDoesTheSame()
    {
        Timeline timeline(assembled({repeatsDocument()}));
        timeline.clickRow(4);
        QContextMenuEvent event(QContextMenuEvent::Keyboard, {10, 10}, {10, 10});
        QCoreApplication::sendEvent(timeline.canvas.viewport(), &event);
        auto* menu = timeline.canvas.findChild<QMenu*>();
        QVERIFY(menu);
        const auto entry = [&](const QString& text) -> QAction* {
            for (QAction* action : menu->actions()) {
                if (action->text().section(u'\t', 0, 0) == text) {
                    return action;
                }
            }
            return nullptr;
        };
        QCOMPARE(entry(u"Root here"_s)->text().section(u'\t', 1), u"R"_s);
        QVERIFY(entry(u"Fold repeated siblings"_s)->isChecked());
        QVERIFY(!entry(u"Whole trace"_s)->isEnabled());
        entry(u"Root here"_s)->trigger();
        QCOMPARE(timeline.canvas.rows().count(), 4);
        menu->close();
    }

    void theMenuCopiesWhatTheInspectorCopies()
    {
        Timeline timeline(assembled({repeatsDocument()}));
        timeline.canvas.setApiAddress(u"127.0.0.1:2000"_s);
        timeline.clickRow(3); // a run: what it shows is copied
        const auto copy = [&](const QString& text) {
            QGuiApplication::clipboard()->clear();
            QContextMenuEvent event(QContextMenuEvent::Keyboard, {10, 10}, {10, 10});
            QCoreApplication::sendEvent(timeline.canvas.viewport(), &event);
            auto* menu = timeline.canvas.findChild<QMenu*>();
            for (QAction* action : menu->actions()) {
                if (action->text() == text && action->isEnabled()) {
                    action->trigger();
                }
            }
            delete menu;
            return QGuiApplication::clipboard()->text();
        };
        const Trace& trace = *timeline.canvas.rows().trace();
        const std::int32_t shown = timeline.canvas.rows().shownSegment(timeline.canvas.current());
        QVERIFY(timeline.canvas.current().isRun());
        QCOMPARE(copy(u"Copy subsegment ID"_s), trace.segments[std::size_t(shown)].id.toString());
        QCOMPARE(copy(u"Copy one-line summary"_s), segmentSummary(trace, shown));
        QCOMPARE(copy(u"Copy as Markdown outline"_s), segmentOutline(trace, shown));
        QVERIFY(copy(u"Copy as JSON"_s).contains(u"GetItem"_s));
        QVERIFY(copy(u"Copy aws xray command for the trace"_s).contains(trace.id.toString()));
    }

    void theCriticalPathIsDrawnUnderWhatIsFolded()
    {
        Timeline timeline(assembled({repeatsDocument()}));
        const auto rail = [&](int row) {
            const QImage picture = timeline.canvas.viewport()->grab().toImage();
            const QRect rect = timeline.canvas.layout().rowRect(row);
            const QRgb accent = Theme::current().color(Role::Accent).rgb();
            int count = 0;
            for (int y = rect.top(); y <= rect.bottom(); ++y) {
                for (int x = timeline.canvas.layout().barsLeft(); x < picture.width(); ++x) {
                    count += picture.pixel(x, y) == accent ? 1 : 0;
                }
            }
            return count;
        };
        int calls = 0;
        while (!timeline.canvas.rows().at(calls).isRun()) {
            ++calls;
        }
        QVERIFY(timeline.canvas.rows().at(10).isRun()); // the table's side of them, which says nothing new
        QVERIFY(calls < 10);
        QCOMPARE(rail(calls), 0);
        timeline.canvas.setCriticalPathShown(true);
        QTRY_VERIFY(rail(calls) > 10);
        QCOMPARE(rail(10), 0);
        const Trace& trace = *timeline.canvas.rows().trace();
        int waitedFor = 0;
        for (std::int32_t i = 0; i < std::int32_t(trace.segments.size()); ++i) {
            if (const Segment& segment = trace.segments[std::size_t(i)]; segment.inferred) { // is as its call is
                const bool beside = timeline.canvas.marks().isBesidePath(i);
                QCOMPARE(beside, timeline.canvas.marks().isBesidePath(segment.caller));
                waitedFor += beside ? 0 : 1;
            }
        }
        QVERIFY(waitedFor > 0);
        timeline.canvas.setExpanded(timeline.canvas.rows().at(1), false);
        QVERIFY(rail(1) > 100); // a segment with all that is in it
        timeline.canvas.setExpanded(timeline.canvas.rows().at(0), false);
        QVERIFY(rail(0) > 100); // a service
    }

    void aFoldedParentShowsTheFaultWithin()
    {
        Timeline timeline(assembled(shopDocuments()));
        timeline.canvas.setExpanded(timeline.canvas.rows().at(1), false);
        const QRect bars(timeline.canvas.layout().barsLeft(), 0, 900, 28);
        const QImage row = timeline.canvas.viewport()->grab(timeline.canvas.layout().rowRect(1)).toImage().copy(bars);
        QVERIFY(pixelsOf(row, Theme::current().color(Role::Fault)) > 20);
        timeline.canvas.setExpanded(timeline.canvas.rows().at(0), false);
        const QImage head = timeline.canvas.viewport()->grab(timeline.canvas.layout().rowRect(0)).toImage().copy(bars);
        QVERIFY(pixelsOf(head, Theme::current().color(Role::Fault)) > 20);
    }

    void manyRowsScrollToTheLast()
    {
        Timeline timeline(longTrace(100'000));
        timeline.press(Qt::Key_End);
        QCOMPARE(timeline.name(), u"step 100000"_s);
        const QRect last = timeline.canvas.layout().rowRect(100'001);
        QVERIFY(last.bottom() < timeline.canvas.viewport()->height() && last.top() > metrics::headerHeight);

        TimelineLayout million = timeline.canvas.layout(); // pixels of a million rows fit their type
        million.scroll = 1'000'000 * metrics::rowHeight;
        QCOMPARE(million.rowTop(1'000'000), metrics::headerHeight);
        QCOMPARE(million.rowAt(metrics::headerHeight + 1), 1'000'000);
    }

    void screenReadersGetATreeOfRows()
    {
        Timeline timeline;
        timeline.canvas.setCurrentSegment(1);
        QAccessibleInterface* tree = QAccessible::queryAccessibleInterface(&timeline.canvas);
        QVERIFY(tree);
        QCOMPARE(tree->role(), QAccessible::Tree);
        QCOMPARE(tree->childCount(), 12);
        QAccessibleInterface* header = tree->child(0);
        QCOMPARE(header->text(QAccessible::Name), u"shop"_s);
        QVERIFY(header->state().expanded);
        QAccessibleInterface* call = tree->child(2);
        QCOMPARE(call->role(), QAccessible::TreeItem);
        QCOMPARE(call->text(QAccessible::Name), u"DynamoDB"_s);
        QCOMPARE(call->text(QAccessible::Value), u"GetItem: Carts, 30 ms, ok"_s);
        QCOMPARE(call->text(QAccessible::Description), u"level 3"_s);
        QVERIFY(call->state().selected);
        QVERIFY(!call->state().expandable);
        QCOMPARE(tree->indexOfChild(call), 2);
        QCOMPARE(call->parent(), tree);
        timeline.press(Qt::Key_A, Qt::ControlModifier);
        QVERIFY(tree->child(4)->state().selected);
        QVERIFY(!tree->child(4)->state().focused);
        timeline.canvas.setAllExpanded(false);
        QCOMPARE(tree->childCount(), 8);
        timeline.canvas.setTrace(assembled({repeatsDocument()}));
        QAccessibleInterface* run = tree->child(3);
        QCOMPARE(run->text(QAccessible::Name), u"DynamoDB ×6"_s);
        QCOMPARE(run->text(QAccessible::Value), u"GetItem, 6 × 15 ms, 1 fault, total 90 ms, fault"_s);
        QVERIFY(run->state().expandable && run->state().collapsed);
        timeline.canvas.setExpanded(timeline.canvas.rows().at(3), true);
        QVERIFY(tree->child(3)->state().expanded);
        QCOMPARE(tree->child(4)->text(QAccessible::Description), u"level 3"_s);
    }
};

QTEST_MAIN(TimelineCanvasTest)
#include "timeline_canvas_test.moc"

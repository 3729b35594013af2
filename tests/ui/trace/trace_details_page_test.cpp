// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/ui/trace/sample_traces.h"
#include "ui/inspector/inspector.h"
#include "ui/theme/role_label.h"
#include "ui/trace/find_bar.h"
#include "ui/trace/timeline_canvas.h"
#include "ui/trace/trace_details_page.h"
#include "ui/trace/trace_header.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace fluoroscope;
using namespace Qt::StringLiterals;

class TraceDetailsPageTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { Theme::current().apply(*qApp, Scheme::Light); }

    void theHeaderSaysWhatAndHowLarge()
    {
        TraceDetailsPage page;
        page.setTrace(assembled(shopDocuments()));
        const auto* header = page.findChild<TraceHeader*>();
        QCOMPARE(header->request(), u"GET /cart/7?full=1"_s);
        QVERIFY2(header->facts().startsWith(u"300 ms · 4 services · 6 segments · "_s), qPrintable(header->facts()));
    }

    void aClickOnTheIdCopiesIt()
    {
        TraceDetailsPage page;
        const auto trace = assembled(shopDocuments());
        page.setTrace(trace);
        QTest::mouseClick(page.findChild<TraceHeader*>()->findChild<QToolButton*>(), Qt::LeftButton);
        QCOMPARE(QGuiApplication::clipboard()->text(), trace->id.toString());
    }

    void theFirstFaultIsSelectedAndWithoutOneTheRoot()
    {
        TraceDetailsPage page;
        const auto trace = assembled(shopDocuments());
        page.setTrace(trace);
        QCOMPARE(page.currentSegment(), indexOfName(*trace, u"stock.internal"_s));
        QCOMPARE(page.timeline()->current().segment, page.currentSegment());

        QByteArray well = shopDocuments().first();
        well.replace("0123456789abcdef01234567", "0123456789abcdef01234568")
            .replace("\"fault\":true,", "")
            .replace("500", "200");
        const auto other = assembled({well});
        page.setTrace(other);
        QCOMPARE(page.currentSegment(), other->root);
    }

    void theSameTraceGrownKeepsTheSelection()
    {
        TraceDetailsPage page;
        const auto before = assembled({shopDocuments().first()});
        page.setTrace(before);
        const int retry = indexOfName(*before, u"retry"_s);
        page.selectSegment(retry);
        const auto grown = assembled(shopDocuments());
        page.setTrace(grown);
        QCOMPARE(grown->segments[static_cast<std::size_t>(page.currentSegment())].name, u"retry"_s);
        QCOMPARE(page.timeline()->current().segment, page.currentSegment());
    }

    void aSearchWalksTheMatchesAndSaysHowMany()
    {
        TraceDetailsPage page;
        page.resize(1000, 600);
        const auto trace = assembled(shopDocuments());
        page.setTrace(trace);
        page.show();
        QVERIFY(QTest::qWaitForWindowActive(&page));
        page.timeline()->setFocus();
        QTest::keyClick(page.timeline(), Qt::Key_Slash);
        auto* bar = page.findChild<FindBar*>();
        auto* edit = bar->findChild<QLineEdit*>();
        QTRY_VERIFY(edit->hasFocus());
        QTest::keyClicks(edit, u"ORDERS db"_s);
        const auto& matches = page.timeline()->marks().matches();
        QTRY_COMPARE(matches.size(), std::size_t(2)); // the query, and the database that it made known
        const auto says = [&] { return bar->findChild<RoleLabel*>()->text(); };
        QTRY_COMPARE(says(), u"1 of 2"_s);
        QCOMPARE(page.currentSegment(), int(matches[0]));
        QTest::keyClick(edit, Qt::Key_Return);
        QCOMPARE(says(), u"2 of 2"_s);
        QCOMPARE(page.currentSegment(), int(matches[1]));
        QTest::keyClick(edit, Qt::Key_Return); // goes round
        QCOMPARE(says(), u"1 of 2"_s);
        QTest::keyClicks(edit, u" nowhere"_s);
        QTRY_COMPARE(says(), u"no match"_s);
        QTest::keyClick(edit, Qt::Key_Escape);
        QVERIFY(!bar->isVisible());
        QVERIFY(page.timeline()->hasFocus());
    }

    void theCriticalPathIsDrawnUnderWhatWasWaitedFor()
    {
        TraceDetailsPage page;
        page.resize(1000, 600);
        page.setTrace(assembled(shopDocuments()));
        page.show();
        QVERIFY(QTest::qWaitForWindowActive(&page));
        const auto rails = [&] {
            const QImage picture = page.timeline()->viewport()->grab().toImage();
            const QRgb accent = Theme::current().color(Role::Accent).rgb();
            int count = 0;
            for (int y = 0; y < picture.height(); ++y) {
                for (int x = picture.width() / 2; x < picture.width(); ++x) {
                    count += picture.pixel(x, y) == accent ? 1 : 0;
                }
            }
            return count;
        };
        const int without = rails();
        QTest::keyClick(page.timeline(), Qt::Key_C);
        QVERIFY(page.timeline()->isCriticalPathShown());
        QVERIFY(rails() > without + 100);
        QTest::keyClick(page.timeline(), Qt::Key_C);
        QCOMPARE(rails(), without);
    }

    void aRowThatIsClickedIsToldToTheMap()
    {
        TraceDetailsPage page;
        page.resize(1280, 720);
        page.setTrace(assembled(shopDocuments()));
        page.show();
        QSignalSpy current(&page, &TraceDetailsPage::currentSegmentChanged);
        QTest::mouseClick(
            page.timeline()->viewport(), Qt::LeftButton, {}, {120, page.timeline()->layout().rowRect(2).center().y()});
        QCOMPARE(current.count(), 1);
        QCOMPARE(page.trace()->segments[static_cast<std::size_t>(page.currentSegment())].name, u"DynamoDB"_s);
    }

    void aMessageStandsInTheTracesPlace()
    {
        TraceDetailsPage page;
        page.resize(1280, 720);
        page.setTrace(assembled(shopDocuments()));
        page.setMessage(u"Reading the trace…"_s);
        page.show();
        QVERIFY(!page.trace());
        QCOMPARE(page.currentSegment(), -1);
        QVERIFY(!page.timeline()->isVisible());
        page.setTrace(assembled(shopDocuments()));
        QVERIFY(page.timeline()->isVisible());
    }

    void theMapCanBeFoldedAwayAndStaysSo()
    {
        TraceDetailsPage page;
        page.resize(1280, 720);
        auto* map = new QWidget;
        page.setMapWidget(map);
        page.setTrace(assembled(shopDocuments()));
        page.show();
        QVERIFY(map->isVisible());
        for (auto* button : page.findChild<TraceHeader*>()->findChildren<QToolButton*>()) {
            if (button->isCheckable()) {
                button->click();
            }
        }
        QVERIFY(!map->isVisible());

        TraceDetailsPage next;
        auto* otherMap = new QWidget;
        next.setMapWidget(otherMap);
        next.restoreLayout(page.saveLayout());
        QVERIFY(otherMap->isHidden());
        next.restoreLayout("nonsense");
        QVERIFY(otherMap->isHidden());
    }
};

QTEST_MAIN(TraceDetailsPageTest)
#include "trace_details_page_test.moc"

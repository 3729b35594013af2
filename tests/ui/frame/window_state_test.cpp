// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// A window begins where the one before ended, as far as that is still there.

#include "tests/ui/shop_requests.h"
#include "ui/frame/main_window.h"
#include "ui/frame/trace_with_map.h"

#include <QScreen>
#include <QSplitter>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace fluoroscope;
using namespace fluoroscope::test;
using namespace std::chrono_literals;

class WindowStateTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void takesOverPageSpanAndSize();
    void takesOverWhatATraceShowed();
    void comesBackFromAScreenThatIsGone();
    void readsNonsenseAsNothing();

private:
    [[nodiscard]] QString file() const { return m_folder->filePath(u"settings.ini"_s); }

    FakeTraceSource m_source;
    std::unique_ptr<QTemporaryDir> m_folder;
};

void WindowStateTest::init()
{
    Theme::current().apply(*qApp, Scheme::Light);
    m_folder = std::make_unique<QTemporaryDir>();
    addFiveTraces(m_source, now());
}

void WindowStateTest::takesOverPageSpanAndSize()
{
    {
        Settings settings(file());
        MainWindow window({m_source}, settings);
        window.show();
        window.resize(780, 620);
        window.setSpan(1h);
        window.openPage(PageKind::Traces);
        window.close();
    }
    Settings settings(file());
    MainWindow window({m_source}, settings);
    QCOMPARE(window.size(), QSize(780, 620));
    QCOMPARE(window.location().page, PageKind::Traces);
    QCOMPARE(window.location().scope.span, Duration(1h));
    QVERIFY(!window.location().scope.fixed); // what stood still is past: it follows
}

void WindowStateTest::takesOverWhatATraceShowed()
{
    const TraceId id = addRequest(m_source, now(), 7, 200, 20ms);
    const auto openTrace = [&](MainWindow& window) -> QSplitter* {
        window.show();
        window.openTrace(id);
        auto* page = window.findChild<TraceWithMap*>();
        return page ? page->findChild<QSplitter*>() : nullptr;
    };
    QList<int> sizes;
    {
        Settings settings(file());
        MainWindow window({m_source}, settings);
        window.resize(780, 620); // within the screen of the test: a larger one would come back smaller
        QSplitter* splitter = openTrace(window);
        QVERIFY(splitter);
        QTRY_VERIFY(window.findChild<TraceWithMap*>()->trace());
        splitter->setSizes({380, 290});
        sizes = splitter->sizes();
        window.close();
    }
    Settings settings(file());
    MainWindow window({m_source}, settings);
    QSplitter* splitter = openTrace(window);
    QVERIFY(splitter);
    QTRY_VERIFY(window.findChild<TraceWithMap*>()->trace());
    QTRY_COMPARE(splitter->sizes(), sizes);
}

void WindowStateTest::comesBackFromAScreenThatIsGone()
{
    {
        Settings settings(file());
        MainWindow window({m_source}, settings);
        window.resize(760, 600);
        window.move(9000, 7000);
        window.show();
        window.close();
    }
    Settings settings(file());
    MainWindow window({m_source}, settings);
    window.show();
    QVERIFY(window.screen()->availableGeometry().intersects(window.geometry()));
}

void WindowStateTest::readsNonsenseAsNothing()
{
    {
        Settings settings(file());
        settings.setGeometry("nonsense");
        settings.setTraceLayout("nonsense");
        settings.setTraceColumns("nonsense");
        settings.setSpan(7s);
    }
    Settings settings(file());
    MainWindow window({m_source}, settings);
    window.show();
    QCOMPARE(window.location().scope.span, Scope().span);
    window.openTrace(traceIdAt(now(), 1));
    window.openPage(PageKind::Traces);
    QVERIFY(window.width() >= window.minimumWidth());
}

QTEST_MAIN(WindowStateTest)
#include "window_state_test.moc"

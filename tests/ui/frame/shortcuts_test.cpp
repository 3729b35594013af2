// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Every action of the menus has a key, no key has two, and the sheet of shortcuts tells all of them.

#include "tests/app/empty_session.h"
#include "tests/ui/fake_capture.h"
#include "tests/ui/fake_session_host.h"
#include "tests/ui/shop_requests.h"
#include "ui/frame/main_window.h"
#include "ui/frame/menu_actions.h"

#include <QAction>
#include <QDialog>
#include <QLabel>
#include <QMap>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace fluoroscope;
using namespace fluoroscope::test;

class ShortcutsTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void everyActionHasAShortcut();
    void noShortcutMeansTwoThings();
    void theSheetTellsEveryAction_data();
    void theSheetTellsEveryAction();

private:
    const Timestamp m_at = now();
    FakeTraceSource m_source;
    FakeCapture m_capture;
    FakeSessionHost m_host; // with it and the state the window has all of its menus
    MemoryState m_state;
    Settings m_settings;
    std::unique_ptr<MainWindow> m_window;
};

void ShortcutsTest::init()
{
    Theme::current().apply(*qApp, Scheme::Light);
    addFiveTraces(m_source, m_at);
    m_window = std::make_unique<MainWindow>(SessionPorts{m_source, &m_capture, &m_state, &m_host}, m_settings);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void ShortcutsTest::everyActionHasAShortcut()
{
    const QStringList without{u"None yet"_s}; // stands for the recent sessions, and does nothing
    const auto actions = menuActions(*m_window);
    QVERIFY(actions.size() > 20);
    for (const MenuAction& entry : actions) {
        QVERIFY2(!entry.action->shortcut().isEmpty() || without.contains(entry.text), qPrintable(entry.text));
    }
}

void ShortcutsTest::noShortcutMeansTwoThings()
{
    QMap<QString, QString> taken;
    QMap<QString, QString> ofPages; // the same, with the menu: one page's key may be another's
    for (const MenuAction& entry : menuActions(*m_window)) {
        for (const QKeySequence& keys : entry.action->shortcuts()) {
            const QString text = keys.toString();
            if (entry.action->shortcutContext() == Qt::WidgetWithChildrenShortcut) {
                QVERIFY2(!ofPages.contains(entry.menu + text), qPrintable(text));
                ofPages[entry.menu + text] = entry.text;
                continue;
            }
            QVERIFY2(!taken.contains(text), qPrintable(u"%1: %2 and %3"_s.arg(text, taken[text], entry.text)));
            taken[text] = entry.text;
        }
    }
    for (const MenuAction& entry : menuActions(*m_window)) {
        for (const QKeySequence& keys : entry.action->shortcuts()) {
            QVERIFY2(taken.value(keys.toString(), entry.text) == entry.text, qPrintable(keys.toString()));
        }
    }
    // Nor may a key of a page's own mean something else in the menus: Qt would then do neither.
    m_window->openTrace(traceIdAt(m_at - std::chrono::seconds(1), 5));
    m_window->openPage(PageKind::Traces);
    for (QAction* action : m_window->findChildren<QAction*>()) {
        for (const QKeySequence& keys : action->shortcuts()) {
            const QString text = QString(action->text()).remove(u'&');
            QVERIFY2(taken.value(keys.toString(), text) == text,
                qPrintable(u"%1: %2 and %3"_s.arg(keys.toString(), taken.value(keys.toString()), text)));
        }
    }
}

void ShortcutsTest::theSheetTellsEveryAction_data()
{
    QTest::addColumn<int>("key");
    QTest::newRow("F1") << int(Qt::Key_F1);
    QTest::newRow("?") << int(Qt::Key_Question);
}

void ShortcutsTest::theSheetTellsEveryAction()
{
    QFETCH(int, key);
    QTest::keyClick(m_window.get(), Qt::Key(key));
    QPointer<QDialog> sheet = m_window->findChild<QDialog*>(u"shortcuts"_s);
    QVERIFY(sheet);
    QMap<QString, QString> told;
    for (const auto* label : sheet->findChildren<QLabel*>()) {
        told[label->text()] += label->accessibleDescription() + u' ';
    }
    for (const MenuAction& entry : menuActions(*m_window)) {
        QVERIFY2(told.contains(entry.text) || entry.action->shortcut().isEmpty(), qPrintable(entry.text));
        for (const QKeySequence& keys : entry.action->shortcuts()) {
            QVERIFY(told[entry.text].contains(keys.toString(QKeySequence::NativeText)));
        }
    }
    QVERIFY(told.contains(u"Walk from node to node"_s)); // a canvas's own
    QTest::keyClick(sheet.data(), Qt::Key_Escape);
    QTRY_VERIFY(!sheet);
}

QTEST_MAIN(ShortcutsTest)
#include "shortcuts_test.moc"

// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/desktop/desktop_windows.h"

#include "ui/frame/playback_bar.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QDropEvent>
#include <QFile>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

using namespace Qt::StringLiterals;
using namespace fluoroscope;

// Real sessions in real windows.
class DesktopWindowsTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void looksAtASessionInAWindowOfItsOwn();
    void raisesTheWindowOfAFileThatIsOpen();
    void readsJsonIntoASessionThatGoesWithItsWindow();
    void saysWhatOfAJsonFileCouldNotBeRead();
    void refusesAFileThatIsNotThere();
    void opensWhatIsDropped();
    void receivesIntoANewSessionInPlaceOfTheOldOne();
    void neverMakesASessionOverAFile();
    void offersWhatWasOpenedBefore();
    void playsASessionIntoAWindowOfItsOwn();
    void savesACopyWhileItReceives();

private:
    [[nodiscard]] QString path(const QString& name) const { return m_folder->filePath(name); }
    [[nodiscard]] static QString capture() { return QStringLiteral(FLUOROSCOPE_FIXTURES "/node-sdk-3.12.jsonl"); }
    DesktopWindow* receive(const QString& name);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<DesktopWindows> m_windows;
};

void DesktopWindowsTest::init()
{
    QApplication::setQuitOnLastWindowClosed(false);
    Theme::current().apply(*qApp, Scheme::Light);
    m_folder = std::make_unique<QTemporaryDir>();
    m_settings = std::make_unique<Settings>(path(u"settings.ini"_s));
    m_windows = std::make_unique<DesktopWindows>(*m_settings);
    for (const QString& name : {u"a.fluoro"_s, u"b.fluoro"_s}) {
        QVERIFY(Session::open({.file = path(name)}));
    }
}

void DesktopWindowsTest::cleanup()
{
    m_windows.reset();
}

DesktopWindow* DesktopWindowsTest::receive(const QString& name)
{
    QString notice;
    const auto made = m_windows->makeReceiving(path(name), notice);
    if (!made || !(*made)->capture()->rebind(u"127.0.0.1:0"_s)) {
        return nullptr;
    }
    (*made)->show();
    return *made;
}

void DesktopWindowsTest::looksAtASessionInAWindowOfItsOwn()
{
    QVERIFY(m_windows->open(path(u"a.fluoro"_s)));
    QVERIFY(m_windows->open(path(u"b.fluoro"_s)));
    QCOMPARE(m_windows->windows().size(), std::size_t(2));
    for (const auto& window : m_windows->windows()) {
        QVERIFY(window->window().isVisible());
        QVERIFY(!window->capture());
    }
    QVERIFY(m_windows->windows()[1]->window().windowTitle().startsWith("b.fluoro"_L1));
    m_windows->windows()[0]->window().close();
    QTRY_COMPARE(m_windows->windows().size(), std::size_t(1));
}

void DesktopWindowsTest::raisesTheWindowOfAFileThatIsOpen()
{
    QVERIFY(receive(u"a.fluoro"_s));
    QVERIFY(QFile::link(path(u"a.fluoro"_s), path(u"link.fluoro"_s)));
    QVERIFY(m_windows->open(path(u"link.fluoro"_s)));
    QCOMPARE(m_windows->windows().size(), std::size_t(1));
}

void DesktopWindowsTest::readsJsonIntoASessionThatGoesWithItsWindow()
{
    QVERIFY(m_windows->open(capture()));
    DesktopWindow& shown = *m_windows->windows().front();
    QTRY_VERIFY(shown.session().source().counters().traces > 10);
    const QString file = shown.file();
    QVERIFY(QFile::exists(file));
    shown.window().close();
    QTRY_VERIFY(m_windows->windows().empty());
    QVERIFY(!QFile::exists(file));
}

void DesktopWindowsTest::saysWhatOfAJsonFileCouldNotBeRead()
{
    QFile broken(path(u"broken.json"_s));
    QVERIFY(broken.open(QIODevice::WriteOnly));
    broken.write("{\"Traces\": [");
    broken.close();
    QVERIFY(m_windows->open(broken.fileName()));
    MainWindow& window = m_windows->windows().front()->window();
    QTRY_VERIFY(window.findChild<QMessageBox*>());
    QVERIFY(window.findChild<QMessageBox*>()->text().contains("broken.json"_L1));
}

void DesktopWindowsTest::refusesAFileThatIsNotThere()
{
    const auto opened = m_windows->open(path(u"none.fluoro"_s));
    QVERIFY(!opened);
    QVERIFY(opened.error().message.contains("none.fluoro"_L1));
    QVERIFY(m_windows->windows().empty());
}

void DesktopWindowsTest::opensWhatIsDropped()
{
    QVERIFY(m_windows->open(path(u"a.fluoro"_s)));
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(path(u"b.fluoro"_s)), QUrl::fromLocalFile(capture())});
    MainWindow& window = m_windows->windows().front()->window();
    QDragEnterEvent enter({}, Qt::CopyAction, &data, Qt::LeftButton, {});
    QApplication::sendEvent(&window, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop({}, Qt::CopyAction, &data, Qt::LeftButton, {});
    QApplication::sendEvent(&window, &drop);
    QCOMPARE(m_windows->windows().size(), std::size_t(3));
}

void DesktopWindowsTest::receivesIntoANewSessionInPlaceOfTheOldOne()
{
    DesktopWindow* old = receive(u"a.fluoro"_s);
    QVERIFY(old);
    const QString address = old->capture()->status().address;
    QVERIFY(old->newSession(path(u"new.fluoro"_s)));
    QTRY_COMPARE(m_windows->windows().size(), std::size_t(1));
    DesktopWindow& now = *m_windows->windows().front();
    QCOMPARE(now.file(), path(u"new.fluoro"_s));
    QTRY_COMPARE(now.capture()->status().address, address);
    QVERIFY(now.capture()->status().listening);
    QVERIFY(now.capture()->sendTestSegment());
    QTRY_COMPARE(now.session().source().counters().traces, qint64(1));
}

void DesktopWindowsTest::neverMakesASessionOverAFile()
{
    DesktopWindow* window = receive(u"a.fluoro"_s);
    QVERIFY(window);
    QVERIFY(!window->newSession(path(u"b.fluoro"_s)));
    QVERIFY(!window->newSession(path(u"no/such/folder.fluoro"_s)));
    QVERIFY(window->capture()->status().listening);
}

void DesktopWindowsTest::offersWhatWasOpenedBefore()
{
    QVERIFY(m_windows->open(path(u"a.fluoro"_s)));
    QVERIFY(m_windows->open(path(u"b.fluoro"_s)));
    QCOMPARE(m_settings->recentSessions(), QStringList({path(u"b.fluoro"_s), path(u"a.fluoro"_s)}));
    m_windows->windows()[0]->window().close();
    QTRY_COMPARE(m_windows->windows().size(), std::size_t(1));
    MainWindow& window = m_windows->windows().front()->window();
    QMenu* recent = nullptr;
    for (QMenu* menu : window.findChildren<QMenu*>()) {
        recent = menu->title() == "Open recent"_L1 ? menu : recent;
    }
    QVERIFY(recent);
    emit qobject_cast<QMenu*>(recent->parent())->aboutToShow();
    QCOMPARE(recent->actions().size(), qsizetype(1)); // not the window's own
    QCOMPARE(recent->actions().front()->text(), path(u"a.fluoro"_s));
    recent->actions().front()->trigger();
    QCOMPARE(m_windows->windows().size(), std::size_t(2));
}

void DesktopWindowsTest::playsASessionIntoAWindowOfItsOwn()
{
    DesktopWindow* original = receive(u"a.fluoro"_s);
    QVERIFY(original);
    for (int i = 0; i < 3; ++i) {
        QVERIFY(original->capture()->sendTestSegment());
        QTRY_COMPARE(original->session().source().counters().traces, qint64(i + 1));
    }
    QVERIFY(original->replay());
    QCOMPARE(m_windows->windows().size(), std::size_t(2));
    DesktopWindow& replay = *m_windows->windows().back();
    QVERIFY(replay.window().findChild<PlaybackBar*>());
    QTRY_COMPARE_WITH_TIMEOUT(
        replay.session().source().counters().traces, qint64(3), 30'000); // it keeps the gaps that the machine made
    TraceQuery query;
    query.limit = 10;
    const auto played = replay.session().source().traces(query, {});
    const auto kept = original->session().source().traces(query, {});
    QVERIFY(played && kept);
    QVERIFY(played->rows.front().id != kept->rows.front().id); // as of now
    QCOMPARE(original->session().source().counters().traces, qint64(3));
    replay.window().close();
    QTRY_COMPARE(m_windows->windows().size(), std::size_t(1));
}

void DesktopWindowsTest::savesACopyWhileItReceives()
{
    DesktopWindow* window = receive(u"a.fluoro"_s);
    QVERIFY(window);
    QVERIFY(window->capture()->sendTestSegment());
    QTRY_COMPARE(window->session().source().counters().traces, qint64(1));
    QVERIFY(window->saveCopy(path(u"copy.fluoro"_s), {}, {}));
    const auto again = window->saveCopy(path(u"copy.fluoro"_s), {}, {});
    QVERIFY(!again); // nothing is overwritten
    QVERIFY(window->capture()->sendTestSegment());
    QTRY_COMPARE(window->session().source().counters().traces, qint64(2));
    QVERIFY(m_windows->open(path(u"copy.fluoro"_s)));
    QCOMPARE(m_windows->windows().back()->session().source().counters().traces, qint64(1));
}

QTEST_MAIN(DesktopWindowsTest)
#include "desktop_windows_test.moc"

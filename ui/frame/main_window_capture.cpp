// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the window does with what comes in and goes out: where it listens, what is played into it, where it is
// forwarded.

#include "ui/frame/main_window.h"

#include "ui/frame/dialogs.h"
#include "ui/frame/forwarder_view.h"
#include "ui/frame/playback_bar.h"
#include "ui/frame/status_bar.h"

#include <QMenu>
#include <QMenuBar>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace fluoroscope {

void MainWindow::addCaptureActions()
{
    QMenu* menu = menuBar()->addMenu(tr("&Capture"));
    m_captureMenu = menu;
    if (m_capture) {
        menu->addAction(
            tr("Listen on another address…"), QKeySequence(u"Ctrl+Shift+L"_s), this, &MainWindow::listenElsewhere);
        menu->addSeparator();
        menu->addAction(tr("Play the demo session"), QKeySequence(u"Ctrl+D"_s), this, &MainWindow::playDemo);
        menu->addAction(tr("Send a test segment"), QKeySequence(u"Ctrl+T"_s), this, &MainWindow::sendTestSegment);
        menu->addSeparator();
    }
    if (m_forwarding) {
        menu->addAction(tr("Forwarder…"), QKeySequence(u"Ctrl+U"_s), this, &MainWindow::showForwarder);
    }
    menu->addAction(tr("Rejected documents…"), QKeySequence(u"Ctrl+R"_s), this, &MainWindow::showFindings);
}

void MainWindow::setPlayer(PlayerControl& player, const QString& target)
{
    const bool isFirst = !m_playback;
    delete m_playback;
    m_playback = new PlaybackBar(player, target, this);
    auto* layout = static_cast<QVBoxLayout*>(centralWidget()->layout());
    layout->insertWidget(layout->indexOf(m_statusBar), m_playback);
    if (!isFirst) {
        return;
    }
    m_captureMenu->addSeparator();
    const auto add = [this](const QString& text, const char16_t* keys, auto act) {
        m_captureMenu->addAction(text, QKeySequence(QString::fromUtf16(keys)), this, [this, act] {
            m_playback->show(); // it may have been closed
            act(*m_playback);
        });
    };
    add(tr("Play or pause the replay"), u"Ctrl+Space", [](PlaybackBar& bar) { bar.togglePlaying(); });
    add(tr("Replay faster"), u"Ctrl+Alt+Up", [](PlaybackBar& bar) { bar.changeSpeed(true); });
    add(tr("Replay slower"), u"Ctrl+Alt+Down", [](PlaybackBar& bar) { bar.changeSpeed(false); });
    add(tr("Replay from the start"), u"Ctrl+Alt+Home", [](PlaybackBar& bar) { bar.restart(); });
}

void MainWindow::listenElsewhere()
{
    askForText(this, tr("Listen on another address"), tr("Host and port (port 0: any that is free):"), m_status.address,
        [this](const QString& address) { listenAt(address.trimmed()); });
}

// The three below may wait for a socket: never on the GUI thread.
void MainWindow::listenAt(const QString& address)
{
    m_runner.ask(
        m_listenLane, [this, address](std::stop_token) { return m_capture->rebind(address); },
        [this](const Result<QString>& bound) {
            if (bound) {
                m_settings.setListenAddress(*bound);
            } else {
                say(bound.error().message);
            }
        });
}

void MainWindow::playDemo()
{
    m_runner.ask(
        m_runner.addLane(), [this](std::stop_token) { return m_capture->playDemo(); },
        [this](const Result<void>& played) {
            if (!played) {
                say(played.error().message);
            }
        });
}

void MainWindow::sendTestSegment()
{
    m_runner.ask(
        m_runner.addLane(), [this](std::stop_token) { return m_capture->sendTestSegment(); },
        [this](const Result<void>& sent) {
            if (!sent) {
                say(sent.error().message);
            }
        });
}

void MainWindow::showForwarder()
{
    if (!m_forwarder) {
        m_forwarder = new ForwarderView(*m_forwarding, m_runner, this);
        m_forwarder->setAttribute(Qt::WA_DeleteOnClose);
    }
    m_forwarder->show();
    m_forwarder->raise();
    m_forwarder->activateWindow();
}

} // namespace fluoroscope

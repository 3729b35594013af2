// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/desktop/desktop_window.h"

#include "app/desktop/desktop_windows.h"
#include "app/import/session_import.h"
#include "storage/session_copy.h"

#include <QEvent>
#include <QFileInfo>
#include <QScreen>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

// Empty: all of it was read.
QString troubleOf(const Result<ImportReport>& report, const QString& file)
{
    if (!report) {
        return report.error().message;
    }
    if (report->rejected == 0 || report->rejects.empty()) {
        return {};
    }
    const ImportReject& first = report->rejects.front();
    return DesktopWindow::tr("%1 of the documents in %2 could not be read. The first is in line %3: %4")
        .arg(report->rejected)
        .arg(QFileInfo(file).fileName())
        .arg(first.line)
        .arg(first.message);
}

} // namespace

DesktopWindow::DesktopWindow(
    DesktopWindows& windows, Settings& settings, QString file, std::unique_ptr<Session> session)
    : m_windows(windows)
    , m_settings(settings)
    , m_file(std::move(file))
    , m_session(std::move(session))
{
}

DesktopWindow::~DesktopWindow()
{
    if (!m_isEnding) {
        stopReceiving();
        finishForwarding();
    }
}

void DesktopWindow::stopReceiving()
{
    m_window.reset();
    m_player.reset();
    m_import = {};
    m_capture.reset(); // takes what the kernel still holds
}

void DesktopWindow::finishForwarding()
{
    if (m_forwarder && m_forwarder->status().running) {
        m_session->flush();
        m_forwarder->finish(kForwardAtEnd);
    }
}

void DesktopWindow::end(std::function<void()> gone)
{
    m_isEnding = true;
    stopReceiving();
    if (!m_forwarder || !m_forwarder->status().running) {
        gone();
        return;
    }
    m_ending = std::jthread([this, gone = std::move(gone)] { // other windows do not wait for it
        finishForwarding();
        QMetaObject::invokeMethod(&m_windows, gone, Qt::QueuedConnection);
    });
}

LiveCapture& DesktopWindow::receive()
{
    m_forwarder = std::make_unique<Forwarder>(ForwardSession{*m_session, m_session->source(), m_session->state()});
    m_relay = std::make_unique<SamplingRelay>(*m_forwarder);
    ApiContext context{m_session->source(), m_session->sink(), m_session->state()};
    context.samplingUpstream = m_relay->asker();
    m_capture = std::make_unique<LiveCapture>(context, u":/demo/node-sdk-3.12.jsonl"_s);
    // Whichever comes second is refused.
    m_forwarder->setCheck([this](const ForwardOptions& options) {
        const CaptureStatus status = m_capture->status();
        return status.listening ? refuseLoop(options, status.address, status.apiAddress) : Result<void>();
    });
    m_capture->setCheck([this](const QString& udp, const QString& tcp) {
        const ForwardOptions options = m_forwarder->options();
        return options.target.isEmpty() ? Result<void>() : refuseLoop(options, udp, tcp);
    });
    return *m_capture;
}

MainWindow& DesktopWindow::window()
{
    if (!m_window) {
        m_window = std::make_unique<MainWindow>(SessionPorts{.source = m_session->source(),
                                                    .capture = m_capture.get(),
                                                    .state = &m_session->state(),
                                                    .host = this,
                                                    .forwarding = m_forwarder.get(),
                                                    .isLookedAt = m_isLookedAt,
                                                    .whyNotReceiving = m_whyNotReceiving},
            m_settings);
        m_window->installEventFilter(this);
    }
    return *m_window;
}

void DesktopWindow::show()
{
    constexpr int kTitleBar = 32; // px; nobody knows before it is shown
    if (!window().isMaximized() && !window().isFullScreen()) {
        const QSize room = window().screen()->availableSize() - QSize(0, kTitleBar);
        window().resize(window().size().boundedTo(room));
    }
    window().show();
}

void DesktopWindow::raise()
{
    m_window->show();
    m_window->raise();
    m_window->activateWindow();
}

void DesktopWindow::readIn(const QString& file)
{
    m_import = std::jthread([this, file](const std::stop_token& stop) {
        const QString trouble = troubleOf(importInto(*m_session, file, stop), file);
        if (!trouble.isEmpty() && !stop.stop_requested()) {
            QMetaObject::invokeMethod(
                this, [this, trouble] { say(trouble); }, Qt::QueuedConnection);
        }
    });
}

void DesktopWindow::play(std::unique_ptr<Recording> recording)
{
    const auto send = [this](const QByteArray& datagram) {
        const ReceivedDocument document{datagram, now(), Transport::Udp, u"replay"_s};
        while (!m_session->sink().put(ReceivedDocument(document))) { // the queue is full: this is faster than writing
            if (!m_session->flush()) {
                return false;
            }
        }
        return true;
    };
    m_player = std::make_unique<Player>(std::move(recording), send, ReplayOptions{.restamp = true});
    window().setPlayer(*m_player);
    m_player->play();
}

void DesktopWindow::say(const QString& notice)
{
    if (m_window) { // what is told may come when it has gone
        m_window->say(notice);
    }
}

Result<void> DesktopWindow::openFile(const QString& file)
{
    return m_windows.open(file);
}

Result<void> DesktopWindow::newSession(const QString& file)
{
    return m_windows.create(file);
}

Result<void> DesktopWindow::replay()
{
    return m_windows.replay(m_file);
}

Result<void> DesktopWindow::replayTo(const DaemonReplay& replay)
{
    QString text = replay.address;
    const auto address = parseBindAddress(text.startsWith("udp://"_L1) ? text.remove(0, 6) : text);
    if (!address) {
        return tl::unexpected(address.error());
    }
    if (address->port == 0) {
        return failure(tr("A daemon listens at a port other than 0: name it."));
    }
    if (replay.speed <= 0 && replay.delay > Duration()) {
        return failure(
            tr("A delay needs pauses between the segments, and flat out leaves none. Reorder them instead."));
    }
    const CaptureStatus own = m_capture ? m_capture->status() : CaptureStatus();
    if (own.listening && leadsTo({.target = u"udp://"_s + address->toString()}, own.address, own.apiAddress)) {
        return failure(tr("%1 is where this window receives: the session would be played into itself. Replay it in a "
                          "new window, or name another address.")
                           .arg(own.address));
    }
    auto sender = DatagramSender::to(*address);
    auto recording = sender ? openSessionRecording(m_file) : tl::unexpected(sender.error());
    if (!recording) {
        return tl::unexpected(recording.error());
    }
    struct Made {
        std::unique_ptr<Recording> recording;
        DatagramSender sender;
    };
    const auto made = std::make_shared<Made>(Made{std::move(*recording), std::move(*sender)});
    QMetaObject::invokeMethod(
        this, [this, made, replay] { playOut(std::move(made->recording), std::move(made->sender), replay); },
        Qt::QueuedConnection);
    return {};
}

void DesktopWindow::playOut(std::unique_ptr<Recording> recording, DatagramSender sender, const DaemonReplay& replay)
{
    if (!m_window) {
        return;
    }
    const auto send = [this, sender = std::make_shared<DatagramSender>(std::move(sender)), told = false](
                          const QByteArray& datagram) mutable {
        const auto sent = sender->send(datagram);
        if (!sent && !told) { // the bar counts the others
            told = true;
            QMetaObject::invokeMethod(
                this, [this, problem = sent.error().message] { say(problem); }, Qt::QueuedConnection);
        }
        return sent.has_value();
    };
    const TroubleOptions trouble{
        .loss = replay.loss, .duplicate = replay.duplicate, .reorder = replay.reorder, .delay = replay.delay};
    auto player = std::make_unique<Player>(
        std::move(recording), send, ReplayOptions{.speed = replay.speed, .restamp = true, .trouble = trouble});
    m_window->setPlayer(*player, replay.address);
    m_player = std::move(player); // what was played before ends here, after its bar
    m_player->play();
}

Result<void> DesktopWindow::saveCopy(const QString& file, const CopyProgress& progress, const std::stop_token& stop)
{
    return copySession(m_file, {.file = file}, progress, stop);
}

Result<ExportedPart> DesktopWindow::exportPart(
    const SessionPart& part, const SessionTarget& to, const CopyProgress& progress, const std::stop_token& stop)
{
    return exportSession(m_file, part, to, progress, stop);
}

Result<RedactionPreview> DesktopWindow::previewPart(
    const SessionPart& part, qsizetype most, const CopyProgress& progress, const std::stop_token& stop)
{
    return previewRedaction(m_file, part, most, progress, stop);
}

bool DesktopWindow::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_window.get() && event->type() == QEvent::Close) {
        m_window->removeEventFilter(this);
        m_windows.remove(this);
    }
    return QObject::eventFilter(watched, event);
}

} // namespace fluoroscope

// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// One window on one session, with what it receives and what is still being read into it.
#pragma once

#include "app/forward/forwarder.h"
#include "app/forward/sampling_relay.h"
#include "app/receive/live_capture.h"
#include "app/replay/datagram_sender.h"
#include "app/replay/player.h"
#include "core/ports/session_host.h"
#include "storage/session.h"
#include "ui/frame/main_window.h"

#include <QTemporaryDir>

namespace fluoroscope {

class DesktopWindows;

class DesktopWindow : public QObject, public SessionHost {
    Q_OBJECT

public:
    DesktopWindow(DesktopWindows& windows, Settings& settings, QString file, std::unique_ptr<Session> session);
    ~DesktopWindow() override;

    // Before show(): the window receives.
    LiveCapture& receive();
    // The window's session goes with it.
    void keepWhileOpen(std::unique_ptr<QTemporaryDir> folder) { m_folder = std::move(folder); }
    // Before show(): it is an opened file, of which all is shown at first.
    void lookAt() { m_isLookedAt = true; }
    // Before it is shown: why nothing is received, although the session was opened for it.
    void setWhyNotReceiving(const QString& reason) { m_whyNotReceiving = reason; }
    void show();
    void raise();
    // Reads the JSON of `file` into the session, and says in the window what could not be read.
    void readIn(const QString& file);
    // Plays what is recorded into the session, under a transport bar, as of now.
    void play(std::unique_ptr<Recording> recording);
    // The window goes, and receives no more; what is still to be forwarded goes out, within a limit. Then calls `gone`
    // on the GUI thread, from the event loop or at once.
    void end(std::function<void()> gone);
    [[nodiscard]] bool isEnding() const { return m_isEnding; }
    // A sentence that the user has to see, in the window.
    void say(const QString& notice);

    [[nodiscard]] Session& session() { return *m_session; }
    [[nodiscard]] Forwarder* forwarder() { return m_forwarder.get(); } // null: it does not receive
    [[nodiscard]] LiveCapture* capture() { return m_capture.get(); }
    MainWindow& window();

    Result<void> openFile(const QString& file) override;
    Result<void> newSession(const QString& file) override;
    Result<void> replay() override;
    Result<void> replayTo(const DaemonReplay& replay) override;
    Result<void> saveCopy(const QString& file, const CopyProgress& progress, const std::stop_token& stop) override;
    Result<ExportedPart> exportPart(const SessionPart& part, const SessionTarget& to, const CopyProgress& progress,
        const std::stop_token& stop) override;
    Result<RedactionPreview> previewPart(
        const SessionPart& part, qsizetype most, const CopyProgress& progress, const std::stop_token& stop) override;
    [[nodiscard]] QString file() const override { return m_file; }

private:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void playOut(std::unique_ptr<Recording> recording, DatagramSender sender, const DaemonReplay& replay);
    void stopReceiving();
    void finishForwarding();

    DesktopWindows& m_windows;
    Settings& m_settings;
    QString m_file;
    std::unique_ptr<QTemporaryDir> m_folder; // goes last
    std::unique_ptr<Session> m_session;
    std::unique_ptr<Forwarder> m_forwarder;
    std::unique_ptr<SamplingRelay> m_relay;
    std::unique_ptr<LiveCapture> m_capture;
    std::unique_ptr<Player> m_player;
    std::jthread m_import;
    std::unique_ptr<MainWindow> m_window;
    bool m_isLookedAt = false;
    QString m_whyNotReceiving;
    bool m_isEnding = false;
    std::jthread m_ending; // goes first
};

} // namespace fluoroscope

// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The windows of this process: at most one on each session, and at most one that receives.
#pragma once

#include "app/desktop/desktop_window.h"

#include <QObject>

namespace fluoroscope {

class DesktopWindows : public QObject {
    Q_OBJECT

public:
    explicit DesktopWindows(Settings& settings);
    ~DesktopWindows() override;

    // A window that receives into `file`, not shown yet; the caller binds its capture. Where another process writes the
    // session it is followed instead, without a capture, and `notice` says so.
    Result<DesktopWindow*> makeReceiving(const QString& file, QString& notice);
    // Shows `file` in a window of its own, or raises the one that does. A session is looked at, and nothing received
    // into it; the JSON of X-Ray becomes a session that goes when its window is closed.
    Result<void> open(const QString& file);
    // Makes `file`, which must not exist, and receives into it in place of the window that receives.
    Result<void> create(const QString& file);
    // Plays the session in `file` into a new one in a window of its own, which goes with it.
    Result<void> replay(const QString& file);
    // Once the events at hand are done.
    void remove(DesktopWindow* window);

    [[nodiscard]] const std::vector<std::unique_ptr<DesktopWindow>>& windows() const { return m_windows; }

private:
    Result<void> openJson(const QString& file);
    // A window, not shown yet, on a session that lasts as long as it does.
    Result<DesktopWindow*> addTemporary(const QString& name);
    DesktopWindow* add(const QString& file, std::unique_ptr<Session> session);
    void end(DesktopWindow* window);
    void remember(const QString& file);
    [[nodiscard]] DesktopWindow* find(const QString& file) const; // null: no window shows it

    Settings& m_settings;
    std::vector<std::unique_ptr<DesktopWindow>> m_windows;
};

} // namespace fluoroscope

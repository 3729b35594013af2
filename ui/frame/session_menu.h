// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the File menu does with whole sessions: new, open, recent, a copy; and opening what is dropped on the window.
#pragma once

#include "core/ports/session_host.h"
#include "ui/query/query_runner.h"

#include <QPointer>

class QMainWindow;
class QMenu;
class QMimeData;
class QProgressDialog;

namespace fluoroscope {

class Settings;

class SessionMenu : public QObject {
    Q_OBJECT

public:
    // All outlive the menu. Adds its actions to `menu`.
    SessionMenu(SessionHost& host, Settings& settings, QueryRunner& runner, QMainWindow& window, QMenu& menu);

    // Opens each; what cannot be opened is told.
    void open(const QStringList& files);
    // The local files among what is dragged; empty: there is nothing for us.
    [[nodiscard]] static QStringList filesIn(const QMimeData& data);

signals:
    void noticed(const QString& notice); // what the user has to be told
    void partRequested(); // a part of the session is to be exported
    void replayRequested(); // the session is to be played to a daemon

private:
    void askForNew();
    void askForOpen();
    void askForCopy();
    void saveCopy(const QString& file);
    void showProgress(qint64 done, qint64 total);
    void offerRecent();

    SessionHost& m_host;
    Settings& m_settings;
    QueryRunner& m_runner;
    QMainWindow& m_window;
    int m_copyLane;
    QMenu* m_recent;
    QPointer<QProgressDialog> m_progress;
};

} // namespace fluoroscope

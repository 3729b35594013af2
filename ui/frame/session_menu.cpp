// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/frame/session_menu.h"

#include "ui/frame/dialogs.h"
#include "ui/frame/settings.h"

#include <QFileInfo>
#include <QMainWindow>
#include <QMenu>
#include <QMimeData>
#include <QProgressDialog>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

QStringList sessionFilters()
{
    return {SessionMenu::tr("Fluoroscope sessions (*.fluoro)")};
}

} // namespace

SessionMenu::SessionMenu(SessionHost& host, Settings& settings, QueryRunner& runner, QMainWindow& window, QMenu& menu)
    : QObject(&window)
    , m_host(host)
    , m_settings(settings)
    , m_runner(runner)
    , m_window(window)
    , m_copyLane(runner.addLane())
{
    menu.addAction(tr("New session…"), QKeySequence(u"Ctrl+N"_s), this, &SessionMenu::askForNew);
    menu.addAction(tr("Open…"), QKeySequence(u"Ctrl+O"_s), this, &SessionMenu::askForOpen);
    m_recent = menu.addMenu(tr("Open recent"));
    connect(&menu, &QMenu::aboutToShow, this, &SessionMenu::offerRecent);
    offerRecent();
    menu.addAction(tr("Save a copy of the session…"), QKeySequence(u"Ctrl+Shift+S"_s), this, &SessionMenu::askForCopy);
    menu.addAction(tr("Export a part…"), QKeySequence(u"Ctrl+Shift+X"_s), this, &SessionMenu::partRequested);
    menu.addAction(tr("Replay in a new window"), QKeySequence(u"Ctrl+Shift+R"_s), this, [this] {
        if (const Result<void> played = m_host.replay(); !played) {
            emit noticed(played.error().message);
        }
    });
    menu.addAction(tr("Replay to a daemon…"), QKeySequence(u"Ctrl+Alt+R"_s), this, &SessionMenu::replayRequested);
}

QStringList SessionMenu::filesIn(const QMimeData& data)
{
    QStringList files;
    for (const QUrl& url : data.urls()) {
        if (url.isLocalFile()) {
            files.append(url.toLocalFile());
        }
    }
    return files;
}

void SessionMenu::open(const QStringList& files)
{
    QStringList problems;
    for (const QString& file : files) {
        if (const Result<void> opened = m_host.openFile(file); !opened) {
            problems.append(opened.error().message);
        }
    }
    if (!problems.isEmpty()) {
        emit noticed(problems.join(u'\n'));
    }
}

void SessionMenu::askForNew()
{
    askForNewFile(&m_window, tr("New session"), u"session.fluoro"_s, sessionFilters(), [this](const QString& file) {
        if (const Result<void> made = m_host.newSession(file); !made) {
            emit noticed(made.error().message);
        }
    });
}

void SessionMenu::askForOpen()
{
    askForFiles(&m_window, tr("Open"),
        {tr("Sessions, traces and captures (*.fluoro *.json *.jsonl)"), tr("All files (*)")},
        [this](const QStringList& files) { open(files); });
}

void SessionMenu::offerRecent()
{
    m_recent->clear();
    const QString own = QFileInfo(m_host.file()).absoluteFilePath();
    for (const QString& file : m_settings.recentSessions()) {
        if (file != own) {
            m_recent->addAction(QString(file).replace(u'&', u"&&"_s), this, [this, file] { open({file}); });
        }
    }
    m_recent->setEnabled(!m_recent->isEmpty());
}

void SessionMenu::askForCopy()
{
    const QString name = QFileInfo(m_host.file()).completeBaseName() + tr(" copy.fluoro");
    askForNewFile(&m_window, tr("Save a copy of the session"), name, sessionFilters(),
        [this](const QString& file) { saveCopy(file); });
}

void SessionMenu::saveCopy(const QString& file)
{
    constexpr int kPatience = 500; // ms until there is a word of it
    delete m_progress;
    m_progress = new QProgressDialog(tr("Copying the session to %1").arg(file), tr("Cancel"), 0, 100, &m_window);
    m_progress->setMinimumDuration(kPatience);
    m_progress->setValue(0);
    connect(m_progress, &QProgressDialog::canceled, this, [this] {
        m_runner.cancel(m_copyLane);
        m_progress->deleteLater();
    });
    m_runner.ask(
        m_copyLane,
        [this, file](const std::stop_token& stop) {
            return m_host.saveCopy(
                file,
                [this](qint64 done, qint64 total) {
                    QMetaObject::invokeMethod(
                        this, [this, done, total] { showProgress(done, total); }, Qt::QueuedConnection);
                },
                stop);
        },
        [this](const Result<void>& saved) {
            delete m_progress;
            if (!saved) {
                emit noticed(saved.error().message);
            }
        });
}

void SessionMenu::showProgress(qint64 done, qint64 total)
{
    if (m_progress && total > 0) {
        m_progress->setValue(int(std::min<qint64>(done * 100 / total, 99))); // 100 would close it before it is true
    }
}

} // namespace fluoroscope

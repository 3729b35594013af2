// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/desktop/desktop_windows.h"

#include <QDir>
#include <QFileInfo>
#include <algorithm>
#ifdef __GLIBC__
#include <malloc.h>
#endif

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

QString tr(const char* text)
{
    return DesktopWindows::tr(text);
}

// For writing, or else only to be read: another process may be writing it, or its disk be read-only.
Result<std::unique_ptr<Session>> openSession(SessionOptions options, QString& notice)
{
    auto session = Session::open(options);
    if (session) {
        return session;
    }
    options.mode = SessionOptions::Mode::ReadOnly;
    auto looked = Session::open(options);
    if (looked) {
        notice = session.error().message;
        return looked;
    }
    return session;
}

Result<bool> isSession(const QString& file)
{
    QFile source(file);
    if (!source.open(QIODevice::ReadOnly)) {
        return failure(tr("%1 cannot be opened: %2.").arg(file, source.errorString()));
    }
    return source.read(16).startsWith("SQLite format 3");
}

// What is no longer in use goes back to the system. glibc keeps, for each thread, what that once needed at most, and
// raises with every large answer what it takes for small: beside a stream of documents a window grew by some megabytes
// a minute, of which nothing was in use.
void keepMemorySmall()
{
#ifdef __GLIBC__
    mallopt(M_ARENA_MAX, 2);
    mallopt(M_MMAP_THRESHOLD, 256 * 1024);
    mallopt(M_TRIM_THRESHOLD, 4 * 1024 * 1024);
    mallopt(M_TOP_PAD, 1024 * 1024);
#endif
}

} // namespace

DesktopWindows::DesktopWindows(Settings& settings)
    : m_settings(settings)
{
    keepMemorySmall();
}

DesktopWindows::~DesktopWindows() = default;

DesktopWindow* DesktopWindows::add(const QString& file, std::unique_ptr<Session> session)
{
    return m_windows.emplace_back(std::make_unique<DesktopWindow>(*this, m_settings, file, std::move(session))).get();
}

DesktopWindow* DesktopWindows::find(const QString& file) const
{
    const QString canonical = QFileInfo(file).canonicalFilePath();
    const auto found = std::find_if(m_windows.begin(), m_windows.end(), [&](const auto& window) {
        return !window->isEnding() && QFileInfo(window->file()).canonicalFilePath() == canonical;
    });
    return canonical.isEmpty() || found == m_windows.end() ? nullptr : found->get();
}

void DesktopWindows::remember(const QString& file)
{
    constexpr qsizetype kMost = 10;
    const QString path = QFileInfo(file).absoluteFilePath();
    QStringList recent = m_settings.recentSessions();
    recent.removeAll(path);
    recent.prepend(path);
    m_settings.setRecentSessions(recent.mid(0, kMost));
}

Result<DesktopWindow*> DesktopWindows::makeReceiving(const QString& file, QString& notice)
{
    auto session = openSession({.file = file}, notice);
    if (!session) {
        return tl::unexpected(session.error());
    }
    DesktopWindow* window = add(file, std::move(*session));
    if (notice.isEmpty()) {
        window->receive();
    }
    return window;
}

Result<void> DesktopWindows::open(const QString& file)
{
    if (DesktopWindow* shown = find(file)) {
        shown->raise();
        return {};
    }
    const Result<bool> session = isSession(file);
    if (!session) {
        return tl::unexpected(session.error());
    }
    if (!*session) {
        return openJson(file);
    }
    QString notice;
    auto opened = openSession({.file = file, .sizeCap = 0}, notice); // what is looked at loses nothing
    if (!opened) {
        return tl::unexpected(opened.error());
    }
    remember(file);
    DesktopWindow* window = add(file, std::move(*opened));
    window->lookAt();
    window->show();
    if (!notice.isEmpty()) {
        window->say(tr("%1 It is shown as it is, and can be changed no more than that.").arg(notice));
    }
    return {};
}

Result<DesktopWindow*> DesktopWindows::addTemporary(const QString& name)
{
    auto folder = std::make_unique<QTemporaryDir>();
    if (!folder->isValid()) {
        return failure(tr("There is no room for a temporary session: %1").arg(folder->errorString()));
    }
    const QString file = folder->filePath(name + u".fluoro"_s);
    auto session = Session::open({.file = file});
    if (!session) {
        return tl::unexpected(session.error());
    }
    DesktopWindow* window = add(file, std::move(*session));
    window->keepWhileOpen(std::move(folder));
    return window;
}

Result<void> DesktopWindows::openJson(const QString& file)
{
    return addTemporary(QFileInfo(file).completeBaseName()).map([&](DesktopWindow* window) {
        window->lookAt();
        window->show();
        window->readIn(file);
    });
}

Result<void> DesktopWindows::replay(const QString& file)
{
    auto recording = openSessionRecording(file);
    if (!recording) {
        return tl::unexpected(recording.error());
    }
    return addTemporary(tr("Replay of %1").arg(QFileInfo(file).completeBaseName())).map([&](DesktopWindow* window) {
        window->play(std::move(*recording));
        window->show();
    });
}

Result<void> DesktopWindows::create(const QString& file)
{
    if (QFileInfo::exists(file)) {
        return failure(tr("%1 is there already. Open it, or choose another name.").arg(file));
    }
    SessionOptions options;
    options.file = file;
    auto session = Session::open(options);
    if (!session) {
        return tl::unexpected(session.error());
    }
    remember(file);
    const auto receiving = std::find_if(
        m_windows.begin(), m_windows.end(), [](const auto& window) { return window->capture() != nullptr; });
    DesktopWindow* old = receiving == m_windows.end() ? nullptr : receiving->get();
    const auto address = chooseBindAddress(
        old ? old->capture()->status().address : QString(), daemonAddressVariable(), m_settings.listenAddress());
    if (!address) {
        return tl::unexpected(address.error());
    }
    DesktopWindow* window = add(file, std::move(*session));
    window->receive();
    window->show(); // before the old one goes: the last window to close ends the program
    const auto listen = [window, address = *address] {
        if (const auto bound = window->capture()->rebind(address); !bound) {
            window->say(bound.error().message);
        }
    };
    if (!old) {
        listen();
        return {};
    }
    remember(old->file());
    // The caller stands in a slot of the old window, and its port is free when it has gone.
    QMetaObject::invokeMethod(
        this,
        [this, old, listen] {
            old->window().close();
            end(old);
            listen();
        },
        Qt::QueuedConnection);
    return {};
}

void DesktopWindows::remove(DesktopWindow* window)
{
    QMetaObject::invokeMethod(
        this, [this, window] { end(window); }, Qt::QueuedConnection);
}

void DesktopWindows::end(DesktopWindow* window)
{
    const auto isIt = [window](const auto& entry) { return entry.get() == window; };
    if (std::none_of(m_windows.begin(), m_windows.end(), isIt) || window->isEnding()) {
        return;
    }
    window->end([this, isIt] { std::erase_if(m_windows, isIt); });
}

} // namespace fluoroscope

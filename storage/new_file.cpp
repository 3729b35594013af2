// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/new_file.h"

#include "storage/writer_lock.h"

#include <QFile>
#include <QFileInfo>
#include <QUuid>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr const char* kBeside[] = {"-wal", "-shm", "-journal"};

void removeBeside(const QString& file)
{
    for (const char* suffix : kBeside) {
        QFile::remove(file + QLatin1StringView(suffix));
    }
}

// What was written survives a loss of power.
bool sync(const QString& path)
{
    const int descriptor = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
        return false;
    }
    const bool synced = ::fsync(descriptor) == 0;
    ::close(descriptor);
    return synced;
}

QString lastError()
{
    return QString::fromLocal8Bit(std::strerror(errno));
}

} // namespace

NewFile::NewFile(const SessionTarget& to, const QString& source)
    : m_target(QFileInfo(to.file).absoluteFilePath())
    , m_source(source)
    , m_replace(to.replace)
    , m_path(m_target + u'.' + QUuid::createUuid().toString(QUuid::Id128).first(8) + u".part"_s)
{
}

NewFile::~NewFile()
{
    QFile::remove(m_path);
    removeBeside(m_path);
}

Result<void> NewFile::check() const
{
    const QFileInfo info(m_target);
    const QFileInfo folder(info.absolutePath());
    if (!folder.isDir()) {
        return failure(u"The folder %1 does not exist. Make it, or choose another."_s.arg(folder.filePath()));
    }
    if (!folder.isWritable()) {
        return failure(u"%1 cannot be written: no permission for its folder. Choose another."_s.arg(m_target));
    }
    if (!info.exists()) {
        return {};
    }
    if (info.canonicalFilePath() == QFileInfo(m_source).canonicalFilePath()) {
        return failure(u"%1 is the session itself. Choose another name for the copy."_s.arg(m_target));
    }
    if (!info.isFile()) {
        return failure(u"%1 is not a file. Choose another name."_s.arg(m_target));
    }
    if (!m_replace) {
        return failure(u"%1 is there already, and was left as it is. Choose another name, or say that it shall be "
                       "replaced."_s.arg(m_target));
    }
    return {};
}

Result<void> NewFile::finish()
{
    if (auto good = check(); !good) {
        return good;
    }
    if (!sync(m_path)) {
        return failure(
            u"%1 could not be written: %2. Free some space, or choose another folder."_s.arg(m_target, lastError()));
    }
    WriterLock lock(m_target);
    if (!lock.acquire()) {
        return failure(u"%1 is being written by %2. Close it there, or choose another name."_s.arg(
            m_target, lock.holder().isEmpty() ? u"another program"_s : lock.holder()));
    }
    removeBeside(m_target); // a log of what was there before would be taken for that of the new file
    if (auto moved = move(); !moved) {
        return moved;
    }
    sync(QFileInfo(m_target).absolutePath());
    return {};
}

Result<void> NewFile::move() const
{
    const QByteArray from = QFile::encodeName(m_path);
    const QByteArray to = QFile::encodeName(m_target);
    int moved = m_replace ? ::rename(from.constData(), to.constData())
                          : ::renameat2(AT_FDCWD, from.constData(), AT_FDCWD, to.constData(), RENAME_NOREPLACE);
    if (moved != 0 && errno == EINVAL && !QFileInfo::exists(m_target)) { // a file system without that flag
        moved = ::rename(from.constData(), to.constData());
    }
    if (moved != 0) {
        return failure(u"%1 could not be written: %2. Choose another name."_s.arg(m_target, lastError()));
    }
    return {};
}

} // namespace fluoroscope

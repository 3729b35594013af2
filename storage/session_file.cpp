// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/session_file.h"

#include "storage/database.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QtEndian>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

// Up to this size the whole file is checked when it is opened; a larger one would keep the window from showing.
constexpr qint64 kCheckedBytes = qint64(32) << 20;

tl::unexpected<Error> damaged(const QString& file, const QString& how)
{
    return failure(u"%1 is a Fluoroscope session, but it is damaged (%2). It was left as it is. "
                   "Restore it from a copy, or start another session with --session."_s.arg(file, how));
}

// Reads the marks of SQLite's header (its file format, section 1.3), so that no file is opened that is not ours.
Result<void> checkHeader(const QString& name, QFile& file)
{
    const QByteArray header = file.read(100);
    if (header.size() < 100 || !header.startsWith(QByteArray("SQLite format 3\0", 16))) {
        return failure(u"%1 is not a Fluoroscope session. To read traces from a file of another kind, import it: "
                       "fluoro import %1 --session NEW.fluoro"_s.arg(name));
    }
    const auto number = [&](int offset) { return qFromBigEndian<quint32>(header.constData() + offset); };
    if (number(68) != static_cast<quint32>(kApplicationId)) {
        return failure(u"%1 is a SQLite database of another program, not a Fluoroscope session. "
                       "Choose another file with --session."_s.arg(name));
    }
    if (number(60) > static_cast<quint32>(kSessionFormat)) {
        return failure(u"%1 was written by a newer Fluoroscope (format %2, this program reads up to %3). "
                       "Open it with a current version."_s.arg(name).arg(number(60)).arg(kSessionFormat));
    }
    const quint32 raw = qFromBigEndian<quint16>(header.constData() + 16);
    const qint64 pageSize = raw == 1 ? 65536 : raw;
    if (number(28) * pageSize > file.size()) {
        return damaged(name, u"%1 of %2 bytes are there"_s.arg(file.size()).arg(number(28) * pageSize));
    }
    return {};
}

Result<void> checkContents(const QString& file, bool immutable)
{
    try {
        const auto database = openForReading(file, immutable);
        SQLite::Statement check(*database, "PRAGMA quick_check(1)");
        if (check.executeStep() && textColumn(check, 0) != "ok"_L1) {
            return damaged(file, textColumn(check, 0));
        }
        metaValue(*database, "documents");
    } catch (const SQLite::Exception& exception) {
        return damaged(file, describe(exception));
    }
    return {};
}

} // namespace

Result<SessionFileState> inspectSessionFile(const QString& name, bool forWriting)
{
    const QFileInfo info(name);
    const QFileInfo folder(info.absolutePath());
    if (!info.exists() || (info.size() == 0 && info.isFile())) {
        if (!forWriting) {
            return failure(u"There is no session %1. Name another with --session, or make it with: fluoro serve --session %1"_s.arg(name));
        }
        if (!folder.isDir()) {
            return failure(u"The folder %1 does not exist. Make it, or name another file with --session."_s.arg(folder.filePath()));
        }
        if (!folder.isWritable() || (info.exists() && !info.isWritable())) {
            return failure(u"%1 cannot be written: no permission. Name another file with --session."_s.arg(name));
        }
        return SessionFileState {true, false};
    }
    QFile file(name);
    if (!info.isFile() || !file.open(QIODevice::ReadOnly)) {
        return failure(u"%1 cannot be read: %2. Name another file with --session."_s.arg(
            name, info.isDir() ? u"it is a folder"_s : file.errorString()));
    }
    if (auto header = checkHeader(name, file); !header) {
        return tl::unexpected(header.error());
    }
    file.close();
    const bool hasLog = QFileInfo(name + u"-wal"_s).size() > 0;
    const bool writable = info.isWritable() && folder.isWritable();
    if (forWriting && !writable) {
        return failure(u"%1 cannot be written: no permission for %2. Copy it to a folder of yours, or name another with --session."_s.arg(
            name, info.isWritable() ? u"its folder"_s : u"the file"_s));
    }
    const SessionFileState state {false, !writable && !hasLog};
    // With a log beside it the file is in use, or was: SQLite brings it in order when it is opened.
    if (info.size() <= kCheckedBytes && !hasLog) {
        if (auto contents = checkContents(name, true); !contents) {
            return tl::unexpected(contents.error());
        }
    }
    return state;
}

} // namespace fluoroscope

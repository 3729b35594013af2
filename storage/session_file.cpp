// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/session_file.h"

#include <QFileInfo>
#include <sqlite3.h>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

// Up to this size the whole file is checked when it is opened; a larger one would keep the window from showing.
constexpr qint64 kCheckedBytes = qint64(32) << 20;
constexpr qint64 kSmallestDatabase = 512; // one page of the smallest size

tl::unexpected<Error> damaged(const QString& file, const QString& how)
{
    return failure(
        u"%1 is damaged (%2). It was left as it is. Restore it from a copy, or start another session with --session."_s
            .arg(file, how));
}

tl::unexpected<Error> noSession(const QString& file)
{
    return failure(u"%1 is not a Fluoroscope session. To read traces from a file of another kind, import it: "
                   "fluoro import %1 --session NEW.fluoro"_s.arg(file));
}

// Asks SQLite alone: when a process closes a handle of its own on a file, it loses SQLite's locks on it.
Result<void> checkContents(const QString& file, qint64 size, bool hasLog, bool forWriting)
{
    try {
        const auto database = openForReading(file, hasLog ? Reading::Beside : Reading::Immutable);
        if (forWriting && database->execAndGet("SELECT count(*) FROM sqlite_schema").getInt() == 0) {
            return {}; // a session that was about to be made
        }
        if (database->execAndGet("PRAGMA application_id").getInt() != kApplicationId) {
            return failure(
                u"%1 is a SQLite database of another program, not a Fluoroscope session. Choose another file with --session."_s
                    .arg(file));
        }
        if (const int format = database->execAndGet("PRAGMA user_version").getInt(); format > kSessionFormat) {
            return failure(u"%1 was written by a newer Fluoroscope (format %2, this program reads up to %3). "
                           "Open it with a current version."_s.arg(
                               file, QString::number(format), QString::number(kSessionFormat)));
        }
        if (size <= kCheckedBytes) {
            SQLite::Statement check(*database, "PRAGMA quick_check(1)");
            if (check.executeStep() && textColumn(check, 0) != "ok"_L1) {
                return damaged(file, textColumn(check, 0));
            }
        }
        SQLite::Statement(*database, "SELECT id, received, transport, sender, bytes FROM journal LIMIT 1")
            .executeStep();
        if (metaValue(*database, "index_version") != kIndexVersion && !forWriting) {
            return failure(
                u"%1 was indexed by another version of Fluoroscope. To bring the index up to date, open it once for "
                "writing: fluoro serve --session %1"_s.arg(file));
        }
    } catch (const SQLite::Exception& exception) {
        if (exception.getErrorCode() == SQLITE_NOTADB) {
            return noSession(file);
        }
        if (exception.getErrorCode() == SQLITE_CANTOPEN) {
            return failure(
                u"%1 cannot be read: %2. Name another file with --session."_s.arg(file, describe(exception)));
        }
        return damaged(file, describe(exception));
    }
    return {};
}

// A transaction that was cut short, as the one that makes a session, is taken back by SQLite at the first look; one
// that is under way is waited for.
void settle(const QString& file)
{
    if (QFileInfo(file + u"-journal"_s).size() > 0) {
        try {
            openForReading(file, Reading::Alone)->execAndGet("SELECT count(*) FROM sqlite_schema");
        } catch (const SQLite::Exception&) { // what the file is, is looked at next
        }
    }
}

} // namespace

Result<SessionFileState> inspectSessionFile(const QString& name, bool forWriting)
{
    settle(name);
    const QFileInfo info(name);
    const QFileInfo folder(info.absolutePath());
    if (!info.exists() || (info.size() == 0 && info.isFile())) {
        if (!forWriting) {
            return failure(
                u"There is no session %1. Name another with --session, or make it with: fluoro serve --session %1"_s
                    .arg(name));
        }
        if (!folder.isDir()) {
            return failure(u"The folder %1 does not exist. Make it, or name another file with --session."_s.arg(
                folder.filePath()));
        }
        if (!folder.isWritable() || (info.exists() && !info.isWritable())) {
            return failure(u"%1 cannot be written: no permission. Name another file with --session."_s.arg(name));
        }
        return SessionFileState{};
    }
    if (!info.isFile() || !info.isReadable()) {
        return failure(u"%1 cannot be read: %2. Name another file with --session."_s.arg(name,
            info.isDir()        ? u"it is a folder"_s
                : info.isFile() ? u"no permission"_s
                                : u"it is not a file"_s));
    }
    if (info.size() < kSmallestDatabase) { // SQLite takes some of these for empty
        return noSession(name);
    }
    const bool writable = info.isWritable() && folder.isWritable();
    const QFileInfo log(name + u"-wal"_s);
    if (!writable && log.size() > 0 && !QFileInfo::exists(name + u"-shm"_s)) {
        // Its newest part is in the log, which cannot be read without a file that cannot be made here.
        return failure(
            u"%1 was not closed before it came to where nothing can be written. Copy it and %2 to a folder of "
            "yours, and open it there."_s.arg(name, log.fileName()));
    }
    const bool hasLog = log.size() > 0 || (log.exists() && writable);
    if (auto contents = checkContents(name, info.size(), hasLog, forWriting); !contents) {
        return tl::unexpected(contents.error());
    }
    if (forWriting && !writable) {
        return failure(
            u"%1 cannot be written: no permission for %2. Copy it to a folder of yours, or name another with --session."_s
                .arg(name, info.isWritable() ? u"its folder"_s : u"the file"_s));
    }
    return SessionFileState{log.size() > 0 ? Reading::Beside : writable ? Reading::Alone : Reading::Immutable};
}

} // namespace fluoroscope

// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/session_copy.h"

#include "storage/database.h"
#include "storage/new_file.h"
#include "storage/session_file.h"
#include "storage/session_state.h"

#include <QFileInfo>
#include <SQLiteCpp/Backup.h>
#include <sqlite3.h>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr int kPagesAtOnce = 256; // 2 MiB: a step that nobody waits for

} // namespace

Result<void> copySession(
    const QString& file, const SessionTarget& to, const CopyProgress& progress, std::stop_token stop)
{
    const QString path = QFileInfo(file).absoluteFilePath();
    const auto inspected = inspectSessionFile(path, false);
    if (!inspected) {
        return tl::unexpected(inspected.error());
    }
    NewFile copy(to, path);
    if (auto good = copy.check(); !good) {
        return good;
    }
    try {
        const auto source = openForReading(path, inspected->reading);
        const qint64 pageSize = source->execAndGet("PRAGMA page_size").getInt64();
        // Held to the end, so that no commit makes the backup begin again. The writer goes on in its log.
        const SQLite::Transaction snapshot(*source);
        source->execAndGet("SELECT count(*) FROM sqlite_schema");
        SQLite::Database target(copy.path().toStdString(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        target.exec("PRAGMA journal_mode = OFF"); // half a copy is thrown away
        target.exec("PRAGMA synchronous = OFF");
        SQLite::Backup backup(target, *source);
        for (int result = SQLITE_OK; result != SQLITE_DONE;) {
            if (stop.stop_requested()) {
                return failure(u"Saving %1 was stopped; nothing of it is there."_s.arg(to.file));
            }
            result = backup.executeStep(kPagesAtOnce);
            if (result != SQLITE_OK && result != SQLITE_DONE) {
                throw SQLite::Exception("the session is locked", result);
            }
            if (progress) {
                const qint64 total = backup.getTotalPageCount();
                progress((total - backup.getRemainingPageCount()) * pageSize, total * pageSize);
            }
        }
        removeOwnState(target);
    } catch (const SQLite::Exception& exception) {
        return failure(u"%1 could not be saved as %2: %3. Free some space, or choose another folder."_s.arg(
            path, to.file, describe(exception)));
    }
    return copy.finish();
}

} // namespace fluoroscope

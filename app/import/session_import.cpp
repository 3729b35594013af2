// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/import/session_import.h"

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

// The session refuses what it cannot queue; an import waits instead.
constexpr qint64 kFlushDocuments = 20000;
constexpr qsizetype kFlushBytes = qsizetype(32) << 20;

tl::unexpected<Error> refused(Session& session)
{
    return failure(u"The session could not take a document: %1"_s.arg(session.source().counters().problem));
}

} // namespace

Result<ImportReport> importInto(Session& session, const QString& file, const std::stop_token& stop)
{
    qint64 documents = 0;
    qsizetype bytes = 0;
    const auto take = [&](ReceivedDocument&& document) -> Result<void> {
        if (stop.stop_requested()) {
            return failure(u"%1: the import was stopped."_s.arg(file));
        }
        bytes += document.bytes.size();
        const bool taken = session.sink().put(std::move(document));
        if (!taken || ++documents == kFlushDocuments || bytes > kFlushBytes) {
            documents = 0;
            bytes = 0;
            if (!session.flush() || !taken) {
                return refused(session);
            }
        }
        return {};
    };
    auto report = importFile(file, take);
    if (report && !session.flush()) {
        return refused(session);
    }
    return report;
}

} // namespace fluoroscope

// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Finds the segment documents in the files that people keep: answers of BatchGetTraces, traces, the console's raw data,
// captures.
#pragma once

#include "core/ports/segment_sink.h"
#include "core/result.h"
#include "core/segment/ids.h"

#include <QByteArrayView>
#include <functional>
#include <unordered_set>
#include <vector>

namespace fluoroscope {

struct ImportReject {
    qint64 line = 0; // of the file, from 1
    QString message; // one sentence
};

struct ImportReport {
    qint64 documents = 0; // with a segment that was taken; the others are handed on, too: the session keeps their bytes
    std::unordered_set<TraceId> traces; // that those documents belong to
    qint64 rejected = 0;
    std::vector<ImportReject> rejects; // the first hundred
};

// Takes one document. An error ends the import.
using ImportTarget = std::function<Result<void>(ReceivedDocument&&)>;

// Reads `text`, the content of the file called `name`. A document that is given as a string is taken as its text, one
// that is given as an object as the bytes that stand in the file. What is broken is reported and passed over. The error
// says what is wrong with the file as a whole: empty, or of a kind in which there are no documents.
Result<ImportReport> importText(QByteArrayView text, const QString& name, const ImportTarget& target);

// The same for a file; "-" is standard input. UTF-16, as Windows shells write it, is read, too.
Result<ImportReport> importFile(const QString& file, const ImportTarget& target);

} // namespace fluoroscope

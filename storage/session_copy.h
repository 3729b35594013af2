// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Hands a session on as another file: whole, or a part of it, with what is private taken out. The session may be open
// here, in another process or nowhere; whoever writes it goes on meanwhile and never waits.
#pragma once

#include "core/ports/trace_source.h"
#include "core/redaction/redaction_preview.h"
#include "core/result.h"

#include <functional>
#include <stop_token>

namespace fluoroscope {

// Where to: the file has its name only once it is whole; before, and after a stop or an error, nothing of it is there.
struct SessionTarget {
    QString file;
    bool replace = false; // a file that is there already; never one that a program is writing, or the session itself
};

// Called now and then on the calling thread, with bytes for copySession() and documents for the others.
using CopyProgress = std::function<void(qint64 done, qint64 total)>;

// All of it, as of now: what arrives meanwhile is not in the copy.
Result<void> copySession(
    const QString& file, const SessionTarget& to, const CopyProgress& progress, std::stop_token stop);

struct SessionPart {
    TraceSelection selection = {}; // all traces, the default, also takes what was received and belongs to none
    std::vector<TraceId> traces = {}; // these alone, where there are any; then the selection does not count
    Redaction redaction = {};
    // Sampling rules, groups and tags, which a redaction does not reach. The session's facts go along in any case, of a
    // redacted one without its command line.
    bool configuration = true;
};

struct ExportedPart {
    qint64 traces = 0;
    qint64 documents = 0;
    qint64 leftOut = 0; // documents that could not be redacted, since they are not what a segment is
};

// The documents of the part keep their arrival, transport and sender. Of a document with segments of several traces,
// those of others are left out. An error where a trace that was named is not there.
Result<ExportedPart> exportSession(const QString& file, const SessionPart& part, const SessionTarget& to,
    const CopyProgress& progress, std::stop_token stop);

// What exportSession() would change, with up to `most` examples for each rule.
Result<RedactionPreview> previewRedaction(
    const QString& file, const SessionPart& part, qsizetype most, const CopyProgress& progress, std::stop_token stop);

} // namespace fluoroscope

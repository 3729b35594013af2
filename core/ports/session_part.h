// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// A part of a session that is handed on as a session of its own: which traces, with what taken out of them, and where
// to.
#pragma once

#include "core/ports/trace_source.h"
#include "core/redaction/redaction.h"

#include <functional>
#include <vector>

namespace fluoroscope {

// Where to: the file has its name only once it is whole; before, and after a stop or an error, nothing of it is there.
struct SessionTarget {
    QString file;
    bool replace = false; // a file that is there already; never one that a program is writing, or the session itself
};

// Called now and then on the calling thread, with bytes where all of a session is copied and documents otherwise.
using CopyProgress = std::function<void(qint64 done, qint64 total)>;

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

} // namespace fluoroscope

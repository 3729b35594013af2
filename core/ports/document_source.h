// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The port through which a session's documents are read again, in the order in which they came: by whoever keeps a
// cursor over them.
#pragma once

#include "core/ports/segment_sink.h"
#include "core/result.h"

#include <vector>

namespace fluoroscope {

// A document of the journal. Ids rise by one; where one is missing, its document was evicted.
struct JournalEntry {
    qint64 id = 0;
    ReceivedDocument document;
};

struct JournalReach {
    qint64 last = 0; // the last document ever taken, be it evicted since; 0: none
    qint64 indexed = 0; // the last that is reflected in traces
};

// Thread-safe.
class DocumentSource {
public:
    virtual ~DocumentSource() = default;

    // Up to `limit` documents (-1: all) after `cursor` (0: from the start), whether indexed or not.
    virtual Result<std::vector<JournalEntry>> journal(qint64 cursor, qint64 limit) = 0;
    virtual Result<JournalReach> reach() = 0;
};

} // namespace fluoroscope

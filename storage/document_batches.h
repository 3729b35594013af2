// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Reads the documents of one trace, on every core where there are many: of a trace of a million subsegments that is
// most of the work.
#pragma once

#include "core/trace/trace_assembly.h"

#include <future>

namespace fluoroscope {

class DocumentBatches {
public:
    using Documents = std::vector<TraceDocument>;

    // `keepBytes`: for someone who will show them.
    DocumentBatches(const TraceId& id, bool keepBytes);
    ~DocumentBatches();
    DocumentBatches(const DocumentBatches&) = delete;
    DocumentBatches& operator=(const DocumentBatches&) = delete;

    // The next document, without the daemon's header. May begin to read on another thread.
    void add(QByteArray bytes);
    // All that is of the trace, in the order in which it was added.
    Documents take();

private:
    struct Batch {
        std::vector<QByteArray> bytes;
        qsizetype size = 0; // bytes
        Documents documents; // belongs to the other thread until `done`
        std::future<void> done; // invalid: read on the thread that adds
    };

    void read(Batch& batch) const;
    void start(Batch& batch);
    [[nodiscard]] std::size_t running() const;

    TraceId m_id;
    bool m_keepBytes;
    std::size_t m_otherThreads; // at most
    std::vector<std::unique_ptr<Batch>> m_batches; // the last one is being filled
};

} // namespace fluoroscope

// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The traces that were written to lately, parsed: a document that arrives for one of them costs no reading of the
// others.
#pragma once

#include "core/graph/service_graph.h"
#include "core/trace/trace_assembly.h"
#include "core/trace/trace_summary.h"

#include <chrono>
#include <list>
#include <unordered_map>

namespace fluoroscope {

// A trace as the indexer knows it.
struct IndexedTrace {
    TraceId id;
    qint64 row = 0; // in table `trace`; 0: not there yet
    std::vector<std::shared_ptr<const TraceDocument>> documents;
    TraceRow summary; // as last written
    Outcome outcome = Outcome::Ok; // as last written
    ServiceGraph graph; // as last written, and contained in the sums of its time
    bool stale = false; // documents have come since
    std::chrono::steady_clock::duration cost{}; // what reading it took since it was assembled last
    std::chrono::steady_clock::time_point due{}; // not assembled again before
    std::size_t segments = 0; // of all documents
};

// Bounded by the number of segments it holds; the least recently used goes first. The latest stays whatever its size,
// and so does a trace that is stale or rests: without it, each document of a large trace would have all others read
// again.
class TraceCache {
public:
    static constexpr std::size_t kMaxSegments = 30000;

    // Null where it is not there. The pointer stays good until the entry is evicted.
    IndexedTrace* find(const TraceId& id);
    IndexedTrace& insert(IndexedTrace&& trace);
    void remove(const TraceId& id);
    void clear();
    // Makes room. Pointers to all but the latest go bad.
    void trim();
    void grown(std::size_t segments) { m_segments += segments; }

private:
    std::list<IndexedTrace> m_entries; // most recently used first
    std::unordered_map<TraceId, std::list<IndexedTrace>::iterator> m_byId;
    std::size_t m_segments = 0;
};

} // namespace fluoroscope

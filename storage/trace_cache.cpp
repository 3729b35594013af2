// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/trace_cache.h"

namespace fluoroscope {

IndexedTrace* TraceCache::find(const TraceId& id)
{
    const auto found = m_byId.find(id);
    if (found == m_byId.end()) {
        return nullptr;
    }
    m_entries.splice(m_entries.begin(), m_entries, found->second);
    return &*found->second;
}

IndexedTrace& TraceCache::insert(IndexedTrace&& trace)
{
    m_segments += trace.segments;
    m_entries.push_front(std::move(trace));
    m_byId[m_entries.front().id] = m_entries.begin();
    return m_entries.front();
}

void TraceCache::remove(const TraceId& id)
{
    if (const auto found = m_byId.find(id); found != m_byId.end()) {
        m_segments -= found->second->segments;
        m_entries.erase(found->second);
        m_byId.erase(found);
    }
}

void TraceCache::clear()
{
    m_entries.clear();
    m_byId.clear();
    m_segments = 0;
}

void TraceCache::trim()
{
    if (m_segments <= kMaxSegments) {
        return;
    }
    const auto now = std::chrono::steady_clock::now();
    for (auto entry = m_entries.end(); m_segments > kMaxSegments && entry != m_entries.begin();) {
        if (--entry == m_entries.begin() || entry->stale || entry->due > now) {
            continue;
        }
        m_segments -= entry->segments;
        m_byId.erase(entry->id);
        entry = m_entries.erase(entry);
    }
}

} // namespace fluoroscope

// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/json/text_cache.h"

namespace fluoroscope::json {

QString TextCache::text(const Value& value)
{
    const std::string_view bytes = value.plain();
    if (bytes.empty() || bytes.size() > kLongest) {
        return value.text();
    }
    if (m_entries.empty()) {
        m_entries.resize(kEntries);
    }
    Entry& entry = m_entries[std::hash<std::string_view>{}(bytes) % kEntries];
    if (entry.bytes != bytes) {
        entry.bytes = bytes;
        entry.text = value.text();
    }
    return entry.text;
}

QStringList TextCache::texts(const Value& value)
{
    QStringList result;
    value.forEachElement([&](const Value& element) {
        if (element.isString()) {
            result.append(text(element));
        }
    });
    return result;
}

} // namespace fluoroscope::json

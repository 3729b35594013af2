// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Has strings that come again and again in JSON share one QString: names, regions, queries.
#pragma once

#include "core/json/json_text.h"

#include <string>

namespace fluoroscope::json {

// Bounded: a string that comes less often makes room for another. One thread's.
class TextCache {
public:
    // What value.text() gives.
    QString text(const Value& value);
    // What value.texts() gives.
    QStringList texts(const Value& value);

private:
    static constexpr std::size_t kEntries = 512;
    static constexpr std::size_t kLongest = 512; // bytes

    struct Entry {
        std::string bytes;
        QString text;
    };
    std::vector<Entry> m_entries; // by hash; none before the first string
};

} // namespace fluoroscope::json

// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Which traces the writer has touched lately, so that what was made of all of them is brought up to date instead of
// made anew.
#pragma once

#include <deque>
#include <mutex>
#include <optional>
#include <vector>

#include <QtGlobal>

namespace fluoroscope {

// Thread-safe. States of the file are numbered; each transaction that touches traces makes the next.
class ChangedTraces {
public:
    // What is touched after `state` will be said here.
    void start(qint64 state);
    // Rows of table trace that were written or removed for `state`; before that is committed. Of one that has to be
    // made once more, those of every time count.
    void add(qint64 state, const std::vector<int64_t>& rows);
    // After state `from`, up to `to`; each may be there several times. Nothing: it is not remembered that far back.
    [[nodiscard]] std::optional<std::vector<int64_t>> between(qint64 from, qint64 to) const;

private:
    struct Step {
        qint64 state = 0;
        std::vector<int64_t> rows;
    };
    mutable std::mutex m_mutex;
    std::optional<qint64> m_first; // what was touched after it is known
    std::deque<Step> m_steps; // by ascending state
    std::size_t m_rows = 0; // of all steps
};

} // namespace fluoroscope

// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What looks at every segment of a trace: at once where that is quick, so that nothing flickers, else off the GUI
// thread.
#pragma once

#include "core/trace/trace.h"
#include "ui/query/query_runner.h"

namespace fluoroscope {

inline constexpr std::size_t kLargeTrace = 20'000; // segments; fewer take a few milliseconds

// As QueryRunner::ask(), but `answer` may be called before it returns.
template <typename Question, typename Answer>
void askOf(const Trace& trace, QueryRunner& runner, int lane, Question question, Answer answer)
{
    runner.cancel(lane);
    if (trace.segments.size() < kLargeTrace) {
        answer(question(std::stop_token()));
    } else {
        runner.ask(lane, std::move(question), std::move(answer));
    }
}

} // namespace fluoroscope

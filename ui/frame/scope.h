// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The scope: which traces every page shows. A time range, which follows the clock or stands still, a filter expression
// and a group.
#pragma once

#include "core/ports/trace_source.h"

#include <QString>
#include <array>
#include <optional>

namespace fluoroscope {

struct Scope {
    Duration span = std::chrono::minutes(15); // up to now; zero: everything
    std::optional<TimeRange> fixed; // instead: chosen in the past, or frozen by a pause
    bool isPaused = false; // `fixed` is what a pause froze; nobody chose it
    TimeRange context; // what the activity strip showed when `fixed` was chosen
    QString filterText; // as it was typed
    FilterExpression filter;
    QString group; // empty: Default, which every trace is in

    // A live scope follows what arrives; a fixed one stands still.
    [[nodiscard]] bool isLive() const { return !fixed; }
    // The traces' start lies in here at `now`. A live range has no end: clocks of senders may be ahead of ours.
    [[nodiscard]] TimeRange rangeAt(Timestamp now) const;
    [[nodiscard]] TraceSelection selectionAt(Timestamp now) const { return {rangeAt(now), filter}; }
    // The filter within the group: names the group, which has to be expanded before a source is asked.
    [[nodiscard]] FilterExpression filterInGroup() const;
    // Whether some traces of the range are left out.
    [[nodiscard]] bool isNarrowed() const { return !filter.isEmpty() || !group.isEmpty(); }
    [[nodiscard]] Scope filteredBy(const FilterExpression& expression, const QString& text) const;
    // This scope, standing still as of `now`, with all up to `newest`, which is later where a sender's clock is ahead.
    [[nodiscard]] Scope frozenAt(Timestamp now, Timestamp newest = Timestamp::min()) const;
    // The last `span` again.
    [[nodiscard]] Scope following() const { return over(span); }
    // The same traces within the last `length`; zero: in all of the session.
    [[nodiscard]] Scope over(Duration length) const;
    // "Last 15 min", "All", "14:31 – 14:38".
    [[nodiscard]] QString label() const;
    bool operator==(const Scope&) const = default;
};

// What the time range menu offers; zero: everything.
inline constexpr std::array<Duration, 6> kSpans{std::chrono::minutes(5), std::chrono::minutes(15),
    std::chrono::minutes(30), std::chrono::hours(1), std::chrono::hours(6), Duration::zero()};

} // namespace fluoroscope

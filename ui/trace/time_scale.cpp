// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/trace/time_scale.h"

#include "core/text/units.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace fluoroscope {

namespace {

constexpr Duration kClosest{10};

TimeWindow within(Duration begin, Duration length, Duration total)
{
    const Duration latest = std::max(total - length, Duration{0});
    begin = std::clamp(begin, Duration{0}, latest);
    return {begin, begin + length};
}

} // namespace

double timeToX(Duration time, TimeWindow window, double width)
{
    return static_cast<double>((time - window.begin).count()) * width / static_cast<double>(window.length().count());
}

Duration xToTime(double x, TimeWindow window, double width)
{
    if (width <= 0) {
        return window.begin;
    }
    return window.begin + Duration{qRound64(x / width * static_cast<double>(window.length().count()))};
}

TimeWindow wholeWindow(Duration total)
{
    return {Duration{0}, std::max(total, Duration{1})};
}

TimeWindow zoomed(TimeWindow window, Duration total, double factor, Duration about)
{
    const Duration whole = wholeWindow(total).end;
    const auto before = static_cast<double>(window.length().count());
    const Duration length = std::clamp(Duration{qRound64(before * factor)}, std::min(kClosest, whole), whole);
    const double scale = static_cast<double>(length.count()) / before;
    const Duration begin = about - Duration{qRound64(static_cast<double>((about - window.begin).count()) * scale)};
    return within(begin, length, whole);
}

TimeWindow panned(TimeWindow window, Duration total, Duration by)
{
    return within(window.begin + by, window.length(), wholeWindow(total).end);
}

Duration tickStep(TimeWindow window, double width, double gap)
{
    const double least = width > 0 ? static_cast<double>(window.length().count()) * gap / width : 1;
    for (qint64 power = 1; power < 1'000'000'000'000'000; power *= 10) {
        for (const qint64 digit : {1, 2, 5}) {
            if (static_cast<double>(digit * power) >= least) {
                return Duration{digit * power};
            }
        }
    }
    return std::max(window.length(), Duration{1});
}

QString tickLabel(Duration time, Duration step)
{
    if (time == Duration{0}) {
        return step >= 1s ? u"0 s"_s : step >= 1ms ? u"0 ms"_s : u"0 µs"_s;
    }
    if (time >= 2min && step >= 1s) {
        return formatDuration(time);
    }
    const auto [unit, word] = time >= 1s ? std::pair{1e6, u"s"_s}
        : time >= 1ms                    ? std::pair{1e3, u"ms"_s}
                                         : std::pair{1.0, u"µs"_s};
    int decimals = 0;
    for (double rest = unit; rest > static_cast<double>(step.count()); rest /= 10) {
        ++decimals;
    }
    return u"%1 %2"_s.arg(static_cast<double>(time.count()) / unit, 0, 'f', decimals).arg(word);
}

} // namespace fluoroscope

// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/frame/activity_grid.h"

#include <QDateTime>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr qint64 kSecond = 1'000'000;
constexpr std::array<qint64, 21> kSteps{1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600,
    43200, 86400, 172800, 604800, 2419200}; // seconds

qint64 floorTo(qint64 value, qint64 step)
{
    return value - ((value % step) + step) % step;
}

// The smallest round step that cuts `length` into at most `most` pieces.
qint64 roundStep(qint64 length, int most)
{
    for (const qint64 seconds : kSteps) {
        if (length <= seconds * kSecond * most) {
            return seconds * kSecond;
        }
    }
    const qint64 week = 604800 * kSecond;
    return (length / most / week + 1) * week;
}

} // namespace

TimeRange activityContext(const Scope& scope, Timestamp now)
{
    if (!scope.fixed) {
        return scope.span == Duration::zero() ? TimeRange{} : TimeRange{now - 2 * scope.span, now};
    }
    if (scope.context.begin < scope.context.end && scope.context != TimeRange{}) {
        return scope.context;
    }
    const TimeRange& fixed = *scope.fixed;
    if (fixed.begin == Timestamp::min()) {
        return fixed;
    }
    return {fixed.begin - (fixed.end - fixed.begin), fixed.end};
}

ActivityGrid activityGrid(TimeRange range, int mostBars)
{
    const qint64 begin = range.begin.time_since_epoch().count();
    const qint64 end = std::max<qint64>(range.end.time_since_epoch().count(), begin + 1);
    const qint64 step = roundStep(end - begin, std::max(mostBars - 1, 1)); // one bar more may come of the alignment
    const qint64 last = floorTo(end - 1, step) + step;
    const qint64 first = floorTo(begin, step);
    return {{Timestamp{Duration{first}}, Timestamp{Duration{last}}}, Duration{step}};
}

std::optional<TimeRange> activitySelection(const Scope& scope, const ActivityGrid& grid)
{
    if (scope.fixed) {
        return scope.fixed;
    }
    if (scope.span == Duration::zero()) {
        return std::nullopt;
    }
    // The bar in which it begins, and that of now, are there in part.
    return TimeRange{grid.range.end - scope.span - grid.step, grid.range.end};
}

namespace {

// Whole hours, or days, of the clock on the wall: a day may have 23 or 25 of them.
std::vector<Timestamp> wallTicks(TimeRange range, qint64 hours)
{
    constexpr qint64 kDay = 24;
    const qint64 days = std::max<qint64>(hours / kDay, 1);
    const QDate first = QDateTime::fromMSecsSinceEpoch(range.begin.time_since_epoch().count() / 1000).date();
    const qint64 firstDay = floorTo(QDate(1970, 1, 1).daysTo(first), days);
    std::vector<Timestamp> ticks;
    for (QDate date = QDate(1970, 1, 1).addDays(firstDay);; date = date.addDays(days)) {
        for (qint64 hour = 0; hour < kDay; hour += hours) {
            const QDateTime wall = hour == 0 ? date.startOfDay() : QDateTime(date, QTime(static_cast<int>(hour), 0));
            const Timestamp tick{std::chrono::milliseconds(wall.toMSecsSinceEpoch())};
            if (tick >= range.end) {
                return ticks;
            }
            if (tick >= range.begin && (ticks.empty() || tick > ticks.back())) {
                ticks.push_back(tick);
            }
        }
    }
}

} // namespace

TimeTicks timeTicks(TimeRange range, int most)
{
    const qint64 begin = range.begin.time_since_epoch().count();
    const qint64 end = range.end.time_since_epoch().count();
    const qint64 step = roundStep(end - begin, std::max(most, 1));
    constexpr qint64 kHour = 3600 * kSecond;
    if (step >= kHour) {
        return {wallTicks(range, step / kHour), Duration{step}};
    }
    const qint64 zone = QDateTime::fromMSecsSinceEpoch(begin / 1000).offsetFromUtc() * kSecond;
    TimeTicks ticks;
    ticks.step = Duration{step};
    for (qint64 tick = floorTo(begin + zone, step) - zone; tick < end; tick += step) {
        if (tick >= begin) {
            ticks.times.push_back(Timestamp{Duration{tick}});
        }
    }
    return ticks;
}

QString tickLabel(Timestamp time, Duration step)
{
    const QDateTime local = QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count() / 1000);
    if (step >= std::chrono::hours(24)) {
        return local.toString(u"d MMM"_s);
    }
    if (step >= std::chrono::hours(2) && local.time() == QTime(0, 0)) {
        return local.toString(u"d MMM HH:mm"_s);
    }
    return local.toString(step < std::chrono::minutes(1) ? u"HH:mm:ss"_s : u"HH:mm"_s);
}

} // namespace fluoroscope

// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/frame/scope.h"

#include "core/text/units.h"

#include <QCoreApplication>
#include <QDateTime>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Scope", text);
}

QDateTime local(Timestamp time)
{
    return QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count() / 1000);
}

QString spanLabel(Duration span)
{
    if (span == Duration::zero()) {
        return tr("All");
    }
    if (span % std::chrono::minutes(1) != Duration::zero()) {
        return tr("Last %1").arg(formatDuration(span));
    }
    const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(span).count();
    return minutes % 60 == 0 ? tr("Last %1 h").arg(minutes / 60) : tr("Last %1 min").arg(minutes);
}

} // namespace

TimeRange Scope::rangeAt(Timestamp now) const
{
    if (fixed) {
        return *fixed;
    }
    return {span == Duration::zero() ? Timestamp::min() : now - span, Timestamp::max()};
}

FilterExpression Scope::filterInGroup() const
{
    if (group.isEmpty()) {
        return filter;
    }
    return FilterExpression::allOf(
        {FilterExpression(FilterNode{KeywordCondition{FilterKeyword::GroupName, FilterOperator::Equal, group}}),
            filter});
}

Scope Scope::filteredBy(const FilterExpression& expression, const QString& text) const
{
    Scope filtered = *this;
    filtered.filter = expression;
    filtered.filterText = text;
    return filtered;
}

Scope Scope::over(Duration length) const
{
    Scope other = *this;
    other.span = length;
    other.fixed.reset();
    other.isPaused = false;
    other.context = {};
    return other;
}

Scope Scope::frozenAt(Timestamp now, Timestamp newest) const
{
    Scope frozen = *this;
    if (!fixed) {
        frozen.isPaused = true;
        frozen.fixed = TimeRange{rangeAt(now).begin, std::max(now, newest)};
    }
    return frozen;
}

QString Scope::label() const
{
    if (!fixed) {
        return spanLabel(span);
    }
    const QDateTime end = local(fixed->end);
    if (fixed->begin == Timestamp::min()) {
        return tr("Until %1").arg(formatDay(fixed->end) + end.toString(u"HH:mm:ss"_s));
    }
    const QDateTime begin = local(fixed->begin);
    const bool seconds = fixed->end - fixed->begin < std::chrono::minutes(10);
    const QString clock = seconds ? u"HH:mm:ss"_s : u"HH:mm"_s;
    const bool oneDay = begin.date() == end.date();
    const QString endDay =
        oneDay ? QString() : end.toString(begin.date().year() == end.date().year() ? u"d MMM "_s : u"d MMM yyyy "_s);
    return formatDay(fixed->begin) + begin.toString(clock) + u" – "_s + endDay + end.toString(clock);
}

} // namespace fluoroscope

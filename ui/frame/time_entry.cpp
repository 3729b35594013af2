// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/frame/time_entry.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <QRegularExpression>
#include <array>
#include <optional>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("TimeEntry", text);
}

Timestamp timestampOf(const QDateTime& time)
{
    return Timestamp{std::chrono::milliseconds(time.toMSecsSinceEpoch())};
}

QDateTime localTime(Timestamp time)
{
    return QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count() / 1000);
}

// In autumn clocks show an hour twice.
bool isRepeated(Timestamp time)
{
    const auto offset = [](Timestamp at) { return std::chrono::seconds(localTime(at).offsetFromUtc()); };
    const Duration shift = offset(time - std::chrono::hours(3)) - offset(time + std::chrono::hours(3));
    return shift > Duration::zero()
        && (offset(time) - offset(time + shift) == shift || offset(time - shift) - offset(time) == shift);
}

std::optional<Timestamp> readRelative(const QString& text, Timestamp now)
{
    static const QRegularExpression shape(
        u"^[-−]?\\s*(\\d{1,6}(?:\\.\\d+)?)\\s*(s|m|h|d)(?:ec|econds?|in|inutes?|ours?|ays?|r)?(?:\\s+ago)?$"_s,
        QRegularExpression::CaseInsensitiveOption);
    if (text.compare(u"now", Qt::CaseInsensitive) == 0) {
        return now;
    }
    const auto match = shape.match(text);
    if (!match.hasMatch()) {
        return std::nullopt;
    }
    const QChar unit = match.captured(2).front().toLower();
    const double seconds = unit == u's' ? 1 : unit == u'm' ? 60 : unit == u'h' ? 3600 : 86400;
    return now - durationFromSeconds(match.captured(1).toDouble() * seconds);
}

std::optional<Timestamp> readEpoch(const QString& text)
{
    static const QRegularExpression seconds(u"^\\d{9,10}(\\.\\d+)?$"_s);
    static const QRegularExpression milliseconds(u"^\\d{13}$"_s);
    if (seconds.match(text).hasMatch()) {
        return fromEpochSeconds(text.toDouble());
    }
    if (milliseconds.match(text).hasMatch()) {
        return Timestamp{std::chrono::milliseconds(text.toLongLong())};
    }
    return std::nullopt;
}

// A day without a year is the last such one up to `today`.
QDate readDay(const QString& text, QDate today)
{
    static constexpr std::array kWhole{u"yyyy-M-d", u"yyyy/M/d", u"d.M.yyyy", u"d MMM yyyy", u"d MMMM yyyy",
        u"MMM d yyyy", u"MMMM d yyyy", u"ddd d MMM yyyy"};
    if (text.compare(u"today", Qt::CaseInsensitive) == 0) {
        return today;
    }
    if (text.compare(u"yesterday", Qt::CaseInsensitive) == 0) {
        return today.addDays(-1);
    }
    const auto read = [](const QString& day) {
        for (const char16_t* format : kWhole) {
            for (const QLocale& locale : {QLocale::c(), QLocale()}) {
                if (const QDate date = locale.toDate(day, QString::fromUtf16(format)); date.isValid()) {
                    return date;
                }
            }
        }
        return QDate();
    };
    const QString plain = QString(text).remove(u',');
    if (const QDate date = read(plain); date.isValid()) {
        return date;
    }
    const QString joint = plain.endsWith(u'.') ? QString() : u" "_s; // "21.11." and "21 Nov"
    const QDate date = read(plain + joint + QString::number(today.year()));
    return date > today ? read(plain + joint + QString::number(today.year() - 1)) : date;
}

struct Zone {
    bool said = false;
    int offset = 0; // seconds east of UTC
};

// Cuts the zone off the end of `text`.
Zone takeZone(QString& text)
{
    static const QRegularExpression shape(
        u"^(.*\\d:\\d\\d(?::\\d\\d(?:[.,]\\d+)?)?)\\s*(?:(Z|UTC|GMT)|([+-])(\\d\\d):?(\\d\\d))$"_s,
        QRegularExpression::CaseInsensitiveOption);
    const auto match = shape.match(text);
    if (!match.hasMatch()) {
        return {};
    }
    text = match.captured(1);
    const int seconds = match.captured(4).toInt() * 3600 + match.captured(5).toInt() * 60;
    return {true, match.captured(3) == u"-" ? -seconds : seconds};
}

// Cuts the time of day off the end of `text`; null: there is none.
QTime takeTime(QString& text)
{
    static const QRegularExpression shape(u"(?:^|[T\\s,])(\\d{1,2}):(\\d\\d)(?::(\\d\\d)(?:[.,](\\d{1,6}))?)?$"_s);
    const auto match = shape.match(text);
    if (!match.hasMatch()) {
        return {};
    }
    text.truncate(match.capturedStart());
    text = text.simplified();
    const int milliseconds = match.captured(4).leftJustified(3, u'0', true).toInt();
    return {match.captured(1).toInt(), match.captured(2).toInt(), match.captured(3).toInt(), milliseconds};
}

} // namespace

Result<TimeEntry> parseTimeEntry(const QString& text, Timestamp now)
{
    QString rest = text.simplified();
    if (const auto time = readRelative(rest, now)) {
        return TimeEntry{*time};
    }
    if (const auto time = readEpoch(rest)) {
        return TimeEntry{*time};
    }
    const Zone zone = takeZone(rest);
    const QDateTime local = localTime(now);
    const QDateTime here = zone.said ? local.toOffsetFromUtc(zone.offset) : local;
    const bool hasTime = rest.contains(u':');
    const QTime time = hasTime ? takeTime(rest) : QTime(0, 0);
    const bool hasDay = !rest.isEmpty();
    const QDate day = hasDay ? readDay(rest, here.date()) : here.date();
    if ((!hasTime && !hasDay) || !time.isValid() || !day.isValid()) {
        return failure(tr("“%1” is no time. Write 14:30, 21 Nov 14:30, 2026-11-21T14:30Z or -2h.").arg(text.trimmed()));
    }
    QDateTime said = zone.said ? QDateTime(day, time, Qt::OffsetFromUTC, zone.offset) : QDateTime(day, time);
    if (!hasDay && timestampOf(said) > now) {
        said = said.addDays(-1);
    }
    return TimeEntry{timestampOf(said), !hasTime};
}

Result<TimeRange> parseTimeRange(const QString& from, const QString& to, Timestamp now, bool& errorInTo)
{
    errorInTo = false;
    if (from.trimmed().isEmpty()) {
        return failure(tr("Say when it begins, as in 14:30 or -2h."));
    }
    const Result<TimeEntry> begin = parseTimeEntry(from, now);
    if (!begin) {
        return tl::unexpected(begin.error());
    }
    errorInTo = true;
    const Result<TimeEntry> end = to.trimmed().isEmpty() ? Result<TimeEntry>(TimeEntry{now}) : parseTimeEntry(to, now);
    if (!end) {
        return tl::unexpected(end.error());
    }
    TimeRange range{begin->time, end->time};
    if (end->isDay) {
        range.end = timestampOf(localTime(end->time).addDays(1));
    }
    if (range.end <= range.begin) {
        return failure(tr("The end is not after the beginning."));
    }
    return range;
}

std::optional<Duration> parseSpan(const QString& from, const QString& to, Timestamp now)
{
    const QString end = to.simplified();
    const auto begin = readRelative(from.simplified(), now);
    const bool isLast = end.isEmpty() || readRelative(end, now) == now;
    return isLast && begin && *begin < now ? std::optional(now - *begin) : std::nullopt;
}

QString timeEntryText(Timestamp time)
{
    const QDateTime local = localTime(time);
    const bool whole = local.time().msec() == 0;
    const QString text = local.toString(whole ? u"yyyy-MM-dd HH:mm:ss"_s : u"yyyy-MM-dd HH:mm:ss.zzz"_s);
    return isRepeated(time) ? text + u' ' + local.toOffsetFromUtc(local.offsetFromUtc()).toString(u"ttt"_s).right(6)
                            : text;
}

QString utcText(Timestamp time)
{
    return localTime(time).toUTC().toString(u"yyyy-MM-dd HH:mm:ss 'UTC'"_s);
}

} // namespace fluoroscope

// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/text/units.h"

#include <QDateTime>
#include <cmath>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

// At most three significant digits, never an exponent, no zeros at the end: 1.24, 20.5, 209.
QString threeDigits(double value)
{
    const double size = std::abs(value);
    const int decimals = size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2;
    QString text = QString::number(value, 'f', decimals);
    if (decimals > 0) {
        while (text.endsWith(u'0')) {
            text.chop(1);
        }
        if (text.endsWith(u'.')) {
            text.chop(1);
        }
    }
    return text;
}

QDateTime dateTime(Timestamp time, Qt::TimeSpec spec)
{
    using namespace std::chrono;
    return QDateTime::fromMSecsSinceEpoch(floor<milliseconds>(time.time_since_epoch()).count(), spec);
}

} // namespace

QString formatDuration(Duration duration)
{
    const double microseconds = static_cast<double>(duration.count());
    const double size = std::abs(microseconds);
    if (size == 0) {
        return u"0 ms"_s;
    }
    if (size < 999.5) {
        return threeDigits(microseconds) + u" µs"_s;
    }
    if (size < 999.5e3) {
        return threeDigits(microseconds / 1e3) + u" ms"_s;
    }
    if (size < 99.95e6) {
        return threeDigits(microseconds / 1e6) + u" s"_s;
    }
    const qint64 seconds = std::chrono::round<std::chrono::seconds>(duration).count();
    if (std::abs(seconds) < 3600) {
        return u"%1 min %2 s"_s.arg(seconds / 60).arg(std::abs(seconds % 60));
    }
    return u"%1 h %2 min"_s.arg(formatCount(seconds / 3600)).arg(std::abs(seconds / 60 % 60));
}

QString formatRate(double perMinute)
{
    if (perMinute > 0 && perMinute < 0.005) {
        return u"< 0.01/min"_s;
    }
    return (perMinute >= 999.5 ? formatCount(qRound64(perMinute)) : threeDigits(perMinute)) + u"/min"_s;
}

QString formatCount(qint64 count)
{
    QString text = QString::number(count);
    const qsizetype first = count < 0 ? 1 : 0;
    for (qsizetype i = text.size() - 3; i > first; i -= 3) {
        text.insert(i, QChar(0x2009));
    }
    return text;
}

QString formatBytes(qint64 bytes)
{
    double value = static_cast<double>(bytes);
    for (const QString& unit : {u"B"_s, u"kB"_s, u"MB"_s}) {
        if (value < 999.5) {
            return threeDigits(value) + u' ' + unit;
        }
        value /= 1000;
    }
    return threeDigits(value) + u" GB"_s;
}

QString formatShare(double share, bool fine)
{
    const double percent = share * 100;
    if (percent > 0 && percent < 0.05) {
        return u"< 0.1 %"_s;
    }
    if (percent < 100 && percent >= 99.5) {
        return u"> 99 %"_s;
    }
    const bool decimal = percent > 0 && percent < (fine ? 100 : 9.95);
    return QString::number(percent, 'f', decimal ? 1 : 0) + u" %"_s;
}

QString formatClock(Timestamp time)
{
    return dateTime(time, Qt::LocalTime).toString(u"HH:mm:ss.zzz"_s);
}

QString formatDay(Timestamp time)
{
    const QDate day = dateTime(time, Qt::LocalTime).date();
    const QDate today = QDate::currentDate();
    return day == today ? QString() : day.toString(day.year() == today.year() ? u"d MMM "_s : u"d MMM yyyy "_s);
}

QString formatMoment(Timestamp time)
{
    return formatDay(time) + formatClock(time);
}

QString formatMomentShort(Timestamp time)
{
    const QString day = formatDay(time);
    return day + formatClock(time).chopped(day.isEmpty() ? 0 : 4);
}

QString formatUtc(Timestamp time)
{
    return dateTime(time, Qt::UTC).toString(u"yyyy-MM-dd HH:mm:ss.zzz 'UTC'"_s);
}

} // namespace fluoroscope

// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/moment.h"

#include <QDateTime>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace fluoroscope {

Result<Timestamp> parseMoment(const QString& text, Timestamp now)
{
    static const QRegularExpression before(u"^(\\d{1,9})([smhd])$"_s);
    static const QRegularExpression epoch(u"^\\d{9,11}(\\.\\d+)?$"_s);
    if (const auto match = before.match(text); match.hasMatch()) {
        const char16_t unit = match.capturedView(2)[0].unicode();
        const qint64 seconds = unit == u's' ? 1 : unit == u'm' ? 60 : unit == u'h' ? 3600 : 86400;
        return now - std::chrono::seconds(match.captured(1).toLongLong() * seconds);
    }
    if (epoch.match(text).hasMatch()) {
        return fromEpochSeconds(text.toDouble());
    }
    const QDateTime time = QDateTime::fromString(text, Qt::ISODateWithMs);
    if (!time.isValid()) {
        return failure(
            u"\"%1\" is no time: 2026-11-22T10:30:00Z, epoch seconds, or as 10m and 2h how long ago."_s.arg(text));
    }
    return Timestamp(std::chrono::milliseconds(time.toMSecsSinceEpoch()));
}

} // namespace fluoroscope

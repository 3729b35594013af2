// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/segment/json_fields.h"

#include <QJsonArray>
#include <QLocale>

namespace fluoroscope::json {

QString text(const QJsonObject& object, QStringView key)
{
    const QJsonValue value = object.value(key);
    if (value.isDouble()) {
        return QString::number(value.toDouble(), 'g', QLocale::FloatingPointShortest);
    }
    return value.toString();
}

std::optional<double> number(const QJsonObject& object, QStringView key)
{
    const QJsonValue value = object.value(key);
    if (value.isDouble()) {
        return value.toDouble();
    }
    bool ok = false;
    const double parsed = value.toString().toDouble(&ok);
    return ok ? std::optional(parsed) : std::nullopt;
}

bool flag(const QJsonObject& object, QStringView key) { return object.value(key).toBool(); }

QStringList texts(const QJsonObject& object, QStringView key)
{
    QStringList result;
    for (const QJsonValue value : object.value(key).toArray()) {
        if (value.isString()) {
            result.append(value.toString());
        }
    }
    return result;
}

} // namespace fluoroscope::json

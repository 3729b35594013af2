// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Reads members of a JSON object as SDKs really write them: numbers as text, null, or absent.
#pragma once

#include <QJsonObject>
#include <QJsonValue>
#include <QString>
#include <QStringList>
#include <optional>

namespace fluoroscope::json {

// Empty unless the member is a string or a number.
QString text(const QJsonObject& object, QStringView key);
// Also from a string that holds a number; nothing for any other value.
std::optional<double> number(const QJsonObject& object, QStringView key);
// Only `true` is true.
bool flag(const QJsonObject& object, QStringView key);
// The strings of an array; empty for anything else.
QStringList texts(const QJsonObject& object, QStringView key);

} // namespace fluoroscope::json

// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/segment/annotation_text.h"

#include <cmath>

using namespace Qt::StringLiterals;

namespace fluoroscope {

QString annotationText(const AnnotationValue& value)
{
    if (const auto* text = std::get_if<QString>(&value)) {
        return *text;
    }
    if (const auto* number = std::get_if<double>(&value)) {
        return numberText(*number);
    }
    return std::get<bool>(value) ? u"true"_s : u"false"_s;
}

QString numberText(double number)
{
    constexpr double kExact = 9007199254740992.0; // 2^53
    const bool whole = std::floor(number) == number && std::abs(number) < kExact;
    return whole ? QString::number(static_cast<qint64>(number)) : QString::number(number, 'g', 15);
}

} // namespace fluoroscope

// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/text/quantity.h"

#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

// Plain decimals: neither exponents nor signs, infinity or hexadecimal digits.
std::optional<double> decimal(QStringView text)
{
    for (const QChar c : text) {
        if (!(c >= u'0' && c <= u'9') && c != u'.') {
            return {};
        }
    }
    bool good = false;
    const double value = text.toDouble(&good);
    return good ? std::optional(value) : std::nullopt;
}

} // namespace

std::optional<Duration> durationOfText(const QString& text)
{
    constexpr double kMostSeconds = 366.0 * 86400;
    static constexpr std::array<std::pair<QStringView, double>, 8> units{{{u"us", 1e-6}, {u"µs", 1e-6}, {u"ms", 1e-3},
        {u"s", 1}, {u"min", 60}, {u"m", 60}, {u"h", 3600}, {u"d", 86400}}};
    const QString trimmed = text.trimmed();
    for (const auto& [unit, seconds] : units) {
        if (!trimmed.endsWith(unit)) {
            continue;
        }
        // What ends in "ms" ends in "s", too, but not after a digit.
        if (const auto value = decimal(QStringView(trimmed).chopped(unit.size()).trimmed())) {
            return *value * seconds <= kMostSeconds ? std::optional(durationFromSeconds(*value * seconds))
                                                    : std::nullopt;
        }
    }
    return decimal(trimmed) == 0.0 ? std::optional(Duration()) : std::nullopt;
}

std::optional<double> shareOfText(const QString& text)
{
    const QString trimmed = text.trimmed();
    const bool isPercent = trimmed.endsWith(u'%');
    const auto value = decimal(QStringView(trimmed).chopped(isPercent ? 1 : 0).trimmed());
    const double share = value.value_or(-1) / (isPercent ? 100 : 1);
    return share >= 0 && share <= 1 ? std::optional(share) : std::nullopt;
}

} // namespace fluoroscope

// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/frame/trace_reference.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace fluoroscope {

std::optional<TraceId> traceIdIn(const QString& text)
{
    static const QRegularExpression xray(
        u"\\b1-[0-9a-f]{8}-[0-9a-f]{24}\\b"_s, QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression w3c(u"\\b[0-9a-f]{32}\\b"_s, QRegularExpression::CaseInsensitiveOption);
    const QString start = text.left(100'000); // a clipboard may hold anything
    for (const QRegularExpression& form : {xray, w3c}) {
        if (const QRegularExpressionMatch match = form.match(start); match.hasMatch()) {
            return TraceId::fromString(match.captured());
        }
    }
    return std::nullopt;
}

} // namespace fluoroscope

// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/segment/trace_header.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace fluoroscope {

std::optional<TraceId> traceIdInText(const QString& text)
{
    // Self= of a load balancer has the same shape as Root=, and comes first: a header is told by Root= alone.
    static const QRegularExpression root(
        u"\\bRoot\\s*=\\s*([^\\s;,\"']*)"_s, QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression bare(u"(?<![0-9A-Z])(1-[0-9A-F]{8}-[0-9A-F]{24}|[0-9A-F]{32})(?![0-9A-Z])"_s,
        QRegularExpression::CaseInsensitiveOption);
    const QString start = text.left(100'000); // a clipboard may hold anything
    QRegularExpressionMatch match = root.match(start);
    if (!match.hasMatch()) {
        match = bare.match(start);
    }
    const auto id = TraceId::fromString(match.capturedView(1));
    return id && !id->isNull() ? id : std::nullopt;
}

} // namespace fluoroscope

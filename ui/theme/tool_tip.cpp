// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/theme/tool_tip.h"

#include <QStringList>
#include <QTextDocument>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace fluoroscope {

QString plainToolTip(const QString& text)
{
    constexpr qsizetype kMost = 2000; // characters: more would not fit on a screen
    constexpr qsizetype kWidest = 100; // of a line that is not wrapped
    if (text.isEmpty()) {
        return {};
    }
    const QString shown = text.size() > kMost ? text.left(kMost) + u'…' : text;
    const QStringList lines = shown.split(u'\n');
    const bool isNarrow =
        std::all_of(lines.begin(), lines.end(), [](const QString& line) { return line.size() <= kWidest; });
    // Without a wish Qt wraps rich text at widths of its own, in the middle of a short URL.
    return isNarrow ? u"<p style='white-space:pre'>%1</p>"_s.arg(shown.toHtmlEscaped().replace(u'\n', u"<br>"_s))
                    : Qt::convertFromPlainText(shown, Qt::WhiteSpaceNormal);
}

} // namespace fluoroscope

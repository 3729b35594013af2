// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/check/check_report.h"
#include "app/cli/terminal.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace fluoroscope {

QString checkText(const std::vector<Verdict>& verdicts, bool colour)
{
    constexpr qsizetype kMostName = 60;
    qsizetype longest = 0;
    for (const Verdict& verdict : verdicts) {
        longest = std::max(longest, std::min(verdict.rule.name.size(), kMostName));
    }
    QString text;
    for (const Verdict& verdict : verdicts) {
        const Ink ink = verdict.holds ? Ink::Green : Ink::Red;
        // A longer name is kept whole: it is what says which rule it was.
        const int width = static_cast<int>(std::max(longest, verdict.rule.name.size()));
        text += inked(verdict.holds ? u"✓"_s : u"✕"_s, ink, colour) + u' ' + fitted(verdict.rule.name, width) + u"  "_s
            + inked(verdict.found, verdict.holds ? Ink::Dim : Ink::Plain, colour) + u'\n';
        for (const Evidence& evidence : verdict.evidence) {
            text += u"    "_s + evidence.trace.toString() + u"  "_s
                + fitted(evidence.what, static_cast<int>(evidence.what.size())) + u'\n';
        }
    }
    const auto broken =
        std::count_if(verdicts.begin(), verdicts.end(), [](const Verdict& verdict) { return !verdict.holds; });
    return text
        + (broken == 0 ? u"All %1 rules hold.\n"_s.arg(verdicts.size())
                       : u"%1 of %2 rules broken.\n"_s.arg(broken).arg(verdicts.size()));
}

} // namespace fluoroscope

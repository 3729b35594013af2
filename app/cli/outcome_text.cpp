// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/outcome_text.h"

#include <array>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

struct Appearance {
    QStringView mark;
    QStringView ascii;
    QStringView word;
    Ink ink;
};

const Appearance& appearance(Outcome outcome)
{
    static constexpr std::array table{Appearance{u"✓", u"+", u"ok", Ink::Green},
        Appearance{u"!", u"!", u"error", Ink::Amber}, Appearance{u"≋", u"~", u"throttle", Ink::Violet},
        Appearance{u"✕", u"x", u"fault", Ink::Red}};
    return table[static_cast<std::size_t>(outcome)];
}

} // namespace

QString outcomeText(Outcome outcome)
{
    return u"%1 %2"_s.arg(appearance(outcome).mark, appearance(outcome).word);
}

QString outcomeMark(Outcome outcome, bool ascii)
{
    return (ascii ? appearance(outcome).ascii : appearance(outcome).mark).toString();
}

Ink outcomeInk(Outcome outcome)
{
    return appearance(outcome).ink;
}

} // namespace fluoroscope

// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/check/check_report.h"

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

QString escapedMessage(QString text)
{
    return text.replace(u'%', u"%25"_s).replace(u'\r', u"%0D"_s).replace(u'\n', u"%0A"_s);
}

QString escapedProperty(const QString& text)
{
    return escapedMessage(text).replace(u':', u"%3A"_s).replace(u',', u"%2C"_s);
}

} // namespace

QString githubAnnotations(const std::vector<Verdict>& verdicts, const QString& file)
{
    QString text;
    for (const Verdict& verdict : verdicts) {
        if (verdict.holds) {
            continue;
        }
        QString message = verdict.found;
        for (const Evidence& evidence : verdict.evidence) {
            message += u'\n' + evidence.trace.toString() + u"  "_s + evidence.what;
        }
        const RulePlace place = verdict.rule.place;
        text += u"::error file=%1,line=%2,col=%3,title=%4::%5\n"_s.arg(escapedProperty(file),
            QString::number(std::max(place.line, 1)), QString::number(std::max(place.column, 1)),
            escapedProperty(verdict.rule.name), escapedMessage(message));
    }
    return text;
}

} // namespace fluoroscope

// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/check/check_report.h"

#include <QXmlStreamWriter>

#include <algorithm>
#include <numeric>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

// XML has no way to write most control characters, and names come from whoever sends segments.
QString writable(QString text)
{
    for (QChar& c : text) {
        const bool isKept = c == u'\t' || c == u'\n' || (c >= u' ' && c.unicode() < 0xfffe && !c.isSurrogate());
        c = isKept || c.isSurrogate() ? c : QChar(QChar::ReplacementCharacter);
    }
    // Lone surrogates do not survive this.
    return QString::fromUtf8(text.toUtf8());
}

QString seconds(Duration duration)
{
    return QString::number(toSeconds(duration), 'f', 3);
}

} // namespace

QByteArray junitXml(const std::vector<Verdict>& verdicts, const QString& file)
{
    const auto broken =
        std::count_if(verdicts.begin(), verdicts.end(), [](const Verdict& verdict) { return !verdict.holds; });
    const Duration took = std::accumulate(verdicts.begin(), verdicts.end(), Duration(),
        [](Duration sum, const Verdict& verdict) { return sum + verdict.took; });
    QByteArray bytes;
    QXmlStreamWriter xml(&bytes);
    xml.setAutoFormatting(true);
    xml.setAutoFormattingIndent(2);
    xml.writeStartDocument();
    xml.writeStartElement(u"testsuites"_s);
    xml.writeStartElement(u"testsuite"_s);
    xml.writeAttribute(u"name"_s, u"fluoro check "_s + writable(file));
    xml.writeAttribute(u"tests"_s, QString::number(verdicts.size()));
    xml.writeAttribute(u"failures"_s, QString::number(broken));
    xml.writeAttribute(u"errors"_s, u"0"_s);
    xml.writeAttribute(u"skipped"_s, u"0"_s);
    xml.writeAttribute(u"time"_s, seconds(took));
    for (const Verdict& verdict : verdicts) {
        xml.writeStartElement(u"testcase"_s);
        xml.writeAttribute(u"name"_s, writable(verdict.rule.name));
        xml.writeAttribute(u"classname"_s, writable(file));
        xml.writeAttribute(u"file"_s, writable(file));
        xml.writeAttribute(u"line"_s, QString::number(std::max(verdict.rule.place.line, 1)));
        xml.writeAttribute(u"time"_s, seconds(verdict.took));
        if (!verdict.holds) {
            QString text = verdict.found;
            for (const Evidence& evidence : verdict.evidence) {
                text += u'\n' + evidence.trace.toString() + u"  "_s + evidence.what;
            }
            xml.writeStartElement(u"failure"_s);
            xml.writeAttribute(u"message"_s, writable(verdict.found));
            xml.writeCharacters(writable(text));
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }
    xml.writeEndDocument();
    return bytes;
}

} // namespace fluoroscope

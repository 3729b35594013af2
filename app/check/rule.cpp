// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/check/rule.h"

#include "core/text/units.h"

#include <QStringList>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

QString nameOf(const ServiceTarget& target)
{
    const QString name = target.name.isEmpty() ? u"any service"_s : target.name;
    return target.type.isEmpty() ? name : name + u" ("_s + target.type + u')';
}

QString boundText(const TimeBound& bound)
{
    const QString measure = bound.p >= 1 ? u"max"_s : u"p%1"_s.arg(bound.p * 100);
    return u"%1 at most %2"_s.arg(measure, formatDuration(bound.most));
}

struct Sentence {
    QString operator()(const TraceCount& count) const { return textOf(count.traces) + u" traces"_s; }
    QString operator()(const CallCount& count) const
    {
        return u"%1 calls %2 in each trace"_s.arg(textOf(count.calls), edgeText(count.from, count.to));
    }
    QString operator()(const TimeBounds& bounds) const
    {
        QStringList texts;
        for (const TimeBound& bound : bounds.bounds) {
            texts.append(boundText(bound));
        }
        return (bounds.time == MeasuredTime::Response ? u"response time "_s : u"duration "_s) + texts.join(u", "_s);
    }
    QString operator()(const EdgeExists& edge) const { return u"a call "_s + edgeText(edge.from, edge.to); }
    QString operator()(const AnnotationExists& annotation) const { return u"annotation "_s + annotation.key; }
    QString operator()(const OrphanCount& count) const
    {
        return textOf(count.traces) + u" traces with segments whose parent is missing"_s;
    }
};

} // namespace

QString sentenceOf(const Rule& rule)
{
    const QString sentence = std::visit(Sentence(), rule.assertion);
    return rule.filter.isEmpty() ? sentence : sentence + u", of "_s + rule.filter.text();
}

QString textOf(const CountRange& range)
{
    if (!range.most) {
        return u"at least %1"_s.arg(range.least);
    }
    if (*range.most == range.least) {
        return range.least == 0 ? u"no"_s : u"exactly %1"_s.arg(range.least);
    }
    return range.least == 0 ? u"at most %1"_s.arg(*range.most) : u"%1 to %2"_s.arg(range.least).arg(*range.most);
}

QString edgeText(const ServiceTarget& from, const ServiceTarget& to)
{
    return nameOf(from) + u" → "_s + nameOf(to);
}

} // namespace fluoroscope

// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/inspector/segment_copies.h"

#include "core/json/json_print.h"
#include "core/text/units.h"
#include "core/trace/timeline.h"
#include "ui/inspector/inspected_segment.h"
#include "ui/theme/theme.h"

#include <QClipboard>
#include <QCoreApplication>
#include <QGuiApplication>
#include <QMenu>
#include <functional>
#include <unordered_map>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr std::size_t kMostLines = 2000; // of an outline

QString tr(const char* text)
{
    return QCoreApplication::translate("SegmentCopies", text);
}

const Segment& segmentAt(const Trace& trace, std::int32_t index)
{
    return trace.segments[static_cast<std::size_t>(index)];
}

QString requestOf(const Segment& segment)
{
    if (!segment.http || segment.http->url.isEmpty()) {
        return callLabel(segment);
    }
    return segment.http->method.isEmpty() ? segment.http->url : segment.http->method + u' ' + segment.http->url;
}

QStringList endOf(const Segment& segment)
{
    QStringList parts;
    if (segment.status() > 0) {
        parts << QString::number(segment.status());
    }
    parts << outcomeWord(outcomeOf(segment)).toLower()
          << (segment.inProgress ? tr("in progress") : formatDuration(segment.duration()));
    return parts;
}

// Markdown would take some of these for its own.
QString escaped(const QString& text)
{
    QString result;
    for (const QChar c : text) {
        if (u"\\`*_<>[]#"_s.contains(c)) {
            result += u'\\';
        }
        result += c == u'\n' ? u' ' : c;
    }
    return result;
}

} // namespace

QString segmentSummary(const Trace& trace, std::int32_t index)
{
    const Segment& segment = segmentAt(trace, index);
    QStringList parts{segment.name, requestOf(segment)};
    parts << endOf(segment)
          << (segment.subsegment ? tr("(%1, subsegment %2)") : tr("(%1, segment %2)"))
                 .arg(trace.id.toString(), segment.id.toString());
    return parts.join(u' ').simplified(); // what was recorded may have lines of its own
}

QString segmentJson(const std::shared_ptr<const Trace>& trace, std::int32_t index)
{
    const InspectedSegment inspected(trace, index);
    return inspected.document() ? QString::fromUtf8(json::indented(inspected.object())) : QString();
}

QString segmentOutline(const Trace& trace, std::int32_t index)
{
    std::unordered_multimap<std::int32_t, std::int32_t> called; // by the call
    forEachTopLevel(trace, [&](std::int32_t top) {
        if (const Segment& segment = segmentAt(trace, top); segment.caller >= 0 && !segment.inferred) {
            called.emplace(segment.caller, top);
        }
    });
    struct Step {
        std::int32_t segment;
        int level;
    };
    std::vector<Step> open{{index, 0}}; // a stack: a trace may be nested deeper than calls can
    QStringList lines;
    std::size_t left = 0;
    while (!open.empty()) {
        const Step step = open.back();
        open.pop_back();
        const Segment& segment = segmentAt(trace, step.segment);
        if (static_cast<std::size_t>(lines.size()) < kMostLines) {
            const QString request = requestOf(segment);
            lines << QString(2 * step.level, u' ') + u"- **"_s + escaped(segment.name) + u"**"_s
                    + (request.isEmpty() ? QString() : u' ' + escaped(request)) + u" – "_s
                    + endOf(segment).join(u", "_s);
        } else {
            ++left;
        }
        std::vector<Step> inner;
        for (std::int32_t child = step.segment + 1; child < segment.next; child = segmentAt(trace, child).next) {
            inner.push_back({child, step.level + 1});
        }
        const auto [first, last] = called.equal_range(step.segment);
        for (auto callee = first; callee != last; ++callee) {
            inner.push_back({callee->second, step.level + 1});
        }
        open.insert(open.end(), inner.rbegin(), inner.rend());
    }
    if (left > 0) {
        lines << u"- "_s + tr("… and %1 more").arg(left);
    }
    return lines.join(u'\n') + u'\n';
}

QString shellQuoted(const QString& text)
{
    return u'\'' + QString(text).replace(u'\'', u"'\\''"_s) + u'\'';
}

QString curlCommand(const Segment& segment)
{
    if (!segment.http || segment.http->url.isEmpty() || segment.http->url.startsWith(u'/')) {
        return {}; // a path alone says not of which server
    }
    const HttpData& http = *segment.http;
    QString command = u"curl --globoff"_s; // braces and brackets mean themselves
    if (http.method.compare("HEAD"_L1, Qt::CaseInsensitive) == 0) {
        command += u" --head"_s; // with -X HEAD it would wait for a body
    } else if (!http.method.isEmpty() && http.method.compare("GET"_L1, Qt::CaseInsensitive) != 0) {
        command += u" -X "_s + shellQuoted(http.method);
    }
    if (!http.userAgent.isEmpty()) {
        command += u" -A "_s + shellQuoted(http.userAgent);
    }
    return command + u" --url "_s + shellQuoted(http.url); // never taken for an option, however it begins
}

QString awsCommand(const TraceId& id, const QString& address)
{
    return address.isEmpty()
        ? QString()
        : u"aws xray batch-get-traces --trace-ids %1 --endpoint-url http://%2 --region us-east-1 --no-sign-request"_s
              .arg(id.toString(), address); // unsigned: here nobody needs credentials
}

void addCopyActions(
    QMenu& menu, const std::shared_ptr<const Trace>& trace, std::int32_t index, const QString& apiAddress)
{
    // Made when it is wanted: an outline of a large trace takes its time.
    const auto add = [&](const QString& title, bool enabled, std::function<QString()> text) {
        QAction* action =
            menu.addAction(title, &menu, [text = std::move(text)] { QGuiApplication::clipboard()->setText(text()); });
        action->setEnabled(enabled);
    };
    const Segment& segment = segmentAt(*trace, index);
    add(segment.subsegment ? tr("Copy subsegment ID") : tr("Copy segment ID"), true,
        [trace, index] { return segmentAt(*trace, index).id.toString(); });
    add(tr("Copy trace ID"), true, [trace] { return trace->id.toString(); });
    add(tr("Copy one-line summary"), true, [trace, index] { return segmentSummary(*trace, index); });
    menu.addSeparator();
    add(tr("Copy as JSON"), segment.document >= 0, [trace, index] { return segmentJson(trace, index); });
    add(tr("Copy as Markdown outline"), true, [trace, index] { return segmentOutline(*trace, index); });
    menu.addSeparator();
    add(tr("Copy curl command of the request"), !curlCommand(segment).isEmpty(),
        [trace, index] { return curlCommand(segmentAt(*trace, index)); });
    add(tr("Copy aws xray command for the trace"), !apiAddress.isEmpty(),
        [trace, apiAddress] { return awsCommand(trace->id, apiAddress); });
}

} // namespace fluoroscope

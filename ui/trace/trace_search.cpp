// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/trace/trace_search.h"

#include "core/segment/annotation_text.h"
#include "core/trace/timeline.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr std::size_t kLook = 4096; // segments between two looks at the stop token
constexpr qsizetype kLeastId = 4; // digits from which on one means an id, and not a number that stands in it

QStringList textsOf(const Segment& segment)
{
    QStringList texts{segment.name, callLabel(segment), segment.user, segment.origin};
    if (segment.http) {
        texts << segment.http->url << segment.http->method
              << (segment.status() > 0 ? QString::number(segment.status()) : QString());
    }
    if (segment.aws) {
        texts << segment.aws->operation << segment.aws->requestId << segment.aws->region;
    }
    if (segment.sql) {
        texts << segment.sql->sanitizedQuery;
    }
    if (segment.cause) {
        for (const Exception& exception : segment.cause->exceptions) {
            texts << exception.type << exception.message;
        }
    }
    if (segment.annotations) {
        for (const Annotation& annotation : *segment.annotations) {
            texts << annotation.key + u'=' + annotationText(annotation.value);
        }
    }
    return texts;
}

} // namespace

std::vector<std::int32_t> findSegments(const Trace& trace, const QString& words, const std::stop_token& stop)
{
    const QStringList wanted = words.split(u' ', Qt::SkipEmptyParts);
    std::vector<std::int32_t> found;
    if (wanted.isEmpty()) {
        return found;
    }
    for (std::size_t i = 0; i < trace.segments.size(); ++i) {
        if (i % kLook == 0 && stop.stop_requested()) {
            return {};
        }
        const QStringList texts = textsOf(trace.segments[i]);
        const QString id = trace.segments[i].id.toString();
        const bool all = std::all_of(wanted.begin(), wanted.end(), [&](const QString& word) {
            return (word.size() >= kLeastId && id.startsWith(word, Qt::CaseInsensitive))
                || std::any_of(texts.begin(), texts.end(),
                    [&](const QString& text) { return text.contains(word, Qt::CaseInsensitive); });
        });
        if (all) {
            found.push_back(static_cast<std::int32_t>(i));
        }
    }
    return found;
}

} // namespace fluoroscope

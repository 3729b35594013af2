// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/import/import_shape.h"

#include "core/segment/ids.h"

#include <QStringList>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace fluoroscope {

ImportShape importShapeOf(const std::vector<JsonChild>& members)
{
    const auto has = [&](QByteArrayView key, char begin = '\0') {
        return std::any_of(members.begin(), members.end(), [&](const JsonChild& member) {
            return member.key == key && (begin == '\0' || member.value.startsWith(begin));
        });
    };
    if (has("Traces", '[')) {
        return ImportShape::Answer;
    }
    if (has("TraceSegmentDocuments", '[')) {
        return ImportShape::Request;
    }
    if (has("Segments", '[')) {
        return ImportShape::Trace;
    }
    if (has("Document")) {
        return ImportShape::Entry;
    }
    if (has("d", '"')) {
        return ImportShape::CaptureLine;
    }
    if (has("TraceSummaries")) {
        return ImportShape::SummariesAnswer;
    }
    if (has("Services", '[')) {
        return ImportShape::GraphAnswer;
    }
    if (has("Id") && (has("HasFault") || has("ResponseTime"))) {
        return ImportShape::Summary;
    }
    if (has("id") || has("start_time")) {
        return ImportShape::Document;
    }
    const bool map = !members.empty() && std::all_of(members.begin(), members.end(), [](const JsonChild& member) {
        return TraceId::fromString(QString::fromUtf8(member.key)).has_value() && member.value.startsWith('{');
    });
    return map ? ImportShape::TraceMap : ImportShape::Unknown;
}

QString refusalOf(ImportShape shape, const std::vector<JsonChild>& members)
{
    switch (shape) {
    case ImportShape::Summary:
    case ImportShape::SummariesAnswer:
        return u"This is an answer of GetTraceSummaries: it sums traces up and holds no segments. Get these with "
               "aws xray batch-get-traces --trace-ids, and import its answer."_s;
    case ImportShape::GraphAnswer:
        return u"This is an answer of GetServiceGraph: it counts requests and holds no segments. Get the traces with "
               "aws xray batch-get-traces --trace-ids, and import its answer."_s;
    case ImportShape::Unknown: {
        QStringList keys;
        for (const JsonChild& member : members) {
            if (keys.size() == 4) {
                keys.append(u"…"_s);
                break;
            }
            keys.append(u'"' + QString::fromUtf8(member.key.left(40)) + u'"');
        }
        return u"This is no trace, no segment document and no capture: %1."_s.arg(
            keys.isEmpty() ? u"it is empty"_s : u"it has the members "_s + keys.join(u", "_s));
    }
    default:
        return {};
    }
}

} // namespace fluoroscope

// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/trace/trace_json.h"

#include "core/graph/graph_json.h"
#include "core/segment/segment_reader.h"
#include "core/trace/root_cause_json.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <algorithm>
#include <map>
#include <unordered_map>
#include <unordered_set>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

// Deeper than this a subsegment that was sent alone keeps its own entry: JSON readers, Qt's among them, limit nesting.
constexpr std::int32_t kFoldingDepth = 400;

using Objects = std::unordered_map<SegmentId, QJsonObject>;

void collect(const QJsonObject& object, Objects& objects)
{
    if (const auto id = SegmentId::fromString(object.value(u"id").toString())) {
        objects[*id] = object;
    }
    for (const QJsonValue child : object.value(u"subsegments").toArray()) {
        collect(child.toObject(), objects);
    }
}

QByteArray compact(const QJsonObject& object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

// The trace's documents, parsed when they are first needed.
class Documents {
public:
    explicit Documents(const Trace& trace)
        : m_trace(trace)
        , m_parsed(trace.documents.size())
    {
    }

    QJsonObject object(const Segment& segment)
    {
        if (segment.document < 0) {
            return {};
        }
        const auto index = static_cast<std::size_t>(segment.document);
        if (m_parsed[index].empty()) {
            const QJsonDocument document = parseDocument(m_trace.documents[index]);
            collect(document.object(), m_parsed[index]);
            for (const QJsonValue value : document.array()) {
                collect(value.toObject(), m_parsed[index]);
            }
        }
        return m_parsed[index][segment.id];
    }

private:
    const Trace& m_trace;
    std::vector<Objects> m_parsed;
};

QJsonObject inferredJson(const Trace& trace, const Segment& segment, Documents& documents)
{
    QJsonObject json{{u"id"_s, segment.id.toString()}, {u"name"_s, segment.name}, {u"trace_id"_s, trace.id.toString()},
        {u"parent_id"_s, segment.parentId.toString()}, {u"start_time"_s, toEpochSeconds(segment.start)},
        {u"inferred"_s, true}};
    if (segment.inProgress) {
        json.insert(u"in_progress"_s, true);
    } else {
        json.insert(u"end_time"_s, toEpochSeconds(segment.end));
    }
    if (!segment.origin.isEmpty()) {
        json.insert(u"origin"_s, segment.origin);
    }
    const QJsonObject call =
        segment.caller < 0 ? QJsonObject() : documents.object(trace.segments[static_cast<std::size_t>(segment.caller)]);
    for (const QString& block : {u"http"_s, u"aws"_s, u"sql"_s}) {
        if (call.contains(block)) {
            json.insert(block, call.value(block));
        }
    }
    const ServiceKey service = serviceKeyOf(segment);
    if (call.contains(u"aws"_s) && service.name != segment.name) {
        QJsonObject aws = call.value(u"aws"_s).toObject();
        if (!aws.contains(u"resource_names"_s)) {
            aws.insert(u"resource_names"_s, QJsonArray{service.name});
            json.insert(u"aws"_s, aws);
        }
    }
    for (const auto& [name, set] :
        {std::pair(u"error"_s, segment.error), {u"fault"_s, segment.fault}, {u"throttle"_s, segment.throttle}}) {
        if (set) {
            json.insert(name, true);
        }
    }
    if (segment.cause) {
        json.insert(u"cause"_s, QJsonObject{{u"message"_s, segment.cause->exceptions.front().message}});
    }
    return json;
}

// Whether the document of `top` holds exactly the tree below it.
bool isWhole(const Trace& trace, std::int32_t top)
{
    const Segment& own = trace.segments[static_cast<std::size_t>(top)];
    if (!trace.documents[static_cast<std::size_t>(own.document)].trimmed().startsWith('{')) {
        return false; // one of an array
    }
    if (own.parent >= 0 && trace.segments[static_cast<std::size_t>(own.parent)].document == own.document) {
        return false; // embedded
    }
    if (own.next - top != trace.documentSizes[static_cast<std::size_t>(own.document)]) {
        return false; // it lists a subsegment twice
    }
    for (std::int32_t i = top; i < own.next; ++i) {
        if (trace.segments[static_cast<std::size_t>(i)].document != own.document) {
            return false;
        }
    }
    return true;
}

// The tree below `top` as one object; from the last node to the first, so that children are there before their parent.
QJsonObject folded(const Trace& trace, std::int32_t top, Documents& documents)
{
    const Segment& own = trace.segments[static_cast<std::size_t>(top)];
    std::unordered_map<std::int32_t, std::vector<QJsonObject>> children; // of each, the last first
    for (std::int32_t i = own.next - 1; i >= top; --i) {
        const Segment& segment = trace.segments[static_cast<std::size_t>(i)];
        if (segment.depth >= own.depth + kFoldingDepth) {
            continue;
        }
        QJsonObject object = documents.object(segment);
        object.remove(u"subsegments"_s);
        if (const auto below = children.find(i); below != children.end()) {
            QJsonArray subsegments;
            std::for_each(below->second.rbegin(), below->second.rend(),
                [&](const QJsonObject& child) { subsegments.append(child); });
            object.insert(u"subsegments"_s, subsegments);
            children.erase(below);
        }
        if (i == top) {
            if (own.subsegment) { // it stands alone now, whether it was sent so or embedded
                object.insert(u"type"_s, u"subsegment"_s);
                object.insert(u"trace_id"_s, trace.id.toString());
                object.insert(u"parent_id"_s, own.parentId.toString());
            }
            return object;
        }
        for (const QString& key : {u"type"_s, u"trace_id"_s, u"parent_id"_s}) {
            object.remove(key);
        }
        children[segment.parent].push_back(object);
    }
    return {};
}

void addEntry(const Trace& trace, std::int32_t index, Documents& documents, QJsonArray& entries)
{
    const Segment& segment = trace.segments[static_cast<std::size_t>(index)];
    QString document;
    if (segment.document < 0) {
        document = QString::fromUtf8(compact(inferredJson(trace, segment, documents)));
    } else if (isWhole(trace, index)) {
        document = QString::fromUtf8(trace.documents[static_cast<std::size_t>(segment.document)]);
    } else {
        document = QString::fromUtf8(compact(folded(trace, index, documents)));
    }
    entries.append(QJsonObject{{u"Id"_s, segment.id.toString()}, {u"Document"_s, document}});
}

QJsonArray serviceIds(const std::vector<ServiceKey>& services)
{
    QJsonArray ids;
    for (const ServiceKey& service : services) {
        ids.append(serviceIdJson(service));
    }
    return ids;
}

QJsonObject annotationValueJson(const AnnotationValue& value)
{
    if (const auto* text = std::get_if<QString>(&value)) {
        return {{u"StringValue"_s, *text}};
    }
    if (const auto* number = std::get_if<double>(&value)) {
        return {{u"NumberValue"_s, *number}};
    }
    return {{u"BooleanValue"_s, std::get<bool>(value)}};
}

// X-Ray lists the clients among a trace's services.
std::vector<ServiceKey> withClients(std::vector<ServiceKey> services, const Trace& trace)
{
    std::unordered_set<ServiceKey> clients;
    forEachTopLevel(trace, [&](std::int32_t index) {
        const auto client = clientKeyOf(trace.segments[static_cast<std::size_t>(index)]);
        if (client && clients.insert(*client).second) {
            services.push_back(*client);
        }
    });
    return services;
}

QJsonArray namedList(const QStringList& values, const QString& member)
{
    QJsonArray list;
    for (const QString& value : values) {
        list.append(QJsonObject{{member, value}});
    }
    return list;
}

QJsonObject httpJson(const TraceSummary& summary)
{
    QJsonObject http;
    for (const auto& [name, value] : {std::pair(u"HttpURL"_s, summary.row.url), {u"HttpMethod"_s, summary.row.method},
             {u"UserAgent"_s, summary.userAgent}, {u"ClientIp"_s, summary.row.clientIp}}) {
        if (!value.isEmpty()) {
            http.insert(name, value);
        }
    }
    if (summary.row.status != 0) {
        http.insert(u"HttpStatus"_s, summary.row.status);
    }
    return http;
}

} // namespace

QJsonObject traceJson(const Trace& trace)
{
    Documents documents(trace);
    QJsonArray entries;
    std::vector<std::int32_t> base(trace.segments.size()); // the depth of the entry that each segment is folded into
    for (std::int32_t i = 0; i < static_cast<std::int32_t>(trace.segments.size()); ++i) {
        const Segment& segment = trace.segments[static_cast<std::size_t>(i)];
        const Segment* parent =
            segment.parent < 0 ? nullptr : &trace.segments[static_cast<std::size_t>(segment.parent)];
        const std::int32_t around = parent ? base[static_cast<std::size_t>(segment.parent)] : 0;
        // An orphan is an entry of its own, and so is what would be folded too deep.
        const bool isEntry = !parent || parent->placeholder || segment.depth == around + kFoldingDepth;
        base[static_cast<std::size_t>(i)] = isEntry ? segment.depth : around;
        if (isEntry && !segment.placeholder) {
            addEntry(trace, i, documents, entries);
        }
    }
    return {{u"Id"_s, trace.id.toString()}, {u"Duration"_s, toSeconds(trace.duration())}, {u"LimitExceeded"_s, false},
        {u"Segments"_s, entries}};
}

QJsonObject summaryJson(const Trace& trace)
{
    const TraceSummary summary = summarize(trace);
    const TraceRow& row = summary.row;
    std::map<QString, QJsonArray> values;
    for (const SummaryAnnotation& entry : summary.annotations) {
        values[entry.annotation.key].append(
            QJsonObject{{u"AnnotationValue"_s, annotationValueJson(entry.annotation.value)},
                {u"ServiceIds"_s, serviceIds(entry.services)}});
    }
    QJsonObject annotations;
    for (const auto& [key, list] : values) {
        annotations.insert(key, list);
    }
    QJsonArray users;
    for (const SummaryUser& user : summary.users) {
        users.append(QJsonObject{{u"UserName"_s, user.name}, {u"ServiceIds"_s, serviceIds(user.services)}});
    }
    return {{u"Id"_s, row.id.toString()}, {u"StartTime"_s, toEpochSeconds(row.start)},
        {u"Duration"_s, toSeconds(row.duration)}, {u"ResponseTime"_s, toSeconds(row.responseTime)},
        {u"HasFault"_s, row.hasFault}, {u"HasError"_s, row.hasError}, {u"HasThrottle"_s, row.hasThrottle},
        {u"IsPartial"_s, row.isPartial}, {u"Http"_s, httpJson(summary)}, {u"Annotations"_s, annotations},
        {u"Users"_s, users}, {u"ServiceIds"_s, serviceIds(withClients(summary.services, trace))},
        {u"ResourceARNs"_s, namedList(summary.resourceArns, u"ARN"_s)},
        {u"InstanceIds"_s, namedList(summary.instanceIds, u"Id"_s)},
        {u"AvailabilityZones"_s, namedList(summary.availabilityZones, u"Name"_s)},
        {u"EntryPoint"_s, serviceIdJson(row.entryPoint)}, {u"FaultRootCauses"_s, rootCausesJson(trace, Outcome::Fault)},
        {u"ErrorRootCauses"_s, rootCausesJson(trace, Outcome::Error)},
        {u"ResponseTimeRootCauses"_s, responseTimeRootCausesJson(trace)}, {u"Revision"_s, row.revision}};
}

} // namespace fluoroscope

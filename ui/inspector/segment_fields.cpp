// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/inspector/segment_fields.h"

#include "core/json/json_print.h"
#include "core/segment/annotation_text.h"
#include "core/text/units.h"

#include <QCoreApplication>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Inspector", text);
}

Field flag(const QString& label, bool set, FieldTone tone)
{
    return {label, set ? tr("Yes") : tr("No"), set ? tone : FieldTone::Plain, {}, {}, {}};
}

void addIfGiven(
    std::vector<Field>& fields, const QString& label, const QString& value, FieldTone tone = FieldTone::Plain)
{
    if (!value.isEmpty()) {
        fields.push_back({label, value, tone, {}, {}, {}});
    }
}

QString namespaceWord(Namespace nameSpace)
{
    switch (nameSpace) {
    case Namespace::Aws:
        return u"aws"_s;
    case Namespace::Remote:
        return u"remote"_s;
    case Namespace::Local:
        return {};
    }
    Q_UNREACHABLE();
}

void flatten(const QString& key, const json::Value& value, std::vector<Field>& fields)
{
    if (value.isObject()) {
        for (const auto& [name, member] : json::membersByName(value)) {
            flatten(key.isEmpty() ? name : key + u'.' + name, member, fields);
        }
    } else if (value.isArray()) {
        std::vector<json::Value> elements;
        value.forEachElement([&](const json::Value& element) { elements.push_back(element); });
        for (std::size_t i = 0; i < elements.size(); ++i) {
            flatten(elements.size() == 1 ? key : u"%1[%2]"_s.arg(key).arg(i), elements[i], fields);
        }
    } else {
        const bool isNull = !value.isString() && !value.isNumber() && !value.isBool();
        fields.push_back({key, value.isString() ? value.text() : QString::fromUtf8(value.source()),
            isNull ? FieldTone::Faint : FieldTone::Plain, {}, {}, {}});
    }
}

// The plain members of `object` first, then a section for each member that is an object itself: "aws", "aws.ecs",
// "aws.xray".
void addObject(const QString& title, const json::Value& object, std::vector<FieldSection>& sections)
{
    FieldSection own{title, {}};
    std::vector<FieldSection> inner;
    for (const auto& [name, member] : json::membersByName(object)) {
        if (member.isObject()) {
            FieldSection section{title + u'.' + name, {}};
            flatten({}, member, section.fields);
            inner.push_back(std::move(section));
        } else {
            flatten(name, member, own.fields);
        }
    }
    inner.insert(inner.begin(), std::move(own));
    for (FieldSection& section : inner) {
        if (!section.fields.empty()) {
            sections.push_back(std::move(section));
        }
    }
}

FieldSection timeFields(const InspectedSegment& inspected)
{
    const Segment& segment = inspected.segment();
    const auto clock = [](const QString& label, Timestamp time) {
        return Field{label, formatMoment(time), FieldTone::Plain, {}, formatUtc(time), {}};
    };
    FieldSection section{tr("Time"), {clock(tr("Start"), segment.start)}};
    if (segment.inProgress) {
        section.fields.push_back({tr("End"), tr("not received"), FieldTone::Faint, {}, {}, {}});
        section.fields.push_back({tr("Duration"), tr("In progress"), FieldTone::Faint, {}, {}, {}});
    } else {
        section.fields.push_back(clock(tr("End"), segment.end));
        const Duration whole = inspected.trace().duration();
        const Duration lasted = std::max(segment.duration(), Duration{0});
        Field duration{tr("Duration"), formatDuration(lasted), FieldTone::Plain, {}, {}, {}};
        if (segment.duration() < Duration{0}) {
            duration.note = tr("ends %1 before it starts").arg(formatDuration(-segment.duration()));
        } else if (whole > Duration{0}) {
            duration.note = tr("%1 of the trace").arg(formatShare(toSeconds(lasted) / toSeconds(whole)));
        }
        section.fields.push_back(duration);
    }
    section.fields.push_back(flag(tr("In progress"), segment.inProgress, FieldTone::Plain));
    return section;
}

FieldSection httpFields(const HttpData& http)
{
    FieldSection section{tr("Request & response"), {}};
    addIfGiven(section.fields, tr("URL"), http.url);
    addIfGiven(section.fields, tr("Method"), http.method);
    addIfGiven(section.fields, tr("Client IP"), http.clientIp);
    if (http.xForwardedFor) {
        section.fields.push_back(flag(tr("X-Forwarded-For"), true, FieldTone::Plain));
    }
    addIfGiven(section.fields, tr("User agent"), http.userAgent);
    if (http.status > 0) {
        section.fields.push_back({tr("Response code"), QString::number(http.status), FieldTone::Plain, {}, {}, {}});
    }
    if (http.contentLength) {
        section.fields.push_back(
            {tr("Content length"), formatBytes(*http.contentLength), FieldTone::Plain, {}, {}, {}});
    }
    return section;
}

} // namespace

QString linkToTrace(const TraceId& id)
{
    return u"trace:"_s + id.toString();
}
QString linkToSegment(std::int32_t index)
{
    return u"segment:%1"_s.arg(index);
}

QString subtitle(const InspectedSegment& inspected)
{
    const Segment& segment = inspected.segment();
    if (segment.placeholder) {
        return tr("not received");
    }
    if (segment.inferred) {
        const Segment* caller = inspected.caller();
        const QString type = segment.origin.isEmpty() ? tr("inferred") : segment.origin + u" · "_s + tr("inferred");
        return caller ? type : tr("inferred");
    }
    if (!segment.subsegment) {
        return segment.origin.isEmpty() ? tr("segment") : segment.origin;
    }
    const QString owner = inspected.owner().name;
    switch (segment.nameSpace) {
    case Namespace::Aws:
        return tr("AWS call from %1").arg(owner);
    case Namespace::Remote:
        return tr("remote call from %1").arg(owner);
    case Namespace::Local:
        return tr("subsegment of %1").arg(owner);
    }
    Q_UNREACHABLE();
}

QString explanation(const InspectedSegment& inspected)
{
    const Segment& segment = inspected.segment();
    if (segment.placeholder) {
        return tr("No segment with this ID was received; others name it as their parent, so it stands in its place.");
    }
    if (segment.inferred) {
        return tr("Inferred from the call that reached it: the service itself sent no segment for this request.");
    }
    return {};
}

std::vector<FieldSection> overviewFields(const InspectedSegment& inspected)
{
    const Segment& segment = inspected.segment();
    FieldSection identity;
    identity.fields.push_back({segment.subsegment ? tr("Subsegment ID") : tr("Segment ID"), segment.id.toString(),
        FieldTone::Mono, {}, {}, {}});
    if (!segment.parentId.isNull()) {
        const std::int32_t parent = segment.parent >= 0 ? segment.parent : segment.caller;
        identity.fields.push_back({tr("Parent ID"), segment.parentId.toString(), FieldTone::Mono, {}, {},
            parent < 0 ? QString() : linkToSegment(parent)});
    }
    addIfGiven(identity.fields, tr("Name"), segment.name);
    addIfGiven(identity.fields, tr("Origin"), segment.origin);
    addIfGiven(identity.fields, tr("Namespace"), namespaceWord(segment.nameSpace));
    addIfGiven(identity.fields, tr("User"), segment.user);
    std::vector<FieldSection> sections{std::move(identity)};
    if (segment.placeholder) {
        return sections; // nothing else is known of it
    }
    sections.push_back(timeFields(inspected));
    const int status = segment.status();
    const bool throttled = segment.throttle || status == 429;
    sections.push_back({tr("Errors & faults"),
        {flag(tr("Fault"), segment.fault || status >= 500, FieldTone::Fault),
            flag(tr("Error"), segment.error || (status >= 400 && status < 500), FieldTone::Error),
            flag(tr("Throttle"), throttled, FieldTone::Throttle)}});
    if (segment.http) {
        if (FieldSection http = httpFields(*segment.http); !http.fields.empty()) {
            sections.push_back(std::move(http));
        }
    }
    if (segment.links && !segment.links->empty()) {
        FieldSection linked{tr("Linked traces"), {}};
        for (const Link& link : *segment.links) {
            linked.fields.push_back({link.toParent ? tr("Sent by") : tr("Leads to"), link.traceId.toString(),
                FieldTone::Mono, {}, {}, linkToTrace(link.traceId)});
        }
        sections.push_back(std::move(linked));
    }
    return sections;
}

std::vector<FieldSection> resourceFields(const InspectedSegment& inspected)
{
    std::vector<FieldSection> sections;
    const json::Value object = inspected.object();
    addObject(u"aws"_s, object["aws"], sections);
    if (!inspected.segment().inferred) {
        addObject(u"service"_s, object["service"], sections);
    }
    if (!inspected.segment().resourceArn.isEmpty()) {
        sections.push_back({{}, {{u"resource_arn"_s, inspected.segment().resourceArn, FieldTone::Plain, {}, {}, {}}}});
    }
    return sections;
}

std::vector<FieldSection> annotationFields(const InspectedSegment& inspected)
{
    FieldSection found;
    const json::Value received = inspected.object()["annotations"];
    if (inspected.segment().annotations) {
        for (const Annotation& annotation : *inspected.segment().annotations) {
            const json::Value value = received[annotation.key.toStdString()];
            found.fields.push_back({annotation.key,
                value.isNumber() ? QString::fromUtf8(value.source()) : annotationText(annotation.value),
                FieldTone::Plain, {}, {}, {}});
        }
    }
    // What X-Ray drops without a word (reference 2.1).
    FieldSection others{tr("Not searchable"), {}};
    (inspected.segment().inferred ? json::Value() : received)
        .forEachMember([&](const QString& key, const json::Value& value) {
            if (std::ranges::find(found.fields, key, &Field::label) == found.fields.end()) {
                others.fields.push_back(
                    {key, value.isString() ? value.text() : QString::fromUtf8(value.source()), FieldTone::Plain, {},
                        tr("X-Ray drops it: keys have letters, digits, _ . and : alone, values are text, numbers, true "
                           "or false"),
                        {}});
            }
        });
    std::vector<FieldSection> sections;
    for (FieldSection* section : {&found, &others}) {
        if (!section->fields.empty()) {
            sections.push_back(std::move(*section));
        }
    }
    return sections;
}

std::vector<FieldSection> sqlFields(const InspectedSegment& inspected)
{
    FieldSection section;
    if (const SqlData* sql = inspected.segment().sql.get()) {
        addIfGiven(section.fields, tr("URL"), sql->url);
        addIfGiven(section.fields, tr("Connection string"), inspected.object()["sql"]["connection_string"].text());
        addIfGiven(section.fields, tr("Database type"), sql->databaseType);
        addIfGiven(section.fields, tr("Database version"), sql->databaseVersion);
        addIfGiven(section.fields, tr("Driver version"), sql->driverVersion);
        addIfGiven(section.fields, tr("User"), sql->user);
        addIfGiven(section.fields, tr("Preparation"), sql->preparation);
    }
    return {std::move(section)};
}

} // namespace fluoroscope

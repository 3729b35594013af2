// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/trace/root_cause_json.h"

#include "core/graph/graph_json.h"
#include "core/trace/root_cause.h"

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

// `add` gives an entity what the kind of root cause tells of it beyond its name.
template <typename Add> QJsonArray listed(const Trace& trace, const std::optional<RootCause>& cause, Add&& add)
{
    if (!cause) {
        return {};
    }
    QJsonArray services;
    for (const RootCauseService& service : cause->services) {
        QJsonArray path;
        for (const std::int32_t index : service.entities) {
            const Segment& entity = trace.segments[static_cast<std::size_t>(index)];
            QJsonObject json{{u"Name"_s, entity.name}, {u"Remote"_s, entity.nameSpace == Namespace::Remote}};
            add(json, entity, index);
            path.append(json);
        }
        QJsonObject json = serviceIdJson(service.service);
        json.insert(u"Inferred"_s, service.inferred);
        json.insert(u"EntityPath"_s, path);
        services.append(json);
    }
    return {QJsonObject{{u"Services"_s, services}, {u"ClientImpacting"_s, cause->clientImpacting}}};
}

} // namespace

QJsonArray rootCausesJson(const Trace& trace, Outcome outcome)
{
    return listed(trace, rootCause(trace, outcome), [](QJsonObject& json, const Segment& entity, std::int32_t) {
        QJsonArray exceptions;
        if (entity.cause) {
            for (const Exception& exception : entity.cause->exceptions) {
                exceptions.append(QJsonObject{{u"Name"_s, exception.type}, {u"Message"_s, exception.message}});
            }
        }
        json.insert(u"Exceptions"_s, exceptions);
    });
}

QJsonArray responseTimeRootCausesJson(const Trace& trace)
{
    return listed(trace, responseTimeRootCause(trace), [&](QJsonObject& json, const Segment&, std::int32_t index) {
        json.insert(u"Coverage"_s, coverageOf(trace, index));
    });
}

} // namespace fluoroscope

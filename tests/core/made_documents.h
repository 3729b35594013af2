// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Writes documents for tests: made(u"shop", 1).at(0, 5).with(made(u"call", 2)) is one, of trace 1-6650a1b2-….
#pragma once

#include "core/segment/segment.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace fluoroscope::test {

inline constexpr double kEpoch = 1716560306;

inline Timestamp time(double seconds)
{
    return fromEpochSeconds(kEpoch + seconds);
}

class Document {
public:
    Document(const QString& name, std::uint64_t id)
    {
        m_json = {{QStringLiteral("id"), SegmentId(id).toString()}, {QStringLiteral("name"), name},
            {QStringLiteral("trace_id"), QStringLiteral("1-6650a1b2-0123456789abcdef01234567")}};
        at(0, 10);
    }

    // From `start` to `end` seconds after the trace's epoch.
    Document& at(double start, double end)
    {
        member(u"start_time", kEpoch + start);
        return member(u"end_time", kEpoch + end);
    }

    Document& member(QStringView name, const QJsonValue& value)
    {
        m_json.insert(name, value);
        return *this;
    }

    Document& inProgress()
    {
        m_json.remove(QStringLiteral("end_time"));
        return member(u"in_progress", true);
    }

    // A segment that `parent` called.
    Document& child(std::uint64_t parent) { return member(u"parent_id", SegmentId(parent).toString()); }
    // A subsegment of `parent`, sent alone.
    Document& alone(std::uint64_t parent) { return child(parent).member(u"type", QStringLiteral("subsegment")); }

    // With `subsegment` embedded, which then has neither trace nor type.
    Document& with(const Document& subsegment)
    {
        QJsonArray all = m_json.value(u"subsegments").toArray();
        QJsonObject json = subsegment.m_json;
        json.remove(QStringLiteral("trace_id"));
        all.append(json);
        return member(u"subsegments", all);
    }

    operator QByteArray() const { return QJsonDocument(m_json).toJson(QJsonDocument::Compact); }

private:
    QJsonObject m_json;
};

inline Document made(QStringView name, std::uint64_t id)
{
    return {name.toString(), id};
}

} // namespace fluoroscope::test

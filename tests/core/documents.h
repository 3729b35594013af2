// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Builds traces from documents in tests, as the index does from the journal.
#pragma once

#include "core/trace/trace_assembly.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace fluoroscope::test {

// Every document that can be read, in order; with its bytes.
inline std::vector<std::shared_ptr<const TraceDocument>> documentsOf(const QList<QByteArray>& texts)
{
    std::vector<std::shared_ptr<const TraceDocument>> documents;
    for (const QByteArray& text : texts) {
        for (SegmentDocument& content : readSegmentDocuments(text).documents) {
            documents.push_back(std::make_shared<TraceDocument>(TraceDocument{std::move(content), text}));
        }
    }
    return documents;
}

inline Trace traceOf(const QList<QByteArray>& texts)
{
    const auto documents = documentsOf(texts);
    return documents.empty() ? Trace() : assembleTrace(documents.front()->content.traceId, documents);
}

inline QByteArray compact(const QJsonObject& object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

// A trace's documents in every form in which it was recorded: text, object, or the segment in place of its envelope.
inline QList<QByteArray> recordedDocuments(const QJsonObject& trace)
{
    QList<QByteArray> documents;
    for (const QJsonValue value : trace.value(u"Segments").toArray()) {
        const QJsonObject segment = value.toObject();
        const QJsonValue document = segment.value(u"Document");
        documents.append(document.isString() ? document.toString().toUtf8()
                : document.isObject()        ? compact(document.toObject())
                                             : compact(segment));
    }
    return documents;
}

} // namespace fluoroscope::test

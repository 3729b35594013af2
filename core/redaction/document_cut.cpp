// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/redaction/document_cut.h"

#include "core/json/json_text.h"
#include "core/segment/segment_reader.h"

#include <QByteArrayList>

namespace fluoroscope {

DocumentCut cutDocument(const QByteArray& document, const std::function<bool(const TraceId&)>& isChosen)
{
    DocumentCut cut;
    const auto stays = [&](const QByteArray& bytes) {
        const ReadDocuments read = readSegmentDocuments(bytes);
        cut.refused = cut.refused || !read.rejections.empty();
        return read.rejections.empty() && isChosen(read.documents.front().traceId);
    };
    const json::Text text(document);
    const json::Value root = text.root();
    if (!root.isArray()) {
        cut.bytes = stays(document) ? document : QByteArray();
        return cut;
    }
    QByteArrayList kept;
    bool whole = true;
    root.forEachElement([&](const json::Value& element) {
        const QByteArray bytes = element.source().toByteArray();
        if (!element.isArray() && stays(bytes)) { // an array within is refused whatever it holds
            kept += bytes;
        } else {
            cut.refused = cut.refused || element.isArray();
            whole = false;
        }
    });
    if (!kept.isEmpty()) {
        cut.bytes = whole ? document : '[' + kept.join(',') + ']';
    }
    cut.refused = cut.refused || (kept.isEmpty() && whole); // an empty array
    return cut;
}

} // namespace fluoroscope

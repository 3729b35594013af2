// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Redacts documents in their bytes: what a redaction does not name stays as it came, to the byte.
#pragma once

#include "core/redaction/pseudonyms.h"
#include "core/redaction/redaction.h"

#include <QByteArray>
#include <QRegularExpression>
#include <optional>

namespace fluoroscope {

struct RedactionChange {
    RedactionRule rule = RedactionRule::Urls;
    QString path; // within its (sub)segment: "http.request.url"
    QString before; // a string's text, any other value's JSON
    QString after;
    bool operator==(const RedactionChange&) const = default;
};

struct RedactedDocument {
    QByteArray bytes;
    std::vector<RedactionChange> changes; // in the order of the text
};

// Equal values get equal replacements from one redactor, different ones different: what was grouped by them still is.
// The replacements tell nothing of the values but the order in which they first came.
class Redactor {
public:
    explicit Redactor(Redaction redaction);

    // `document`: one JSON value, without a daemon's header. Nothing where it is not JSON: then nobody can say what is
    // in it.
    [[nodiscard]] std::optional<RedactedDocument> document(const QByteArray& document);
    // Of ReceivedDocument::sender.
    [[nodiscard]] QString sender(const QString& sender);

private:
    friend class DocumentRedaction;

    Redaction m_redaction;
    std::vector<QRegularExpression> m_annotations;
    std::vector<QRegularExpression> m_metadata;
    Pseudonyms m_pseudonyms;
};

} // namespace fluoroscope

// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What of a session shall not be told to others when a part of it is handed on: chosen by kinds and by paths.
#pragma once

#include "core/result.h"

#include <QStringList>
#include <vector>

namespace fluoroscope {

enum class RedactionRule : std::uint8_t { Urls, Clients, Users, Sql, Annotations, Metadata };

// The word for it on a command line, in the plural as the rules are: "urls".
QString toString(RedactionRule rule);

struct Redaction {
    // Values of query strings, fragments, names and passwords of logins, and parts of paths that look like a token; in
    // every string that holds a URL, and in connection strings.
    bool urls = false;
    // Addresses of clients; senders beyond loopback.
    bool clients = false;
    // Of segments and of databases; the folders of files that were imported.
    bool users = false;
    // String and number literals, and comments, of recorded queries.
    bool sql = false;
    // Keys of annotations. * stands for any characters.
    QStringList annotations;
    // Paths within metadata, as in "default.customer.email". * stands for any characters, dots among them; what lies
    // below a path that matches goes with it.
    QStringList metadata;

    [[nodiscard]] bool isEmpty() const
    {
        return !urls && !clients && !users && !sql && annotations.isEmpty() && metadata.isEmpty();
    }
    bool operator==(const Redaction&) const = default;
};

// From "urls,clients,annotation:customer*,metadata:default.order.*", each word alone or several between commas. An
// error names the word.
Result<Redaction> parseRedaction(const QStringList& words);
// As parseRedaction() takes it.
QStringList toWords(const Redaction& redaction);

} // namespace fluoroscope

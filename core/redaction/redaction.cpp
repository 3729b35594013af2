// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/redaction/redaction.h"

using namespace Qt::StringLiterals;

namespace fluoroscope {

QString toString(RedactionRule rule)
{
    switch (rule) {
    case RedactionRule::Urls:
        return u"urls"_s;
    case RedactionRule::Clients:
        return u"clients"_s;
    case RedactionRule::Users:
        return u"users"_s;
    case RedactionRule::Sql:
        return u"sql"_s;
    case RedactionRule::Annotations:
        return u"annotations"_s;
    case RedactionRule::Metadata:
        return u"metadata"_s;
    }
    Q_UNREACHABLE();
}

Result<Redaction> parseRedaction(const QStringList& words)
{
    Redaction redaction;
    for (const QString& given : words.join(u',').split(u',', Qt::SkipEmptyParts)) {
        const QString word = given.trimmed();
        const QString path = word.section(u':', 1);
        if (word == "urls"_L1) {
            redaction.urls = true;
        } else if (word == "clients"_L1) {
            redaction.clients = true;
        } else if (word == "users"_L1) {
            redaction.users = true;
        } else if (word == "sql"_L1) {
            redaction.sql = true;
        } else if (word.startsWith("annotation:"_L1) && !path.isEmpty()) {
            redaction.annotations += path;
        } else if (word.startsWith("metadata:"_L1) && !path.isEmpty()) {
            redaction.metadata += path;
        } else {
            return failure(u"\"%1\" cannot be redacted: choose among urls, clients, users, sql, annotation:KEY and "
                           "metadata:PATH, where * stands for any characters."_s.arg(word));
        }
    }
    return redaction;
}

QStringList toWords(const Redaction& redaction)
{
    QStringList words;
    for (const auto& [chosen, rule] :
        {std::pair(redaction.urls, RedactionRule::Urls), std::pair(redaction.clients, RedactionRule::Clients),
            std::pair(redaction.users, RedactionRule::Users), std::pair(redaction.sql, RedactionRule::Sql)}) {
        if (chosen) {
            words += toString(rule);
        }
    }
    for (const QString& key : redaction.annotations) {
        words += u"annotation:"_s + key;
    }
    for (const QString& path : redaction.metadata) {
        words += u"metadata:"_s + path;
    }
    return words;
}

} // namespace fluoroscope

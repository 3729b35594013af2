// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/redaction/redactor.h"

#include "core/json/json_text.h"
#include "core/redaction/connection_redaction.h"
#include "core/redaction/sql_redaction.h"
#include "core/redaction/url_redaction.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

// Of paths that match a pattern, where * is any characters, and of what lies below them.
std::vector<QRegularExpression> compiled(const QStringList& patterns)
{
    std::vector<QRegularExpression> expressions;
    for (const QString& pattern : patterns) {
        const QString expression = QRegularExpression::escape(pattern).replace("\\*"_L1, ".*"_L1);
        expressions.emplace_back(
            u"^(?:"_s + expression + u")(?:\\.|$)"_s, QRegularExpression::DotMatchesEverythingOption);
    }
    return expressions;
}

bool isMatch(const std::vector<QRegularExpression>& patterns, const QString& path)
{
    return std::any_of(patterns.begin(), patterns.end(),
        [&](const QRegularExpression& pattern) { return pattern.match(path).hasMatch(); });
}

QByteArray jsonString(const QString& text)
{
    const QByteArray array = QJsonDocument(QJsonArray{text}).toJson(QJsonDocument::Compact);
    return array.sliced(1, array.size() - 2);
}

} // namespace

// One document: walks through its values and notes what stands instead of which bytes.
class DocumentRedaction {
public:
    DocumentRedaction(const QByteArray& document, Redactor& redactor)
        : m_document(document)
        , m_redactor(redactor)
        , m_redaction(redactor.m_redaction)
        , m_pseudonyms(redactor.m_pseudonyms)
        , m_text(document)
    {
    }

    std::optional<RedactedDocument> run()
    {
        if (!m_text.problem().isEmpty()) {
            return std::nullopt;
        }
        const json::Value root = m_text.root();
        if (root.isArray()) {
            root.forEachElement([this](const json::Value& element) { segment(element); });
        } else {
            segment(root);
        }
        m_result.bytes += QByteArrayView(m_document).sliced(m_copied);
        return std::move(m_result);
    }

private:
    void segment(const json::Value& value)
    {
        if (!value.isObject()) {
            texts({}, value);
            return;
        }
        const QString databaseType = value["sql"]["database_type"].text();
        value.forEachMember([&](const QString& name, const json::Value& member) {
            if (name == "subsegments"_L1 && member.isArray()) {
                member.forEachElement([this](const json::Value& element) { segment(element); });
            } else if (name == "user"_L1) {
                user(name, member);
            } else if (name == "http"_L1) {
                http(member);
            } else if (name == "sql"_L1) {
                sql(member, databaseType);
            } else if (name == "annotations"_L1 && member.isObject()) {
                values(RedactionRule::Annotations, m_redactor.m_annotations, name, member, true);
            } else if (name == "metadata"_L1 && member.isObject()) {
                values(RedactionRule::Metadata, m_redactor.m_metadata, name, member, true);
            } else {
                texts(name, member);
            }
        });
    }

    void http(const json::Value& value)
    {
        members(u"http"_s, value, [&](const QString& path, const json::Value& part) {
            members(path, part, [&](const QString& inner, const json::Value& member) {
                if (inner == "http.request.url"_L1 && m_redaction.urls && member.isString()) {
                    replace(RedactionRule::Urls, inner, member, redactUrl(member.text(), m_pseudonyms));
                } else if (inner == "http.request.client_ip"_L1 && m_redaction.clients) {
                    replace(RedactionRule::Clients, inner, member, m_pseudonyms.client(shown(member)));
                } else {
                    texts(inner, member);
                }
            });
        });
    }

    void sql(const json::Value& value, const QString& databaseType)
    {
        members(u"sql"_s, value, [&](const QString& path, const json::Value& member) {
            if (path == "sql.user"_L1) {
                user(path, member);
            } else if (path == "sql.sanitized_query"_L1 && m_redaction.sql) {
                replace(RedactionRule::Sql, path, member, redactSql(shown(member), databaseType));
            } else if ((path == "sql.url"_L1 || path == "sql.connection_string"_L1) && member.isString()
                && (m_redaction.urls || m_redaction.users)) {
                replace(m_redaction.urls ? RedactionRule::Urls : RedactionRule::Users, path, member,
                    redactConnection(member.text(), m_redaction.urls, m_pseudonyms));
            } else {
                texts(path, member);
            }
        });
    }

    void user(const QString& path, const json::Value& value)
    {
        if (m_redaction.users) {
            replace(RedactionRule::Users, path, value, m_pseudonyms.user(shown(value)));
        } else {
            texts(path, value);
        }
    }

    // The members of annotations or metadata: those that a pattern names are replaced as a whole. A namespace of
    // metadata has to stay an object.
    void values(RedactionRule rule, const std::vector<QRegularExpression>& patterns, const QString& path,
        const json::Value& value, bool top)
    {
        if (patterns.empty()) {
            texts(path, value);
            return;
        }
        value.forEachMember([&](const QString& name, const json::Value& member) {
            const QString inner = path + u'.' + name;
            const bool keepsShape = top && rule == RedactionRule::Metadata && member.isObject();
            if (!keepsShape && isMatch(patterns, inner.section(u'.', 1))) {
                hide(rule, inner, member);
            } else if (member.isObject()) {
                values(rule, patterns, inner, member, false);
            } else {
                texts(inner, member);
            }
        });
    }

    void hide(RedactionRule rule, const QString& path, const json::Value& value)
    {
        const QByteArrayView source = value.source();
        if (value.isNumber()) {
            const QString text = QString::fromUtf8(source);
            put(rule, path, value, text, QByteArray::number(m_pseudonyms.number(text)));
        } else if (value.isBool()) {
            put(rule, path, value, QString::fromUtf8(source), "false");
        } else if (source != "null") {
            replace(rule, path, value, m_pseudonyms.value(shown(value)));
        }
    }

    // Any other value: in its strings, and in those within it, URLs are looked for.
    void texts(const QString& path, const json::Value& value)
    {
        if (!m_redaction.urls) {
            return;
        }
        if (value.isString()) {
            const QString text = value.text();
            replace(RedactionRule::Urls, path, value, redactUrlsWithin(text, m_pseudonyms));
        } else if (value.isArray()) {
            value.forEachElement([&](const json::Value& element) { texts(path, element); });
        } else if (value.isObject()) {
            members(path, value, [this](const QString& inner, const json::Value& member) { texts(inner, member); });
        }
    }

    template <typename Visit> void members(const QString& path, const json::Value& value, Visit&& visit)
    {
        if (!value.isObject()) {
            texts(path, value);
        }
        value.forEachMember([&](const QString& name, const json::Value& member) {
            visit(path.isEmpty() ? name : path + u'.' + name, member);
        });
    }

    static QString shown(const json::Value& value)
    {
        return value.isString() ? value.text() : QString::fromUtf8(value.source());
    }

    // With a string. What is empty or absent tells nothing.
    void replace(RedactionRule rule, const QString& path, const json::Value& value, const QString& text)
    {
        const QString before = shown(value);
        if (text != before && !before.isEmpty() && value.source() != "null") {
            put(rule, path, value, before, jsonString(text));
            m_result.changes.back().after = text;
        }
    }

    void put(RedactionRule rule, const QString& path, const json::Value& value, const QString& before,
        const QByteArray& source)
    {
        const qsizetype at = value.source().data() - m_document.constData();
        m_result.bytes += QByteArrayView(m_document).sliced(m_copied, at - m_copied);
        m_result.bytes += source;
        m_copied = at + value.source().size();
        m_result.changes.push_back({rule, path, before, QString::fromUtf8(source)});
    }

    const QByteArray& m_document;
    const Redactor& m_redactor;
    const Redaction& m_redaction;
    Pseudonyms& m_pseudonyms;
    json::Text m_text;
    qsizetype m_copied = 0; // of the document
    RedactedDocument m_result;
};

Redactor::Redactor(Redaction redaction)
    : m_redaction(std::move(redaction))
    , m_annotations(compiled(m_redaction.annotations))
    , m_metadata(compiled(m_redaction.metadata))
{
}

std::optional<RedactedDocument> Redactor::document(const QByteArray& document)
{
    return DocumentRedaction(document, *this).run();
}

QString Redactor::sender(const QString& sender)
{
    if (sender.contains(u'/')) {
        return m_redaction.users ? QFileInfo(sender).fileName() : sender;
    }
    const bool isHere = sender.startsWith("127."_L1) || sender.startsWith("[::1]"_L1) || sender.startsWith("::1"_L1)
        || sender.startsWith("localhost"_L1) || sender.isEmpty();
    return m_redaction.clients && !isHere && sender.contains(u':') ? m_pseudonyms.client(sender) : sender;
}

} // namespace fluoroscope

// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/redaction/sql_redaction.h"

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

bool isNameChar(QChar c)
{
    return c.isLetterOrNumber() || c == u'_' || c == u'$' || c == u'@' || c == u'#';
}

bool quotesNames(const QString& databaseType)
{
    for (const QLatin1StringView type :
        {"postgres"_L1, "oracle"_L1, "sqlserver"_L1, "sql server"_L1, "mssql"_L1, "db2"_L1, "h2"_L1, "redshift"_L1}) {
        if (databaseType.contains(type, Qt::CaseInsensitive)) {
            return true;
        }
    }
    return false;
}

class SqlRedaction {
public:
    SqlRedaction(const QString& query, bool namesInQuotes)
        : m_query(query)
        , m_namesInQuotes(namesInQuotes)
    {
    }

    QString run()
    {
        while (m_at < m_query.size()) {
            step();
        }
        return m_result;
    }

private:
    [[nodiscard]] QChar at(qsizetype place) const { return place < m_query.size() ? m_query[place] : QChar(); }
    [[nodiscard]] bool follows(QStringView text) const { return QStringView(m_query).sliced(m_at).startsWith(text); }

    void step()
    {
        const QChar c = m_query[m_at];
        if (c == u'\'' || (c == u'"' && !m_namesInQuotes)) {
            string(c);
        } else if (c == u'"' || c == u'`') {
            const qsizetype end = m_query.indexOf(c, m_at + 1);
            copy(end < 0 ? m_query.size() : end + 1);
        } else if (c == u'$') {
            dollar();
        } else if (follows(u"--") || (c == u'#' && !(m_namesInQuotes && isNameChar(at(m_at + 1))))) {
            const qsizetype end = m_query.indexOf(u'\n', m_at);
            m_result += u"-- ?"_s;
            m_at = end < 0 ? m_query.size() : end;
        } else if (follows(u"/*")) {
            const qsizetype end = m_query.indexOf(u"*/"_s, m_at + 2);
            m_result += u"/* ? */"_s;
            m_at = end < 0 ? m_query.size() : end + 2;
        } else if (c.isDigit() || (c == u'.' && at(m_at + 1).isDigit())) {
            number();
        } else if (isNameChar(c) || c == u':') { // digits within names, and placeholders like :1, stay
            qsizetype end = m_at + 1;
            while (isNameChar(at(end))) {
                ++end;
            }
            const bool ownQuotes = at(end) == u'\'' && end - m_at <= 2 && at(end - 1).toLower() == u'q';
            copy(end);
            if (ownQuotes) { // Oracle's q'[it's]': whatever is chosen ends it
                m_result += u'?';
                m_at = m_query.size();
            }
        } else {
            copy(m_at + 1);
        }
    }

    void string(QChar quote)
    {
        for (qsizetype i = m_at + 1; i < m_query.size(); ++i) {
            if (m_query[i] == u'\\') { // some databases read an escape, others a character
                break;
            }
            if (m_query[i] == quote) {
                if (at(i + 1) != quote) {
                    m_result += u'?';
                    m_at = i + 1;
                    return;
                }
                ++i;
            }
        }
        m_result += u'?';
        m_at = m_query.size();
    }

    // $1 is a placeholder, $$text$$ and $tag$text$tag$ are strings.
    void dollar()
    {
        qsizetype end = m_at + 1;
        while (isNameChar(at(end)) && at(end) != u'$') {
            ++end;
        }
        if (at(end) != u'$') {
            copy(end);
            return;
        }
        const QString tag = m_query.sliced(m_at, end + 1 - m_at);
        const qsizetype close = m_query.indexOf(tag, end + 1);
        m_result += u'?';
        m_at = close < 0 ? m_query.size() : close + tag.size();
    }

    void number()
    {
        qsizetype end = m_at;
        while (at(end).isLetterOrNumber() || at(end) == u'.' || at(end) == u'_'
            || ((at(end) == u'+' || at(end) == u'-') && at(end - 1).toLower() == u'e' && at(m_at + 1) != u'x')) {
            ++end;
        }
        m_result += u'?';
        m_at = end;
    }

    void copy(qsizetype end)
    {
        m_result += QStringView(m_query).sliced(m_at, end - m_at);
        m_at = end;
    }

    const QString& m_query;
    bool m_namesInQuotes;
    qsizetype m_at = 0;
    QString m_result;
};

} // namespace

QString redactSql(const QString& query, const QString& databaseType)
{
    return SqlRedaction(query, quotesNames(databaseType)).run();
}

} // namespace fluoroscope

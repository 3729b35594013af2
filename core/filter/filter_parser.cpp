// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The grammar of filter expressions (reference 4.1).

#include "core/filter/filter_parser.h"

#include "core/filter/filter_cursor.h"
#include "core/filter/filter_values.h"

#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

using Parsed = tl::expected<FilterExpression, FilterError>;

class Parser {
public:
    explicit Parser(FilterCursor& cursor)
        : m_cursor(cursor)
    {
    }

    Parsed whole()
    {
        Parsed parsed = m_cursor.isAtEnd() ? Parsed() : anyOf(FilterScope::Trace);
        return !parsed || m_cursor.isAtEnd() ? parsed : unexpected();
    }

private:
    [[nodiscard]] tl::unexpected<FilterError> unexpected() const { return tl::unexpected(m_cursor.unexpected()); }

    Parsed anyOf(FilterScope scope)
    {
        std::vector<FilterExpression> operands;
        do {
            Parsed operand = allOf(scope);
            if (!operand) {
                return operand;
            }
            operands.push_back(*std::move(operand));
        } while (m_cursor.takeWord(u"OR"_s));
        return FilterExpression::anyOf(operands);
    }

    Parsed allOf(FilterScope scope)
    {
        std::vector<FilterExpression> operands;
        do {
            Parsed operand = negatable(scope);
            if (!operand) {
                return operand;
            }
            operands.push_back(*std::move(operand));
        } while (m_cursor.takeWord(u"AND"_s) || isAtCondition(scope)); // AND may be left out
        return FilterExpression::allOf(operands);
    }

    bool isAtCondition(FilterScope scope)
    {
        if (m_cursor.isAt(FilterTokenKind::Not) || m_cursor.isAt(FilterTokenKind::OpenParenthesis)
            || (m_cursor.isAt(FilterTokenKind::Word) && !m_cursor.isAtWord(u"OR"))) {
            return true;
        }
        m_cursor.expectCondition(scope);
        return false;
    }

    Parsed negatable(FilterScope scope)
    {
        if (m_depth == kMaxFilterDepth) {
            return tl::unexpected(
                m_cursor.wrong(u"This is nested too deeply; %1 levels are allowed."_s.arg(kMaxFilterDepth)));
        }
        ++m_depth;
        Parsed parsed = m_cursor.isAt(FilterTokenKind::Not) ? negated(scope) : condition(scope);
        --m_depth;
        return parsed;
    }

    Parsed negated(FilterScope scope)
    {
        m_cursor.advance();
        const Parsed operand = negatable(scope);
        return operand ? FilterExpression::notOf(*operand) : operand;
    }

    Parsed condition(FilterScope scope)
    {
        if (m_cursor.isAt(FilterTokenKind::OpenParenthesis)) {
            m_cursor.advance();
            Parsed inner = anyOf(scope);
            return !inner || m_cursor.take(FilterTokenKind::CloseParenthesis) ? inner : unexpected();
        }
        const QString word = m_cursor.token().text.toLower();
        const bool isWord = m_cursor.isAt(FilterTokenKind::Word);
        m_cursor.expectCondition(scope);
        if (isWord && (word == u"annotation" || word.startsWith(u"annotation."))) {
            return isKnown(u"annotation."_s, scope) ? annotationCondition(m_cursor) : unknown(scope);
        }
        if (isWord && (word == u"service" || word == u"edge")) {
            return !isKnown(word + u'(', scope) ? unknown(scope) : word == u"edge" ? edge() : service();
        }
        if (isWord && isKnown(word, scope)) {
            return word == u"rootcause.json"     ? pattern()
                : word.startsWith(u"rootcause.") ? rootCause(word)
                                                 : keyword(word);
        }
        if (isWord && word == u"groupname" && scope == FilterScope::Trace) {
            return keyword(word);
        }
        return isWord ? unknown(scope) : unexpected();
    }

    static bool isKnown(const QString& word, FilterScope scope) { return filterWords(scope).contains(word); }

    [[nodiscard]] Parsed unknown(FilterScope scope) const
    {
        return tl::unexpected(m_cursor.wrong(unknownWord(m_cursor.token().text, scope)));
    }

    Parsed keyword(const QString& word)
    {
        const FilterKeywordInfo& info = *findFilterKeyword(word);
        m_cursor.advance();
        return keywordCondition(m_cursor, info);
    }

    // What stands in the optional braces; the empty expression where none do, or nothing in them.
    Parsed braces(FilterScope scope)
    {
        if (!m_cursor.take(FilterTokenKind::OpenBrace)) {
            return {};
        }
        if (m_cursor.take(FilterTokenKind::CloseBrace)) {
            return {};
        }
        Parsed inner = anyOf(scope);
        return !inner || m_cursor.take(FilterTokenKind::CloseBrace) ? inner : unexpected();
    }

    template <typename Condition> Parsed with(Condition condition, FilterScope scope)
    {
        return braces(scope).map([&](const FilterExpression& where) {
            condition.where = where;
            return FilterExpression(FilterNode{std::move(condition)});
        });
    }

    Parsed service()
    {
        m_cursor.advance();
        if (!m_cursor.take(FilterTokenKind::OpenParenthesis)) {
            return unexpected();
        }
        const auto target = serviceTarget(m_cursor);
        if (!target) {
            return tl::unexpected(target.error());
        }
        if (!m_cursor.take(FilterTokenKind::CloseParenthesis)) {
            return unexpected();
        }
        return with(ServiceCondition{*target, {}}, FilterScope::Service);
    }

    Parsed edge()
    {
        m_cursor.advance();
        if (!m_cursor.take(FilterTokenKind::OpenParenthesis)) {
            return unexpected();
        }
        const auto from = serviceTarget(m_cursor);
        if (!from) {
            return tl::unexpected(from.error());
        }
        const auto to = m_cursor.take(FilterTokenKind::Comma) ? serviceTarget(m_cursor) : ServiceTarget();
        if (!to) {
            return tl::unexpected(to.error());
        }
        if (!m_cursor.take(FilterTokenKind::CloseParenthesis)) {
            return unexpected();
        }
        return with(EdgeCondition{*from, *to, {}}, FilterScope::Edge);
    }

    Parsed rootCause(const QString& word)
    {
        m_cursor.advance();
        RootCauseCondition condition;
        condition.kind = word.startsWith(u"rootcause.fault") ? RootCauseKind::Fault
            : word.startsWith(u"rootcause.error")            ? RootCauseKind::Error
                                                             : RootCauseKind::ResponseTime;
        condition.part = word.endsWith(u".service") ? RootCausePart::Service
            : word.endsWith(u".entity")             ? RootCausePart::Entity
                                                    : RootCausePart::Exception;
        const FilterScope scope = scopeOf(condition.kind, condition.part);
        return with(std::move(condition), scope);
    }

    Parsed pattern()
    {
        m_cursor.advance();
        if (!m_cursor.take(FilterTokenKind::Equal)) {
            return unexpected();
        }
        m_cursor.expect(u"JSON after a #"_s, {u"#[{ \"Services\": [{ \"Name\": \"\" }] }]"_s});
        if (!m_cursor.isAt(FilterTokenKind::Json)) {
            return unexpected();
        }
        const QByteArray json = m_cursor.token().text.toUtf8();
        QJsonParseError problem;
        const QJsonDocument document = QJsonDocument::fromJson(json, &problem);
        if (problem.error != QJsonParseError::NoError) {
            FilterError error = m_cursor.wrong(u"This is not JSON: %1."_s.arg(problem.errorString()));
            const qsizetype inside = QString::fromUtf8(json.left(problem.offset)).size();
            error.position += std::min(inside + 1, error.length); // the # comes first
            error.length = 0;
            return tl::unexpected(std::move(error));
        }
        m_cursor.advance();
        return FilterExpression(
            FilterNode{RootCausePattern{document.isArray() ? document.array() : QJsonArray{document.object()}}});
    }

    FilterCursor& m_cursor;
    int m_depth = 0;
};

} // namespace

tl::expected<FilterExpression, FilterError> parseFilter(QStringView text)
{
    FilterCursor cursor(text, filterTokens(text));
    return Parser(cursor).whole();
}

FilterCompletion completeFilter(QStringView text, qsizetype cursor)
{
    cursor = std::clamp<qsizetype>(cursor, 0, text.size());
    std::vector<FilterToken> before;
    FilterToken around{FilterTokenKind::End, cursor, 0, {}, 0};
    for (FilterToken& token : filterTokens(text)) {
        const qsizetype end = token.position + token.length;
        const bool isOpen = token.kind == FilterTokenKind::Word || token.kind == FilterTokenKind::Number
            || token.kind == FilterTokenKind::Invalid;
        if (token.position < cursor && (cursor < end || (cursor == end && isOpen))) {
            around = std::move(token);
            break;
        }
        if (token.position >= cursor) {
            break;
        }
        before.push_back(std::move(token));
    }
    before.push_back({FilterTokenKind::End, around.position, 0, {}, 0});
    FilterCursor probe(text, std::move(before), true);
    const Parsed parsed = Parser(probe).whole();
    FilterCompletion completion = probe.completion();
    completion.position = around.position;
    completion.length = around.length;
    if (!parsed && parsed.error().position < around.position) {
        return {cursor, 0, {}, FilterBlank::None, {}, FilterKeyword::Ok};
    }
    constexpr QStringView kAnnotation = u"annotation.";
    if (completion.words.contains(kAnnotation) && around.text.startsWith(kAnnotation, Qt::CaseInsensitive)
        && cursor >= around.position + kAnnotation.size()) {
        return {around.position + kAnnotation.size(), around.length - kAnnotation.size(), {},
            FilterBlank::AnnotationKey, {}, FilterKeyword::Ok};
    }
    return completion;
}

} // namespace fluoroscope

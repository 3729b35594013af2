// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/filter_sql.h"

#include "core/filter/filter_evaluation.h"
#include "storage/database.h"
#include "storage/fault_cause_filter.h"
#include "storage/filter_names.h"
#include "storage/filter_tests.h"
#include "storage/trace_facts.h"

#include <algorithm>

namespace fluoroscope {

namespace {

// What the index of slow traces begins with, in µs.
constexpr int kSlow = 1'000'000;

// How narrow a way to candidates probably is; the narrowest of what all has to hold is taken.
enum class Width : std::uint8_t { OneValue, Problems, Values, Services, All };

struct Compiled {
    std::string sql; // a condition
    bool isExact = true;
    std::string candidates; // as in FilterSql
    Width width = Width::All;
};

Compiled constant(bool truth)
{
    return {truth ? "1" : "0", true, {}, Width::All};
}

// What is not in the tables may hold.
Compiled unknown(std::string necessary = "1")
{
    return {std::move(necessary), false, {}, Width::All};
}

std::string flagTest(const char* row, int bits, bool wanted)
{
    return std::string("(") + row + ".flags & " + std::to_string(bits) + (wanted ? ") <> 0" : ") = 0");
}

// As the indexes of problems have it: they serve none but what names their condition.
std::string isProblem(const char* row)
{
    return std::string(row) + ".flags & " + std::to_string(FactFlag::Problem) + " <> 0";
}

// Where a condition stands: what its facts are called there.
struct Scope {
    FilterScope kind = FilterScope::Trace;
    const char* row = "trace"; // the row with flags, duration and status
    const char* trace = "trace.id";
};

class Compiler {
public:
    Compiler(SQLite::Database& database, std::vector<FilterSql::Value>& values)
        : m_names(database)
        , m_tests(values)
    {
    }

    Compiled of(const FilterExpression& expression, bool negated, const Scope& scope)
    {
        if (expression.isEmpty()) {
            return constant(!negated);
        }
        return std::visit(
            [&](const auto& content) { return compiled(content, negated, scope); }, expression.node().content);
    }

private:
    Compiled compiled(const FilterNot& content, bool negated, const Scope& scope)
    {
        return of(content.operand, !negated, scope);
    }
    Compiled compiled(const FilterAll& content, bool negated, const Scope& scope)
    {
        return joined(content.operands, negated, !negated, scope);
    }
    Compiled compiled(const FilterAny& content, bool negated, const Scope& scope)
    {
        return joined(content.operands, negated, negated, scope);
    }
    template <typename Leaf> Compiled compiled(const Leaf& leaf, bool negated, const Scope& scope)
    {
        Compiled positive = condition(leaf, scope);
        if (!negated) {
            return positive;
        }
        return positive.isExact ? Compiled{"NOT (" + positive.sql + ')', true, {}, Width::All} : unknown();
    }

    Compiled joined(const std::vector<FilterExpression>& operands, bool negated, bool isAll, const Scope& scope)
    {
        Compiled sum;
        for (const FilterExpression& operand : operands) {
            const Compiled part = of(operand, negated, scope);
            const bool isFirst = sum.sql.empty();
            sum.sql.append(isFirst ? "(" : isAll ? " AND (" : " OR (").append(part.sql).append(")");
            sum.isExact = sum.isExact && part.isExact;
            if (isFirst || (isAll && part.width < sum.width)) {
                sum.candidates = part.candidates;
                sum.width = part.width;
            } else if (!isAll) {
                const bool hasBoth = !sum.candidates.empty() && !part.candidates.empty();
                sum.candidates = hasBoth ? sum.candidates + " UNION ALL " + part.candidates : std::string();
                sum.width = hasBoth ? std::max(sum.width, part.width) : Width::All;
            }
        }
        return sum;
    }

    Compiled condition(const KeywordCondition& condition, const Scope& scope)
    {
        if (isPlaceholder(condition.value)) {
            return constant(false);
        }
        switch (infoOf(condition.keyword).type) {
        case FilterType::Boolean:
            return flag(condition, scope);
        case FilterType::Number:
            return number(condition, scope);
        case FilterType::Text:
            return text(condition, scope);
        }
        return constant(false);
    }

    static Compiled flag(const KeywordCondition& condition, const Scope& scope)
    {
        if (condition.op != FilterOperator::Equal && condition.op != FilterOperator::NotEqual) {
            return constant(false);
        }
        const int bit = bitOf(condition.keyword);
        const bool wanted = std::get<bool>(condition.value) == (condition.op == FilterOperator::Equal);
        Compiled test{flagTest(scope.row, bit, wanted), true, {}, Width::All};
        if (wanted && scope.kind == FilterScope::Trace && (bit & FactFlag::Problem) != 0) {
            test.candidates = "SELECT trace.id FROM trace WHERE " + isProblem("trace") + " AND " + test.sql;
            test.width = Width::Problems;
        }
        return test;
    }

    Compiled number(const KeywordCondition& condition, const Scope& scope)
    {
        const bool isTrace = scope.kind == FilterScope::Trace;
        const bool isStatus = condition.keyword == FilterKeyword::HttpStatus;
        const std::string column = std::string(scope.row)
            + (isStatus                                          ? ".status"
                    : !isTrace                                   ? ".duration"
                    : condition.keyword == FilterKeyword::Length ? ".duration"
                                                                 : ".response_time");
        const std::string isKnown = isStatus ? column + " > 0" : isTrace ? "1" : column + " >= 0";
        const std::string value = isStatus ? column : isTrace ? "max(" + column + ", 0) / 1e6" : column + " / 1e6";
        Compiled test{m_tests.number(isKnown, value, condition.op, condition.value), true, {}, Width::All};
        // What is slow or failed is looked for most.
        const auto* wanted = std::get_if<double>(&condition.value);
        const bool hasLeast = condition.op == FilterOperator::Equal || condition.op == FilterOperator::Greater
            || condition.op == FilterOperator::GreaterEqual;
        const double unit = isStatus ? 1 : 1e6;
        const bool isIndexed = isTrace && condition.keyword != FilterKeyword::Length;
        if (isIndexed && hasLeast && *wanted * unit > (isStatus ? 0 : kSlow)) {
            const std::string isSlow = isStatus ? "" : column + " >= " + std::to_string(kSlow) + " AND ";
            test.candidates = "SELECT trace.id FROM trace WHERE " + isSlow + column
                + " >= " + m_tests.parameter(*wanted * unit - 1) + " AND " + test.sql;
            test.width = condition.op == FilterOperator::Equal ? Width::Problems : Width::Values;
        }
        return test;
    }

    Compiled text(const KeywordCondition& condition, const Scope& scope)
    {
        const QString wanted = condition.op == FilterOperator::Exists ? QString() : std::get<QString>(condition.value);
        const bool isTrace = scope.kind == FilterScope::Trace;
        switch (condition.keyword) {
        case FilterKeyword::Name:
        case FilterKeyword::Type:
            return isTrace ? serviceNames(condition, wanted)
                : scope.kind == FilterScope::Service
                ? Compiled{m_names.isIn("fact.service", m_names.services([&](const ServiceKey& service) {
                               return isNamed(service, condition, wanted);
                           })),
                    true, {}, Width::All}
                : unknown();
        case FilterKeyword::User:
            return value(ValueKind::User, {}, condition.op, wanted, scope);
        case FilterKeyword::ResourceArn:
            return value(ValueKind::ResourceArn, {}, condition.op, wanted, scope);
        case FilterKeyword::InstanceId:
            return isTrace ? value(ValueKind::InstanceId, {}, condition.op, wanted, scope) : unknown();
        case FilterKeyword::AvailabilityZone:
            return isTrace ? value(ValueKind::AvailabilityZone, {}, condition.op, wanted, scope) : unknown();
        case FilterKeyword::Message: {
            const std::string isThere = flagTest("trace", FactFlag::Message, true);
            return !isTrace                              ? unknown()
                : condition.op == FilterOperator::Exists ? Compiled{isThere, true, {}, Width::All}
                                                         : unknown(isThere);
        }
        case FilterKeyword::GroupName:
        case FilterKeyword::GroupArn:
            return constant(false);
        default:
            return isTrace ? requestText(condition, wanted) : unknown();
        }
    }

    Compiled requestText(const KeywordCondition& condition, const QString& wanted)
    {
        const std::string column = condition.keyword == FilterKeyword::HttpUrl ? "trace.url"
            : condition.keyword == FilterKeyword::HttpMethod                   ? "trace.method"
            : condition.keyword == FilterKeyword::HttpClientIp                 ? "trace.client_ip"
                                                                               : "trace.user_agent";
        const std::string isThere = column + " <> ''";
        return isPlainText(wanted)
            ? Compiled{'(' + isThere + " AND " + m_tests.text(column, condition.op, wanted) + ')', true, {}, Width::All}
            : unknown(isThere);
    }

    static bool isNamed(const ServiceKey& service, const KeywordCondition& condition, const QString& wanted)
    {
        const QString& own = condition.keyword == FilterKeyword::Name ? service.name : service.type;
        return !own.isEmpty() && holds(condition.op, own, wanted);
    }

    // Of the services that sent segments or were inferred: any may have it, but none if it is not to be equal.
    Compiled serviceNames(const KeywordCondition& condition, const QString& wanted)
    {
        const auto having = [&](FilterOperator op) {
            return m_names.services([&](const ServiceKey& service) {
                return isNamed(service, {condition.keyword, op, condition.value}, wanted);
            });
        };
        const bool isNone = condition.op == FilterOperator::NotEqual;
        const std::string facts = "FROM service_fact AS fact WHERE ";
        const std::string isOwn = " AND (fact.flags & " + std::to_string(FactFlag::Seen) + ") <> 0 AND (fact.flags & "
            + std::to_string(FactFlag::Client) + ") = 0";
        const auto exists = [&](FilterOperator op) {
            return "EXISTS (SELECT 1 " + facts + "fact.trace = trace.id AND " + m_names.isIn("fact.service", having(op))
                + isOwn + ')';
        };
        if (isNone) {
            return {'(' + exists(FilterOperator::Exists) + " AND NOT " + exists(FilterOperator::Equal) + ')', true, {},
                Width::All};
        }
        return {exists(condition.op), true,
            "SELECT fact.trace " + facts + m_names.isIn("fact.service", having(condition.op), true) + isOwn,
            Width::Services};
    }

    Compiled condition(const AnnotationCondition& condition, const Scope& scope)
    {
        return isPlaceholder(condition.value)
            ? constant(false)
            : value(ValueKind::Annotation, condition.key, condition.op, condition.value, scope);
    }

    // Of all the trace's values; in braces that is what is necessary.
    Compiled value(ValueKind kind, const QString& key, FilterOperator op, const FilterValue& wanted, const Scope& scope)
    {
        const std::string isOfKey = "entry.key = " + std::to_string(m_names.key(kind, key));
        const std::string isOfTrace = std::string("entry.trace = ") + scope.trace + " AND " + isOfKey;
        const std::string any = "SELECT entry.trace FROM trace_value AS entry WHERE " + isOfKey;
        const auto exists = [](const std::string& which) {
            return "EXISTS (SELECT 1 FROM trace_value AS entry WHERE " + which + ')';
        };
        const auto* text = std::get_if<QString>(&wanted);
        const bool isTold = !text || isPlainText(*text);
        const bool isTrace = scope.kind == FilterScope::Trace;
        if (op == FilterOperator::Exists || !isTold) {
            return {exists(isOfTrace), isTrace && op == FilterOperator::Exists, isTrace ? any : std::string(),
                Width::Values};
        }
        if (op == FilterOperator::NotEqual) {
            const std::string isEqual = " AND " + m_tests.value("entry.value", FilterOperator::Equal, wanted);
            return {
                isTrace ? '(' + exists(isOfTrace) + " AND NOT " + exists(isOfTrace + isEqual) + ')' : exists(isOfTrace),
                isTrace, isTrace ? any : std::string(), Width::Values};
        }
        const std::string test = " AND " + m_tests.value("entry.value", op, wanted);
        return {exists(isOfTrace + test), isTrace, isTrace ? any + test : std::string(),
            op == FilterOperator::Equal ? Width::OneValue : Width::Values};
    }

    // Whether `where` can only be met by what has a problem, as far as a glance tells.
    static bool asksForProblem(const FilterExpression& where)
    {
        if (where.isEmpty()) {
            return false;
        }
        const auto& content = where.node().content;
        if (const auto* all = std::get_if<FilterAll>(&content)) {
            return std::any_of(all->operands.begin(), all->operands.end(), asksForProblem);
        }
        if (const auto* any = std::get_if<FilterAny>(&content)) {
            return std::all_of(any->operands.begin(), any->operands.end(), asksForProblem);
        }
        const auto* flag = std::get_if<KeywordCondition>(&content);
        return flag && (bitOf(flag->keyword) & FactFlag::Problem) != 0
            && flag->value == FilterValue(flag->op == FilterOperator::Equal);
    }

    // One row of facts that meets all of the braces.
    Compiled fact(const char* table, const std::string& probed, const std::string& looked, FilterScope kind,
        const FilterExpression& where)
    {
        Compiled inside = constant(true);
        std::string met;
        if (!where.isEmpty()) {
            inside = of(where, false, {kind, "fact", "fact.trace"});
            met = " AND " + flagTest("fact", FactFlag::Seen, true) + " AND (" + inside.sql + ')';
        }
        const bool asks = asksForProblem(where);
        const std::string from = std::string("FROM ") + table + " AS fact WHERE ";
        Compiled result;
        result.sql = "EXISTS (SELECT 1 " + from + "fact.trace = trace.id AND " + probed + met + ')';
        result.isExact = inside.isExact;
        result.candidates = "SELECT fact.trace " + from + looked + (asks ? " AND " + isProblem("fact") : "") + met;
        result.width = asks ? Width::Problems : Width::Services;
        return result;
    }

    Compiled condition(const ServiceCondition& condition, const Scope&)
    {
        const std::vector<qint64> services =
            m_names.services([&](const ServiceKey& key) { return isTarget(condition.service, key); });
        const std::string isNoClient =
            condition.service.type.isEmpty() ? " AND " + flagTest("fact", FactFlag::Client, false) : std::string();
        return fact("service_fact", m_names.isIn("fact.service", services) + isNoClient,
            m_names.isIn("fact.service", services, true) + isNoClient, FilterScope::Service, condition.where);
    }

    Compiled condition(const EdgeCondition& condition, const Scope&)
    {
        const std::vector<qint64> from =
            m_names.services([&](const ServiceKey& key) { return isTarget(condition.from, key); });
        const std::vector<qint64> to =
            m_names.services([&](const ServiceKey& key) { return isTarget(condition.to, key); });
        const std::string isFrom = m_names.isIn("fact.caller", from) + " AND ";
        Compiled result = fact("call_fact", isFrom + m_names.isIn("fact.callee", to),
            isFrom + m_names.isIn("fact.callee", to, true), FilterScope::Edge, condition.where);
        if (result.width != Width::Problems) { // calls as such are in no index, but both ends are nodes
            result.candidates = "SELECT fact.trace FROM service_fact AS fact WHERE "
                + m_names.isIn("fact.service", to.size() <= from.size() ? to : from, true);
        }
        return result;
    }

    Compiled condition(const RootCauseCondition& condition, const Scope& scope)
    {
        if (const auto known = faultCauseValue(condition)) {
            return value(known->kind, {}, FilterOperator::Equal, known->name, scope);
        }
        return unknown(flagTest("trace", flagOf(condition.kind), true));
    }

    static Compiled condition(const RootCausePattern&, const Scope&)
    {
        return unknown(
            flagTest("trace", FactFlag::FaultCause | FactFlag::ErrorCause | FactFlag::ResponseTimeCause, true));
    }

    FilterNames m_names;
    FilterTests m_tests;
};

} // namespace

void FilterSql::bind(SQLite::Statement& statement) const
{
    for (std::size_t i = 0; i < values.size(); ++i) {
        const int place = statement.getIndex((":f" + std::to_string(i)).c_str());
        if (place == 0) {
            continue;
        }
        if (const auto* number = std::get_if<double>(&values[i])) {
            statement.bind(place, *number);
        } else if (const auto* text = std::get_if<QString>(&values[i])) {
            bindText(statement, place, *text);
        } else {
            bindBytes(statement, place, std::get<QByteArray>(values[i]));
        }
    }
}

FilterSql compileFilter(const FilterExpression& expression, SQLite::Database& database)
{
    std::vector<FilterSql::Value> values;
    Compiled compiled = Compiler(database, values).of(expression, false, {});
    return {std::move(compiled.sql), std::move(compiled.candidates), compiled.isExact, std::move(values)};
}

} // namespace fluoroscope

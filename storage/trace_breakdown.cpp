// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/trace_breakdown.h"

#include "core/segment/annotation_text.h"
#include "storage/database.h"
#include "storage/trace_facts.h"
#include "storage/trace_selector.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr std::size_t kAnnotations = 4; // keys that make a facet
constexpr qint64 kFew = 6; // traces that an id on each of them tells apart
constexpr qint64 kNewest = 5000; // traces whose words are offered

// How often each of something occurs.
template <typename Key> class Tally {
public:
    void add(const Key& key) { ++m_counts[key]; }

    // The most frequent first; the order of keys decides between equals.
    using Entry = std::pair<const Key, qint64>;
    [[nodiscard]] std::vector<const Entry*> top(qint64 most) const
    {
        std::vector<const Entry*> entries;
        for (const Entry& entry : m_counts) {
            entries.push_back(&entry);
        }
        const auto count = std::min(entries.size(), static_cast<std::size_t>(std::max<qint64>(most, 0)));
        std::partial_sort(entries.begin(), entries.begin() + static_cast<std::ptrdiff_t>(count), entries.end(),
            [](const Entry* a, const Entry* b) {
                return a->second != b->second ? a->second > b->second : a->first < b->first;
            });
        entries.resize(count);
        return entries;
    }
    [[nodiscard]] qint64 distinct() const { return static_cast<qint64>(m_counts.size()); }
    [[nodiscard]] qint64 total() const
    {
        qint64 sum = 0;
        for (const auto& [key, count] : m_counts) {
            sum += count;
        }
        return sum;
    }

private:
    std::map<Key, qint64> m_counts;
};

struct ValueName {
    ValueKind kind = ValueKind::Annotation;
    QString key;
};

// Everything that is counted over the traces, one after the other.
class Breakdown {
public:
    explicit Breakdown(SQLite::Database& database)
        : m_database(database)
        , m_trace(database, "SELECT response_time, status, method, url, flags FROM trace WHERE id = ?")
        , m_services(database, "SELECT DISTINCT service FROM service_fact WHERE trace = ? AND flags & ? = 0")
        , m_values(database, "SELECT key, value FROM trace_value WHERE trace = ?")
    {
        SQLite::Statement keys(database, "SELECT id, kind, key FROM value_key");
        while (keys.executeStep()) {
            m_names[keys.getColumn(0).getInt64()] = {
                static_cast<ValueKind>(keys.getColumn(1).getInt()), textColumn(keys, 2)};
        }
    }

    void count(SQLite::Statement& selected)
    {
        const auto row = selected.getColumn(0).getInt64();
        ++m_statistics.traces;
        countRequest(row, static_cast<Outcome>(selected.getColumn(3).getInt()));
        const StatementRun services(m_services);
        m_services.bind(1, row);
        m_services.bind(2, FactFlag::Client);
        while (m_services.executeStep()) {
            m_byService.add(m_services.getColumn(0).getInt64());
        }
        const StatementRun values(m_values);
        m_values.bind(1, row);
        while (m_values.executeStep()) {
            countValue(m_names[m_values.getColumn(0).getInt64()]);
        }
    }

    [[nodiscard]] qint64 counted() const { return m_statistics.traces; }
    void leaveOutTheRest() { m_statistics.isNewestOnly = true; }

    TraceStatistics statistics(qint64 most)
    {
        addServices(most);
        Facet codes{FacetKind::Status, {}, {}};
        for (const auto* entry : m_byStatus.top(most)) {
            const auto& [status, traces] = *entry;
            codes.values.push_back({QString::number(status), statusClause(status), traces});
        }
        add(std::move(codes), m_byStatus.distinct());
        const auto having = [](FilterKeyword keyword) {
            return [keyword](const QString& text) { return textClause(keyword, text); };
        };
        addTexts(FacetKind::Url, m_byUrl, having(FilterKeyword::HttpUrl), most);
        addTexts(FacetKind::Method, m_byMethod, having(FilterKeyword::HttpMethod), most);
        addTexts(FacetKind::FaultCause, m_byFaultCause, faultCauseClause, most);
        addTexts(FacetKind::FaultException, m_byFaultException, faultExceptionClause, most);
        addTexts(FacetKind::User, m_byUser, having(FilterKeyword::User), most);
        addAnnotations(most);
        return std::move(m_statistics);
    }

private:
    void countRequest(int64_t row, Outcome outcome)
    {
        const StatementRun run(m_trace);
        m_trace.bind(1, row);
        m_trace.executeStep();
        if (!(m_trace.getColumn(4).getInt() & FactFlag::Unanswered)) { // as in the statistics of the map's nodes
            const Duration taken(m_trace.getColumn(0).getInt64());
            CallStatistics& requests = m_statistics.requests;
            ++requests.responseTimes[std::chrono::round<std::chrono::milliseconds>(taken).count()];
            requests.totalResponseTime += taken;
            ++(outcome == Outcome::Fault           ? requests.fault
                    : outcome == Outcome::Throttle ? requests.throttle
                    : outcome == Outcome::Error    ? requests.error
                                                   : requests.ok);
        }
        if (const int status = m_trace.getColumn(1).getInt(); status != 0) {
            m_byStatus.add(status);
        }
        if (const QString method = textColumn(m_trace, 2); !method.isEmpty()) {
            m_byMethod.add(method);
        }
        if (const QString url = textColumn(m_trace, 3); !url.isEmpty()) {
            m_byUrl.add(url);
        }
    }

    void countValue(const ValueName& name)
    {
        if (name.kind == ValueKind::Annotation) {
            m_byAnnotation[name.key].add(valueColumn(m_values, 1));
        } else if (name.kind == ValueKind::User) {
            m_byUser.add(textColumn(m_values, 1));
        } else if (name.kind == ValueKind::FaultCause) {
            m_byFaultCause.add(textColumn(m_values, 1));
        } else if (name.kind == ValueKind::FaultException) {
            m_byFaultException.add(textColumn(m_values, 1));
        }
    }

    void add(Facet&& facet, qint64 distinct)
    {
        facet.distinct = distinct;
        if (!facet.values.empty()) {
            m_statistics.facets.push_back(std::move(facet));
        }
    }

    void addServices(qint64 most)
    {
        Facet facet{FacetKind::Service, {}, {}};
        SQLite::Statement find(m_database, "SELECT name, type, account FROM service WHERE id = ?");
        for (const auto* entry : m_byService.top(most)) {
            const auto& [id, traces] = *entry;
            const StatementRun run(find);
            find.bind(1, id);
            find.executeStep();
            const ServiceTarget service{textColumn(find, 0), textColumn(find, 1), textColumn(find, 2)};
            facet.values.push_back({service.name, FilterExpression(FilterNode{ServiceCondition{service, {}}}), traces});
        }
        add(std::move(facet), m_byService.distinct());
    }

    template <typename Clause>
    void addTexts(FacetKind kind, const Tally<QString>& tally, const Clause& clauseOf, qint64 most)
    {
        Facet facet{kind, {}, {}};
        for (const auto* entry : tally.top(most)) {
            const auto& [text, traces] = *entry;
            facet.values.push_back({text, clauseOf(text), traces});
        }
        add(std::move(facet), tally.distinct());
    }

    // Those of most traces; where no value is there twice it is an id, and no way to tell many traces apart.
    void addAnnotations(qint64 most)
    {
        std::vector<std::pair<QString, qint64>> keys;
        for (const auto& [key, tally] : m_byAnnotation) {
            keys.emplace_back(key, tally.total());
        }
        std::stable_sort(keys.begin(), keys.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
        std::size_t shown = 0;
        for (const auto& [key, total] : keys) {
            Facet facet{FacetKind::Annotation, key, {}};
            for (const auto* entry : m_byAnnotation[key].top(most)) {
                const auto& [value, traces] = *entry;
                facet.values.push_back({annotationText(value), annotationClause(key, value), traces});
            }
            const bool tellsApart = facet.values.front().traces > 1 || total <= kFew;
            if (tellsApart && ++shown <= kAnnotations) {
                add(std::move(facet), m_byAnnotation[key].distinct());
            }
        }
    }

    SQLite::Database& m_database;
    SQLite::Statement m_trace;
    SQLite::Statement m_services;
    SQLite::Statement m_values;
    std::map<qint64, ValueName> m_names; // of table value_key
    TraceStatistics m_statistics;
    Tally<int64_t> m_byService;
    Tally<int> m_byStatus;
    Tally<QString> m_byMethod;
    Tally<QString> m_byUrl;
    Tally<QString> m_byUser;
    Tally<QString> m_byFaultCause;
    Tally<QString> m_byFaultException;
    std::map<QString, Tally<AnnotationValue>> m_byAnnotation;
};

std::string sqlFor(const FilterCompletion& completion)
{
    const auto ofNewest = [](const char* column) {
        return std::string("SELECT DISTINCT ") + column + " FROM (SELECT " + column
            + " FROM trace ORDER BY start DESC LIMIT " + std::to_string(kNewest) + ')';
    };
    const auto ofKind = [](ValueKind kind) {
        return "SELECT DISTINCT value FROM trace_value WHERE key IN (SELECT id FROM value_key WHERE kind = "
            + std::to_string(static_cast<int>(kind)) + " AND key = :key)";
    };
    switch (completion.blank) {
    case FilterBlank::ServiceName:
        return "SELECT DISTINCT name FROM service WHERE type <> 'client'";
    case FilterBlank::ServiceType:
        return "SELECT DISTINCT type FROM service";
    case FilterBlank::AccountId:
        return "SELECT DISTINCT account FROM service";
    case FilterBlank::AnnotationKey:
        return "SELECT DISTINCT key FROM value_key WHERE kind = "
            + std::to_string(static_cast<int>(ValueKind::Annotation));
    case FilterBlank::ValueOfAnnotation:
        return ofKind(ValueKind::Annotation);
    case FilterBlank::ValueOfKeyword:
        break;
    case FilterBlank::None:
        return {};
    }
    switch (completion.keyword) {
    case FilterKeyword::HttpMethod:
        return ofNewest("method");
    case FilterKeyword::HttpUrl:
        return ofNewest("url");
    case FilterKeyword::HttpClientIp:
        return ofNewest("client_ip");
    case FilterKeyword::HttpUserAgent:
        return ofNewest("user_agent");
    case FilterKeyword::HttpStatus:
        return ofNewest("status");
    case FilterKeyword::Name:
        return "SELECT DISTINCT name FROM service";
    case FilterKeyword::Type:
        return "SELECT DISTINCT type FROM service";
    case FilterKeyword::User:
        return ofKind(ValueKind::User);
    case FilterKeyword::ResourceArn:
        return ofKind(ValueKind::ResourceArn);
    case FilterKeyword::InstanceId:
        return ofKind(ValueKind::InstanceId);
    case FilterKeyword::AvailabilityZone:
        return ofKind(ValueKind::AvailabilityZone);
    default:
        return {};
    }
}

// As it stands in an expression: keys bare, texts quoted, numbers and truth values as they are.
QString wordOf(FilterBlank blank, const AnnotationValue& value)
{
    const auto* text = std::get_if<QString>(&value);
    return text && blank != FilterBlank::AnnotationKey ? quotedFilterText(*text) : annotationText(value);
}

} // namespace

TraceStatistics breakDown(SQLite::Database& database, const TraceSelection& selection, qint64 most,
    const std::stop_token& stop, qint64 mostCounted)
{
    Breakdown breakdown(database);
    TraceSelector(database, selection, stop)
        .forEach(
            [&](SQLite::Statement& trace) {
                if (breakdown.counted() == mostCounted) {
                    breakdown.leaveOutTheRest();
                    return false;
                }
                breakdown.count(trace);
                return true;
            },
            true);
    return breakdown.statistics(most);
}

QStringList wordsFor(SQLite::Database& database, const FilterCompletion& completion, const QString& typed, qint64 most)
{
    const std::string sql = sqlFor(completion);
    QStringList words;
    if (sql.empty()) {
        return words;
    }
    const QString wanted = typed.startsWith(u'"') ? typed.mid(1) : typed;
    SQLite::Statement select(database, sql + " ORDER BY 1");
    if (select.getIndex(":key") != 0) {
        select.bind(":key", completion.annotation.toStdString());
    }
    while (words.size() < most && select.executeStep()) {
        const AnnotationValue value = valueColumn(select, 0);
        const QString label = annotationText(value);
        if (!label.isEmpty() && label.contains(wanted, Qt::CaseInsensitive)) {
            words.append(wordOf(completion.blank, value));
        }
    }
    return words;
}

} // namespace fluoroscope

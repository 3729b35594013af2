// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/trace_facts.h"

#include "core/filter/filter_facts.h"
#include "core/trace/trace.h"
#include "storage/database.h"

#include <algorithm>
#include <array>

namespace fluoroscope {

namespace {

// More ids than this are forgotten and asked for again.
constexpr std::size_t kIdsKept = 20'000;

constexpr std::array kFlags{FilterKeyword::Ok, FilterKeyword::Error, FilterKeyword::Throttle, FilterKeyword::Fault,
    FilterKeyword::Partial, FilterKeyword::Inferred, FilterKeyword::Root};

int flagsOf(const FilterSubject& subject, const FilterPlace& place)
{
    int flags = 0;
    for (const FilterKeyword keyword : kFlags) {
        flags |= flagOf(keyword, subject, place) ? bitOf(keyword) : 0;
    }
    return flags;
}

// Whole microseconds, of which core/filter makes seconds: a duration in seconds would not come back to the same.
qint64 durationOf(const FilterSubject& subject, const FilterPlace& place)
{
    if (!numberOf(FilterKeyword::Length, subject, place)) {
        return -1;
    }
    const Segment& head = subject.trace().segments[static_cast<std::size_t>(place.head)];
    return std::max(head.duration(), Duration{}).count();
}

int statusOf(const FilterSubject& subject, const FilterPlace& place)
{
    return static_cast<int>(numberOf(FilterKeyword::HttpStatus, subject, place).value_or(0));
}

void bind(SQLite::Statement& statement, int place, qint64 number)
{
    statement.bind(place, static_cast<int64_t>(number));
}

void bind(SQLite::Statement& statement, int place, const QString& text)
{
    bindText(statement, place, text);
}

void bind(SQLite::Statement& statement, int place, const AnnotationValue& value)
{
    if (const auto* text = std::get_if<QString>(&value)) {
        bindText(statement, place, *text);
    } else if (const auto* number = std::get_if<double>(&value)) {
        statement.bind(place, *number);
    } else {
        statement.bind(place, std::get<bool>(value) ? "\1" : "\0", 1);
    }
}

template <typename... Values> void run(SQLite::Statement& statement, const Values&... values)
{
    const StatementRun once(statement);
    int place = 0;
    (bind(statement, ++place, values), ...);
    statement.exec();
}

} // namespace

int bitOf(FilterKeyword keyword)
{
    switch (keyword) {
    case FilterKeyword::Ok:
        return FactFlag::Ok;
    case FilterKeyword::Error:
        return FactFlag::Error;
    case FilterKeyword::Throttle:
        return FactFlag::Throttle;
    case FilterKeyword::Fault:
        return FactFlag::Fault;
    case FilterKeyword::Partial:
        return FactFlag::Partial;
    case FilterKeyword::Inferred:
        return FactFlag::Inferred;
    case FilterKeyword::Root:
        return FactFlag::Root;
    default:
        return 0;
    }
}

AnnotationValue valueColumn(SQLite::Statement& statement, int column)
{
    const SQLite::Column value = statement.getColumn(column);
    if (value.isBlob()) {
        return bytesColumn(statement, column) == QByteArray("\1", 1);
    }
    return value.isText() ? AnnotationValue(textColumn(statement, column)) : AnnotationValue(value.getDouble());
}

int traceFlags(const FilterSubject& subject)
{
    const FilterPlace whole = wholeTrace(subject);
    return flagsOf(subject, whole) | (subject.summary().row.hasThrottle ? FactFlag::AnyThrottle : 0)
        | (subject.summary().row.isUnanswered ? FactFlag::Unanswered : 0)
        | (textsOf(FilterKeyword::Message, subject, whole).isEmpty() ? 0 : FactFlag::Message)
        | (subject.rootCause(RootCauseKind::Fault) ? FactFlag::FaultCause : 0)
        | (subject.rootCause(RootCauseKind::Error) ? FactFlag::ErrorCause : 0)
        | (subject.rootCause(RootCauseKind::ResponseTime) ? FactFlag::ResponseTimeCause : 0);
}

TraceFacts::TraceFacts(SQLite::Database& database)
    : m_database(database)
    , m_findService(database, "SELECT id FROM service WHERE name = ? AND type = ? AND account = ?")
    , m_addService(database, "INSERT INTO service(name, type, account) VALUES(?, ?, ?)")
    , m_findKey(database, "SELECT id FROM value_key WHERE kind = ? AND key = ?")
    , m_addKey(database, "INSERT INTO value_key(kind, key) VALUES(?, ?)")
    , m_addNode(database,
          "INSERT INTO service_fact(trace, service, ordinal, flags, duration, status) VALUES(?, ?, ?, ?, ?, ?)")
    , m_addCall(database,
          "INSERT INTO call_fact(trace, caller, callee, ordinal, flags, duration, status) VALUES(?, ?, ?, ?, ?, ?, ?)")
    , m_addValue(database, "INSERT OR IGNORE INTO trace_value(trace, key, value) VALUES(?, ?, ?)")
    , m_removeNodes(database, "DELETE FROM service_fact WHERE trace = ?")
    , m_removeCalls(database, "DELETE FROM call_fact WHERE trace = ?")
    , m_removeValues(database, "DELETE FROM trace_value WHERE trace = ?")
{
}

void TraceFacts::reset()
{
    m_services.clear();
    m_keys.clear();
}

void TraceFacts::store(qint64 row, const FilterSubject& subject)
{
    qint64 ordinal = 0;
    for (const FilterSubject::Node& node : subject.nodes()) {
        const qint64 client = node.isClient ? FactFlag::Client : 0;
        if (node.segment < 0) {
            run(m_addNode, row, idOf(node.service), ++ordinal, client, qint64(-1), qint64(0));
        } else {
            const FilterPlace place = nodePlace(subject, node);
            run(m_addNode, row, idOf(node.service), ++ordinal, flagsOf(subject, place) | FactFlag::Seen | client,
                durationOf(subject, place), qint64(statusOf(subject, place)));
        }
    }
    for (const FilterSubject::Call& call : subject.calls()) {
        if (call.seen < 0) {
            run(m_addCall, row, idOf(call.from), idOf(call.to), ++ordinal, qint64(0), qint64(-1), qint64(0));
        } else {
            const FilterPlace place = segmentPlace(subject, FilterScope::Edge, call.seen);
            run(m_addCall, row, idOf(call.from), idOf(call.to), ++ordinal,
                qint64(flagsOf(subject, place) | FactFlag::Seen), durationOf(subject, place),
                qint64(statusOf(subject, place)));
        }
    }
    const TraceSummary& summary = subject.summary();
    for (const SummaryAnnotation& entry : summary.annotations) {
        addValue(row, {ValueKind::Annotation, entry.annotation.key}, entry.annotation.value);
    }
    for (const SummaryUser& user : summary.users) {
        addValue(row, {ValueKind::User, {}}, user.name);
    }
    const auto addAll = [&](ValueKind kind, const QStringList& texts) {
        for (const QString& text : texts) {
            addValue(row, {kind, {}}, text);
        }
    };
    addAll(ValueKind::ResourceArn, summary.resourceArns);
    addAll(ValueKind::InstanceId, summary.instanceIds);
    addAll(ValueKind::AvailabilityZone, summary.availabilityZones);
    if (const auto& cause = subject.rootCause(RootCauseKind::Fault)) {
        addFaultCause(row, subject.trace(), *cause);
    }
}

void TraceFacts::addFaultCause(qint64 row, const Trace& trace, const RootCause& cause)
{
    if (const QString& name = cause.services.back().service.name; !name.isEmpty()) {
        addValue(row, {ValueKind::FaultCause, {}}, name);
    }
    for (const RootCauseService& service : cause.services) {
        for (const std::int32_t index : service.entities) {
            const Segment& entity = trace.segments[static_cast<std::size_t>(index)];
            if (!entity.cause) {
                continue;
            }
            for (const Exception& exception : entity.cause->exceptions) {
                if (!exception.type.isEmpty()) {
                    addValue(row, {ValueKind::FaultException, {}}, exception.type);
                }
            }
        }
    }
}

void TraceFacts::remove(qint64 row)
{
    run(m_removeNodes, row);
    run(m_removeCalls, row);
    run(m_removeValues, row);
}

template <typename Value> void TraceFacts::addValue(qint64 row, const Key& key, const Value& value)
{
    run(m_addValue, row, idOf(key), value);
}

qint64 TraceFacts::idOf(const ServiceKey& service)
{
    if (const auto known = m_services.find(service); known != m_services.end()) {
        return known->second;
    }
    if (m_services.size() >= kIdsKept) {
        m_services.clear();
    }
    qint64 id = 0;
    {
        const StatementRun once(m_findService);
        bindText(m_findService, 1, service.name);
        bindText(m_findService, 2, service.type);
        bindText(m_findService, 3, service.account);
        id = m_findService.executeStep() ? m_findService.getColumn(0).getInt64() : 0;
    }
    if (id == 0) {
        run(m_addService, service.name, service.type, service.account);
        id = m_database.getLastInsertRowid();
    }
    m_services.emplace(service, id);
    return id;
}

qint64 TraceFacts::idOf(const Key& key)
{
    if (const auto known = m_keys.find(key); known != m_keys.end()) {
        return known->second;
    }
    if (m_keys.size() >= kIdsKept) {
        m_keys.clear();
    }
    const qint64 kind = static_cast<int>(key.first);
    qint64 id = 0;
    {
        const StatementRun once(m_findKey);
        bind(m_findKey, 1, kind);
        bindText(m_findKey, 2, key.second);
        id = m_findKey.executeStep() ? m_findKey.getColumn(0).getInt64() : 0;
    }
    if (id == 0) {
        run(m_addKey, kind, key.second);
        id = m_database.getLastInsertRowid();
    }
    m_keys.emplace(key, id);
    return id;
}

} // namespace fluoroscope

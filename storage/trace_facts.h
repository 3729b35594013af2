// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Keeps in tables what filter expressions ask of traces. Each fact is what core/filter says of the trace, so that an
// expression means the same whether it is looked up here or evaluated on the trace.
#pragma once

#include "core/filter/filter_subject.h"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <map>
#include <unordered_map>

namespace fluoroscope {

// Bits of the columns `flags`. Those of a trace are its root's where nothing else is said.
namespace FactFlag {
inline constexpr int Fault = 1;
inline constexpr int Error = 2;
inline constexpr int Throttle = 4;
inline constexpr int Problem = Fault | Error | Throttle;
inline constexpr int Ok = 8;
inline constexpr int Partial = 16;
inline constexpr int Inferred = 32;
// Of a node of the trace's map, or a call.
inline constexpr int Root = 64;
inline constexpr int Client = 128;
inline constexpr int Seen = 256; // there is a segment to ask: it is not known by a link alone
// Of a trace.
inline constexpr int AnyThrottle = 512; // a segment of it was throttled
inline constexpr int Message = 1024; // an exception has a message
inline constexpr int FaultCause = 2048; // there is a root cause of the kind
inline constexpr int ErrorCause = 4096;
inline constexpr int ResponseTimeCause = 8192;
inline constexpr int Unanswered = 16384; // its root segment is in progress
} // namespace FactFlag

// The bit of a keyword that is true or false of a trace, a node or a call; 0: of none of them.
int bitOf(FilterKeyword keyword);

// What a value of table trace_value is.
enum class ValueKind : std::uint8_t {
    Annotation,
    User,
    ResourceArn,
    InstanceId,
    AvailabilityZone,
    FaultCause, // the last service of the fault's root cause
    FaultException, // types of the exceptions on its way
};

// A value of table trace_value.
AnnotationValue valueColumn(SQLite::Statement& statement, int column);

// Of the whole trace, as the column `flags` of table `trace` holds them.
int traceFlags(const FilterSubject& subject);

class TraceFacts {
public:
    explicit TraceFacts(SQLite::Database& database);

    // Within the caller's transaction; `row` has no facts yet.
    void store(qint64 row, const FilterSubject& subject);
    void remove(qint64 row);
    // Forgets what is held in memory, after a rollback.
    void reset();

private:
    using Key = std::pair<ValueKind, QString>;
    void addFaultCause(qint64 row, const Trace& trace, const RootCause& cause);
    qint64 idOf(const ServiceKey& service);
    qint64 idOf(const Key& key);
    template <typename Value> void addValue(qint64 row, const Key& key, const Value& value);

    SQLite::Database& m_database;
    SQLite::Statement m_findService;
    SQLite::Statement m_addService;
    SQLite::Statement m_findKey;
    SQLite::Statement m_addKey;
    SQLite::Statement m_addNode;
    SQLite::Statement m_addCall;
    SQLite::Statement m_addValue;
    SQLite::Statement m_removeNodes;
    SQLite::Statement m_removeCalls;
    SQLite::Statement m_removeValues;
    std::unordered_map<ServiceKey, qint64> m_services; // ids that were asked for lately
    std::map<Key, qint64> m_keys;
};

} // namespace fluoroscope

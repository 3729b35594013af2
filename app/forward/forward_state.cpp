// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/forward/forward_state.h"

#include <QJsonArray>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr std::size_t kRefusalsKept = 100;
const QString kName = u"forwarder"_s;

qint64 microseconds(Timestamp time)
{
    return time.time_since_epoch().count();
}

Timestamp timeFrom(const QJsonValue& value)
{
    return Timestamp(Duration(value.toInteger()));
}

QJsonObject toJson(const ForwardRefusal& refusal)
{
    return {{u"document"_s, refusal.document}, {u"time"_s, microseconds(refusal.time)}, {u"segment"_s, refusal.segment},
        {u"code"_s, refusal.code}, {u"message"_s, refusal.message}};
}

ForwardRefusal refusalFrom(const QJsonValue& json)
{
    return {json["document"_L1].toInteger(), timeFrom(json["time"_L1]), json["segment"_L1].toString(),
        json["code"_L1].toString(), json["message"_L1].toString()};
}

QJsonObject toJson(const ForwardState& state)
{
    QJsonObject codes;
    for (const auto& [code, count] : state.refusedByCode) {
        codes.insert(code, count);
    }
    QJsonArray refusals;
    for (const ForwardRefusal& refusal : state.refusals) {
        refusals.append(toJson(refusal));
    }
    return {{u"stream"_s, state.stream}, {u"url"_s, state.url}, {u"cursor"_s, state.cursor},
        {u"through"_s, state.through}, {u"sent"_s, state.sent}, {u"refused"_s, state.refused},
        {u"leftOut"_s, state.leftOut}, {u"lost"_s, state.lost}, {u"refusedByCode"_s, codes}, {u"refusals"_s, refusals},
        {u"problem"_s, state.problem}, {u"lastError"_s, state.lastError},
        {u"lastErrorTime"_s, microseconds(state.lastErrorTime)}, {u"lastSent"_s, microseconds(state.lastSent)}};
}

ForwardState stateFrom(const QJsonObject& json)
{
    ForwardState state;
    state.stream = json["stream"_L1].toString();
    state.url = json["url"_L1].toString();
    state.cursor = json["cursor"_L1].toInteger();
    state.through = json["through"_L1].toInteger();
    state.sent = json["sent"_L1].toInteger();
    state.refused = json["refused"_L1].toInteger();
    state.leftOut = json["leftOut"_L1].toInteger();
    state.lost = json["lost"_L1].toInteger();
    const QJsonObject codes = json["refusedByCode"_L1].toObject();
    for (auto it = codes.begin(); it != codes.end(); ++it) {
        state.refusedByCode[it.key()] = it.value().toInteger();
    }
    const QJsonArray refusals = json["refusals"_L1].toArray();
    for (const auto& refusal : refusals) {
        state.refusals.push_back(refusalFrom(refusal));
    }
    state.problem = json["problem"_L1].toString();
    state.lastError = json["lastError"_L1].toString();
    state.lastErrorTime = timeFrom(json["lastErrorTime"_L1]);
    state.lastSent = timeFrom(json["lastSent"_L1]);
    return state;
}

} // namespace

void ForwardState::refuse(const ForwardRefusal& refusal)
{
    ++refused;
    ++refusedByCode[refusal.code];
    refusals.push_back(refusal);
    if (refusals.size() > kRefusalsKept) {
        refusals.erase(refusals.begin());
    }
}

Result<ForwardState> loadForwardState(StateStore& store)
{
    return store.state(kName).map([](const QJsonObject& json) {
        ForwardState state = stateFrom(json);
        if (state.stream.isEmpty()) {
            state.stream = QUuid::createUuid().toString(QUuid::WithoutBraces);
        }
        return state;
    });
}

Result<void> storeForwardState(StateStore& store, const ForwardState& state)
{
    return store.changeState(kName, [&](const QJsonObject&) { return toJson(state); });
}

ForwarderStatus forwarderStatus(const ForwardState& state, qint64 lastDocument, std::optional<Timestamp> oldest)
{
    ForwarderStatus status;
    status.target = state.url;
    status.sent = state.sent;
    status.pending = std::max<qint64>(0, lastDocument - state.cursor);
    status.refused = state.refused;
    status.leftOut = state.leftOut;
    status.lost = state.lost;
    status.refusedByCode = state.refusedByCode;
    status.refusals = state.refusals;
    status.problem = state.problem;
    status.lastError = state.lastError;
    status.lastErrorTime = state.lastErrorTime;
    status.lastSent = state.lastSent;
    if (status.pending > 0 && oldest) {
        status.lag = std::max(Duration(), now() - *oldest);
    }
    return status;
}

Result<ForwarderStatus> forwarderStatus(StateStore& store, DocumentSource& documents)
{
    const auto state = loadForwardState(store);
    if (!state) {
        return tl::unexpected(state.error());
    }
    if (state->url.isEmpty()) {
        return ForwarderStatus();
    }
    const auto reach = documents.reach();
    const auto oldest = documents.journal(state->cursor, 1);
    if (!reach || !oldest) {
        return tl::unexpected(reach ? oldest.error() : reach.error());
    }
    return forwarderStatus(
        *state, reach->last, oldest->empty() ? std::nullopt : std::optional(oldest->front().document.received));
}

} // namespace fluoroscope

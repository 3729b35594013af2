// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/state/session_facts.h"

using namespace Qt::StringLiterals;

namespace fluoroscope {

QJsonObject toJson(const SessionFacts& facts)
{
    QJsonObject json;
    for (const auto& [name, value] : {std::pair("name"_L1, facts.name), std::pair("notes"_L1, facts.notes),
             std::pair("program"_L1, facts.program), std::pair("commandLine"_L1, facts.commandLine),
             std::pair("commit"_L1, facts.commit), std::pair("branch"_L1, facts.branch)}) {
        if (!value.isEmpty()) {
            json.insert(name, value);
        }
    }
    if (facts.created) {
        json.insert("created"_L1, toEpochSeconds(*facts.created));
    }
    return json;
}

SessionFacts sessionFactsFromJson(const QJsonObject& json)
{
    SessionFacts facts;
    facts.name = json["name"_L1].toString();
    facts.notes = json["notes"_L1].toString();
    facts.program = json["program"_L1].toString();
    facts.commandLine = json["commandLine"_L1].toString();
    facts.commit = json["commit"_L1].toString();
    facts.branch = json["branch"_L1].toString();
    if (const QJsonValue created = json["created"_L1]; created.isDouble()) {
        facts.created = fromEpochSeconds(created.toDouble());
    }
    return facts;
}

Result<SessionFacts> sessionFacts(StateStore& store)
{
    return store.state(kSessionFacts.toString()).map(sessionFactsFromJson);
}

Result<void> nameSession(StateStore& store, const SessionNaming& naming)
{
    return store.changeState(kSessionFacts.toString(), [&](const QJsonObject& stored) -> Result<QJsonObject> {
        SessionFacts facts = sessionFactsFromJson(stored);
        facts.name = naming.name.value_or(facts.name);
        facts.notes = naming.notes.value_or(facts.notes);
        return toJson(facts);
    });
}

} // namespace fluoroscope

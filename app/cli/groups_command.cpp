// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/commands.h"

#include "app/cli/json_output.h"
#include "app/cli/session_access.h"
#include "app/cli/state_command.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

QString operationOf(StateVerb verb)
{
    switch (verb) {
    case StateVerb::List:
        break;
    case StateVerb::Add:
        return u"CreateGroup"_s;
    case StateVerb::Set:
        return u"UpdateGroup"_s;
    case StateVerb::Remove:
        return u"DeleteGroup"_s;
    }
    return u"GetGroups"_s;
}

// The members that the options give.
Result<QJsonObject> givenMembers(const CommandLine& line)
{
    QJsonObject members;
    if (line.isSet(u"filter"_s)) {
        members.insert(u"FilterExpression"_s, line.value(u"filter"_s));
    }
    QJsonObject insights;
    for (const auto& [option, member] :
        {std::pair(u"insights"_s, u"InsightsEnabled"_s), std::pair(u"notifications"_s, u"NotificationsEnabled"_s)}) {
        if (!line.isSet(option)) {
            continue;
        }
        const QString value = line.value(option);
        if (value != "on"_L1 && value != "off"_L1) {
            return failure(u"--%1 takes on or off, not %2."_s.arg(option, value));
        }
        insights.insert(member, value == "on"_L1);
    }
    if (!insights.isEmpty()) {
        members.insert(u"InsightsConfiguration"_s, insights);
    }
    return members;
}

void printGroups(const QJsonArray& groups)
{
    std::vector<QStringList> rows{{u"NAME"_s, u"INSIGHTS"_s, u"NOTIFICATIONS"_s, u"FILTER"_s}};
    for (const auto& group : groups) {
        const QJsonValue insights = group["InsightsConfiguration"_L1];
        const auto onOff = [&](QLatin1StringView member) { return insights[member].toBool() ? u"on"_s : u"off"_s; };
        const QString filter = group["FilterExpression"_L1].toString();
        rows.push_back({group["GroupName"_L1].toString(), onOff("InsightsEnabled"_L1), onOff("NotificationsEnabled"_L1),
            filter.isEmpty() ? u"every trace"_s : filter});
    }
    printColumns(rows);
}

} // namespace

int groupsCommand(const QStringList& arguments)
{
    CommandLine line(u"groups [list | add NAME | set NAME | remove NAME] [--session FILE] [--json]"_s,
        u"Lists and changes groups: traces that match a filter expression, under a name that the API and the keyword "
        u"group.name take.\n\nset changes what the options give. The group Default, which is always there, has every "
        "trace."_s);
    line.addOption({u"filter"_s}, u"The filter expression whose traces it has; every trace without."_s, u"EXPR"_s);
    line.addOption({u"insights"_s}, u"Whether anomalies are looked for: on or off."_s, u"STATE"_s);
    line.addOption(
        {u"notifications"_s}, u"Whether insights are announced: on or off; only with insights."_s, u"STATE"_s);
    line.addSession();
    line.addJson();
    if (const auto code = line.parse(arguments, 0, 2)) {
        return *code;
    }
    const auto request = stateRequest(line);
    if (!request) {
        return request.error();
    }
    const auto given = givenMembers(line);
    if (!given) {
        return line.misuse(given.error().message);
    }
    const bool takesOptions = request->verb == StateVerb::Add || request->verb == StateVerb::Set;
    if (!takesOptions && !given->isEmpty()) {
        return line.misuse(u"The options of a group belong to add and set."_s);
    }
    QJsonObject input = *given;
    if (request->verb != StateVerb::List) {
        input.insert(u"GroupName"_s, request->name);
    }
    const auto answer =
        performOnSession(line, request->verb, groupStateOperations(), operationOf(request->verb), input);
    if (!answer) {
        return finish(tl::unexpected(answer.error()));
    }
    if (line.json()) {
        return finish(printJson(*answer));
    }
    if (request->verb != StateVerb::Remove) {
        const QJsonValue one = answer->value("Group"_L1);
        printGroups(one.isObject() ? QJsonArray{one} : answer->value("Groups"_L1).toArray());
    }
    return finish({});
}

} // namespace fluoroscope

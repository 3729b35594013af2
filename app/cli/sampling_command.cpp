// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/commands.h"

#include "app/cli/json_output.h"
#include "app/cli/session_access.h"
#include "app/cli/state_command.h"
#include "core/sampling/sampling_rule.h"
#include "core/text/units.h"

#include <QJsonArray>

#include <array>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

struct RuleOption {
    QString name;
    QString member; // of X-Ray's SamplingRule
    QString description;
    QString valueName;
    bool isNumber = false;
};

const std::vector<RuleOption>& ruleOptions()
{
    static const std::vector<RuleOption> options{
        {u"rate"_s, u"FixedRate"_s, u"The share of requests to record, from 0 to 1."_s, u"RATE"_s, true},
        {u"reservoir"_s, u"ReservoirSize"_s, u"Requests a second that are recorded before the rate counts."_s, u"N"_s,
            true},
        {u"priority"_s, u"Priority"_s, u"From 1, which is tried first, to 9999."_s, u"N"_s, true},
        {u"service"_s, u"ServiceName"_s, u"The service's name, with the wildcards * and ?."_s, u"NAME"_s},
        {u"type"_s, u"ServiceType"_s, u"The service's type, as AWS::EC2::Instance."_s, u"TYPE"_s},
        {u"host"_s, u"Host"_s, u"The host that a request asks for."_s, u"HOST"_s},
        {u"method"_s, u"HTTPMethod"_s, u"The method of a request."_s, u"METHOD"_s},
        {u"path"_s, u"URLPath"_s, u"The path of a request's URL."_s, u"PATH"_s},
        {u"resource"_s, u"ResourceARN"_s,
            u"The ARN of what the service runs on; the X-Ray SDKs pass over rules with one."_s, u"ARN"_s},
    };
    return options;
}

// The members that the options give.
Result<QJsonObject> givenMembers(const CommandLine& line)
{
    QJsonObject members;
    for (const RuleOption& option : ruleOptions()) {
        if (!line.isSet(option.name)) {
            continue;
        }
        const QString text = line.value(option.name);
        bool isNumber = false;
        const double number = text.toDouble(&isNumber);
        if (option.isNumber && !isNumber) {
            return failure(u"--%1 takes a number, not %2."_s.arg(option.name, text));
        }
        members.insert(option.member, option.isNumber ? QJsonValue(number) : QJsonValue(text));
    }
    if (line.isSet(u"attribute"_s)) {
        QJsonObject attributes;
        for (const QString& text : line.values(u"attribute"_s)) {
            const qsizetype equals = text.indexOf(u'=');
            if (equals < 0) {
                return failure(u"--attribute takes KEY=VALUE, not %1."_s.arg(text));
            }
            attributes.insert(text.left(equals), text.mid(equals + 1));
        }
        members.insert(u"Attributes"_s, attributes);
    }
    return members;
}

// A new rule is about all requests, and records no more than its rate says, unless options tell otherwise.
QJsonObject newRule(const QString& name)
{
    constexpr int kPriority = 1000;
    SamplingRule rule;
    rule.name = name;
    rule.priority = kPriority;
    rule.reservoirSize = 0;
    QJsonObject members = toJson(rule);
    members.remove("RuleARN"_L1);
    return members;
}

QString operationOf(StateVerb verb)
{
    switch (verb) {
    case StateVerb::List:
        break;
    case StateVerb::Add:
        return u"CreateSamplingRule"_s;
    case StateVerb::Set:
        return u"UpdateSamplingRule"_s;
    case StateVerb::Remove:
        return u"DeleteSamplingRule"_s;
    }
    return u"GetSamplingRules"_s;
}

QJsonObject inputOf(const StateRequest& request, const QJsonObject& given)
{
    QJsonObject rule = request.verb == StateVerb::Add ? newRule(request.name) : QJsonObject();
    rule.insert(u"RuleName"_s, request.name);
    for (auto member = given.begin(); member != given.end(); ++member) {
        rule.insert(member.key(), member.value());
    }
    switch (request.verb) {
    case StateVerb::List:
        break;
    case StateVerb::Add:
        return {{u"SamplingRule"_s, rule}};
    case StateVerb::Set:
        return {{u"SamplingRuleUpdate"_s, rule}};
    case StateVerb::Remove:
        return {{u"RuleName"_s, request.name}};
    }
    return {};
}

void printRules(const QJsonArray& records)
{
    std::vector<QStringList> rows{{u"PRIORITY"_s, u"NAME"_s, u"RATE"_s, u"RESERVOIR"_s, u"SERVICE"_s, u"TYPE"_s,
        u"HOST"_s, u"METHOD"_s, u"PATH"_s}};
    for (const auto& record : records) {
        const SamplingRule rule = samplingRuleFromJson(record["SamplingRule"_L1].toObject());
        rows.push_back(
            {QString::number(rule.priority), rule.name, formatShare(rule.fixedRate), u"%1/s"_s.arg(rule.reservoirSize),
                rule.serviceName, rule.serviceType, rule.host, rule.httpMethod, rule.urlPath});
    }
    printColumns(rows);
}

} // namespace

int samplingCommand(const QStringList& arguments)
{
    CommandLine line(u"sampling [list | add NAME | set NAME | remove NAME] [--session FILE] [--json]"_s,
        u"Lists and changes the sampling rules that the SDKs follow, while fluoro serves or not.\n\n"
        "A new rule needs --rate; it has the priority 1000 and no reservoir, and is about all requests, unless "
        "options tell otherwise. set changes what the options give. The rule Default, which is always there and comes "
        "last, records everything until it is set otherwise."_s);
    for (const RuleOption& option : ruleOptions()) {
        line.addOption({option.name}, option.description, option.valueName);
    }
    line.addOption({u"attribute"_s},
        u"An attribute that a request must have, for OpenTelemetry's samplers: the X-Ray SDKs pass over rules with one."_s,
        u"KEY=VALUE"_s);
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
        return line.misuse(u"The options of a rule belong to add and set."_s);
    }
    if (request->verb == StateVerb::Add && !given->contains("FixedRate"_L1)) {
        return line.misuse(u"Say what share of requests to record, as in --rate 0.05."_s);
    }
    const auto answer = performOnSession(
        line, request->verb, samplingRuleStateOperations(), operationOf(request->verb), inputOf(*request, *given));
    if (!answer) {
        return finish(tl::unexpected(answer.error()));
    }
    if (line.json()) {
        return finish(printJson(*answer));
    }
    if (request->verb != StateVerb::Remove) {
        const QJsonValue one = answer->value("SamplingRuleRecord"_L1);
        printRules(one.isObject() ? QJsonArray{one} : answer->value("SamplingRuleRecords"_L1).toArray());
    }
    return finish({});
}

} // namespace fluoroscope

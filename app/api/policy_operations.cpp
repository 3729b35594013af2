// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Resource policies, which are kept with their revisions and enforce nothing here: PutResourcePolicy,
// DeleteResourcePolicy, ListResourcePolicies (reference 5.11).
#include "app/api/state_operation.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr qsizetype kMaxPolicies = 5;
constexpr qsizetype kMaxPolicyBytes = 5 * 1024;

QString policyState()
{
    return u"resource-policies"_s;
}

tl::unexpected<Refusal> refusedAs(const QString& type, const QString& message)
{
    return tl::unexpected(Refusal{type, message, {}});
}

// A text or a list of texts, as policies have them.
QStringList texts(const QJsonValue& value)
{
    QStringList texts;
    if (value.isString()) {
        texts.append(value.toString());
    }
    const QJsonArray list = value.toArray();
    for (const auto& text : list) {
        texts.append(text.toString());
    }
    return texts;
}

QJsonArray statementsIn(const QJsonObject& policy)
{
    const QJsonValue statements = policy.value("Statement"_L1);
    return statements.isObject() ? QJsonArray{statements} : statements.toArray();
}

// The grammar of policies as far as a slip is likely.
Configured<QJsonObject> readPolicy(const QString& text)
{
    const auto malformed = [](const QString& message) {
        return refusedAs(u"MalformedPolicyDocumentException"_s, u"PolicyDocument: "_s + message);
    };
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(text.toUtf8(), &error);
    if (!document.isObject()) {
        return malformed(error.error == QJsonParseError::NoError
                ? u"it must be a JSON object."_s
                : u"%1, at byte %2."_s.arg(error.errorString()).arg(error.offset));
    }
    const QJsonArray statements = statementsIn(document.object());
    if (statements.isEmpty()) {
        return malformed(u"Statement is missing."_s);
    }
    for (const auto& statement : statements) {
        const QString effect = statement["Effect"_L1].toString();
        if (effect != "Allow"_L1 && effect != "Deny"_L1) {
            return malformed(u"the Effect of a statement must be Allow or Deny."_s);
        }
        for (const QString& element : {u"Action"_s, u"Principal"_s}) {
            if (statement[element].isUndefined() && statement[u"Not"_s + element].isUndefined()) {
                return malformed(u"a statement has no %1."_s.arg(element));
            }
        }
    }
    return document.object();
}

// Whether it forbids everybody to put another policy in its place.
bool locksOut(const QJsonObject& policy)
{
    const QJsonArray statements = statementsIn(policy);
    for (const auto& statement : statements) {
        const QJsonValue principal = statement["Principal"_L1];
        const QStringList who = principal.isObject() ? texts(principal["AWS"_L1]) : texts(principal);
        if (statement["Effect"_L1] != u"Deny"_s || !statement["Condition"_L1].isUndefined() || !who.contains(u"*"_s)) {
            continue;
        }
        for (const QString& action : texts(statement["Action"_L1])) {
            const auto wildcard = QRegularExpression::fromWildcard(action, Qt::CaseInsensitive);
            if (wildcard.match(u"xray:PutResourcePolicy"_s).hasMatch()) {
                return true;
            }
        }
    }
    return false;
}

Configured<void> checkRevision(const QJsonObject& policies, const QString& name, const QJsonValue& wanted)
{
    const QString revision = policies.value(name)["PolicyRevisionId"_L1].toString(u"0"_s); // 0: there is none
    if (wanted.isString() && wanted.toString() != revision) {
        return refusedAs(u"InvalidPolicyRevisionIdException"_s,
            revision == "0"_L1
                ? u"There is no resource policy %1, and so no revision %2 of it."_s.arg(name, wanted.toString())
                : u"The latest revision of the resource policy %1 is %2 and not %3."_s.arg(
                    name, revision, wanted.toString()));
    }
    return {};
}

Configured<void> checkPut(const QJsonObject& policies, const QJsonObject& input)
{
    const QString name = input.value("PolicyName"_L1).toString();
    const QString text = input.value("PolicyDocument"_L1).toString();
    if (const qsizetype size = text.toUtf8().size(); size > kMaxPolicyBytes) {
        return refusedAs(u"PolicySizeLimitExceededException"_s,
            u"PolicyDocument has %1 bytes: %2 is the most."_s.arg(size).arg(kMaxPolicyBytes));
    }
    const auto policy = readPolicy(text);
    if (!policy) {
        return tl::unexpected(policy.error());
    }
    if (!input.value("BypassPolicyLockoutCheck"_L1).toBool() && locksOut(*policy)) {
        return refusedAs(u"LockoutPreventionException"_s,
            u"The policy denies xray:PutResourcePolicy to everybody: nobody could change it again."_s);
    }
    if (auto checked = checkRevision(policies, name, input.value("PolicyRevisionId"_L1)); !checked) {
        return checked;
    }
    if (!policies.contains(name) && policies.size() >= kMaxPolicies) {
        return refusedAs(u"PolicyCountLimitExceededException"_s,
            u"There are %1 resource policies, which is as many as X-Ray takes."_s.arg(kMaxPolicies));
    }
    return {};
}

ApiResult putPolicy(const StateContext& context, const QJsonObject& input)
{
    return answered(changeConfigured<QJsonObject>(context.state, policyState(),
                        [&](QJsonObject& policies) -> Configured<QJsonObject> {
                            if (const auto checked = checkPut(policies, input); !checked) {
                                return tl::unexpected(checked.error());
                            }
                            const QString name = input.value("PolicyName"_L1).toString();
                            const qint64 revision =
                                policies.value(name)["PolicyRevisionId"_L1].toString().toLongLong() + 1;
                            const QJsonObject policy{{u"PolicyName"_s, name},
                                {u"PolicyDocument"_s, input.value("PolicyDocument"_L1)},
                                {u"PolicyRevisionId"_s, QString::number(revision)},
                                {u"LastUpdatedTime"_s, toEpochSeconds(context.time)}};
                            policies.insert(name, policy);
                            return policy;
                        }),
        [](const QJsonObject& policy) {
            return QJsonObject{{u"ResourcePolicy"_s, policy}};
        });
}

ApiResult deletePolicy(const StateContext& context, const QJsonObject& input)
{
    return answered(changeConfigured<void>(context.state, policyState(),
                        [&](QJsonObject& policies) -> Configured<void> {
                            const QString name = input.value("PolicyName"_L1).toString();
                            if (auto checked = checkRevision(policies, name, input.value("PolicyRevisionId"_L1));
                                !checked) {
                                return checked;
                            }
                            if (!policies.contains(name)) {
                                return refused(u"There is no resource policy %1."_s.arg(name));
                            }
                            policies.remove(name);
                            return {};
                        }),
        [] { return QJsonObject(); });
}

// NextToken is in the model and "not currently supported".
ApiResult listPolicies(const StateContext& context, const QJsonObject&)
{
    return answered(configured(context.state, policyState()), [](const QJsonObject& policies) {
        QJsonArray list;
        for (const auto& policy : policies) {
            list.append(policy);
        }
        return QJsonObject{{u"ResourcePolicies"_s, list}};
    });
}

} // namespace

std::vector<ApiOperation> policyOperations()
{
    const InputMember name = required(u"PolicyName"_s, textShape(1, 128, u"[\\w+=,.@-]+"_s));
    const InputMember revision = optional(u"PolicyRevisionId"_s, textShape());
    return asApiOperations({
        {u"PutResourcePolicy"_s, u"/PutResourcePolicy"_s,
            structureShape({name, required(u"PolicyDocument"_s, textShape()), revision,
                optional(u"BypassPolicyLockoutCheck"_s, booleanShape())}),
            putPolicy},
        {u"DeleteResourcePolicy"_s, u"/DeleteResourcePolicy"_s, structureShape({name, revision}), deletePolicy},
        {u"ListResourcePolicies"_s, u"/ListResourcePolicies"_s,
            structureShape({optional(u"NextToken"_s, textShape(1, 100))}), listPolicies},
    });
}

} // namespace fluoroscope

// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/api/query_input.h"

#include "core/filter/filter_parser.h"
#include "core/group/group_store.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>

#include <unordered_set>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr double kLatest = 253402300800; // the year 10000
constexpr qsizetype kDigestBytes = 12;

ApiExpected<Timestamp> timeOf(const QJsonObject& input, const QString& member)
{
    const double seconds = input[member].toDouble();
    if (!(seconds >= 0 && seconds < kLatest)) {
        return invalidRequest(u"%1 must be in seconds since 1970, not %2."_s.arg(member).arg(seconds, 0, 'g', 17));
    }
    return fromEpochSeconds(seconds);
}

// Ties a token to the question, so that one of another question is noticed.
QByteArray digest(const QString& operation, QJsonObject input, const QByteArray& place)
{
    input.remove(u"NextToken"_s);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(operation.toUtf8());
    hash.addData(QJsonDocument(input).toJson(QJsonDocument::Compact));
    hash.addData(place);
    return hash.result().left(kDigestBytes);
}

} // namespace

ApiExpected<TimeRange> rangeOf(
    const ApiContext& context, const QJsonObject& input, std::optional<std::chrono::hours> longest)
{
    const auto begin = timeOf(input, u"StartTime"_s);
    const auto end = timeOf(input, u"EndTime"_s);
    if (!begin || !end) {
        return tl::unexpected(begin ? end.error() : begin.error());
    }
    if (*begin > *end) {
        return invalidRequest(u"StartTime must not be after EndTime."_s);
    }
    if (context.strict && longest && *end - *begin > *longest) {
        return invalidRequest(u"Time range cannot be longer than %1 hours"_s.arg(longest->count()));
    }
    if (context.strict && *begin < context.clock() - 30 * 24h) {
        return invalidRequest(u"StartTime must not be more than 30 days ago."_s);
    }
    return TimeRange{*begin, *end};
}

ApiExpected<FilterExpression> filterOf(const ApiContext& context, const QString& text)
{
    const auto parsed = parseFilter(text);
    if (!parsed) {
        return invalidRequest(
            u"FilterExpression, character %1: %2"_s.arg(parsed.error().position + 1).arg(parsed.error().message));
    }
    if (!namesGroups(*parsed)) {
        return *parsed;
    }
    return knownGroups(context).map([&](const auto& known) { return expandGroups(*parsed, known); });
}

ApiExpected<std::vector<TraceGroup>> knownGroups(const ApiContext& context)
{
    const auto known = groupsOf(context.state, {context.region, context.account});
    return known ? ApiExpected<std::vector<TraceGroup>>(*known) : internalFailure(known.error());
}

ApiExpected<TraceGroup> groupOf(const ApiContext& context, const QJsonObject& input)
{
    const QString name = input[u"GroupName"_s].toString();
    const QString arn = input[u"GroupARN"_s].toString();
    if (arn.isEmpty() && name.isEmpty()) {
        return invalidRequest(u"Either GroupName or GroupARN is required."_s);
    }
    return knownGroups(context).and_then([&](const std::vector<TraceGroup>& known) -> ApiExpected<TraceGroup> {
        for (const TraceGroup& group : known) {
            if (arn.isEmpty() ? group.name == name : group.arn == arn) {
                return group;
            }
        }
        return invalidRequest(u"There is no group \"%1\"."_s.arg(arn.isEmpty() ? name : arn));
    });
}

ApiExpected<FilterExpression> groupFilterOf(const ApiContext& context, const QJsonObject& input)
{
    if (input[u"GroupName"_s].toString().isEmpty() && input[u"GroupARN"_s].toString().isEmpty()) {
        return FilterExpression();
    }
    return groupOf(context, input).map([](const TraceGroup& group) { return group.filter; });
}

std::vector<TraceId> traceIdsOf(const QJsonObject& input, QJsonArray& malformed)
{
    std::vector<TraceId> ids;
    std::unordered_set<TraceId> known;
    for (const QJsonValue& text : input[u"TraceIds"_s].toArray()) {
        const auto id = TraceId::fromString(text.toString());
        if (!id) {
            malformed.append(text);
        } else if (known.insert(*id).second) {
            ids.push_back(*id);
        }
    }
    return ids;
}

QString pageToken(const QString& operation, const QJsonObject& input, const QJsonObject& place)
{
    const QByteArray content = QJsonDocument(place).toJson(QJsonDocument::Compact);
    return QString::fromLatin1((digest(operation, input, content) + content)
                                   .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}

ApiExpected<QJsonObject> pagePlace(const QString& operation, const QJsonObject& input)
{
    const QString token = input[u"NextToken"_s].toString();
    if (token.isEmpty()) {
        return QJsonObject();
    }
    const QByteArray bytes = QByteArray::fromBase64(token.toUtf8(), QByteArray::Base64UrlEncoding);
    const QJsonObject place = QJsonDocument::fromJson(bytes.mid(kDigestBytes)).object();
    if (token != pageToken(operation, input, place)) {
        return invalidRequest(u"NextToken is not one that was given for this question."_s);
    }
    return place;
}

} // namespace fluoroscope

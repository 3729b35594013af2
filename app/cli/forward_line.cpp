// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/forward_line.h"

#include "core/text/units.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

// "InvalidTraceId 2, ParseError 1".
QString codes(const ForwarderStatus& status)
{
    QStringList words;
    for (const auto& [code, count] : status.refusedByCode) {
        words.append(u"%1 %2"_s.arg(code).arg(count));
    }
    return words.join(u", "_s);
}

} // namespace

void addForwarding(CommandLine& line)
{
    line.addOption({u"forward"_s},
        u"Forward what is received: to another daemon, udp://HOST:PORT, or to AWS X-Ray, xray or xray://REGION."_s,
        u"TARGET"_s);
    line.addOption({u"endpoint"_s}, u"Where X-Ray is, in place of the region's endpoint."_s, u"URL"_s);
    line.addOption({u"role-arn"_s}, u"Assume this role to forward to X-Ray."_s, u"ARN"_s);
    line.addOption({u"proxy"_s}, u"Reach X-Ray through this proxy; without it that of HTTPS_PROXY."_s, u"URL"_s);
    line.addOption({u"forward-filter"_s}, u"Forward only traces that match this filter expression."_s, u"EXPR"_s);
    line.addOption({u"forward-sample"_s}, u"Forward this share of the traces, 0 to 1."_s, u"RATE"_s);
}

Result<ForwardOptions> forwardOptions(const CommandLine& line)
{
    ForwardOptions options;
    options.target = line.value(u"forward"_s);
    if (options.target.isEmpty()) {
        for (const QString& name :
            {u"endpoint"_s, u"role-arn"_s, u"proxy"_s, u"forward-filter"_s, u"forward-sample"_s}) {
            if (line.isSet(name)) {
                return failure(u"--%1 says nothing without --forward."_s.arg(name));
            }
        }
        return options;
    }
    options.endpoint = line.value(u"endpoint"_s);
    options.roleArn = line.value(u"role-arn"_s);
    options.proxy = line.value(u"proxy"_s);
    options.filter = line.value(u"forward-filter"_s);
    if (line.isSet(u"forward-sample"_s)) {
        bool isNumber = false;
        options.sample = line.value(u"forward-sample"_s).toDouble(&isNumber);
        if (!isNumber || !(options.sample >= 0 && options.sample <= 1)) {
            return failure(
                u"--forward-sample takes a number from 0 to 1, not \"%1\"."_s.arg(line.value(u"forward-sample"_s)));
        }
    }
    if (const auto target = parseForwardTarget(options); !target) {
        return tl::unexpected(target.error());
    }
    if (const auto filter = parseFilter(options.filter); !options.filter.isEmpty() && !filter) {
        return failure(u"--forward-filter: %1"_s.arg(filter.error().message));
    }
    return options;
}

QString forwardSummary(const ForwarderStatus& status)
{
    return u"%1 forwarded, %2 refused, %3 pending"_s.arg(status.sent).arg(status.refused).arg(status.pending);
}

std::vector<std::pair<QString, QString>> forwardLines(const ForwarderStatus& status)
{
    if (status.target.isEmpty()) {
        return {};
    }
    std::vector<std::pair<QString, QString>> lines{{u"forwarded to"_s, status.target},
        {u"  sent"_s, QString::number(status.sent)},
        {u"  pending"_s,
            status.pending == 0 ? u"0"_s
                                : u"%1, the oldest for %2"_s.arg(status.pending).arg(formatDuration(status.lag))},
        {u"  refused"_s, status.refused == 0 ? u"0"_s : u"%1 (%2)"_s.arg(status.refused).arg(codes(status))}};
    if (status.leftOut > 0) {
        lines.emplace_back(u"  left out"_s, QString::number(status.leftOut));
    }
    if (status.lost > 0) {
        lines.emplace_back(u"  lost"_s, u"%1, evicted before they were sent"_s.arg(status.lost));
    }
    if (!status.lastError.isEmpty()) {
        lines.emplace_back(u"  last error"_s,
            u"%1 %2%3"_s.arg(formatUtc(status.lastErrorTime), status.lastError,
                status.problem.isEmpty() ? u" (over)"_s : QString()));
    }
    return lines;
}

QJsonObject toJson(const ForwarderStatus& status)
{
    QJsonObject byCode;
    for (const auto& [code, count] : status.refusedByCode) {
        byCode.insert(code, count);
    }
    QJsonArray refusals;
    for (const ForwardRefusal& refusal : status.refusals) {
        refusals.append(QJsonObject{{u"document"_s, refusal.document}, {u"time"_s, toEpochSeconds(refusal.time)},
            {u"segment"_s, refusal.segment}, {u"code"_s, refusal.code}, {u"message"_s, refusal.message}});
    }
    QJsonObject json{{u"target"_s, status.target}, {u"sent"_s, status.sent}, {u"pending"_s, status.pending},
        {u"refused"_s, status.refused}, {u"leftOut"_s, status.leftOut}, {u"lost"_s, status.lost},
        {u"refusedByCode"_s, byCode}, {u"refusals"_s, refusals}, {u"problem"_s, status.problem},
        {u"lag"_s, toSeconds(status.lag)}};
    if (!status.lastError.isEmpty()) {
        json.insert(u"lastError"_s, status.lastError);
        json.insert(u"lastErrorTime"_s, toEpochSeconds(status.lastErrorTime));
    }
    if (status.lastSent != Timestamp()) {
        json.insert(u"lastSent"_s, toEpochSeconds(status.lastSent));
    }
    return json;
}

} // namespace fluoroscope

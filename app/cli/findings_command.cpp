// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/commands.h"

#include "app/cli/json_output.h"
#include "app/cli/session_access.h"
#include "app/cli/terminal.h"
#include "app/forward/forward_state.h"
#include "core/text/units.h"

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

std::vector<ForwardRefusal> newestFirst(std::vector<ForwardRefusal> refusals, qint64 limit)
{
    std::reverse(refusals.begin(), refusals.end());
    if (limit >= 0 && static_cast<qint64>(refusals.size()) > limit) {
        refusals.resize(static_cast<std::size_t>(limit));
    }
    return refusals;
}

} // namespace

int findingsCommand(const QStringList& arguments)
{
    CommandLine line(u"findings [--session FILE] [--limit N] [--json]"_s,
        u"Lists what was received and not taken, newest first, with the reason; what was forwarded and not taken there "
        u"comes "
        u"before it. --json gives the bytes, too, in Base64."_s);
    line.addSession();
    line.addLimit();
    line.addJson();
    if (const auto code = line.parse(arguments, 0, 0)) {
        return *code;
    }
    const auto session = openSession(line, SessionOptions::Mode::ReadOnly);
    if (!session) {
        return kFailed;
    }
    const auto findings = session->source().findings(line.limit(), {});
    if (!findings) {
        return finish(tl::unexpected(findings.error()));
    }
    const auto forwarding = loadForwardState(session->state());
    if (!forwarding) {
        return finish(tl::unexpected(forwarding.error()));
    }
    if (!line.json()) {
        for (const ForwardRefusal& refusal : newestFirst(forwarding->refusals, line.limit())) {
            printOut(u"%1  %2  %3  %4\n"_s.arg(formatUtc(refusal.time), fitted(refusal.code, 16), u"upstream"_s,
                fitted(refusal.message, static_cast<int>(refusal.message.size()))));
        }
        for (const Finding& finding : *findings) {
            printOut(u"%1  %2  %3  %4\n"_s.arg(formatUtc(finding.received), fitted(toString(finding.code), 16),
                fitted(finding.sender, static_cast<int>(finding.sender.size())),
                fitted(finding.message, static_cast<int>(finding.message.size()))));
        }
        if (findings->empty() && forwarding->refusals.empty()) {
            printError(u"There are no findings: everything that was received was taken."_s);
        }
        return finish({});
    }
    auto output = JsonOutput::to(u"-"_s);
    if (!output) {
        return finish(tl::unexpected(output.error()));
    }
    (*output)->beginList("Findings");
    for (const ForwardRefusal& refusal : newestFirst(forwarding->refusals, line.limit())) {
        (*output)->add({{u"Kind"_s, refusal.code}, {u"Message"_s, refusal.message},
            {u"Time"_s, toEpochSeconds(refusal.time)}, {u"Sender"_s, u"upstream"_s}, {u"Id"_s, refusal.segment}});
    }
    for (const Finding& finding : *findings) {
        (*output)->add({{u"Kind"_s, toString(finding.code)}, {u"Message"_s, finding.message},
            {u"Time"_s, toEpochSeconds(finding.received)}, {u"Sender"_s, finding.sender},
            {u"Bytes"_s, QString::fromLatin1(finding.bytes.toBase64())}});
    }
    (*output)->endList();
    return finish((*output)->close());
}

} // namespace fluoroscope

// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/commands.h"

#include "app/cli/command_line.h"
#include "app/cli/session_access.h"
#include "app/cli/stop_signals.h"
#include "app/cli/terminal.h"
#include "app/replay/datagram_sender.h"
#include "app/replay/replayer.h"
#include "core/text/units.h"

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

std::optional<double> speedOf(const QString& text)
{
    if (text == "max"_L1) {
        return 0;
    }
    bool good = false;
    const double speed = QString(text).remove(u'x').toDouble(&good);
    return good && speed > 0 && speed <= 1e6 ? std::optional(speed) : std::nullopt;
}

} // namespace

int replayCommand(const QStringList& arguments)
{
    CommandLine line(u"replay FILE --to HOST:PORT [--speed N|max] [--restamp]"_s,
        u"Sends the segments of a session or a capture over UDP again, with the spacing in which they came. Imported "
        u"ones are "
        "sent when their segments ended."_s);
    line.addOption({u"to"_s}, u"Where to send."_s, u"HOST:PORT"_s);
    line.addOption({u"speed"_s}, u"2 is twice as fast, 0.5 half; max sends without pauses."_s, u"N|max"_s);
    line.addOption({u"restamp"_s}, u"Give new ids and current times, so that new traces appear."_s);
    if (const auto code = line.parse(arguments, 1, 1)) {
        return *code;
    }
    if (!line.isSet(u"to"_s)) {
        return line.misuse(u"Say where to send with --to HOST:PORT."_s);
    }
    const auto address = parseBindAddress(line.value(u"to"_s));
    if (!address || address->port == 0) {
        return line.misuse(address ? u"--to needs a port other than 0."_s : address.error().message);
    }
    const auto speed = speedOf(line.isSet(u"speed"_s) ? line.value(u"speed"_s) : u"1"_s);
    if (!speed) {
        return line.misuse(u"--speed takes a positive number or max, not \"%1\"."_s.arg(line.value(u"speed"_s)));
    }
    StopSignals stopSignals;
    const auto sender = DatagramSender::to(*address);
    auto recording = openRecording(line.positional().first());
    if (!sender || !recording) {
        printError(sender ? recording.error().message : sender.error().message);
        return kFailed;
    }
    QString problem;
    const auto send = [&](const QByteArray& datagram) {
        const auto sent = sender->send(datagram);
        if (!sent && problem.isEmpty()) {
            problem = sent.error().message;
        }
        return sent.has_value();
    };
    const auto report = replay(**recording, send, {*speed, line.isSet(u"restamp"_s), 0}, stopSignals.token());
    if (!report) {
        printError(report.error().message);
        return kFailed;
    }
    printOut(u"%1 sent to %2, %3 failed\n"_s.arg(report->sent).arg(address->toString()).arg(report->failed));
    if (report->failed > 0) {
        printError(problem);
    }
    return report->failed > 0 ? kFailed : finish({});
}

} // namespace fluoroscope

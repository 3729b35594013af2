// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/commands.h"

#include "app/cli/command_line.h"
#include "app/cli/session_access.h"
#include "app/cli/stop_signals.h"
#include "app/cli/terminal.h"
#include "app/replay/datagram_sender.h"
#include "app/replay/replayer.h"
#include "app/text/quantity.h"

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

// "2", "2x", "x2" or "×2"; "max": 0.
std::optional<double> speedOf(const QString& text)
{
    if (text == "max"_L1) {
        return 0;
    }
    bool good = false;
    const double speed = QString(text).remove(u'x').remove(u'×').toDouble(&good);
    return good && speed > 0 && speed <= 1e6 ? std::optional(speed) : std::nullopt;
}

// The options --loss, --duplicate, --reorder, --delay and --seed.
void addTrouble(CommandLine& line)
{
    line.addOption({u"loss"_s}, u"Leave out this share of the datagrams, such as 5%."_s, u"SHARE"_s);
    line.addOption({u"duplicate"_s}, u"Send this share of them twice."_s, u"SHARE"_s);
    line.addOption({u"reorder"_s}, u"Send this share of them after one to eight later ones."_s, u"SHARE"_s);
    line.addOption(
        {u"delay"_s}, u"Send each up to this much later, so that they overtake each other."_s, u"DURATION"_s);
    line.addOption({u"seed"_s}, u"Make other trouble; the same seed makes the same again. 1 without it."_s, u"N"_s);
}

Result<TroubleOptions> troubleOf(const CommandLine& line)
{
    TroubleOptions trouble;
    for (const auto& [name, share] : {std::pair(u"loss"_s, &trouble.loss),
             std::pair(u"duplicate"_s, &trouble.duplicate), std::pair(u"reorder"_s, &trouble.reorder)}) {
        const auto given = line.isSet(name) ? shareOfText(line.value(name)) : 0;
        if (!given) {
            return failure(u"--%1 takes a share such as 5% or 0.05, not \"%2\"."_s.arg(name, line.value(name)));
        }
        *share = *given;
    }
    const auto delay = line.isSet(u"delay"_s) ? durationOfText(line.value(u"delay"_s)) : Duration();
    bool isNumber = true;
    trouble.seed = line.isSet(u"seed"_s) ? line.value(u"seed"_s).toULongLong(&isNumber) : trouble.seed;
    if (!delay || !isNumber) {
        return failure(delay ? u"--seed takes a number, not \"%1\"."_s.arg(line.value(u"seed"_s))
                             : u"--delay takes a time such as 200ms, not \"%1\"."_s.arg(line.value(u"delay"_s)));
    }
    trouble.delay = *delay;
    return trouble;
}

// Where --to says, else where an SDK would send.
Result<BindAddress> targetOf(const CommandLine& line)
{
    QString to = line.value(u"to"_s);
    if (to.startsWith("udp://"_L1)) {
        to.remove(0, 6);
    }
    return chooseBindAddress(to, daemonAddressVariable(), {}).and_then([](const BindAddress& address) {
        return address.port != 0 ? Result<BindAddress>(address) : failure(u"--to needs a port other than 0."_s);
    });
}

QString summaryOf(const ReplayReport& report, const QString& target)
{
    const QString lost = report.lost > 0 ? u", %1 lost on purpose"_s.arg(report.lost) : QString();
    return u"%1 sent to %2, %3 failed%4\n"_s.arg(
        QString::number(report.sent), target, QString::number(report.failed), lost);
}

} // namespace

int replayCommand(const QStringList& arguments)
{
    CommandLine line(u"replay FILE [--to HOST:PORT] [--speed N|max] [--restamp] [--loss SHARE] [--duplicate SHARE] "
                     "[--reorder SHARE] [--delay DURATION] [--seed N]"_s,
        u"Sends the segments of a session or a capture over UDP again, with the spacing in which they came. Imported "
        "ones are sent when their segments ended."_s);
    line.addOption({u"to"_s},
        u"Where to send, as HOST:PORT or udp://HOST:PORT; without it where SDKs send: AWS_XRAY_DAEMON_ADDRESS, else "
        "127.0.0.1:2000."_s,
        u"HOST:PORT"_s);
    line.addOption({u"speed"_s}, u"2 is twice as fast, 0.5 half; max sends without pauses."_s, u"N|max"_s);
    line.addOption({u"restamp"_s}, u"Give new ids and current times, so that new traces appear."_s);
    addTrouble(line);
    if (const auto code = line.parse(arguments, 1, 1)) {
        return *code;
    }
    const auto address = targetOf(line);
    const auto trouble = address ? troubleOf(line) : tl::unexpected(address.error());
    if (!trouble) {
        return line.misuse(trouble.error().message);
    }
    const auto speed = speedOf(line.isSet(u"speed"_s) ? line.value(u"speed"_s) : u"1"_s);
    if (!speed) {
        return line.misuse(u"--speed takes a positive number or max, not \"%1\"."_s.arg(line.value(u"speed"_s)));
    }
    if (*speed <= 0 && trouble->delay > Duration()) {
        return line.misuse(u"--delay needs pauses between the segments, and --speed max leaves none. Use --reorder."_s);
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
    const auto report = replay(**recording, send,
        {.speed = *speed, .restamp = line.isSet(u"restamp"_s), .trouble = *trouble}, stopSignals.token());
    if (!report) {
        printError(report.error().message);
        return kFailed;
    }
    printOut(summaryOf(*report, address->toString()));
    if (report->failed > 0) {
        printError(problem);
    }
    return report->failed > 0 ? kFailed : finish({});
}

} // namespace fluoroscope

// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/commands.h"

#include "app/cli/session_access.h"
#include "app/cli/terminal.h"
#include "app/import/session_import.h"

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

QString counted(qint64 count, const QString& noun)
{
    return u"%1 %2%3"_s.arg(count).arg(noun, count == 1 ? u""_s : u"s"_s);
}

void printReport(const QString& what, const ImportReport& report)
{
    printOut(u"%1: %2, %3, %4\n"_s.arg(what, counted(report.documents, u"document"_s),
        counted(static_cast<qint64>(report.traces.size()), u"trace"_s), counted(report.rejected, u"reject"_s)));
}

} // namespace

int importCommand(const QStringList& arguments)
{
    CommandLine line(u"import FILE… [--session FILE]"_s,
        u"Adds the segments of files to a session. Takes answers of BatchGetTraces, single traces, the console's raw "
        u"data, maps of "
        "id to trace, segment documents, arrays or lines of any of these, and captures with lines {\"t\", \"d\"}. "
        "\"-\" is standard "
        "input. What is broken is reported and passed over."_s);
    line.addSession();
    if (const auto code = line.parse(arguments, 1, 10000)) {
        return *code;
    }
    const auto session = openSession(line, SessionOptions::Mode::ReadWrite);
    if (!session) {
        return kFailed;
    }
    int code = kSucceeded;
    ImportReport all; // a trace that several files hold counts once
    for (const QString& file : line.positional()) {
        const auto report = importInto(*session, file);
        if (!report) {
            printError(report.error().message);
            code = kFailed;
            continue;
        }
        for (const ImportReject& reject : report->rejects) {
            printError(u"%1, line %2: %3"_s.arg(file).arg(reject.line).arg(reject.message));
        }
        if (const qint64 more = report->rejected - static_cast<qint64>(report->rejects.size()); more > 0) {
            printError(u"%1: %2 more rejects like these."_s.arg(file).arg(more));
        }
        printReport(file, *report);
        all.documents += report->documents;
        all.rejected += report->rejected;
        all.traces.insert(report->traces.begin(), report->traces.end());
    }
    if (line.positional().size() > 1) {
        printReport(u"all"_s, all);
    }
    return std::max(code, finish({}));
}

} // namespace fluoroscope

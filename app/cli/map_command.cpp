// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/commands.h"

#include "app/cli/json_output.h"
#include "app/cli/session_access.h"
#include "app/cli/terminal.h"
#include "core/graph/graph_json.h"
#include "core/text/units.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

QString title(const ServiceKey& key)
{
    return key.type.isEmpty() ? key.name : key.name + u" ("_s + key.type + u')';
}

struct Row {
    QString name;
    qint64 requests;
    const CallStatistics* statistics;
};

void printTable(const QString& heading, const QString& count, const std::vector<Row>& rows, bool colour)
{
    qsizetype width = heading.size();
    for (const Row& row : rows) {
        width = std::max(width, row.name.size());
    }
    // A program that reads this wants names whole.
    const int names =
        static_cast<int>(isTerminal() ? std::min<qsizetype>(width, std::max(24, terminalWidth() - 64)) : width);
    printOut(inked(fitted(heading, names)
            + u"  %1  %2  %3  %4  %5  %6\n"_s.arg(rightAligned(count, 9), rightAligned(u"OK"_s, 9),
                rightAligned(u"ERRORS"_s, 8), rightAligned(u"THROTTLES"_s, 9), rightAligned(u"FAULTS"_s, 8),
                rightAligned(u"AVERAGE"_s, 9)),
        Ink::Dim, colour));
    const auto cell = [&](qint64 number, int cells, Ink ink) {
        return inked(rightAligned(QString::number(number), cells), number > 0 ? ink : Ink::Plain, colour);
    };
    for (const Row& row : rows) {
        const CallStatistics& all = *row.statistics;
        printOut(u"%1  %2  %3  %4  %5  %6  %7\n"_s.arg(fitted(row.name, names), cell(row.requests, 9, Ink::Plain),
            cell(all.ok, 9, Ink::Plain), cell(all.error, 8, Ink::Amber), cell(all.throttle, 9, Ink::Violet),
            cell(all.fault, 8, Ink::Red),
            rightAligned(all.total() > 0 ? formatDuration(all.averageResponseTime()) : u"-"_s, 9)));
    }
}

void printGraph(const ServiceGraph& graph, bool isFiltered)
{
    if (graph.isEmpty()) {
        printError(isFiltered ? u"No trace of this session matches the filter."_s
                              : u"There are no traces in this session yet."_s);
        return;
    }
    std::vector<Row> services;
    for (const Service& service : graph.services) {
        services.push_back({title(service.key), service.requests, &service.statistics});
    }
    std::vector<Row> edges;
    for (const Edge& edge : graph.edges) {
        edges.push_back({title(edge.from) + (edge.type == EdgeType::Link ? u" ⇢ "_s : u" → "_s) + title(edge.to),
            edge.calls, &edge.statistics});
    }
    printTable(u"SERVICE"_s, u"REQUESTS"_s, services, wantsColour());
    printOut(QStringView(u"\n"));
    printTable(u"EDGE"_s, u"CALLS"_s, edges, wantsColour());
}

} // namespace

int mapCommand(const QStringList& arguments)
{
    CommandLine line(u"map [--session FILE] [--filter EXPR] [--json]"_s,
        u"Sums up traces: services, and who calls whom, how often, how it ended, how long it took."_s);
    line.addSession();
    line.addFilter();
    line.addJson();
    if (const auto code = line.parse(arguments, 0, 0)) {
        return *code;
    }
    const auto session = openSession(line, SessionOptions::Mode::ReadOnly);
    if (!session) {
        return kFailed;
    }
    TraceSource& source = session->source();
    const auto extent = source.extent({});
    const auto selection = extent ? selectionOf(line, *session) : tl::unexpected(extent.error());
    const auto graph = selection ? source.serviceGraph(*selection, {}) : tl::unexpected(selection.error());
    if (!graph) {
        return finish(tl::unexpected(graph.error()));
    }
    if (line.json()) {
        const Timestamp newest = std::max(extent->begin, extent->end - Duration(1));
        return finish(printJson({{u"Services"_s, servicesJson(*graph)}, {u"StartTime"_s, toEpochSeconds(extent->begin)},
            {u"EndTime"_s, toEpochSeconds(newest)}, {u"ContainsOldGroupVersions"_s, false}}));
    }
    printGraph(*graph, !line.filter().isEmpty());
    return finish({});
}

} // namespace fluoroscope

// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/traces/trace_columns.h"

#include "core/text/units.h"
#include "ui/theme/theme.h"
#include "ui/traces/trace_list_model.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("TraceColumn", text);
}

const std::array<TraceColumn, TraceListModel::ColumnCount> kColumns{{
    {[] { return tr("ID"); }, [](const TraceRow& row) { return shortTraceId(row.id); },
        [](const TraceRow& row) { return row.id.toString(); }, TraceOrder::Start, false, 92},
    {[] { return tr("Status"); },
        [](const TraceRow& row) { return isOpen(row) ? tr("In progress") : outcomeWord(row.outcome()); },
        [](const TraceRow& row) { return row.isPartial ? tr("A segment is still in progress") : QString(); },
        TraceOrder::Outcome, false, 96},
    {[] { return tr("Timestamp"); }, [](const TraceRow& row) { return formatClock(row.start); },
        [](const TraceRow& row) { return formatUtc(row.start); }, TraceOrder::Start, false, 108},
    {[] { return tr("Code"); }, [](const TraceRow& row) { return row.status ? QString::number(row.status) : u"–"_s; },
        nullptr, TraceOrder::Status, true, 56},
    {[] { return tr("Response time"); }, [](const TraceRow& row) { return formatDuration(row.responseTime); },
        [](const TraceRow&) { return tr("What the client waited for the first segment"); }, TraceOrder::ResponseTime,
        true, 108},
    {[] { return tr("Duration"); }, [](const TraceRow& row) { return formatDuration(row.duration); },
        [](const TraceRow&) { return tr("Until the last work of the trace ended"); }, TraceOrder::Length, true, 84},
    {[] { return tr("Method"); }, [](const TraceRow& row) { return row.method; }, nullptr, TraceOrder::Method, false,
        72},
    {[] { return tr("URL"); }, [](const TraceRow& row) { return row.url; }, [](const TraceRow& row) { return row.url; },
        TraceOrder::Url, false, 200},
    {[] { return tr("Client IP"); }, [](const TraceRow& row) { return row.clientIp; },
        [](const TraceRow& row) { return row.clientIp; }, TraceOrder::ClientIp, false, 108},
    {[] { return tr("Entry service"); }, [](const TraceRow& row) { return row.entryPoint.name; },
        [](const TraceRow& row) { return row.entryPoint.name + u'\n' + row.entryPoint.type; }, TraceOrder::EntryPoint,
        false, 120},
    {[] { return tr("Segments"); }, [](const TraceRow& row) { return formatCount(row.segmentCount); }, nullptr,
        TraceOrder::Segments, true, 80},
}};

} // namespace

bool isOpen(const TraceRow& row)
{
    return row.isPartial && row.outcome() == Outcome::Ok;
}

const TraceColumn& traceColumn(int column)
{
    return kColumns.at(std::size_t(column));
}

QString shortTraceId(const TraceId& id)
{
    return u'…' + id.toString().right(8);
}

} // namespace fluoroscope

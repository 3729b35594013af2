// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/frame/page_render.h"

#include "core/trace/trace_digest.h"
#include "ui/frame/feeds.h"
#include "ui/frame/page_picture.h"
#include "ui/frame/trace_with_map.h"
#include "ui/map/map_page.h"
#include "ui/traces/refiner_model.h"
#include "ui/traces/trace_list_model.h"
#include "ui/traces/trace_shapes.h"
#include "ui/traces/traces_page.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr int kHeight = 800;
constexpr qint64 kMostRows = 200; // more than any picture is high

QString tr(const char* text)
{
    return QCoreApplication::translate("PageRender", text);
}

TraceQuery newest(const TraceSelection& selection, qint64 limit)
{
    TraceQuery query;
    query.selection = selection;
    query.limit = limit;
    return query;
}

Result<std::unique_ptr<QWidget>> mapOf(TraceSource& source, const TraceSelection& selection)
{
    const Result<ServiceGraph> graph = source.serviceGraph(selection, {});
    if (!graph) {
        return tl::unexpected(graph.error());
    }
    auto page = std::make_unique<MapPage>();
    const Scope all = Scope().over(Duration::zero());
    page->setGraph(std::make_shared<const ServiceGraph>(*graph), graphMinutes(*graph, all, now()));
    return page;
}

Result<std::unique_ptr<QWidget>> listOf(TraceSource& source, const TraceSelection& selection, QueryRunner& runner)
{
    Result<TracePage> traces = source.traces(newest(selection, kMostRows), {});
    if (!traces) {
        return tl::unexpected(traces.error());
    }
    auto page = std::make_unique<TracesPage>(source, runner);
    page->shapes().setAtOnce();
    page->model().show(std::move(*traces));
    if (const auto statistics = source.statistics(selection, RefinerModel::kMostValues, {})) {
        page->setStatistics(*statistics);
    }
    return page;
}

Result<std::unique_ptr<QWidget>> traceOf(TraceSource& source, const TraceSelection& selection, TraceId id)
{
    if (id.isNull()) {
        const Result<TracePage> last = source.traces(newest(selection, 1), {});
        if (!last) {
            return tl::unexpected(last.error());
        }
        if (last->rows.empty()) {
            return failure(tr("The session holds no such trace to draw."));
        }
        id = last->rows.front().id;
    }
    Result<Trace> trace = source.trace(id, {});
    if (!trace) {
        return tl::unexpected(trace.error());
    }
    trace->digest = digestOf(*trace);
    auto page = std::make_unique<TraceWithMap>();
    page->setAtOnce();
    page->showTrace(std::make_shared<const Trace>(std::move(*trace)));
    return page;
}

} // namespace

Result<QString> renderPage(TraceSource& source, const PageRender& render)
{
    QueryRunner idle(0); // what the list would ask while scrolling is never answered: a picture does not scroll
    Result<std::unique_ptr<QWidget>> page = render.page == PageKind::Map ? mapOf(source, render.selection)
        : render.page == PageKind::Traces                                ? listOf(source, render.selection, idle)
                                          : traceOf(source, render.selection, render.trace);
    if (!page) {
        return tl::unexpected(page.error());
    }
    QWidget& widget = **page;
    widget.setAttribute(Qt::WA_DontShowOnScreen);
    widget.resize(render.size.width(), render.size.height() > 0 ? render.size.height() : kHeight);
    widget.show(); // lays out, as the window does
    QSize size = render.size;
    QString note;
    if (size.height() <= 0) {
        const QSize whole = wholeSizeOf(widget);
        // A map that is too wide is drawn smaller.
        note = noteOfCut(widget);
        size.setHeight(whole.width() > size.width() ? whole.height() * size.width() / whole.width() : whole.height());
    }
    return savePicture(widget, size, render.scale, render.file).map([&] { return note; });
}

} // namespace fluoroscope

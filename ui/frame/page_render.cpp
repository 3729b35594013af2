// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/frame/page_render.h"

#include "core/trace/trace_digest.h"
#include "ui/frame/feeds.h"
#include "ui/frame/trace_with_map.h"
#include "ui/map/map_page.h"
#include "ui/traces/trace_list_model.h"
#include "ui/traces/traces_page.h"

#include <QCoreApplication>
#include <QImage>
#include <QPainter>
#include <QSvgGenerator>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr qint64 kMostValues = 6; // of a refiner

constexpr qint64 kMostRows = 200; // more than any picture is high

QString tr(const char* text)
{
    return QCoreApplication::translate("PageRender", text);
}

TraceQuery newest(qint64 limit)
{
    TraceQuery query;
    query.limit = limit;
    return query;
}

Result<std::unique_ptr<QWidget>> mapOf(TraceSource& source)
{
    const Result<ServiceGraph> graph = source.serviceGraph({}, {});
    if (!graph) {
        return tl::unexpected(graph.error());
    }
    auto page = std::make_unique<MapPage>();
    const Scope all = Scope().over(Duration::zero());
    page->setGraph(std::make_shared<const ServiceGraph>(*graph), graphMinutes(*graph, all, now()));
    return page;
}

Result<std::unique_ptr<QWidget>> listOf(TraceSource& source, QueryRunner& runner)
{
    Result<TracePage> traces = source.traces(newest(kMostRows), {});
    if (!traces) {
        return tl::unexpected(traces.error());
    }
    auto page = std::make_unique<TracesPage>(source, runner);
    page->model().show(std::move(*traces));
    if (const auto statistics = source.statistics({}, kMostValues, {})) {
        page->setStatistics(*statistics);
    }
    return page;
}

Result<std::unique_ptr<QWidget>> traceOf(TraceSource& source, TraceId id)
{
    if (id.isNull()) {
        const Result<TracePage> last = source.traces(newest(1), {});
        if (!last) {
            return tl::unexpected(last.error());
        }
        if (last->rows.empty()) {
            return failure(tr("The session holds no trace to draw."));
        }
        id = last->rows.front().id;
    }
    Result<Trace> trace = source.trace(id, {});
    if (!trace) {
        return tl::unexpected(trace.error());
    }
    trace->digest = digestOf(*trace);
    auto page = std::make_unique<TraceWithMap>();
    page->showTrace(std::make_shared<const Trace>(std::move(*trace)));
    return page;
}

} // namespace

Result<void> renderPage(TraceSource& source, const PageRender& render)
{
    QueryRunner idle(0); // what the list would ask while scrolling is never answered: a picture does not scroll
    Result<std::unique_ptr<QWidget>> page = render.page == PageKind::Map ? mapOf(source)
        : render.page == PageKind::Traces                                ? listOf(source, idle)
                                                                         : traceOf(source, render.trace);
    if (!page) {
        return tl::unexpected(page.error());
    }
    QWidget& widget = **page;
    widget.setAttribute(Qt::WA_DontShowOnScreen);
    widget.resize(render.size);
    widget.show(); // lays out, as the window does
    return savePictureOf(widget, render.file, render.scale);
}

Result<void> savePictureOf(QWidget& widget, const QString& file, double scale)
{
    if (file.endsWith(".svg"_L1, Qt::CaseInsensitive)) {
        QSvgGenerator generator;
        generator.setFileName(file);
        generator.setSize(widget.size());
        generator.setViewBox(widget.rect());
        generator.setTitle(u"Fluoroscope"_s);
        QPainter painter;
        if (!painter.begin(&generator)) {
            return failure(tr("%1 cannot be written. Choose another place.").arg(file));
        }
        widget.render(&painter);
        return {};
    }
    if (!file.endsWith(".png"_L1, Qt::CaseInsensitive)) {
        return failure(tr("%1: the name must end in .png or .svg.").arg(file));
    }
    QImage image((QSizeF(widget.size()) * scale).toSize(), QImage::Format_RGB32);
    image.setDevicePixelRatio(scale);
    image.fill(widget.palette().color(QPalette::Base));
    widget.render(&image);
    if (!image.save(file)) {
        return failure(tr("%1 cannot be written. Choose another place.").arg(file));
    }
    return {};
}

} // namespace fluoroscope

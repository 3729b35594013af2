// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/traces/traces_page.h"

#include "core/text/units.h"
#include "ui/charts/response_histogram.h"
#include "ui/filter/filter_clauses.h"
#include "ui/inspector/elided_label.h"
#include "ui/theme/role_label.h"
#include "ui/traces/refiner_view.h"
#include "ui/traces/trace_list_model.h"
#include "ui/traces/trace_list_view.h"
#include "ui/traces/trace_shapes.h"

#include <QDataStream>
#include <QHBoxLayout>
#include <QHeaderView>
#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {
constexpr int kPlotHeight = 44;
constexpr int kSlow = 150; // ms after which one would wonder
constexpr quint32 kColumnsVersion = 0x466c0003; // of what columns() writes
} // namespace

TracesPage::TracesPage(TraceSource& source, QueryRunner& runner, QWidget* parent)
    : QWidget(parent)
    , m_source(source)
    , m_runner(runner)
    , m_wordsLane(runner.addLane())
    , m_model(new TraceListModel(source, runner, this))
    , m_shapes(new TraceShapes(source, runner, this))
    , m_list(new TraceListView(*m_model, this))
    , m_count(new RoleLabel(TextRole::Subject, Role::Text, this))
    , m_sorting(new RoleLabel(TextRole::Label, Role::Muted, this))
    , m_facts(new ElidedLabel(TextRole::Label, Role::Muted, this))
    , m_histogram(new ResponseHistogram(kPlotHeight, this))
    , m_refiners(new RefinerView(this))
{
    setFocusProxy(m_list);
    m_list->setShapes(m_shapes);
    QSizePolicy kept = m_histogram->sizePolicy();
    kept.setRetainSizeWhenHidden(true);
    m_histogram->setSizePolicy(kept);
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    auto* figures = new QVBoxLayout;
    figures->setSpacing(metrics::grid);
    figures->addStretch();
    m_sorting->setObjectName(u"sorting"_s);
    m_sorting->setText(tr("Sorting…"));
    m_sorting->hide();
    m_slow.setSingleShot(true);
    m_slow.setInterval(kSlow);
    auto* count = new QHBoxLayout;
    count->setSpacing(2 * metrics::grid);
    count->addWidget(m_count);
    count->addWidget(m_sorting, 1);
    figures->addLayout(count);
    figures->addWidget(m_facts);
    figures->addStretch();
    auto* head = new QHBoxLayout;
    head->setContentsMargins(metrics::pagePadding, 2 * metrics::grid, metrics::pagePadding, metrics::grid);
    head->setSpacing(6 * metrics::grid);
    head->addLayout(figures, 1);
    head->addWidget(m_histogram, 1);
    auto* column = new QVBoxLayout;
    column->setSpacing(0);
    column->addLayout(head);
    auto* list = new QHBoxLayout;
    list->setContentsMargins(
        metrics::pagePadding - 2 * metrics::grid, 0, 0, 0); // the first column under the head's words
    list->addWidget(m_list);
    column->addLayout(list, 1);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(m_refiners);
    layout->addLayout(column, 1);

    connect(m_model, &TraceListModel::updated, this, &TracesPage::updateCount);
    connect(m_model, &QAbstractItemModel::modelReset, this, &TracesPage::updateCount);
    connect(m_model, &TraceListModel::sortingChanged, this, &TracesPage::tellSorting);
    connect(&m_slow, &QTimer::timeout, m_sorting, &QWidget::show);
    connect(m_list, &TraceListView::traceActivated, this, &TracesPage::traceActivated);
    connect(m_list, &TraceListView::traceOpenedApart, this, &TracesPage::traceOpenedApart);
    connect(m_list, &TraceListView::narrowRequested, this, &TracesPage::narrowRequested);
    connect(m_list, &TraceListView::selectedTraceChanged, this, &TracesPage::selectedTraceChanged);
    connect(m_refiners, &RefinerView::retryRequested, this, &TracesPage::retryRequested);
    connect(m_refiners, &RefinerView::narrowRequested, this, &TracesPage::narrowRequested);
    connect(m_histogram, &ResponseHistogram::rangeChosen, this,
        [this](Duration least, Duration most) { emit narrowRequested(within({}, least, most)); });
    updateCount();
}

std::optional<TraceId> TracesPage::selectedTrace() const
{
    return m_list->selectedTrace();
}

void TracesPage::setStatistics(const TraceStatistics& statistics)
{
    const CallStatistics& requests = statistics.requests;
    QStringList facts;
    if (requests.total() > 0) {
        facts << tr("average %1").arg(formatDuration(requests.averageResponseTime()))
              << tr("p95 %1").arg(formatDuration(requests.percentile(0.95)));
        const std::array<std::pair<qint64, Outcome>, 3> shares{{{requests.fault, Outcome::Fault},
            {requests.error, Outcome::Error}, {requests.throttle, Outcome::Throttle}}};
        const auto shareOf = [&](qint64 count) {
            return static_cast<double>(count) / static_cast<double>(requests.total());
        };
        const bool fine = std::any_of(shares.begin(), shares.end(),
            [&](const auto& share) { return share.first > 0 && shareOf(share.first) < 0.0995; });
        for (const auto& [count, outcome] : shares) {
            if (count > 0) {
                facts << u"%1 %2"_s.arg(formatShare(shareOf(count), fine), outcomeWord(outcome).toLower());
            }
        }
    }
    if (statistics.isNewestOnly) {
        facts << tr("of the newest %1").arg(formatCount(statistics.traces));
    }
    m_facts->setText(facts.join(u" · "_s));
    m_histogram->setHistogram(requests.responseTimes);
    m_histogram->setVisible(true);
    m_refiners->setStatistics(statistics);
    askForAnnotations();
}

void TracesPage::setStatisticsProblem(const QString& problem)
{
    m_facts->setText({});
    m_histogram->setVisible(false);
    m_refiners->setProblem(problem);
}

// New ones may have come with the traces that were just counted.
void TracesPage::askForAnnotations()
{
    constexpr qint64 kMost = 500;
    FilterCompletion keys;
    keys.blank = FilterBlank::AnnotationKey;
    m_runner.ask(
        m_wordsLane, [this, keys](std::stop_token stop) { return m_source.filterWords(keys, {}, kMost, stop); },
        [this](const Result<QStringList>& known) {
            if (known) {
                m_list->setKnownAnnotations(*known);
            }
        });
}

QStringList TracesPage::annotationColumns() const
{
    return m_model->annotationKeys();
}

QByteArray TracesPage::columns() const
{
    QByteArray state;
    QDataStream stream(&state, QIODevice::WriteOnly);
    stream << kColumnsVersion << annotationColumns() << m_list->horizontalHeader()->saveState();
    return state;
}

void TracesPage::restoreColumns(const QByteArray& state)
{
    QDataStream stream(state);
    quint32 version = 0;
    QStringList annotations;
    QByteArray header;
    stream >> version;
    if (version != kColumnsVersion) {
        return;
    }
    stream >> annotations >> header;
    if (stream.status() == QDataStream::Ok) {
        m_list->setAnnotationColumns(annotations);
        m_list->horizontalHeader()->restoreState(header);
    }
}

void TracesPage::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    m_refiners->setRoom(width());
    layout()->activate(); // at once, and not after a picture in which they lie over the list
}

void TracesPage::tellSorting()
{
    if (m_model->isSorting()) {
        m_slow.start();
    } else {
        m_slow.stop();
        m_sorting->hide();
    }
}

void TracesPage::updateCount()
{
    const int count = m_model->rowCount();
    m_count->setText(count == 1 ? tr("1 trace") : tr("%1 traces").arg(formatCount(count)));
}

} // namespace fluoroscope

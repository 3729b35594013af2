// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/map/service_panel.h"

#include "core/segment/segment.h"
#include "core/text/units.h"
#include "ui/charts/rates_chart.h"
#include "ui/charts/response_histogram.h"
#include "ui/filter/filter_clauses.h"
#include "ui/map/map_text.h"
#include "ui/map/outcome_chips.h"
#include "ui/map/value_list.h"
#include "ui/theme/notice.h"
#include "ui/theme/theme.h"
#include "ui/theme/tool_tip.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr int kWidth = 336;
constexpr int kPlotHeight = 92;
constexpr int kSlow = 400; // ms after which waiting is worth a word

void paint(QLabel* label, TextRole font, Role color)
{
    label->setFont(Theme::current().font(font));
    QPalette palette = label->palette();
    palette.setColor(QPalette::WindowText, Theme::current().color(color));
    label->setPalette(palette);
}

QLabel* newLabel(QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText); // names come from the network
    return label;
}

} // namespace

ServicePanel::ServicePanel(QWidget* parent)
    : QWidget(parent)
    , m_name(newLabel(this))
    , m_type(newLabel(this))
    , m_traces(new QPushButton(tr("View traces"), this))
{
    setFixedWidth(kWidth);
    m_name->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* close = new QToolButton(this);
    close->setAutoRaise(true);
    close->setIcon(Theme::current().icon(u"panel-close"_s));
    close->setAccessibleName(tr("Close"));
    close->setToolTip(tr("Close (Esc)"));
    connect(close, &QToolButton::clicked, this, &ServicePanel::closed);
    connect(&Theme::current(), &Theme::changed, close,
        [close] { close->setIcon(Theme::current().icon(u"panel-close"_s)); });

    auto* header = new QHBoxLayout;
    header->setContentsMargins(metrics::pagePadding, 0, metrics::pagePadding, 0);
    header->addWidget(m_name, 1);
    header->addWidget(close, 0, Qt::AlignTop);
    m_type->setContentsMargins(metrics::pagePadding, 0, metrics::pagePadding, 0);
    auto* scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(newContent());
    scroll->viewport()->setAutoFillBackground(false);
    scroll->widget()->setAutoFillBackground(false);
    auto* footer = new QHBoxLayout;
    footer->setContentsMargins(metrics::pagePadding, 8, metrics::pagePadding, metrics::pagePadding);
    footer->addWidget(m_traces);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 12, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(header);
    layout->addWidget(m_type);
    layout->addSpacing(8);
    layout->addWidget(scroll, 1);
    layout->addLayout(footer);
    connect(m_traces, &QPushButton::clicked, this, [this] { emit tracesRequested(m_clause); });
    connect(m_histogram, &ResponseHistogram::rangeChosen, this,
        [this](Duration least, Duration most) { emit narrowRequested(within(m_clause, least, most)); });
    connect(m_rates, &RatesChart::rangeChosen, this, &ServicePanel::timeRequested);
    connect(m_urls, &ValueList::chosen, this, &ServicePanel::narrowRequested);
    connect(m_instances, &ValueList::chosen, this, &ServicePanel::narrowRequested);
    m_slow.setSingleShot(true);
    m_slow.setInterval(kSlow);
    connect(&m_slow, &QTimer::timeout, m_message, &QWidget::show);
    connect(&Theme::current(), &Theme::changed, this, &ServicePanel::recolor);
    recolor();
}

QWidget* ServicePanel::newContent()
{
    auto* content = new QWidget;
    m_chips = new OutcomeChips(content);
    m_histogramTitle = newLabel(content);
    m_histogramTitle->setText(tr("Response time"));
    m_histogram = new ResponseHistogram(kPlotHeight, content);
    m_nothing = newLabel(content);
    m_nothing->setText(tr("Nothing has completed yet"));
    m_ratesTitle = newLabel(content);
    m_ratesTitle->setText(tr("Errors, throttles and faults"));
    m_rates = new RatesChart(content);
    m_urls = new ValueList(tr("Top URLs"), tr("Traces"), content);
    m_instances = new ValueList(tr("Instances, of the newest traces"), tr("Traces"), content);
    m_message = newLabel(content);
    m_message->setText(tr("Loading…"));
    m_problem = new Notice(Notice::Place::Pane, content);
    m_problem->hide();
    connect(m_problem, &Notice::retryRequested, this, &ServicePanel::retryRequested);

    auto* figures = new QHBoxLayout;
    figures->setSpacing(24);
    m_average = addFigure(tr("Average"));
    m_p95 = addFigure(tr("p95"));
    m_rate = addFigure({});
    for (const Figure& figure : {m_average, m_p95, m_rate}) {
        figures->addWidget(figure.widget);
    }
    figures->addStretch();
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(metrics::pagePadding, 12, metrics::pagePadding, 12);
    layout->setSpacing(0);
    layout->addLayout(figures);
    layout->addSpacing(16);
    layout->addWidget(m_chips);
    layout->addSpacing(20);
    layout->addWidget(m_histogramTitle);
    layout->addSpacing(12);
    layout->addWidget(m_histogram);
    layout->addWidget(m_nothing);
    layout->addSpacing(16);
    layout->addWidget(m_ratesTitle);
    layout->addSpacing(8);
    layout->addWidget(m_rates);
    layout->addSpacing(16);
    layout->addWidget(m_urls);
    layout->addSpacing(16);
    layout->addWidget(m_instances);
    layout->addWidget(m_message);
    layout->addWidget(m_problem);
    layout->addStretch();
    return content;
}

ServicePanel::Figure ServicePanel::addFigure(const QString& title)
{
    Figure figure;
    figure.widget = new QWidget(this);
    figure.title = newLabel(figure.widget);
    figure.title->setText(title);
    figure.value = newLabel(figure.widget);
    auto* layout = new QVBoxLayout(figure.widget);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addWidget(figure.title);
    layout->addWidget(figure.value);
    return figure;
}

void ServicePanel::recolor()
{
    paint(m_name, TextRole::Subject, Role::Text);
    paint(m_type, TextRole::Content, Role::Muted);
    for (const Figure& figure : {m_average, m_p95, m_rate}) {
        paint(figure.title, TextRole::Label, Role::Muted);
        paint(figure.value, TextRole::Subject, Role::Text);
    }
    paint(m_histogramTitle, TextRole::Label, Role::Muted);
    paint(m_ratesTitle, TextRole::Label, Role::Muted);
    paint(m_message, TextRole::Content, Role::Muted);
    paint(m_nothing, TextRole::Content, Role::Faint);
    update();
}

void ServicePanel::setSubject(const MapSubject& subject)
{
    if (subject == m_subject) {
        return; // the same with other numbers: what is shown stays until there is better
    }
    m_subject = subject;
    m_clause = clauseOf(subject);
    m_rates->clear();
    m_urls->setValues({});
    m_instances->setValues({});
    m_message->hide();
    m_problem->hide();
    m_traces->setText(tr("View traces"));
    m_slow.start();
}

void ServicePanel::showDetails(const MapSubject& subject, const Result<MapDetails>& details)
{
    if (subject != m_subject) {
        return;
    }
    m_slow.stop();
    m_message->hide();
    m_problem->setVisible(!details);
    if (!details) {
        m_problem->sayProblem({}, details.error().message);
        return;
    }
    m_rates->setRates(details->grid, details->rates);
    m_urls->setValues(details->urls);
    if (details->hasInstances) {
        m_instances->setValues(details->instances);
    }
    m_traces->setText(
        details->traces == 1 ? tr("View 1 trace") : tr("View %1 traces").arg(formatCount(details->traces)));
}

void ServicePanel::showService(const Service& service, double minutes)
{
    setSubject(service.key);
    QString type = service.isClient() ? tr("client of %1").arg(service.key.name) : service.key.type;
    if (service.isInferred()) {
        type = type.isEmpty() ? tr("inferred") : tr("%1 · inferred").arg(type);
    }
    m_rate.title->setText(tr("Requests"));
    m_rate.value->setText(rateText(service.requests, minutes));
    m_rate.widget->setVisible(!service.isClient() && minutes > 0);
    show(mapName(service.key), service.key.name, type, service.statistics);
    m_nothing->setVisible(!service.isClient() && service.statistics.total() == 0);
}

void ServicePanel::showEdge(const Edge& edge, double minutes)
{
    setSubject(MapEdgeKey{edge.from, edge.to, edge.type});
    m_rate.title->setText(tr("Calls"));
    m_rate.value->setText(rateText(edge.calls, minutes));
    m_rate.widget->setVisible(minutes > 0);
    show(mapName(edge.from) + u" → "_s + mapName(edge.to), edge.from.name + u" → "_s + edge.to.name,
        edge.type == EdgeType::Link ? tr("linked traces") : tr("as the caller saw it"), edge.statistics);
    m_nothing->setVisible(edge.statistics.total() == 0);
}

void ServicePanel::show(
    const QString& name, const QString& fullName, const QString& type, const CallStatistics& statistics)
{
    const QFontMetrics subject(m_name->font());
    m_name->setText(subject.elidedText(name, Qt::ElideMiddle, kWidth - 2 * metrics::pagePadding - 32));
    m_name->setToolTip(plainToolTip(fullName));
    m_type->setText(type);
    m_type->setVisible(!type.isEmpty());
    const bool completed = statistics.total() > 0;
    m_average.value->setText(formatDuration(statistics.averageResponseTime()));
    m_p95.value->setText(formatDuration(statistics.percentile(0.95)));
    m_average.widget->setVisible(completed);
    m_p95.widget->setVisible(completed);
    m_chips->setShares(outcomeShares(statistics));
    m_chips->setVisible(completed);
    m_histogram->setHistogram(statistics.responseTimes);
    m_histogram->setVisible(completed);
    m_histogramTitle->setVisible(completed);
    m_rates->setVisible(completed);
    m_ratesTitle->setVisible(completed);
    setAccessibleName(name);
}

void ServicePanel::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), Theme::current().color(Role::Surface));
    painter.fillRect(QRect(0, 0, 1, height()), Theme::current().color(Role::Line));
}

void ServicePanel::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape) {
        emit closed();
    } else {
        QWidget::keyPressEvent(event);
    }
}

} // namespace fluoroscope

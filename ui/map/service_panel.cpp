// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/map/service_panel.h"

#include "core/segment/segment.h"
#include "core/text/units.h"
#include "ui/filter/filter_clauses.h"
#include "ui/map/map_text.h"
#include "ui/map/outcome_chips.h"
#include "ui/map/response_histogram.h"
#include "ui/theme/theme.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr int kWidth = 336;

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
    , m_chips(new OutcomeChips(this))
    , m_histogramTitle(newLabel(this))
    , m_histogram(new ResponseHistogram(this))
    , m_nothing(newLabel(this))
    , m_traces(new QPushButton(tr("View traces"), this))
{
    setFixedWidth(kWidth);
    m_name->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_histogramTitle->setText(tr("Response time"));
    m_nothing->setText(tr("Nothing has completed yet"));

    auto* close = new QToolButton(this);
    close->setAutoRaise(true);
    close->setIcon(Theme::current().icon(u"panel-close"_s));
    close->setAccessibleName(tr("Close"));
    close->setToolTip(tr("Close (Esc)"));
    connect(close, &QToolButton::clicked, this, &ServicePanel::closed);
    connect(&Theme::current(), &Theme::changed, close,
        [close] { close->setIcon(Theme::current().icon(u"panel-close"_s)); });

    auto* header = new QHBoxLayout;
    header->addWidget(m_name, 1);
    header->addWidget(close, 0, Qt::AlignTop);
    auto* figures = new QHBoxLayout;
    figures->setSpacing(24);
    m_average = addFigure(tr("Average"));
    m_p95 = addFigure(tr("p95"));
    m_rate = addFigure({});
    for (const Figure& figure : {m_average, m_p95, m_rate}) {
        figures->addWidget(figure.widget);
    }
    figures->addStretch();

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(metrics::pagePadding + 1, 12, metrics::pagePadding, metrics::pagePadding);
    layout->setSpacing(0);
    layout->addLayout(header);
    layout->addWidget(m_type);
    layout->addSpacing(20);
    layout->addLayout(figures);
    layout->addSpacing(16);
    layout->addWidget(m_chips);
    layout->addSpacing(20);
    layout->addWidget(m_histogramTitle);
    layout->addSpacing(12);
    layout->addWidget(m_histogram);
    layout->addWidget(m_nothing);
    layout->addStretch();
    layout->addWidget(m_traces);
    connect(m_traces, &QPushButton::clicked, this, [this] { emit tracesRequested(m_clause); });
    connect(m_histogram, &ResponseHistogram::rangeChosen, this,
        [this](Duration least, Duration most) { emit narrowRequested(within(m_clause, least, most)); });
    connect(&Theme::current(), &Theme::changed, this, &ServicePanel::recolor);
    recolor();
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
    paint(m_nothing, TextRole::Content, Role::Faint);
    update();
}

void ServicePanel::showService(const Service& service, double minutes)
{
    m_clause = serviceClause(service.key);
    QString type = service.isClient() ? tr("client of %1").arg(service.key.name) : service.key.type;
    if (service.isInferred()) {
        type = type.isEmpty() ? tr("inferred") : tr("%1 · inferred").arg(type);
    }
    m_rate.title->setText(tr("Traces"));
    m_rate.value->setText(minutes > 0 ? formatRate(static_cast<double>(service.requests) / minutes) : QString());
    m_rate.widget->setVisible(!service.isClient() && minutes > 0);
    show(mapName(service.key), service.key.name, type, service.statistics);
    m_nothing->setVisible(!service.isClient() && service.statistics.total() == 0);
}

void ServicePanel::showEdge(const Edge& edge, double minutes)
{
    m_clause = edgeClause(edge.from, edge.to);
    m_rate.title->setText(tr("Calls"));
    m_rate.value->setText(minutes > 0 ? formatRate(static_cast<double>(edge.calls) / minutes) : QString());
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
    m_name->setToolTip(fullName.toHtmlEscaped());
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

// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/trace/trace_header.h"

#include "core/text/units.h"
#include "core/trace/trace.h"
#include "core/trace/trace_digest.h"
#include "ui/inspector/elided_label.h"
#include "ui/inspector/outcome_chip.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QToolButton>
#include <QToolTip>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

QString pathOf(const QString& address)
{
    const QUrl url(address);
    if (url.host().isEmpty() || !url.isValid()) {
        return address;
    }
    const QString path = url.path().isEmpty() ? u"/"_s : url.path();
    return url.hasQuery() ? path + u'?' + url.query() : path;
}

} // namespace

TraceHeader::TraceHeader(QWidget* parent)
    : QWidget(parent)
    , m_id(new QToolButton)
    , m_request(new ElidedLabel(TextRole::Content, Role::Muted))
    , m_chip(new OutcomeChip)
    , m_facts(new ElidedLabel(TextRole::Content, Role::Muted))
    , m_map(new QToolButton)
{
    m_id->setAutoRaise(true);
    m_id->setFocusPolicy(Qt::StrongFocus);
    m_id->setCursor(Qt::PointingHandCursor);
    m_id->setToolTip(tr("Copy the trace ID"));
    connect(m_id, &QToolButton::clicked, this, &TraceHeader::copyId);
    m_map->setAutoRaise(true);
    m_map->setCheckable(true);
    m_map->setFocusPolicy(Qt::StrongFocus);
    m_map->setText(tr("Map"));
    m_map->setToolTip(tr("Show the map of this trace"));
    m_map->hide();
    connect(m_map, &QToolButton::toggled, this, &TraceHeader::mapToggled);

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(metrics::grid, 0, 8, 0);
    layout->setSpacing(12);
    layout->addWidget(m_id);
    layout->addWidget(m_request);
    layout->addWidget(m_chip);
    m_facts->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // what is left: the request comes first
    layout->addWidget(m_facts, 1);
    layout->addWidget(m_map);
    setFixedHeight(40);
    dress();
    connect(&Theme::current(), &Theme::changed, this, &TraceHeader::dress);
}

void TraceHeader::setTrace(const Trace& trace)
{
    const std::shared_ptr<const TraceDigest> digest = digestOf(trace);
    const TraceRow& row = digest->row;
    m_id->setText(trace.id.toString());
    m_id->setAccessibleName(tr("Trace %1: copy its ID").arg(trace.id.toString()));
    m_request->setText((row.method + u' ' + pathOf(row.url)).trimmed());
    m_request->setVisible(!m_request->text().isEmpty());
    m_chip->setOutcome(row.outcome(), row.status, row.isPartial);
    const int services = static_cast<int>(digest->services.size());
    m_facts->setText(
        QStringList{formatDuration(row.duration), services == 1 ? tr("1 service") : tr("%1 services").arg(services),
            row.segmentCount == 1 ? tr("1 segment") : tr("%1 segments").arg(formatCount(row.segmentCount)),
            formatClock(trace.start).left(8)}
            .join(u" · "_s));
    m_facts->setToolTip(formatUtc(trace.start));
}

void TraceHeader::setMapAvailable(bool available)
{
    m_map->setVisible(available);
}

void TraceHeader::setMapVisible(bool visible)
{
    m_map->setChecked(visible);
}

QString TraceHeader::request() const
{
    return m_request->text();
}

QString TraceHeader::facts() const
{
    return m_facts->text();
}

void TraceHeader::copyId()
{
    QGuiApplication::clipboard()->setText(m_id->text());
    QToolTip::showText(m_id->mapToGlobal(QPoint(0, m_id->height())), tr("Copied"), m_id);
}

void TraceHeader::dress()
{
    m_id->setFont(Theme::current().font(TextRole::Mono));
    m_map->setFont(Theme::current().font(TextRole::Label));
}

} // namespace fluoroscope

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
#include <algorithm>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr int kIdStart = 11; // "1-6b02eec5-": version and time
constexpr int kIdEnd = 6;
constexpr int kLeastRequest = 96; // pixels

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

QString requestOf(const TraceRow& row)
{
    return (row.method + u' ' + pathOf(row.url)).trimmed();
}

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
    layout->addWidget(m_facts);
    layout->addStretch(1);
    layout->addWidget(m_map);
    setFixedHeight(40);
    dress();
    connect(&Theme::current(), &Theme::changed, this, &TraceHeader::dress);
}

void TraceHeader::setTrace(const Trace& trace)
{
    const std::shared_ptr<const TraceDigest> digest = digestOf(trace);
    const TraceRow& row = digest->row;
    m_traceId = trace.id.toString();
    m_id->setAccessibleName(tr("Trace %1: copy its ID").arg(m_traceId));
    m_id->setToolTip(tr("Copy the trace ID %1").arg(m_traceId));
    m_request->setText(requestOf(row));
    m_request->setVisible(!m_request->text().isEmpty());
    m_chip->setOutcome(row.outcome(), row.status, row.isPartial);
    const int services = static_cast<int>(digest->services.size());
    const bool open = row.isPartial && row.duration == Duration{0}; // nothing of it has ended
    const QStringList facts{open ? tr("in progress") : formatDuration(row.duration),
        services == 1 ? tr("1 service") : tr("%1 services").arg(services),
        row.segmentCount == 1 ? tr("1 segment") : tr("%1 segments").arg(formatCount(row.segmentCount))};
    m_fewestFacts = facts.first();
    m_fewerFacts = facts.join(u" · "_s);
    m_allFacts = m_fewerFacts + u" · "_s + formatMoment(trace.start).chopped(4);
    if (trace.leftOut > 0) { // what it adds up to is not known yet
        m_fewestFacts = tr("Reading…");
        m_fewerFacts = trace.leftOut == 1 ? tr("Reading 1 more document…")
                                          : tr("Reading %1 more documents…").arg(formatCount(trace.leftOut));
        m_allFacts = tr("Its top · %1").arg(m_fewerFacts);
    }
    m_facts->setToolTip(formatUtc(trace.start));
    fit();
}

// Where all has no room, the ID is shortened first, then the clock goes, then the request is elided, and where less
// than its beginning would be left, the duration stands alone.
void TraceHeader::fit()
{
    const QFontMetrics mono(Theme::current().font(TextRole::Mono));
    const QString shortId = m_traceId.left(kIdStart) + u'…' + m_traceId.right(kIdEnd);
    const auto dressed = [this](const QString& id, const QString& facts) {
        m_id->setText(id);
        m_facts->setText(facts);
        m_facts->setAccessibleName(m_allFacts);
        m_facts->setMinimumWidth(std::min(m_facts->sizeHint().width(), width() / 2)); // the request gives way first
    };
    dressed(m_traceId, m_allFacts);
    const int needed = layout()->sizeHint().width();
    const int saved = mono.horizontalAdvance(m_traceId) - mono.horizontalAdvance(shortId);
    if (needed > width()) {
        dressed(shortId, needed - saved > width() ? m_fewerFacts : m_allFacts);
        const int request = m_request->isVisibleTo(this) ? m_request->sizeHint().width() : 0;
        if (layout()->sizeHint().width() - request + std::min(request, kLeastRequest) > width()) {
            dressed(shortId, m_fewestFacts);
        }
    }
    layout()->activate(); // now: a picture may be taken before the event loop comes to it
}

void TraceHeader::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    fit();
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

void TraceHeader::copyId()
{
    QGuiApplication::clipboard()->setText(m_traceId);
    QToolTip::showText(m_id->mapToGlobal(QPoint(0, m_id->height())), tr("Copied"), m_id);
}

void TraceHeader::dress()
{
    m_id->setFont(Theme::current().font(TextRole::Mono));
    m_map->setFont(Theme::current().font(TextRole::Label));
    fit();
}

} // namespace fluoroscope

// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/frame/status_bar.h"

#include "core/text/units.h"
#include "ui/frame/figure_label.h"
#include "ui/theme/theme.h"
#include "ui/theme/tool_tip.h"

#include <QHBoxLayout>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {
constexpr int kInterval = 250; // ms
constexpr qint64 kRateWindow = 2000; // ms
} // namespace

StatusBar::StatusBar(const TraceSource& source, const Capture* capture, QWidget* parent)
    : QWidget(parent)
    , m_source(source)
    , m_capture(capture)
    , m_address(new FigureLabel(this))
    , m_rate(new FigureLabel(this))
    , m_segments(new FigureLabel(this))
    , m_waiting(new FigureLabel(this))
    , m_rejected(new FigureLabel(this))
    , m_dropped(new FigureLabel(this))
    , m_evicted(new FigureLabel(this))
    , m_rebuild(new FigureLabel(this))
    , m_forwarder(new FigureLabel(this))
    , m_task(new FigureLabel(this))
    , m_done(new FigureLabel(this))
    , m_problem(new FigureLabel(this))
    , m_session(new FigureLabel(this))
{
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(3 * metrics::grid, metrics::grid / 2, 3 * metrics::grid, metrics::grid / 2);
    layout->setSpacing(5 * metrics::grid);
    for (FigureLabel* label : {m_address, m_rate, m_segments, m_waiting, m_rejected, m_dropped, m_evicted, m_forwarder,
             m_rebuild, m_task, m_done, m_problem}) {
        layout->addWidget(label);
    }
    layout->addStretch(1);
    layout->addWidget(m_session);
    m_problem->setElastic(true);
    m_done->setElastic(true);
    m_rejected->setLink(true);
    m_forwarder->setLink(true);
    m_rejected->setToolTip(tr("Documents that were not taken, with the reason and the bytes as received"));
    m_dropped->setToolTip(tr("Datagrams that were lost: in the socket's buffer, or refused by the full queue"));
    m_evicted->setToolTip(tr("The oldest traces were removed because the session reached its size limit"));
    m_rate->setToolTip(tr("Documents received per second"));
    m_task->setLink(true);
    m_task->setToolTip(tr("Stop; what was there before stays (Ctrl+.)"));
    m_announced.setSingleShot(true);
    connect(&m_announced, &QTimer::timeout, this, [this] { m_done->setFigures({}); });
    connect(m_address, &FigureLabel::clicked, this, [this] { emit reasonRequested(m_whyNotReceiving); });
    connect(m_task, &FigureLabel::clicked, this, &StatusBar::stopRequested);
    connect(m_rejected, &FigureLabel::clicked, this, &StatusBar::findingsRequested);
    connect(m_forwarder, &FigureLabel::clicked, this, &StatusBar::forwarderRequested);
    connect(&m_timer, &QTimer::timeout, this, &StatusBar::refresh);
    m_clock.start();
    m_timer.start(kInterval);
    refresh();
}

void StatusBar::setWaiting(qint64 traces)
{
    m_waiting->setFigures(traces == 0 ? QString()
            : traces == 1             ? tr("1 new trace waits")
                                      : tr("%1 new traces wait").arg(formatCount(traces)));
}

void StatusBar::setForwarder(const ForwarderStatus& status)
{
    const bool ill = !status.problem.isEmpty();
    m_forwarder->setFigures(!status.running ? tr("Forwarder: off ›")
            : ill                           ? tr("✕ Forwarder: %1 pending ›").arg(formatCount(status.pending))
            : status.pending > 0            ? tr("Forwarder: %1 pending ›").arg(formatCount(status.pending))
                                            : tr("Forwarder: up to date ›"),
        ill ? Role::Fault : Role::Muted);
    m_forwarder->setToolTip(ill ? plainToolTip(status.problem)
            : !status.running   ? tr("What is received stays on this machine")
                                : tr("%1 documents were sent to %2").arg(formatCount(status.sent), status.target));
}

void StatusBar::setTask(const QString& task)
{
    m_task->setFigures(task, Role::Accent);
}

void StatusBar::announce(const QString& done)
{
    constexpr int kLongEnough = 8000; // ms to read it
    m_done->setFigures(u"✓ "_s + done, Role::Ok);
    m_announced.start(kLongEnough);
}

void StatusBar::setWhyNotReceiving(const QString& reason)
{
    m_whyNotReceiving = reason;
    m_address->setLink(!reason.isEmpty());
    refresh();
}

double StatusBar::rate() const
{
    if (m_samples.size() < 2) {
        return 0;
    }
    const Sample& first = m_samples.front();
    const Sample& last = m_samples.back();
    return last.at > first.at ? double(last.documents - first.documents) * 1000.0 / double(last.at - first.at) : 0;
}

void StatusBar::refresh()
{
    const SessionCounters counters = m_source.counters();
    const CaptureStatus status = m_capture ? m_capture->status() : CaptureStatus();
    m_samples.push_back({m_clock.elapsed(), counters.documents});
    while (m_samples.size() > 2 && m_samples.back().at - m_samples[1].at >= kRateWindow) {
        m_samples.pop_front();
    }
    showCapture(status);
    showCounters(counters, status);
    emit refreshed(counters, status);
}

void StatusBar::showCapture(const CaptureStatus& status)
{
    if (!m_capture) {
        const bool isHeldUp = !m_whyNotReceiving.isEmpty();
        m_address->setDot(isHeldUp ? std::optional(Role::Fault) : std::nullopt);
        m_address->setFigures(
            isHeldUp ? tr("✕ Not receiving ›") : tr("Not receiving"), isHeldUp ? Role::Fault : Role::Muted);
        m_address->setToolTip(plainToolTip(m_whyNotReceiving));
        return;
    }
    m_address->setDot(status.listening ? Role::Ok : Role::Fault);
    if (status.listening) {
        const bool answers = status.apiProblem.isEmpty();
        m_address->setFigures(
            answers ? tr("UDP + API %1").arg(status.address) : tr("UDP %1, no API").arg(status.address),
            answers ? Role::Muted : Role::Error);
        m_address->setAccessibleName(answers ? tr("Receiving and answering at %1").arg(status.address)
                                             : tr("Receiving at UDP %1, without the API").arg(status.address));
    } else {
        m_address->setFigures(tr("✕ Not listening on %1").arg(status.address), Role::Fault);
    }
    m_address->setToolTip(!status.problem.isEmpty() ? plainToolTip(status.problem)
            : !status.apiProblem.isEmpty()
            ? plainToolTip(status.apiProblem)
            : tr("Segments on UDP %1, X-Ray's API on TCP %2").arg(status.address, status.apiAddress));
}

void StatusBar::showCounters(const SessionCounters& counters, const CaptureStatus& status)
{
    m_rate->setFigures(m_capture ? tr("%1/s").arg(formatCount(qRound64(rate()))) : QString());
    m_segments->setFigures(
        counters.segments == 1 ? tr("1 segment") : tr("%1 segments").arg(formatCount(counters.segments)));
    m_rejected->setFigures(
        counters.findings > 0 ? tr("%1 rejected ›").arg(formatCount(counters.findings)) : QString(), Role::Error);
    const qint64 dropped = counters.dropped + status.kernelDrops;
    m_dropped->setFigures(dropped > 0 ? tr("✕ %1 dropped").arg(formatCount(dropped)) : QString(), Role::Fault);
    m_evicted->setFigures(
        counters.evictedTraces > 0 ? tr("%1 traces evicted").arg(formatCount(counters.evictedTraces)) : QString());
    const bool rebuilding = counters.rebuildTotal > 0 && counters.indexed < counters.rebuildTotal;
    m_rebuild->setFigures(rebuilding
            ? tr("Rebuilding the index: %1").arg(formatShare(double(counters.indexed) / double(counters.rebuildTotal)))
            : QString(),
        Role::Accent);
    m_problem->setFigures(counters.problem.isEmpty() ? QString() : tr("✕ %1").arg(counters.problem), Role::Fault);
    m_problem->setToolTip(plainToolTip(counters.problem));
    m_session->setFigures(tr("%1 · %2").arg(m_source.name(), formatBytes(counters.fileBytes)));
}

void StatusBar::paintEvent(QPaintEvent*)
{
    QPainter(this).fillRect(rect(), Theme::current().color(Role::Background));
}

} // namespace fluoroscope

// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The line at the foot of the window: where it listens, what comes in, what was refused or lost, and into which file it
// goes.
#pragma once

#include "core/ports/capture.h"
#include "core/ports/forwarding.h"
#include "core/ports/trace_source.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>
#include <deque>

namespace fluoroscope {

class FigureLabel;

class StatusBar : public QWidget {
    Q_OBJECT

public:
    // `capture` is null where nothing is received: a session is only looked at.
    StatusBar(const TraceSource& source, const Capture* capture, QWidget* parent = nullptr);

    // Shows the counters as they are now; done by itself a few times a second.
    void refresh();
    // Where nothing is received although it should be.
    void setWhyNotReceiving(const QString& reason);
    // Traces that came since the window stands still; 0 says nothing.
    void setWaiting(qint64 traces);
    // Where there is a forwarder: how far it is.
    void setForwarder(const ForwarderStatus& status);
    // What takes its time, with a link to stop it; empty: nothing does.
    void setTask(const QString& task);
    // What has been done, for some seconds.
    void announce(const QString& done);
    // Documents per second, over the last two seconds.
    [[nodiscard]] double rate() const;

signals:
    void findingsRequested();
    void forwarderRequested();
    void reasonRequested(const QString& reason); // why nothing is received
    void stopRequested(); // of the task
    void refreshed(const fluoroscope::SessionCounters& counters, const fluoroscope::CaptureStatus& status);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void showCapture(const CaptureStatus& status);
    void showCounters(const SessionCounters& counters, const CaptureStatus& status);

    struct Sample {
        qint64 at = 0; // ms
        qint64 documents = 0;
    };

    const TraceSource& m_source;
    const Capture* m_capture;
    QString m_whyNotReceiving;
    QTimer m_timer;
    QTimer m_announced;
    QElapsedTimer m_clock;
    std::deque<Sample> m_samples;

    FigureLabel* m_address;
    FigureLabel* m_rate;
    FigureLabel* m_segments;
    FigureLabel* m_waiting;
    FigureLabel* m_rejected;
    FigureLabel* m_dropped;
    FigureLabel* m_evicted;
    FigureLabel* m_rebuild;
    FigureLabel* m_forwarder;
    FigureLabel* m_task;
    FigureLabel* m_done;
    FigureLabel* m_problem;
    FigureLabel* m_session;
};

} // namespace fluoroscope

// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The line at the top of a trace: its id, the request, how it ended and how large it is.
#pragma once

#include "core/trace/trace.h"

#include <QWidget>

class QToolButton;

namespace fluoroscope {

class ElidedLabel;
class OutcomeChip;
struct TraceRow;

// "GET /order/1"; empty where no request was recorded.
QString requestOf(const TraceRow& row);

class TraceHeader : public QWidget {
    Q_OBJECT

public:
    explicit TraceHeader(QWidget* parent = nullptr);

    void setTrace(const Trace& trace);
    void setMapAvailable(bool available);
    void setMapVisible(bool visible);

    // As requestOf() its row, and "1.31 s · 3 services · 14 segments · 14:46:01".
    [[nodiscard]] QString request() const;
    [[nodiscard]] QString facts() const { return m_allFacts; }

signals:
    void mapToggled(bool visible);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void copyId();
    void fit();
    void dress();

    QString m_traceId;
    QString m_allFacts;
    QString m_fewerFacts;
    QString m_fewestFacts; // for narrow windows
    QToolButton* m_id;
    ElidedLabel* m_request;
    OutcomeChip* m_chip;
    ElidedLabel* m_facts;
    QToolButton* m_map;
};

} // namespace fluoroscope

// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The panel beside the trace map: what is known about the node or the edge that is selected.
#pragma once

#include "core/filter/filter_expression.h"
#include "ui/map/map_details.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QPushButton;

namespace fluoroscope {

class OutcomeChips;
class Notice;
class RatesChart;
class ResponseHistogram;
class ValueList;

class ServicePanel : public QWidget {
    Q_OBJECT

public:
    explicit ServicePanel(QWidget* parent = nullptr);

    // `minutes` is the length of the window, for rates.
    void showService(const Service& service, double minutes);
    void showEdge(const Edge& edge, double minutes);
    // Of what is shown; of anything else it is ignored. A problem is told.
    void showDetails(const MapSubject& subject, const Result<MapDetails>& details);
    [[nodiscard]] const MapSubject& subject() const { return m_subject; }

signals:
    void closed();
    // The traces of the service or of the calls.
    void tracesRequested(const fluoroscope::FilterExpression& clause);
    // The same within the response times that were chosen.
    void narrowRequested(const fluoroscope::FilterExpression& clause);
    void timeRequested(const fluoroscope::TimeRange& range);
    void retryRequested(); // after a problem

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    struct Figure {
        QWidget* widget = nullptr;
        QLabel* title = nullptr;
        QLabel* value = nullptr;
    };

    Figure addFigure(const QString& title);
    void setSubject(const MapSubject& subject);
    QWidget* newContent();
    void show(const QString& name, const QString& fullName, const QString& type, const CallStatistics& statistics);
    void recolor();

    MapSubject m_subject;
    FilterExpression m_clause; // what is shown, as a filter
    QLabel* m_name = nullptr;
    QLabel* m_type = nullptr;
    Figure m_average;
    Figure m_p95;
    Figure m_rate;
    OutcomeChips* m_chips = nullptr;
    QLabel* m_histogramTitle = nullptr;
    ResponseHistogram* m_histogram = nullptr;
    QLabel* m_nothing = nullptr;
    QLabel* m_ratesTitle = nullptr;
    RatesChart* m_rates = nullptr;
    ValueList* m_urls = nullptr;
    ValueList* m_instances = nullptr;
    QLabel* m_message = nullptr; // that they are on their way
    Notice* m_problem = nullptr; // why there are no details
    QTimer m_slow; // says "Loading…" where they take long
    QPushButton* m_traces = nullptr;
    QString m_fullName;
};

} // namespace fluoroscope

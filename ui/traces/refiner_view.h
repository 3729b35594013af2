// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The query refiners beside the list of traces: by what they can be told apart, and how many each choice leaves.
#pragma once

#include "core/filter/filter_expression.h"

#include <QListView>

namespace fluoroscope {

class Notice;
class RefinerModel;
struct TraceStatistics;

class RefinerView : public QListView {
    Q_OBJECT

public:
    explicit RefinerView(QWidget* parent = nullptr);

    // Takes its share of a page of `width` pixels.
    void setRoom(int width);
    void setStatistics(const TraceStatistics& statistics);
    // In their place: why there are none.
    void setProblem(const QString& problem);

signals:
    // Only the traces that meet `clause` are wanted.
    void narrowRequested(const fluoroscope::FilterExpression& clause);
    void retryRequested(); // after a problem

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    [[nodiscard]] bool isInUse() const;
    void restyle();
    void layOutProblem();
    void choose(const QModelIndex& index);

    RefinerModel* m_model;
    Notice* m_problem;
    QWidget* m_edge; // a line at the right, beyond the scroll bar
    bool m_hasChosen = false; // a value, whose traces have not been counted yet
};

} // namespace fluoroscope

// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// A few values with their counts under a title, each a link where there is a filter that leads to it.
#pragma once

#include "core/trace/trace_statistics.h"

#include <QWidget>

class QAbstractButton;
class QLabel;

namespace fluoroscope {

class ValueList : public QWidget {
    Q_OBJECT

public:
    // `title` stands over the values, `unit` over their counts.
    ValueList(const QString& title, const QString& unit, QWidget* parent);

    // In place: a row that stays keeps focus and pointer.
    void setValues(const std::vector<FacetValue>& values);
    [[nodiscard]] std::vector<QAbstractButton*> rows() const; // those shown

signals:
    void chosen(const fluoroscope::FilterExpression& clause);

private:
    class Row;

    QLabel* m_title = nullptr;
    QLabel* m_unit = nullptr;
    std::vector<Row*> m_rows;
};

} // namespace fluoroscope

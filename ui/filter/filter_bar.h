// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The bar in which the scope's filter expression is typed, with its error, the recent ones and a way to clear it.
#pragma once

#include "core/filter/filter_parser.h"
#include "core/segment/ids.h"

#include <QFrame>
#include <QTimer>

class QToolButton;

namespace fluoroscope {

class FilterEdit;
class FilterNotice;

class FilterBar : public QFrame {
    Q_OBJECT

public:
    explicit FilterBar(QWidget* parent = nullptr);

    [[nodiscard]] FilterEdit* edit() const { return m_edit; }
    // What is applied, as it was typed. What somebody is typing stays.
    void setFilter(const QString& text);
    // Newest first.
    void setRecent(const QStringList& expressions) { m_recent = expressions; }

signals:
    void applied(const QString& text, const fluoroscope::FilterExpression& filter);
    // A trace ID, or a header that holds one, was entered instead of an expression.
    void traceEntered(const fluoroscope::TraceId& id);
    // Escape, with nothing to take back: whoever owns the bar puts the focus elsewhere.
    void left();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void apply();
    void abandon();
    void followEdit();
    void updateButtons();
    void showError();
    void showRecent();
    void restyle();

    FilterEdit* m_edit;
    QToolButton* m_recentButton;
    QToolButton* m_clear;
    QToolButton* m_apply; // seen while what is typed is not what is applied
    FilterNotice* m_notice;
    QTimer m_pause; // in typing, after which an error is told
    QString m_applied;
    QStringList m_recent;
};

} // namespace fluoroscope

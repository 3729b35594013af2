// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The documents that were not taken: when, why, from whom, and the bytes as received.
#pragma once

#include "core/ports/trace_source.h"
#include "ui/query/query_runner.h"

#include <QAbstractTableModel>
#include <QDialog>
#include <QPointer>

class QPlainTextEdit;
class QPushButton;
class QSplitter;
class QTableView;

namespace fluoroscope {

class Notice;
class RoleLabel;

class FindingsModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column : int { Received, Reason, Message, Sender, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    // Newest first. Those already there keep their rows' indexes.
    void setFindings(std::vector<Finding> findings);
    [[nodiscard]] const Finding* findingAt(int row) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<Finding> m_findings;
};

class FindingsView : public QDialog {
    Q_OBJECT

public:
    // The source outlives it.
    FindingsView(TraceSource& source, QueryRunner& runner, QWidget* parent = nullptr);
    ~FindingsView() override;

    // Asks for the newest findings.
    void refresh();

private:
    void take(Result<std::vector<Finding>> findings);
    void showCurrent();

    TraceSource& m_source;
    QPointer<QueryRunner> m_runner; // a window's goes before its dialogs do
    int m_lane;
    bool m_isStale = false; // something may have come after what is being asked for
    FindingsModel* m_model;
    Notice* m_notice; // in place of the list where there is none
    QSplitter* m_list;
    QTableView* m_table;
    RoleLabel* m_message;
    QPlainTextEdit* m_bytes;
    QPushButton* m_copy;
};

} // namespace fluoroscope

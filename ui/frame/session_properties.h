// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the session is: its name and notes, to be changed, and where it came from and what it holds.
#pragma once

#include "core/ports/trace_source.h"
#include "core/state/session_facts.h"
#include "ui/query/query_runner.h"

#include <QDialog>
#include <QPointer>

class QFormLayout;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace fluoroscope {

class RoleLabel;

class SessionProperties : public QDialog {
    Q_OBJECT

public:
    // `runner` may go first, with its window; all else outlives the dialog. `file`: where the session is.
    SessionProperties(
        StateStore& state, const TraceSource& source, QString file, QueryRunner& runner, QWidget* parent = nullptr);
    ~SessionProperties() override;

signals:
    // As read, and again as saved.
    void told(const fluoroscope::SessionFacts& facts);

private:
    void addFact(const QString& name, const QString& value);
    void read();
    void showFacts(const SessionFacts& facts);
    void save();

    StateStore& m_state;
    const TraceSource& m_source;
    QString m_path;
    QPointer<QueryRunner> m_runner;
    int m_lane;
    SessionFacts m_facts; // as read

    QFormLayout* m_form = nullptr;
    QLineEdit* m_name = nullptr;
    QPlainTextEdit* m_notes = nullptr;
    RoleLabel* m_answer = nullptr;
    QPushButton* m_save = nullptr;
};

} // namespace fluoroscope

// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Asks to which daemon the session is to be played, how fast, and with what trouble on the way.
#pragma once

#include "core/ports/session_host.h"
#include "ui/query/query_runner.h"

#include <QDialog>
#include <QPointer>

class QComboBox;
class QDoubleSpinBox;
class QFormLayout;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace fluoroscope {

class RoleLabel;

class ReplayDialog : public QDialog {
    Q_OBJECT

public:
    // `host` outlives the dialog; `runner` may go first, with its window.
    ReplayDialog(SessionHost& host, QueryRunner& runner, QWidget* parent = nullptr);
    ~ReplayDialog() override;

private:
    QDoubleSpinBox* addShare(QFormLayout& form, const QString& name);
    [[nodiscard]] DaemonReplay wanted() const;
    void play();

    SessionHost& m_host;
    QPointer<QueryRunner> m_runner;
    int m_lane;

    QLineEdit* m_address;
    QComboBox* m_speed;
    QDoubleSpinBox* m_loss;
    QDoubleSpinBox* m_duplicate;
    QDoubleSpinBox* m_reorder;
    QSpinBox* m_delay;
    RoleLabel* m_answer;
    QPushButton* m_play;
};

} // namespace fluoroscope

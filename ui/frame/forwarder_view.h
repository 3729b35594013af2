// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Where received segments are forwarded to, how far that is, and what upstream did not take.
#pragma once

#include "core/ports/forwarding.h"
#include "ui/query/query_runner.h"

#include <QDialog>
#include <QPointer>
#include <QTimer>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QTreeWidget;

namespace fluoroscope {

class RoleLabel;

class ForwarderView : public QDialog {
    Q_OBJECT

public:
    // `forwarding` outlives the view.
    ForwarderView(Forwarding& forwarding, QueryRunner& runner, QWidget* parent = nullptr);
    ~ForwarderView() override;

private:
    enum class Kind : std::uint8_t { Nothing, Daemon, Xray };

    QWidget* newForm();
    QWidget* newState();
    void fill(const ForwardOptions& options);
    [[nodiscard]] ForwardOptions options() const;
    void showKind();
    void apply();
    void offerToApply(); // where something was changed
    void refresh();
    void showStatus(const ForwarderStatus& status);
    void showRefusals(const ForwarderStatus& status);

    Forwarding& m_forwarding;
    QPointer<QueryRunner> m_runner; // a window's goes before its dialogs do
    int m_applyLane;
    int m_stateLane;
    QTimer m_timer;

    QFormLayout* m_form = nullptr;
    QComboBox* m_kind = nullptr;
    QLineEdit* m_address = nullptr;
    QLineEdit* m_region = nullptr;
    QLineEdit* m_endpoint = nullptr;
    QLineEdit* m_role = nullptr;
    QLineEdit* m_proxy = nullptr;
    QLineEdit* m_filter = nullptr;
    QDoubleSpinBox* m_share = nullptr;
    QCheckBox* m_samplingCalls = nullptr;
    QPushButton* m_apply = nullptr;
    RoleLabel* m_answer = nullptr;
    RoleLabel* m_figures = nullptr;
    RoleLabel* m_problem = nullptr;
    QTreeWidget* m_refusals = nullptr;
};

} // namespace fluoroscope

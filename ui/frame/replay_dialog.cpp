// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/frame/replay_dialog.h"

#include "ui/frame/playback_bar.h"
#include "ui/theme/role_label.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace fluoroscope {

ReplayDialog::ReplayDialog(SessionHost& host, QueryRunner& runner, QWidget* parent)
    : QDialog(parent)
    , m_host(host)
    , m_runner(&runner)
    , m_lane(runner.addLane())
    , m_address(new QLineEdit(DaemonReplay().address, this))
    , m_speed(new QComboBox(this))
    , m_answer(new RoleLabel(TextRole::Content, Role::Muted, this))
{
    setWindowTitle(tr("Replay to a daemon"));
    resize(480, sizeHint().height());
    auto* told = new RoleLabel(TextRole::Label, Role::Muted, this);
    told->setText(tr("Plays the session over UDP with the spacing in which it came, as new traces of now. UDP tells "
                     "nothing of what arrives."));
    told->setWordWrap(true);
    m_address->setAccessibleName(tr("Address"));
    m_speed->setAccessibleName(tr("Speed"));
    addSpeeds(*m_speed);
    m_speed->setCurrentIndex(m_speed->findData(1.0));
    auto* form = new QFormLayout;
    form->setLabelAlignment(Qt::AlignLeft);
    form->setHorizontalSpacing(4 * metrics::grid);
    form->setVerticalSpacing(2 * metrics::grid);
    form->addRow(tr("&Address"), m_address);
    form->addRow(tr("&Speed"), m_speed);
    m_loss = addShare(*form, tr("&Lose"));
    m_duplicate = addShare(*form, tr("Send &twice"));
    m_reorder = addShare(*form, tr("&Reorder"));
    m_delay = new QSpinBox(this);
    m_delay->setAccessibleName(tr("Delay"));
    m_delay->setRange(0, 60'000);
    m_delay->setSingleStep(50);
    m_delay->setPrefix(tr("up to "));
    m_delay->setSuffix(tr(" ms"));
    form->addRow(tr("&Delay"), m_delay);
    m_answer->setWordWrap(true);
    m_answer->hide();
    auto* box = new QDialogButtonBox(QDialogButtonBox::Close, this);
    m_play = box->addButton(tr("&Play"), QDialogButtonBox::AcceptRole);
    m_play->setDefault(true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(6 * metrics::grid, 5 * metrics::grid, 6 * metrics::grid, 4 * metrics::grid);
    layout->setSpacing(4 * metrics::grid);
    layout->addWidget(told);
    layout->addLayout(form);
    layout->addWidget(m_answer);
    layout->addStretch(1);
    layout->addWidget(box);
    connect(box, &QDialogButtonBox::accepted, this, &ReplayDialog::play);
    connect(box, &QDialogButtonBox::rejected, this, &QDialog::reject);
    m_address->setFocus();
    m_address->selectAll();
}

ReplayDialog::~ReplayDialog()
{
    if (m_runner) {
        m_runner->cancel(m_lane);
    }
}

QDoubleSpinBox* ReplayDialog::addShare(QFormLayout& form, const QString& name)
{
    auto* share = new QDoubleSpinBox(this);
    share->setAccessibleName(QString(name).remove(u'&'));
    share->setRange(0, 100);
    share->setDecimals(1);
    share->setSuffix(tr(" % of the segments"));
    form.addRow(name, share);
    return share;
}

DaemonReplay ReplayDialog::wanted() const
{
    return {m_address->text().trimmed(), m_speed->currentData().toDouble(), m_loss->value() / 100,
        m_duplicate->value() / 100, m_reorder->value() / 100, std::chrono::milliseconds(m_delay->value())};
}

void ReplayDialog::play()
{
    m_play->setEnabled(false);
    m_answer->setRole(Role::Muted);
    m_answer->setText(tr("Reading the session…"));
    m_answer->show();
    m_runner->ask(
        m_lane, [&host = m_host, replay = wanted()](const std::stop_token&) { return host.replayTo(replay); },
        [this](const Result<void>& played) {
            m_play->setEnabled(true);
            if (played) {
                accept();
                return;
            }
            m_answer->setRole(Role::Fault);
            m_answer->setText(tr("✕ %1").arg(played.error().message));
        });
}

} // namespace fluoroscope

// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/frame/forwarder_view.h"

#include "core/text/units.h"
#include "ui/theme/role_label.h"
#include "ui/theme/tool_tip.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr int kInterval = 1000; // ms
constexpr auto kUdp = "udp://"_L1;
constexpr auto kXray = "xray"_L1;
constexpr auto kXrayRegion = "xray://"_L1;

QLineEdit* newField(const QString& name, const QString& hint, QWidget* parent)
{
    auto* field = new QLineEdit(parent);
    field->setAccessibleName(name);
    field->setPlaceholderText(hint);
    return field;
}

} // namespace

ForwarderView::ForwarderView(Forwarding& forwarding, QueryRunner& runner, QWidget* parent)
    : QDialog(parent)
    , m_forwarding(forwarding)
    , m_runner(&runner)
    , m_applyLane(runner.addLane())
    , m_stateLane(runner.addLane())
{
    setWindowTitle(tr("Forwarder"));
    resize(640, 480);
    auto* box = new QDialogButtonBox(QDialogButtonBox::Close, this);
    m_apply = box->addButton(tr("Apply"), QDialogButtonBox::ApplyRole);
    m_apply->setDefault(true);
    box->button(QDialogButtonBox::Close)->setAutoDefault(false);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(6 * metrics::grid, 5 * metrics::grid, 6 * metrics::grid, 4 * metrics::grid);
    layout->setSpacing(3 * metrics::grid);
    layout->addWidget(newForm());
    layout->addWidget(newState(), 1);
    layout->addWidget(box);
    connect(box, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_apply, &QPushButton::clicked, this, &ForwarderView::apply);
    connect(m_kind, &QComboBox::currentIndexChanged, this, &ForwarderView::showKind);
    for (const QLineEdit* field : {m_address, m_region, m_endpoint, m_role, m_proxy, m_filter}) {
        connect(field, &QLineEdit::textChanged, this, &ForwarderView::offerToApply);
    }
    connect(m_share, &QDoubleSpinBox::valueChanged, this, &ForwarderView::offerToApply);
    connect(m_samplingCalls, &QCheckBox::toggled, this, &ForwarderView::offerToApply);
    connect(&m_timer, &QTimer::timeout, this, &ForwarderView::refresh);
    fill(m_forwarding.options());
    m_timer.start(kInterval);
    refresh();
}

ForwarderView::~ForwarderView()
{
    if (m_runner) {
        m_runner->cancel(m_applyLane);
        m_runner->cancel(m_stateLane);
    }
}

QWidget* ForwarderView::newForm()
{
    auto* page = new QWidget(this);
    m_kind = new QComboBox(page);
    m_kind->setAccessibleName(tr("Forward to"));
    m_kind->addItems({tr("Nothing"), tr("Another daemon, over UDP"), tr("AWS X-Ray")});
    m_address = newField(tr("Address"), u"127.0.0.1:2001"_s, page);
    m_region = newField(tr("Region"), tr("of the environment or the profile"), page);
    m_endpoint = newField(tr("Endpoint"), tr("the region's"), page);
    m_role = newField(tr("Role"), tr("none; or arn:aws:iam::123456789012:role/name"), page);
    m_proxy = newField(tr("Proxy"), tr("of HTTPS_PROXY"), page);
    m_filter = newField(tr("Filter"), tr("every trace; or an expression as service(\"orders\") { fault }"), page);
    m_filter->setFont(Theme::current().font(TextRole::Mono));
    m_share = new QDoubleSpinBox(page);
    m_share->setAccessibleName(tr("Share of the traces"));
    m_share->setRange(0, 100);
    m_share->setDecimals(1);
    m_share->setSuffix(tr(" %"));
    m_samplingCalls = new QCheckBox(tr("Let X-Ray answer the SDKs' sampling calls"), page);
    m_answer = new RoleLabel(TextRole::Label, Role::Muted, page);
    m_answer->setWordWrap(true);
    m_form = new QFormLayout(page);
    m_form->setContentsMargins({});
    m_form->setLabelAlignment(Qt::AlignLeft);
    m_form->setHorizontalSpacing(4 * metrics::grid);
    m_form->addRow(tr("Forward to"), m_kind);
    m_form->addRow(tr("Address"), m_address);
    m_form->addRow(tr("Region"), m_region);
    m_form->addRow(tr("Endpoint"), m_endpoint);
    m_form->addRow(tr("Role"), m_role);
    m_form->addRow(tr("Proxy"), m_proxy);
    m_form->addRow(tr("Filter"), m_filter);
    m_form->addRow(tr("Share"), m_share);
    m_form->addRow({}, m_samplingCalls);
    m_form->addRow({}, m_answer);
    return page;
}

QWidget* ForwarderView::newState()
{
    auto* page = new QWidget(this);
    m_figures = new RoleLabel(TextRole::Content, Role::Text, page);
    m_problem = new RoleLabel(TextRole::Content, Role::Fault, page);
    m_problem->setWordWrap(true);
    m_problem->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_refusals = new QTreeWidget(page);
    m_refusals->setAccessibleName(tr("Refused documents"));
    m_refusals->setHeaderLabels({tr("Refused"), tr("Reason"), tr("Segment"), tr("What upstream said")});
    m_refusals->setRootIsDecorated(false);
    m_refusals->setUniformRowHeights(true);
    m_refusals->setFrameShape(QFrame::NoFrame);
    m_refusals->header()->setStretchLastSection(true);
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins({});
    layout->setSpacing(2 * metrics::grid);
    layout->addWidget(m_figures);
    layout->addWidget(m_problem);
    layout->addWidget(m_refusals, 1);
    layout->addStretch(); // while there are none
    return page;
}

void ForwarderView::fill(const ForwardOptions& options)
{
    const bool daemon = options.target.startsWith(kUdp);
    m_kind->setCurrentIndex(int(options.target.isEmpty() ? Kind::Nothing : daemon ? Kind::Daemon : Kind::Xray));
    m_address->setText(daemon ? options.target.mid(kUdp.size()) : QString());
    m_region->setText(options.target.startsWith(kXrayRegion) ? options.target.mid(kXrayRegion.size()) : QString());
    m_endpoint->setText(options.endpoint);
    m_role->setText(options.roleArn);
    m_proxy->setText(options.proxy);
    m_filter->setText(options.filter);
    m_share->setValue(options.sample * 100);
    m_samplingCalls->setChecked(options.samplingCalls);
    showKind();
}

ForwardOptions ForwarderView::options() const
{
    ForwardOptions options;
    const auto kind = Kind(m_kind->currentIndex());
    if (kind == Kind::Nothing) {
        return options;
    }
    options.filter = m_filter->text().trimmed();
    options.sample = m_share->value() / 100;
    if (kind == Kind::Daemon) {
        options.target = kUdp + m_address->text().trimmed();
        return options;
    }
    const QString region = m_region->text().trimmed();
    options.target = region.isEmpty() ? QString(kXray) : kXrayRegion + region;
    options.endpoint = m_endpoint->text().trimmed();
    options.roleArn = m_role->text().trimmed();
    options.proxy = m_proxy->text().trimmed();
    options.samplingCalls = m_samplingCalls->isChecked();
    return options;
}

void ForwarderView::showKind()
{
    const auto kind = Kind(m_kind->currentIndex());
    const auto showRow = [this](QWidget* field, bool shown) {
        field->setVisible(shown);
        if (QWidget* label = m_form->labelForField(field)) {
            label->setVisible(shown);
        }
    };
    showRow(m_address, kind == Kind::Daemon);
    for (QWidget* field : {static_cast<QWidget*>(m_region), static_cast<QWidget*>(m_endpoint),
             static_cast<QWidget*>(m_role), static_cast<QWidget*>(m_proxy), static_cast<QWidget*>(m_samplingCalls)}) {
        showRow(field, kind == Kind::Xray);
    }
    showRow(m_filter, kind != Kind::Nothing);
    showRow(m_share, kind != Kind::Nothing);
    m_answer->setRole(Role::Muted);
    m_answer->setText(kind == Kind::Nothing ? tr("What is received stays on this machine.")
            : kind == Kind::Daemon          ? tr("UDP tells nothing of what arrives. Documents go out in order, paced.")
                                   : tr("Credentials are found where AWS's SDKs look for them, and kept nowhere."));
    offerToApply();
}

void ForwarderView::offerToApply()
{
    m_apply->setEnabled(!m_runner->isBusy(m_applyLane) && options() != m_forwarding.options());
}

void ForwarderView::apply()
{
    m_apply->setEnabled(false);
    m_runner->ask(
        m_applyLane,
        [&forwarding = m_forwarding, wanted = options()](std::stop_token) { return forwarding.configure(wanted); },
        [this](const Result<void>& done) {
            offerToApply();
            m_answer->setRole(done ? Role::Ok : Role::Fault);
            m_answer->setText(done ? tr("✓ Done.") : tr("✕ %1").arg(done.error().message));
            refresh();
        });
}

void ForwarderView::refresh()
{
    if (!m_runner->isBusy(m_stateLane)) {
        m_runner->ask(
            m_stateLane, [&forwarding = m_forwarding](std::stop_token) { return forwarding.status(); },
            [this](const ForwarderStatus& status) { showStatus(status); });
    }
}

void ForwarderView::showStatus(const ForwarderStatus& status)
{
    if (status.target.isEmpty()) {
        m_figures->setText(tr("Nothing was forwarded from this session."));
    } else {
        QStringList figures{tr("%1 sent").arg(formatCount(status.sent)),
            tr("%1 pending").arg(formatCount(status.pending)), tr("%1 refused").arg(formatCount(status.refused))};
        if (status.leftOut > 0) {
            figures << tr("%1 left out").arg(formatCount(status.leftOut));
        }
        if (status.lost > 0) {
            figures << tr("%1 evicted before their turn").arg(formatCount(status.lost));
        }
        if (status.pending > 0) {
            figures << tr("%1 behind").arg(formatDuration(status.lag));
        }
        m_figures->setText(tr("To %1: %2").arg(status.target, figures.join(u" · "_s)));
    }
    m_problem->setVisible(!status.problem.isEmpty() || !status.lastError.isEmpty());
    m_problem->setRole(status.problem.isEmpty() ? Role::Muted : Role::Fault);
    m_problem->setText(status.problem.isEmpty()
            ? tr("Last error, at %1: %2").arg(formatMoment(status.lastErrorTime), status.lastError)
            : tr("✕ %1").arg(status.problem));
    showRefusals(status);
}

void ForwarderView::showRefusals(const ForwarderStatus& status)
{
    m_refusals->setVisible(!status.refusals.empty());
    if (m_refusals->topLevelItemCount() == static_cast<int>(status.refusals.size()) && !status.refusals.empty()
        && m_refusals->topLevelItem(0)->data(0, Qt::UserRole).toLongLong() == status.refusals.back().document) {
        return; // as it was
    }
    m_refusals->clear();
    for (auto refusal = status.refusals.rbegin(); refusal != status.refusals.rend(); ++refusal) {
        auto* item = new QTreeWidgetItem(
            m_refusals, {formatMoment(refusal->time), refusal->code, refusal->segment, refusal->message});
        item->setData(0, Qt::UserRole, refusal->document);
        item->setToolTip(3, plainToolTip(refusal->message));
    }
}

} // namespace fluoroscope

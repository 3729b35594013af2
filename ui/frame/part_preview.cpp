// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/frame/part_preview.h"

#include "core/text/units.h"
#include "ui/frame/exports.h"
#include "ui/frame/redaction_tree.h"
#include "ui/theme/role_label.h"

#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr qsizetype kExamples = 5; // of each rule
constexpr int kPause = 300; // ms of typing after which it is looked
constexpr int kTick = 200; // ms between two words of progress

} // namespace

PartPreview::PartPreview(SessionHost& host, QueryRunner& runner, QWidget* parent)
    : QWidget(parent)
    , m_host(host)
    , m_runner(&runner)
    , m_lane(runner.addLane())
    , m_found(new RoleLabel(TextRole::Content, Role::Text, this))
    , m_again(new QPushButton(this))
    , m_changes(new RedactionTree(this))
    , m_along(new RoleLabel(TextRole::Label, Role::Muted, this))
{
    m_found->setWordWrap(true);
    m_along->setWordWrap(true);
    m_again->setAutoDefault(false);
    auto* line = new QHBoxLayout;
    line->addWidget(m_found, 1);
    line->addWidget(m_again);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(2 * metrics::grid);
    layout->addLayout(line);
    layout->addWidget(m_changes, 1);
    layout->addWidget(m_along);
    m_soon.setSingleShot(true);
    connect(&m_soon, &QTimer::timeout, this, &PartPreview::lookAtPart);
    connect(&m_ticks, &QTimer::timeout, this, &PartPreview::showProgress);
    connect(m_again, &QPushButton::clicked, this, [this] { m_looking ? stop() : lookAtPart(); });
}

PartPreview::~PartPreview()
{
    if (m_runner) {
        m_runner->cancel(m_lane);
    }
}

void PartPreview::look(const SessionPart& part)
{
    m_part = part;
    lookAtPart();
}

void PartPreview::lookSoon(const SessionPart& part)
{
    m_part = part;
    m_soon.start(kPause);
}

void PartPreview::lookAtPart()
{
    m_soon.stop();
    m_looking = std::make_shared<ExportProgress>();
    m_ticks.start(kTick);
    m_again->setText(tr("Stop &looking"));
    m_found->setRole(Role::Muted);
    showProgress();
    m_along->setText(m_part.configuration
            ? tr("Documents go as they came; sampling rules, groups and tags go along.")
            : tr("Sampling rules, groups, tags and the command line stay behind: they may name what is redacted."));
    m_runner->ask(
        m_lane,
        [&host = m_host, part = m_part, progress = m_looking](
            const std::stop_token& stop) { return host.previewPart(part, kExamples, progressInto(progress), stop); },
        [this](const Result<RedactionPreview>& preview) { showPreview(preview); });
}

void PartPreview::stop()
{
    m_soon.stop();
    if (!m_looking) {
        return;
    }
    m_runner->cancel(m_lane);
    m_looking.reset();
    m_ticks.stop();
    m_changes->setPreview({});
    m_found->setRole(Role::Muted);
    m_found->setText(tr("Stopped before it was known what this changes."));
    m_again->setText(tr("Re&fresh"));
}

void PartPreview::showPreview(const Result<RedactionPreview>& preview)
{
    m_looking.reset();
    m_ticks.stop();
    m_again->setText(tr("Re&fresh"));
    m_changes->setPreview(preview ? preview->rules : std::vector<RedactionSum>());
    m_found->setRole(preview ? Role::Text : Role::Fault);
    if (!preview) {
        m_found->setText(tr("✕ %1").arg(preview.error().message));
        return;
    }
    QString text = preview->traces == 1 ? tr("1 trace") : tr("%1 traces").arg(formatCount(preview->traces));
    text += preview->documents == 1 ? tr(", 1 document") : tr(", %1 documents").arg(formatCount(preview->documents));
    if (preview->leftOut == 1) {
        text += tr(" · 1 cannot be redacted and is left out");
    } else if (preview->leftOut > 0) {
        text += tr(" · %1 cannot be redacted and are left out").arg(formatCount(preview->leftOut));
    }
    m_found->setText(text);
}

void PartPreview::showProgress()
{
    m_found->setText(m_looking->total == 0 ? tr("Looking…") : tr("Looking… %1 %").arg(percentOf(*m_looking)));
}

} // namespace fluoroscope

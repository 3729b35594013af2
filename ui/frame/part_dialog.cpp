// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/frame/part_dialog.h"

#include "core/text/units.h"
#include "ui/frame/dialogs.h"
#include "ui/frame/exports.h"
#include "ui/frame/part_preview.h"
#include "ui/frame/redaction_form.h"
#include "ui/frame/settings.h"
#include "ui/theme/role_label.h"

#include <QCheckBox>
#include <QDir>
#include <QFileInfo>
#include <QGridLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QScreen>
#include <QScrollArea>
#include <QStandardPaths>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr int kTick = 200; // ms between two words of progress

// The first that is there: the one of the last time, the person's documents, their home.
QString usualFolder(const QString& last)
{
    for (const QString& folder : {last, QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation)}) {
        if (!folder.isEmpty() && QFileInfo(folder).isDir()) {
            return folder;
        }
    }
    return QDir::homePath();
}

} // namespace

PartDialog::PartDialog(SessionHost& host, Settings& settings, QueryRunner& runner, QWidget* parent)
    : QDialog(parent)
    , m_host(host)
    , m_settings(settings)
    , m_runner(&runner)
    , m_lane(runner.addLane())
{
    setWindowTitle(tr("Export a part"));
    resize(QSize(760, 700).boundedTo(screen()->availableSize() - QSize(0, metrics::rowHeight)));
    m_choices = new QWidget(this);
    auto* choices = new QVBoxLayout(m_choices);
    choices->setContentsMargins({});
    choices->setSpacing(4 * metrics::grid);
    choices->addWidget(newChoice());
    m_preview = new PartPreview(host, runner, m_choices);
    choices->addWidget(m_preview, 1);
    m_target = newTarget();
    m_answer = new RoleLabel(TextRole::Content, Role::Muted, this);
    m_answer->setWordWrap(true);
    m_answer->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_open = new QPushButton(tr("&Open it"), this);
    m_open->setAutoDefault(false);
    m_open->hide();
    m_export = new QPushButton(tr("E&xport"), this);
    m_export->setDefault(true);
    m_close = new QPushButton(tr("Cancel"), this);
    m_close->setAutoDefault(false);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(2 * metrics::grid);
    buttons->addWidget(m_answer, 1);
    buttons->addWidget(m_open);
    buttons->addSpacing(2 * metrics::grid);
    buttons->addWidget(m_export);
    buttons->addWidget(m_close);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(6 * metrics::grid, 5 * metrics::grid, 6 * metrics::grid, 4 * metrics::grid);
    layout->setSpacing(4 * metrics::grid);
    auto* area = new QScrollArea(this); // on a low screen the buttons stay in reach
    area->setFrameShape(QFrame::NoFrame);
    area->setFocusPolicy(Qt::NoFocus); // what it holds has the keys
    area->setWidgetResizable(true);
    area->setWidget(m_choices);
    area->viewport()->setAutoFillBackground(false);
    m_choices->setAutoFillBackground(false);
    layout->addWidget(area, 1);
    layout->addWidget(m_target);
    layout->addLayout(buttons);

    m_redaction->setRedaction(m_settings.exportRedaction());
    connect(&m_ticks, &QTimer::timeout, this,
        [this] { tell(Role::Muted, tr("Exporting… %1 %").arg(percentOf(*m_writing))); });
    const auto lookSoon = [this] { m_preview->lookSoon(part()); };
    connect(m_redaction, &RedactionForm::changed, this, lookSoon);
    for (QRadioButton* choice : {m_selected, m_scope, m_all}) {
        connect(choice, &QRadioButton::clicked, this, lookSoon);
        connect(choice, &QRadioButton::clicked, this, [this] { m_hasChosen = true; });
    }
    connect(m_open, &QPushButton::clicked, this, [this] {
        if (const Result<void> opened = m_host.openFile(m_written); !opened) {
            tell(Role::Fault, tr("✕ %1").arg(opened.error().message));
        }
    });
    connect(m_export, &QPushButton::clicked, this, &PartDialog::write);
    connect(m_close, &QPushButton::clicked, this, &PartDialog::reject);
    setWriting(false);
    checkFile();
}

PartDialog::~PartDialog()
{
    if (m_runner) {
        m_runner->cancel(m_lane);
    }
}

QWidget* PartDialog::newChoice()
{
    auto* page = new QWidget(this);
    m_selected = new QRadioButton(page);
    m_scope = new QRadioButton(tr("&What the window shows"), page);
    m_all = new QRadioButton(tr("E&verything in the session"), page);
    m_scopeText = new RoleLabel(TextRole::Label, Role::Muted, page);
    m_scopeText->setWordWrap(true);
    auto* scope = new QHBoxLayout;
    scope->setSpacing(3 * metrics::grid);
    scope->addWidget(m_scope);
    scope->addWidget(m_scopeText, 1);
    auto* which = new QVBoxLayout;
    which->setSpacing(metrics::grid);
    which->addWidget(m_selected);
    which->addLayout(scope);
    which->addWidget(m_all);
    m_redaction = new RedactionForm(page);
    auto* grid = new QGridLayout(page);
    grid->setContentsMargins({});
    grid->setHorizontalSpacing(4 * metrics::grid);
    grid->setVerticalSpacing(4 * metrics::grid);
    grid->setColumnStretch(1, 1);
    const auto addLabel = [&](const QString& text, int row) {
        auto* label = new RoleLabel(TextRole::Strong, Role::Text, page);
        label->setText(text);
        label->setFixedHeight(m_all->sizeHint().height()); // on the line of the first choice
        grid->addWidget(label, row, 0, Qt::AlignTop);
    };
    addLabel(tr("Traces"), 0);
    grid->addLayout(which, 0, 1);
    addLabel(tr("Redact"), 1);
    grid->addWidget(m_redaction, 1, 1);
    return page;
}

QWidget* PartDialog::newTarget()
{
    auto* page = new QWidget(this);
    auto* label = new RoleLabel(TextRole::Strong, Role::Text, page);
    m_file = new QLineEdit(page);
    m_file->setAccessibleName(tr("File"));
    label->setText(tr("&To"));
    label->setBuddy(m_file);
    auto* choose = new QPushButton(tr("C&hoose…"), page);
    choose->setAutoDefault(false);
    m_replace = new QCheckBox(tr("&Replace the file that is there"), page);
    auto* line = new QHBoxLayout;
    line->setSpacing(2 * metrics::grid);
    line->addWidget(label);
    line->addSpacing(4 * metrics::grid);
    line->addWidget(m_file, 1);
    line->addWidget(choose);
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins({});
    layout->setSpacing(2 * metrics::grid);
    layout->addLayout(line);
    auto* replace = new QHBoxLayout;
    replace->addSpacing(label->sizeHint().width() + 6 * metrics::grid); // below the file
    replace->addWidget(m_replace);
    layout->addLayout(replace);
    const QString folder = usualFolder(m_settings.exportFolder());
    m_file->setText(folder + u'/' + QFileInfo(m_host.file()).completeBaseName() + tr(" part.fluoro"));
    connect(m_file, &QLineEdit::textChanged, this, &PartDialog::checkFile);
    connect(choose, &QPushButton::clicked, this, &PartDialog::chooseFile);
    return page;
}

void PartDialog::setOffer(const PartOffer& offer)
{
    if (m_writing) {
        return;
    }
    m_offer = offer;
    const auto count = std::ssize(offer.traces);
    m_selected->setText(count == 0 ? tr("The &selected traces: there are none")
            : offer.selected > count
            ? tr("The first %1 of %2 &selected traces").arg(formatCount(count), formatCount(offer.selected))
            : count == 1 ? tr("The &selected trace")
                         : tr("The %1 &selected traces").arg(formatCount(count)));
    m_selected->setEnabled(count > 0);
    m_scopeText->setText(offer.scopeText);
    m_scope->setAccessibleDescription(offer.scopeText);
    if (!m_hasChosen) {
        (offer.prefersTraces && count > 0 ? m_selected : m_scope)->setChecked(true);
    }
    m_preview->look(part());
}

void PartDialog::chooseFile()
{
    askForNewFile(this, tr("Export a part"), file(), {tr("Fluoroscope sessions (*.fluoro)")},
        [this](const QString& chosen) { m_file->setText(chosen); });
}

QString PartDialog::file() const
{
    const QString typed = m_file->text().trimmed();
    return typed.isEmpty() || !QFileInfo(typed).suffix().isEmpty() ? typed : typed + u".fluoro"_s;
}

void PartDialog::checkFile()
{
    const bool isThere = !file().isEmpty() && QFileInfo::exists(file());
    m_replace->setVisible(isThere);
    m_replace->setChecked(false);
    m_export->setEnabled(m_writing != nullptr || !file().isEmpty());
}

SessionPart PartDialog::part() const
{
    SessionPart part;
    if (m_selected->isChecked()) {
        part.traces = m_offer.traces;
    } else if (m_scope->isChecked()) {
        part.selection = m_offer.scope;
    }
    part.redaction = m_redaction->redaction();
    part.configuration = part.redaction.isEmpty(); // a filter or a rule may name what shall not be told
    return part;
}

void PartDialog::write()
{
    if (m_writing) {
        stopWriting();
        return;
    }
    m_preview->stop();
    const QString target = file();
    m_settings.setExportRedaction(m_redaction->redaction());
    m_settings.setExportFolder(QFileInfo(target).absolutePath());
    m_writing = std::make_shared<ExportProgress>();
    setWriting(true);
    m_runner->ask(
        m_lane,
        [&host = m_host, part = part(), to = SessionTarget{target, m_replace->isChecked()}, progress = m_writing](
            const std::stop_token& stop) { return host.exportPart(part, to, progressInto(progress), stop); },
        [this, target](const Result<ExportedPart>& exported) { finish(target, exported); });
}

void PartDialog::stopWriting()
{
    m_runner->cancel(m_lane);
    m_writing.reset();
    setWriting(false);
    tell(Role::Muted, tr("The export was stopped; nothing of it is there."));
}

void PartDialog::finish(const QString& target, const Result<ExportedPart>& exported)
{
    m_writing.reset();
    setWriting(false);
    checkFile();
    if (!exported) {
        tell(Role::Fault, tr("✕ %1").arg(exported.error().message));
        return;
    }
    m_written = target;
    m_open->show();
    m_close->setText(tr("Close"));
    const QString name = QFileInfo(target).fileName();
    QString text = exported->traces == 1
        ? tr("✓ 1 trace was exported to %1.").arg(name)
        : tr("✓ %1 traces were exported to %2.").arg(formatCount(exported->traces), name);
    if (exported->leftOut == 1) {
        text += tr(" 1 document that cannot be redacted was left out.");
    } else if (exported->leftOut > 0) {
        text += tr(" %1 documents that cannot be redacted were left out.").arg(formatCount(exported->leftOut));
    }
    tell(Role::Ok, text);
}

void PartDialog::setWriting(bool writing)
{
    m_choices->setEnabled(!writing);
    m_target->setEnabled(!writing);
    m_export->setText(writing ? tr("&Stop") : tr("E&xport"));
    m_close->setEnabled(!writing);
    if (writing) {
        m_open->hide();
        tell(Role::Muted, tr("Exporting…"));
        m_ticks.start(kTick);
    } else {
        m_ticks.stop();
    }
}

void PartDialog::tell(Role role, const QString& text)
{
    m_answer->setRole(role);
    m_answer->setText(text);
}

void PartDialog::reject()
{
    if (m_writing) {
        stopWriting();
    } else {
        QDialog::reject();
    }
}

} // namespace fluoroscope

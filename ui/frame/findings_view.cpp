// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/frame/findings_view.h"

#include "core/text/units.h"
#include "ui/theme/notice.h"
#include "ui/theme/role_label.h"
#include "ui/theme/tool_tip.h"

#include <QApplication>
#include <QClipboard>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {
constexpr qint64 kMostFindings = 1000;
constexpr qsizetype kMostBytesShown = 256 * 1024;
} // namespace

void FindingsModel::setFindings(std::vector<Finding> findings)
{
    const qint64 newestKnown = m_findings.empty() ? 0 : m_findings.front().journalId;
    const auto firstKnown = std::find_if(
        findings.begin(), findings.end(), [&](const Finding& finding) { return finding.journalId == newestKnown; });
    if (m_findings.empty() || firstKnown == findings.end()) {
        beginResetModel();
        m_findings = std::move(findings);
        endResetModel();
        return;
    }
    if (const auto added = int(firstKnown - findings.begin()); added > 0) {
        beginInsertRows({}, 0, added - 1);
        m_findings.insert(
            m_findings.begin(), std::make_move_iterator(findings.begin()), std::make_move_iterator(firstKnown));
        endInsertRows();
    }
    if (std::ssize(m_findings) > kMostFindings) {
        beginRemoveRows({}, int(kMostFindings), int(std::ssize(m_findings)) - 1);
        m_findings.resize(std::size_t(kMostFindings));
        endRemoveRows();
    }
}

const Finding* FindingsModel::findingAt(int row) const
{
    return row >= 0 && row < std::ssize(m_findings) ? &m_findings[std::size_t(row)] : nullptr;
}

int FindingsModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(std::ssize(m_findings));
}

int FindingsModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant FindingsModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const Finding& finding = m_findings[std::size_t(index.row())];
    if (role == Qt::ToolTipRole) {
        return index.column() == Received ? formatUtc(finding.received) : plainToolTip(finding.message);
    }
    if (role != Qt::DisplayRole) {
        return {};
    }
    switch (index.column()) {
    case Received:
        return formatMoment(finding.received);
    case Reason:
        return toString(finding.code);
    case Message:
        return finding.message;
    case Sender:
        return finding.sender;
    default:
        return {};
    }
}

QVariant FindingsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
    case Received:
        return tr("Received");
    case Reason:
        return tr("Reason");
    case Message:
        return tr("What is wrong");
    case Sender:
        return tr("Sender");
    default:
        return {};
    }
}

FindingsView::FindingsView(TraceSource& source, QueryRunner& runner, QWidget* parent)
    : QDialog(parent)
    , m_source(source)
    , m_runner(&runner)
    , m_lane(runner.addLane())
    , m_model(new FindingsModel(this))
    , m_notice(new Notice(Notice::Place::Page, this))
    , m_list(new QSplitter(Qt::Vertical, this))
    , m_table(new QTableView(this))
    , m_message(new RoleLabel(TextRole::Content, Role::Text, this))
    , m_bytes(new QPlainTextEdit(this))
    , m_copy(new QPushButton(tr("Copy the bytes"), this))
{
    setWindowTitle(tr("Rejected documents"));
    m_copy->setAutoDefault(false);
    resize(860, 560);
    m_table->setModel(m_model);
    m_table->setAccessibleName(tr("Rejected documents"));
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setSelectionBehavior(QTableView::SelectRows);
    m_table->setSelectionMode(QTableView::SingleSelection);
    m_table->setTabKeyNavigation(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->verticalHeader()->setDefaultSectionSize(metrics::rowHeight);
    QHeaderView* header = m_table->horizontalHeader();
    header->setFixedHeight(metrics::headerHeight);
    header->setHighlightSections(false);
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->resizeSection(FindingsModel::Received, 144);
    header->resizeSection(FindingsModel::Reason, 136);
    header->setSectionResizeMode(FindingsModel::Message, QHeaderView::Stretch);
    header->resizeSection(FindingsModel::Sender, 144);

    m_message->setWordWrap(true);
    m_message->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_bytes->setReadOnly(true);
    m_bytes->setAccessibleName(tr("Bytes as received"));
    m_bytes->setFont(Theme::current().font(TextRole::MonoLabel));
    auto* detail = new QWidget(this);
    auto* column = new QVBoxLayout(detail);
    column->setContentsMargins(0, 2 * metrics::grid, 0, 0);
    column->addWidget(m_message);
    column->addWidget(m_bytes, 1);
    m_list->addWidget(m_table);
    m_list->addWidget(detail);
    m_list->setChildrenCollapsible(false);
    m_list->hide();
    m_notice->say({}, tr("Reading…"));
    auto* box = new QDialogButtonBox(QDialogButtonBox::Close, this);
    box->addButton(m_copy, QDialogButtonBox::ActionRole);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_notice, 1);
    layout->addWidget(box);

    connect(box, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_notice, &Notice::retryRequested, this, &FindingsView::refresh);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &FindingsView::showCurrent);
    connect(m_copy, &QPushButton::clicked, this, [this] {
        if (const Finding* finding = m_model->findingAt(m_table->currentIndex().row())) {
            QApplication::clipboard()->setText(QString::fromUtf8(finding->bytes));
        }
    });
    showCurrent();
    refresh();
}

FindingsView::~FindingsView()
{
    if (m_runner) {
        m_runner->cancel(m_lane);
    }
}

void FindingsView::refresh()
{
    m_isStale = m_runner->isBusy(m_lane);
    if (m_isStale) {
        return; // what is on its way may be older: it is asked again then
    }
    m_runner->ask(
        m_lane, [&source = m_source](std::stop_token stop) { return source.findings(kMostFindings, stop); },
        [this](Result<std::vector<Finding>> findings) { take(std::move(findings)); });
}

void FindingsView::take(Result<std::vector<Finding>> findings)
{
    const bool any = findings && !findings->empty();
    const bool appears = any && m_list->isHidden();
    m_list->setVisible(any);
    m_notice->setVisible(!any);
    m_copy->setVisible(any);
    if (!findings) {
        m_notice->sayProblem(tr("The rejected documents cannot be shown"), findings.error().message);
    } else if (!any) {
        m_notice->say(
            tr("Nothing was rejected"), tr("What X-Ray would not take is kept here, whole, and with the reason."));
    } else {
        m_model->setFindings(std::move(*findings));
        if (!m_table->currentIndex().isValid()) {
            m_table->setCurrentIndex(m_model->index(0, 0));
        }
        if (appears) {
            m_table->setFocus(); // what had it while there was no list is not what one came for
        }
    }
    if (m_isStale) {
        refresh();
    }
}

void FindingsView::showCurrent()
{
    const Finding* finding = m_model->findingAt(m_table->currentIndex().row());
    m_copy->setEnabled(finding != nullptr);
    m_message->setText(finding ? finding->message : QString());
    m_bytes->setPlainText(finding ? QString::fromUtf8(finding->bytes.left(kMostBytesShown)) : QString());
}

} // namespace fluoroscope

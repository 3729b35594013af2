// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/inspector/metadata_pane.h"

#include "core/text/units.h"
#include "ui/inspector/metadata_delegate.h"
#include "ui/inspector/metadata_model.h"
#include "ui/theme/role_label.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QToolButton>
#include <QTreeView>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr int kUnfoldFound = 20'000; // nodes, of which a search has hidden most

} // namespace

MetadataPane::MetadataPane(QWidget* parent)
    : QWidget(parent)
    , m_model(new MetadataModel(this))
    , m_search(new QLineEdit)
    , m_count(new RoleLabel(TextRole::Label, Role::Muted))
    , m_previous(new QToolButton)
    , m_next(new QToolButton)
    , m_tree(new QTreeView)
    , m_nothing(new RoleLabel(TextRole::Content, Role::Muted))
{
    m_search->setPlaceholderText(tr("Search metadata"));
    m_search->setAccessibleName(m_search->placeholderText());
    m_search->setClearButtonEnabled(true);
    m_search->setMinimumHeight(metrics::rowHeight);
    m_previous->setToolTip(tr("Previous match (Shift+Enter)"));
    m_previous->setAccessibleName(tr("Previous match"));
    m_next->setToolTip(tr("Next match (Enter)"));
    m_next->setAccessibleName(tr("Next match"));
    for (QToolButton* button : {m_previous, m_next}) {
        button->setAutoRaise(true);
        button->setFocusPolicy(Qt::TabFocus);
        connect(button, &QToolButton::clicked, this, [this, button] { goToMatch(button == m_next); });
    }
    m_tree->setModel(m_model);
    m_tree->setItemDelegate(new MetadataDelegate(m_tree));
    m_tree->setAccessibleName(tr("Metadata"));
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setHeaderHidden(true);
    m_tree->setUniformRowHeights(true);
    m_tree->setIndentation(16);
    m_tree->header()->setStretchLastSection(false);
    m_tree->setHorizontalScrollMode(QTreeView::ScrollPerPixel);
    connect(m_tree, &QTreeView::expanded, this, &MetadataPane::fitKeys);
    connect(m_tree, &QTreeView::collapsed, this, &MetadataPane::fitKeys);
    m_tree->setContextMenuPolicy(Qt::ActionsContextMenu);
    const auto addCopy = [this](const QString& title, const QKeySequence& keys, auto text) {
        auto* copy = new QAction(title, this);
        copy->setShortcut(keys);
        copy->setShortcutContext(Qt::WidgetShortcut);
        m_tree->addAction(copy);
        connect(copy, &QAction::triggered, this, [this, text] {
            if (m_tree->currentIndex().isValid()) {
                QGuiApplication::clipboard()->setText(text(m_tree->currentIndex()));
            }
        });
    };
    addCopy(
        tr("Copy value"), QKeySequence::Copy, [this](const QModelIndex& index) { return m_model->copyText(index); });
    addCopy(tr("Copy path"), QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_P),
        [this](const QModelIndex& index) { return m_model->path(index); });
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString& text) { search(text.trimmed()); });
    connect(&Theme::current(), &Theme::changed, this, &MetadataPane::restyle);

    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(0, 0, 0, 0);
    bar->setSpacing(metrics::grid);
    bar->addWidget(m_search, 1);
    bar->addWidget(m_count);
    bar->addWidget(m_previous);
    bar->addWidget(m_next);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addLayout(bar);
    layout->addWidget(m_tree);
    layout->addWidget(m_nothing, 1, Qt::AlignTop);
    m_nothing->setText(tr("Nothing recorded."));
    restyle();
    tellMatches();
    tellNothing();
}

void MetadataPane::setMetadata(const QByteArray& metadata)
{
    if (metadata == m_metadata) {
        return; // a live trace that grew elsewhere: what is unfolded stays so
    }
    m_metadata = metadata;
    m_model->setMetadata(metadata);
    m_at = -1;
    unfold();
    tellMatches();
    tellNothing();
}

void MetadataPane::tellNothing()
{
    const bool any = m_model->nodeCount() > 0;
    m_search->setVisible(any);
    m_tree->setVisible(any);
    m_nothing->setVisible(!any);
}

void MetadataPane::search(const QString& text)
{
    m_model->setFilter(text);
    m_at = -1;
    unfold();
    tellMatches();
    if (m_model->matchCount() > 0) {
        goToMatch(true);
    }
}

void MetadataPane::goToMatch(bool forward)
{
    const int count = m_model->matchCount();
    if (count == 0) {
        return;
    }
    m_at = m_at < 0 ? (forward ? 0 : count - 1) : (m_at + (forward ? 1 : count - 1)) % count;
    const QModelIndex found = m_model->matchAt(m_at);
    m_tree->setCurrentIndex(found); // unfolds what is around it
    fitKeys();
    m_tree->scrollTo(found);
    tellMatches();
}

void MetadataPane::tellMatches()
{
    const int count = m_model->matchCount();
    const bool searches = !m_model->filter().isEmpty();
    for (QWidget* widget : std::initializer_list<QWidget*>{m_count, m_previous, m_next}) {
        widget->setVisible(searches);
    }
    m_previous->setEnabled(count > 0);
    m_next->setEnabled(count > 0);
    m_count->setRole(count == 0 ? Role::Fault : Role::Muted);
    m_count->setText(count == 0 ? tr("no match")
            : m_at < 0          ? (count == 1 ? tr("1 match") : tr("%1 matches").arg(formatCount(count)))
                                : tr("%1 of %2").arg(formatCount(m_at + 1), formatCount(count)));
}

void MetadataPane::unfold()
{
    const int most = m_model->filter().isEmpty() ? MetadataModel::kUnfoldedAtOnce : kUnfoldFound;
    if (m_model->nodeCount() <= most) {
        m_tree->expandAll();
    } else {
        m_tree->expandToDepth(0); // going to a match unfolds the way to it
    }
    fitKeys();
}

void MetadataPane::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        goToMatch(!event->modifiers().testFlag(Qt::ShiftModifier));
    } else if (event->key() == Qt::Key_Escape && !m_search->text().isEmpty()) {
        m_search->clear();
    } else {
        QWidget::keyPressEvent(event);
    }
}

void MetadataPane::restyle()
{
    m_previous->setIcon(Theme::current().icon(u"back"_s));
    m_next->setIcon(Theme::current().icon(u"forward"_s));
    m_tree->viewport()->update();
}

void MetadataPane::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    fitKeys();
}

// As wide as the deepest key that is unfolded needs, beyond which the values scroll along.
void MetadataPane::fitKeys()
{
    const int share = width() * 2 / 5;
    m_tree->resizeColumnToContents(MetadataModel::Key);
    const int keys = std::max(share, m_tree->columnWidth(MetadataModel::Key));
    m_tree->setColumnWidth(MetadataModel::Key, keys);
    m_tree->setColumnWidth(MetadataModel::Value, std::max(m_tree->viewport()->width() - keys, share));
}

} // namespace fluoroscope

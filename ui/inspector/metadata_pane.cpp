// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/inspector/metadata_pane.h"

#include "ui/inspector/metadata_model.h"
#include "ui/theme/theme.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLineEdit>
#include <QTreeView>
#include <QVBoxLayout>

namespace fluoroscope {

namespace {

constexpr int kUnfoldAtOnce = 500; // nodes: more would bury the namespaces

} // namespace

MetadataPane::MetadataPane(QWidget* parent)
    : QWidget(parent)
    , m_model(new MetadataModel(this))
    , m_search(new QLineEdit)
    , m_tree(new QTreeView)
{
    m_search->setPlaceholderText(tr("Search metadata"));
    m_search->setAccessibleName(m_search->placeholderText());
    m_search->setClearButtonEnabled(true);
    m_search->setMinimumHeight(metrics::rowHeight);
    m_search->setTextMargins(4, 0, 4, 0);
    m_tree->setModel(m_model);
    m_tree->setAccessibleName(tr("Metadata"));
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setHeaderHidden(true);
    m_tree->setUniformRowHeights(true);
    m_tree->setIndentation(16);
    m_tree->setTextElideMode(Qt::ElideRight);
    m_tree->header()->setStretchLastSection(true);
    m_tree->setContextMenuPolicy(Qt::ActionsContextMenu);
    auto* copy = new QAction(tr("Copy value"), this);
    copy->setShortcut(QKeySequence::Copy);
    copy->setShortcutContext(Qt::WidgetShortcut);
    m_tree->addAction(copy);
    connect(copy, &QAction::triggered, this, &MetadataPane::copyValue);
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_model->setFilter(text.trimmed());
        unfold();
    });
    connect(&Theme::current(), &Theme::changed, m_tree->viewport(), qOverload<>(&QWidget::update));

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_search);
    layout->addWidget(m_tree);
}

void MetadataPane::setMetadata(const QJsonObject& metadata)
{
    if (metadata == m_metadata) {
        return; // a live trace that grew elsewhere: what is unfolded stays so
    }
    m_metadata = metadata;
    m_model->setMetadata(metadata);
    if (!m_search->text().isEmpty()) {
        m_model->setFilter(m_search->text().trimmed());
    }
    unfold();
}

void MetadataPane::unfold()
{
    if (m_model->nodeCount() <= kUnfoldAtOnce || !m_search->text().isEmpty()) {
        m_tree->expandAll();
    } else {
        m_tree->expandToDepth(0);
    }
}

void MetadataPane::copyValue()
{
    QGuiApplication::clipboard()->setText(m_model->copyText(m_tree->currentIndex()));
}

void MetadataPane::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    m_tree->setColumnWidth(MetadataModel::Key, width() * 2 / 5);
}

} // namespace fluoroscope

// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/frame/redaction_tree.h"

#include "core/text/units.h"
#include "ui/theme/theme.h"
#include "ui/theme/tool_tip.h"

#include <QHeaderView>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr int kRow = 6 * metrics::grid;

enum Column : std::uint8_t { Path, Before, After, Times, ColumnCount };

QString nameOf(RedactionRule rule)
{
    switch (rule) {
    case RedactionRule::Urls:
        return RedactionTree::tr("URLs");
    case RedactionRule::Clients:
        return RedactionTree::tr("Client addresses");
    case RedactionRule::Users:
        return RedactionTree::tr("Users");
    case RedactionRule::Sql:
        return RedactionTree::tr("SQL literals");
    case RedactionRule::Annotations:
        return RedactionTree::tr("Annotations");
    case RedactionRule::Metadata:
        return RedactionTree::tr("Metadata");
    }
    Q_UNREACHABLE();
}

} // namespace

RedactionTree::RedactionTree(QWidget* parent)
    : QTreeWidget(parent)
{
    setAccessibleName(tr("What the redaction changes"));
    setColumnCount(ColumnCount);
    setHeaderLabels({tr("Where"), tr("Before"), tr("After"), tr("Times")});
    headerItem()->setTextAlignment(Times, Qt::AlignRight | Qt::AlignVCenter);
    setUniformRowHeights(true);
    setRootIsDecorated(true);
    setTextElideMode(Qt::ElideMiddle);
    setFrameShape(QFrame::NoFrame);
    setMinimumHeight(120);
    header()->setStretchLastSection(false);
    header()->setSectionResizeMode(Before, QHeaderView::Stretch);
    header()->setSectionResizeMode(After, QHeaderView::Stretch);
    header()->resizeSection(Path, 184);
    header()->resizeSection(Times, 64);
    connect(&Theme::current(), &Theme::changed, this, &RedactionTree::dress);
}

void RedactionTree::setPreview(const std::vector<RedactionSum>& rules)
{
    clear();
    for (const RedactionSum& sum : rules) {
        addRule(sum);
    }
    expandAll();
    dress();
}

void RedactionTree::addRule(const RedactionSum& sum)
{
    auto* rule = new QTreeWidgetItem(this);
    rule->setSizeHint(Path, QSize(0, kRow)); // and so every row
    rule->setText(Path,
        sum.changes == 0        ? tr("%1: nothing to change").arg(nameOf(sum.rule))
            : sum.changes == 1  ? tr("%1: 1 change").arg(nameOf(sum.rule))
            : sum.distinct == 1 ? tr("%1: %2 changes, all alike").arg(nameOf(sum.rule), formatCount(sum.changes))
                                : tr("%1: %2 changes, %3 of them different")
                                      .arg(nameOf(sum.rule), formatCount(sum.changes), formatCount(sum.distinct)));
    rule->setFirstColumnSpanned(true);
    for (const RedactionExample& example : sum.examples) {
        auto* item = new QTreeWidgetItem(rule,
            {example.path, example.before, example.after.isEmpty() ? tr("(taken out)") : example.after,
                formatCount(example.count)});
        item->setTextAlignment(Times, Qt::AlignRight | Qt::AlignVCenter);
        item->setToolTip(Path, plainToolTip(example.path));
        item->setToolTip(Before, plainToolTip(example.before));
        item->setToolTip(After, plainToolTip(example.after));
    }
}

void RedactionTree::dress()
{
    const Theme& theme = Theme::current();
    for (int i = 0; i < topLevelItemCount(); ++i) {
        QTreeWidgetItem* rule = topLevelItem(i);
        rule->setFont(Path, theme.font(TextRole::Strong));
        rule->setForeground(Path, theme.color(rule->childCount() == 0 ? Role::Muted : Role::Text));
        for (int j = 0; j < rule->childCount(); ++j) {
            QTreeWidgetItem* example = rule->child(j);
            example->setForeground(Path, theme.color(Role::Muted));
            for (const int column : {Path, Before, After}) {
                example->setFont(column, theme.font(TextRole::MonoLabel));
            }
        }
    }
}

} // namespace fluoroscope

// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/frame/shortcut_sheet.h"

#include "ui/frame/menu_actions.h"
#include "ui/theme/role_label.h"

#include <QAction>
#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QGridLayout>
#include <QMainWindow>
#include <QPainter>
#include <QScreen>
#include <QScrollArea>
#include <array>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr int kColumns = 3;
constexpr int kColumnWidth = 384;
constexpr int kKeysWidth = 136;
constexpr int kRow = 6 * metrics::grid;

QString tr(const char* text)
{
    return QCoreApplication::translate("ShortcutSheet", text);
}

// What a page's canvas or list does with keys and wheel by itself, without an action in a menu.
struct Key {
    const char* keys; // apart by two blanks; empty: a heading
    const char* does;
};

constexpr auto kKeys = std::to_array<Key>({
    {"", QT_TRANSLATE_NOOP("ShortcutSheet", "Activity")},
    {"Left  Right", QT_TRANSLATE_NOOP("ShortcutSheet", "Move; with Shift, choose a range")},
    {"Return", QT_TRANSLATE_NOOP("ShortcutSheet", "Show the range")},
    {"Esc", QT_TRANSLATE_NOOP("ShortcutSheet", "Follow again")},
    {"", QT_TRANSLATE_NOOP("ShortcutSheet", "Map")},
    {"Arrows", QT_TRANSLATE_NOOP("ShortcutSheet", "Walk from node to node")},
    {"Space  Return", QT_TRANSLATE_NOOP("ShortcutSheet", "Select the node, open its traces")},
    {"E", QT_TRANSLATE_NOOP("ShortcutSheet", "Select the node's next edge")},
    {"Ctrl+Arrows", QT_TRANSLATE_NOOP("ShortcutSheet", "Move the node")},
    {"", QT_TRANSLATE_NOOP("ShortcutSheet", "List of traces")},
    {"Ctrl+C", QT_TRANSLATE_NOOP("ShortcutSheet", "Copy its ID")},
    {"Home  End", QT_TRANSLATE_NOOP("ShortcutSheet", "First, last")},
    {"", QT_TRANSLATE_NOOP("ShortcutSheet", "Timeline")},
    {"Up  Down", QT_TRANSLATE_NOOP("ShortcutSheet", "Segment above, below")},
    {"Left  Right", QT_TRANSLATE_NOOP("ShortcutSheet", "Fold, unfold")},
    {"W  S  A  D", QT_TRANSLATE_NOOP("ShortcutSheet", "Zoom in, out, move left, right")},
    {"Backspace", QT_TRANSLATE_NOOP("ShortcutSheet", "One step out, towards the root")},
    {"Shift+Up  Ctrl+A", QT_TRANSLATE_NOOP("ShortcutSheet", "Choose several, and add them up")},
    {"Drag", QT_TRANSLATE_NOOP("ShortcutSheet", "Choose those within a rectangle")},
    {"Ctrl+Wheel", QT_TRANSLATE_NOOP("ShortcutSheet", "Zoom about the cursor")},
});

struct Line {
    QStringList keys;
    QString does;
};

struct Group {
    QString title;
    std::vector<Line> lines;
};

std::vector<Group> groups(const QMainWindow& window)
{
    std::vector<Group> all;
    for (const MenuAction& entry : menuActions(window)) {
        QStringList keys;
        for (const QKeySequence& shortcut : entry.action->shortcuts()) {
            keys.append(shortcut.toString(QKeySequence::NativeText));
        }
        const QString title = entry.menu.section(u": "_s, -1);
        if (all.empty() || all.back().title != title) {
            const auto begun =
                std::find_if(all.begin(), all.end(), [&](const Group& group) { return group.title == title; });
            if (begun == all.end()) {
                all.push_back({title, {}});
            } else {
                std::rotate(begun, begun + 1, all.end()); // a menu goes on behind one within it
            }
        }
        if (!keys.isEmpty()) {
            all.back().lines.push_back({keys, entry.text});
        }
    }
    for (const Key& key : kKeys) {
        const QString keys = QString::fromUtf8(key.keys);
        if (keys.isEmpty()) {
            const auto begun =
                std::find_if(all.begin(), all.end(), [&](const Group& group) { return group.title == tr(key.does); });
            if (begun == all.end()) {
                all.push_back({tr(key.does), {}});
            } else {
                std::rotate(begun, begun + 1, all.end());
            }
        } else {
            all.back().lines.push_back({keys.split(u"  "_s), tr(key.does)});
        }
    }
    return all;
}

// Keys as they look on a keyboard.
class KeyCaps : public QWidget {
public:
    KeyCaps(QStringList keys, QWidget* parent)
        : QWidget(parent)
        , m_keys(std::move(keys))
    {
        setFixedSize(kKeysWidth, kRow);
        connect(&Theme::current(), &Theme::changed, this, [this] { update(); });
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        const Theme& theme = Theme::current();
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setFont(theme.font(TextRole::MonoLabel));
        qreal x = 0.5;
        for (const QString& key : m_keys) {
            const qreal width = painter.fontMetrics().horizontalAdvance(key) + 3 * metrics::grid;
            const QRectF cap(x, 2.5, width, height() - 5);
            painter.setPen(theme.color(Role::Line));
            painter.setBrush(theme.color(Role::Surface));
            painter.drawRoundedRect(cap, metrics::grid, metrics::grid);
            painter.setPen(theme.color(Role::Text));
            painter.drawText(cap, Qt::AlignCenter, key);
            x += width + metrics::grid;
        }
    }

private:
    QStringList m_keys;
};

QWidget* columnOf(const std::vector<Group>& groups, QWidget* parent)
{
    auto* column = new QWidget(parent);
    column->setFixedWidth(kColumnWidth);
    auto* grid = new QGridLayout(column);
    grid->setContentsMargins({});
    grid->setHorizontalSpacing(2 * metrics::grid);
    grid->setVerticalSpacing(0);
    int row = 0;
    for (const Group& group : groups) {
        auto* heading = new RoleLabel(TextRole::Strong, Role::Text, column);
        heading->setText(group.title);
        heading->setFixedHeight(row == 0 ? kRow : kRow + 3 * metrics::grid);
        heading->setAlignment(Qt::AlignBottom);
        grid->addWidget(heading, row++, 0, 1, 2);
        for (const Line& line : group.lines) {
            auto* does = new RoleLabel(TextRole::Content, Role::Muted, column);
            does->setText(line.does);
            does->setAccessibleDescription(line.keys.join(u", "_s));
            grid->addWidget(new KeyCaps(line.keys, column), row, 0);
            grid->addWidget(does, row++, 1);
        }
    }
    grid->setColumnStretch(1, 1);
    grid->setRowStretch(row, 1);
    return column;
}

// Cuts the groups into columns about equally high, in their order.
std::vector<std::vector<Group>> inColumns(const std::vector<Group>& groups)
{
    std::size_t left = 0;
    for (const Group& group : groups) {
        left += group.lines.size() + 2;
    }
    std::vector<std::vector<Group>> columns(1);
    std::size_t height = 0;
    for (const Group& group : groups) {
        const std::size_t more = group.lines.size() + 2;
        const std::size_t share = left / (kColumns + 1 - columns.size());
        if (height > 0 && height + more / 2 > share && columns.size() < kColumns) {
            left -= height;
            height = 0;
            columns.emplace_back();
        }
        columns.back().push_back(group);
        height += more;
    }
    return columns;
}

} // namespace

void showShortcutSheet(QMainWindow& window)
{
    auto* dialog = new QDialog(&window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setObjectName(u"shortcuts"_s);
    dialog->setWindowTitle(tr("Keyboard shortcuts"));
    auto* sheet = new QWidget(dialog);
    auto* columns = new QHBoxLayout(sheet);
    columns->setContentsMargins(6 * metrics::grid, 4 * metrics::grid, 6 * metrics::grid, 4 * metrics::grid);
    columns->setSpacing(6 * metrics::grid);
    for (const std::vector<Group>& column : inColumns(groups(window))) {
        columns->addWidget(columnOf(column, sheet));
    }
    auto* area = new QScrollArea(dialog);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidget(sheet);
    area->setAccessibleName(tr("Keyboard shortcuts"));
    area->viewport()->setAutoFillBackground(false);
    sheet->setAutoFillBackground(false);
    auto* box = new QDialogButtonBox(QDialogButtonBox::Close, dialog);
    QObject::connect(box, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    auto* layout = new QVBoxLayout(dialog);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(area, 1);
    auto* foot = new QHBoxLayout;
    foot->setContentsMargins(6 * metrics::grid, 0, 6 * metrics::grid, 4 * metrics::grid);
    foot->addWidget(box);
    layout->addLayout(foot);
    const QSize whole = sheet->sizeHint() + QSize(4 * metrics::grid, 15 * metrics::grid);
    dialog->resize(whole.boundedTo(window.size() - QSize(4 * metrics::grid, 8 * metrics::grid)));
    dialog->open();
}

} // namespace fluoroscope

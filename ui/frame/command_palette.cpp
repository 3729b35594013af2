// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/frame/command_palette.h"

#include "ui/frame/menu_actions.h"
#include "ui/theme/theme.h"

#include <QAction>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QMainWindow>
#include <QMenuBar>
#include <QPainter>
#include <QPointer>
#include <QStyledItemDelegate>
#include <QVBoxLayout>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr int kWidth = 520;
constexpr int kMostRows = 12;
constexpr int kKeysRole = Qt::UserRole;

struct Entry {
    QString text; // "View: Light"
    QString keys;
    QPointer<QAction> action;
};

// Whether the letters of `typed` occur in `text` in this order; less is nearer, -1: they do not.
int distance(const QString& text, const QString& typed)
{
    if (const qsizetype whole = text.indexOf(typed, 0, Qt::CaseInsensitive); whole >= 0) {
        return static_cast<int>(whole);
    }
    int at = 0;
    for (const QChar letter : typed) {
        at = static_cast<int>(text.indexOf(letter, at, Qt::CaseInsensitive)) + 1;
        if (at == 0) {
            return -1;
        }
    }
    return 1000 + at;
}

class EntryDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override
    {
        return {0, metrics::rowHeight}; // as wide as there is room
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const Theme& theme = Theme::current();
        if (option.state & QStyle::State_Selected) {
            painter->fillRect(option.rect, theme.color(Role::AccentSurface));
        }
        const QRect inner = option.rect.adjusted(2 * metrics::grid, 0, -2 * metrics::grid, 0);
        painter->setFont(theme.font(TextRole::Content));
        painter->setPen(theme.color(index.flags().testFlag(Qt::ItemIsEnabled) ? Role::Text : Role::Muted));
        painter->drawText(inner, Qt::AlignVCenter | Qt::AlignLeft, index.data().toString());
        painter->setFont(theme.font(TextRole::MonoLabel));
        painter->setPen(theme.color(Role::Muted));
        painter->drawText(inner, Qt::AlignVCenter | Qt::AlignRight, index.data(kKeysRole).toString());
    }
};

class Palette : public QWidget {
public:
    explicit Palette(QMainWindow& window)
        : QWidget(&window)
        , m_before(window.focusWidget())
        , m_edit(new QLineEdit(this))
        , m_list(new QListWidget(this))
    {
        setObjectName(u"palette"_s);
        setAttribute(Qt::WA_DeleteOnClose);
        setAccessibleName(tr("Commands"));
        for (const MenuAction& entry : menuActions(window)) {
            if (entry.action->isEnabled()) {
                m_entries.push_back({entry.menu + u": "_s + entry.text,
                    entry.action->shortcut().toString(QKeySequence::NativeText), entry.action});
            }
        }
        m_edit->setPlaceholderText(tr("Type a command"));
        m_edit->setAccessibleName(tr("Command"));
        m_edit->setFixedHeight(metrics::headerHeight);
        m_edit->installEventFilter(this);
        m_list->setFrameShape(QFrame::NoFrame);
        m_list->setFocusPolicy(Qt::NoFocus);
        m_list->setUniformItemSizes(true);
        m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        m_list->setItemDelegate(new EntryDelegate(this));
        m_list->setAccessibleName(tr("Commands"));
        auto* layout = new QVBoxLayout(this);
        layout->setContentsMargins(2 * metrics::grid, 2 * metrics::grid, 2 * metrics::grid, 2 * metrics::grid);
        layout->setSpacing(metrics::grid);
        layout->addWidget(m_edit);
        layout->addWidget(m_list);
        connect(m_edit, &QLineEdit::textChanged, this, &Palette::fill);
        connect(m_list, &QListWidget::itemClicked, this, &Palette::run);
        fill({});
        const int width = std::min(kWidth, window.width() - 8 * metrics::grid);
        setGeometry((window.width() - width) / 2, window.menuBar()->height() + 3 * metrics::grid, width,
            layout->sizeHint().height());
        raise();
        show();
        m_edit->setFocus();
    }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (event->type() == QEvent::FocusOut && !isAncestorOf(focusWidget())) {
            close();
        }
        if (event->type() != QEvent::KeyPress) {
            return QWidget::eventFilter(watched, event);
        }
        const int row = m_list->currentRow();
        switch (static_cast<QKeyEvent*>(event)->key()) {
        case Qt::Key_Down:
            m_list->setCurrentRow(std::min(row + 1, m_list->count() - 1));
            return true;
        case Qt::Key_Up:
            m_list->setCurrentRow(std::max(row - 1, 0));
            return true;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (QListWidgetItem* item = m_list->currentItem()) {
                run(item);
            }
            return true;
        case Qt::Key_Escape:
            giveBack();
            return true;
        default:
            return QWidget::eventFilter(watched, event);
        }
    }

    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Theme::current().color(Role::Faint));
        painter.setBrush(Theme::current().color(Role::Surface));
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), metrics::radius, metrics::radius);
    }

private:
    void fill(const QString& typed)
    {
        std::vector<std::pair<int, std::size_t>> near;
        for (std::size_t i = 0; i < m_entries.size(); ++i) {
            if (const int far = distance(m_entries[i].text, typed.trimmed()); far >= 0) {
                near.emplace_back(far, i);
            }
        }
        std::stable_sort(near.begin(), near.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
        m_list->clear();
        for (const auto& [far, i] : near) {
            auto* item = new QListWidgetItem(m_entries[i].text, m_list);
            item->setData(kKeysRole, m_entries[i].keys);
            item->setData(kKeysRole + 1, static_cast<qulonglong>(i));
        }
        if (near.empty()) {
            (new QListWidgetItem(tr("No command has these letters"), m_list))->setFlags(Qt::NoItemFlags);
        }
        m_list->setCurrentRow(near.empty() ? -1 : 0);
        m_list->setFixedHeight(kMostRows * metrics::rowHeight);
    }

    // The keys to whoever had them: commands are for what was looked at.
    void giveBack()
    {
        if (m_before) {
            m_before->setFocus();
        }
        close();
    }

    void run(QListWidgetItem* item)
    {
        if (!item->flags().testFlag(Qt::ItemIsEnabled)) {
            return;
        }
        const QPointer<QAction> action = m_entries[item->data(kKeysRole + 1).toULongLong()].action;
        giveBack();
        if (action) {
            action->trigger();
        }
    }

    std::vector<Entry> m_entries;
    QPointer<QWidget> m_before; // had the keys
    QLineEdit* m_edit;
    QListWidget* m_list;
};

} // namespace

void showCommandPalette(QMainWindow& window)
{
    new Palette(window); // deletes itself
}

} // namespace fluoroscope

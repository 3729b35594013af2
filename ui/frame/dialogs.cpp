// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/frame/dialogs.h"

#include "ui/theme/role_label.h"

#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QGridLayout>
#include <QInputDialog>
#include <array>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Dialogs", text);
}

struct Key {
    const char* keys; // empty: a heading
    const char* does;
};

constexpr auto kKeys = std::to_array<Key>({
    {"", QT_TRANSLATE_NOOP("Dialogs", "Everywhere")},
    {"Ctrl+1  Ctrl+2", QT_TRANSLATE_NOOP("Dialogs", "Map, Traces")},
    {"Alt+Left  Alt+Right", QT_TRANSLATE_NOOP("Dialogs", "Back, forward")},
    {"Ctrl+L", QT_TRANSLATE_NOOP("Dialogs", "Pause, go live")},
    {"Ctrl+Shift+P", QT_TRANSLATE_NOOP("Dialogs", "All commands")},
    {"Ctrl+F  Ctrl+Shift+F", QT_TRANSLATE_NOOP("Dialogs", "Filter, clear the filter")},
    {"Ctrl+V", QT_TRANSLATE_NOOP("Dialogs", "Open the trace on the clipboard")},
    {"Ctrl+G", QT_TRANSLATE_NOOP("Dialogs", "Open a trace by its ID")},
    {"Ctrl+Shift+C", QT_TRANSLATE_NOOP("Dialogs", "Copy the trace ID")},
    {"Ctrl+R", QT_TRANSLATE_NOOP("Dialogs", "Rejected documents")},
    {"Ctrl+E", QT_TRANSLATE_NOOP("Dialogs", "Save the page as a picture")},
    {"Ctrl+Shift+E  Ctrl+S", QT_TRANSLATE_NOOP("Dialogs", "Save the traces as CSV, the trace as JSON")},
    {"", QT_TRANSLATE_NOOP("Dialogs", "Activity")},
    {"Left  Right", QT_TRANSLATE_NOOP("Dialogs", "Move; with Shift, choose a range")},
    {"Return", QT_TRANSLATE_NOOP("Dialogs", "Show the range")},
    {"Escape", QT_TRANSLATE_NOOP("Dialogs", "Follow again")},
    {"", QT_TRANSLATE_NOOP("Dialogs", "Map")},
    {"Arrows", QT_TRANSLATE_NOOP("Dialogs", "Walk from node to node")},
    {"Return", QT_TRANSLATE_NOOP("Dialogs", "Open the traces of the node")},
    {"+  -  0", QT_TRANSLATE_NOOP("Dialogs", "Zoom in, out, fit")},
    {"", QT_TRANSLATE_NOOP("Dialogs", "Traces")},
    {"Return", QT_TRANSLATE_NOOP("Dialogs", "Open the trace")},
    {"Ctrl+C", QT_TRANSLATE_NOOP("Dialogs", "Copy its ID")},
    {"Home  End", QT_TRANSLATE_NOOP("Dialogs", "First, last")},
    {"", QT_TRANSLATE_NOOP("Dialogs", "Trace")},
    {"Up  Down", QT_TRANSLATE_NOOP("Dialogs", "Segment above, below")},
    {"Left  Right", QT_TRANSLATE_NOOP("Dialogs", "Fold, unfold")},
    {"W  S  A  D", QT_TRANSLATE_NOOP("Dialogs", "Zoom in, out, move left, right")},
    {"E  Shift+E", QT_TRANSLATE_NOOP("Dialogs", "Next, previous error")},
    {"/", QT_TRANSLATE_NOOP("Dialogs", "Find in this trace")},
    {"N  Shift+N", QT_TRANSLATE_NOOP("Dialogs", "Next, previous match")},
    {"C", QT_TRANSLATE_NOOP("Dialogs", "Critical path")},
    {"G", QT_TRANSLATE_NOOP("Dialogs", "Fold repeated siblings")},
    {"O", QT_TRANSLATE_NOOP("Dialogs", "Longest first, or by start")},
    {"R  Backspace  Esc", QT_TRANSLATE_NOOP("Dialogs", "Only this and below, one up, whole trace")},
    {"Drag  Shift+Arrows", QT_TRANSLATE_NOOP("Dialogs", "Choose segments and add them up")},
    {"Ctrl+Wheel", QT_TRANSLATE_NOOP("Dialogs", "Zoom about the cursor")},
});

QDialog* closableDialog(QWidget* parent, const QString& title)
{
    auto* dialog = new QDialog(parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(title);
    return dialog;
}

QDialogButtonBox* closeBox(QDialog* dialog)
{
    auto* box = new QDialogButtonBox(QDialogButtonBox::Close, dialog);
    QObject::connect(box, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    return box;
}

} // namespace

void showShortcuts(QWidget* parent)
{
    QDialog* dialog = closableDialog(parent, tr("Keyboard shortcuts"));
    dialog->setObjectName(u"shortcuts"_s);
    auto* grid = new QGridLayout(dialog);
    grid->setHorizontalSpacing(6 * metrics::grid);
    grid->setVerticalSpacing(metrics::grid);
    grid->setContentsMargins(6 * metrics::grid, 4 * metrics::grid, 6 * metrics::grid, 4 * metrics::grid);
    int row = 0;
    for (const Key& key : kKeys) {
        const QString keys = QString::fromUtf8(key.keys);
        if (keys.isEmpty()) {
            auto* heading = new RoleLabel(TextRole::Strong, Role::Text, dialog);
            heading->setText(tr(key.does));
            if (row > 0) {
                grid->setRowMinimumHeight(row++, 2 * metrics::grid);
            }
            grid->addWidget(heading, row++, 0, 1, 2);
            continue;
        }
        auto* name = new RoleLabel(TextRole::MonoLabel, Role::Text, dialog);
        name->setText(keys);
        auto* does = new RoleLabel(TextRole::Content, Role::Muted, dialog);
        does->setText(tr(key.does));
        grid->addWidget(name, row, 0);
        grid->addWidget(does, row++, 1);
    }
    grid->addWidget(closeBox(dialog), row, 0, 1, 2);
    dialog->open();
}

void showAbout(QWidget* parent)
{
    QDialog* dialog = closableDialog(parent, tr("About Fluoroscope"));
    dialog->setObjectName(u"about"_s);
    auto* layout = new QVBoxLayout(dialog);
    layout->setContentsMargins(6 * metrics::grid, 5 * metrics::grid, 6 * metrics::grid, 4 * metrics::grid);
    layout->setSpacing(2 * metrics::grid);
    const auto add = [&](TextRole text, Role role, const QString& content) {
        auto* label = new RoleLabel(text, role, dialog);
        label->setText(content);
        label->setWordWrap(true);
        label->setMinimumWidth(360);
        layout->addWidget(label);
    };
    const QString version = QCoreApplication::applicationVersion();
    add(TextRole::Subject, Role::Text, version.isEmpty() ? u"Fluoroscope"_s : u"Fluoroscope "_s + version);
    add(TextRole::Content, Role::Text,
        tr("Stands where the AWS X-Ray daemon, service and console stand, on one developer's machine."));
    add(TextRole::Label, Role::Muted,
        tr("Free software under the GNU General Public License, version 3 or later. Built with Qt %1. "
           "Not affiliated with Amazon Web Services.")
            .arg(QString::fromLatin1(qVersion())));
    layout->addWidget(closeBox(dialog));
    dialog->open();
}

void askForText(QWidget* parent, const QString& title, const QString& label, const QString& value,
    std::function<void(const QString&)> accepted)
{
    auto* dialog = new QInputDialog(parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(title);
    dialog->setLabelText(label);
    dialog->setTextValue(value);
    dialog->resize(440, dialog->sizeHint().height());
    QObject::connect(dialog, &QInputDialog::textValueSelected, parent, std::move(accepted));
    dialog->open();
}

void askForFile(QWidget* parent, const QString& title, const QString& name, const QStringList& filters,
    std::function<void(const QString&)> accepted)
{
    auto* dialog = new QFileDialog(parent, title);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters(filters);
    dialog->setDefaultSuffix(name.section(u'.', -1));
    dialog->selectFile(name);
    QObject::connect(dialog, &QFileDialog::fileSelected, parent, std::move(accepted));
    dialog->open();
}

} // namespace fluoroscope

// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/frame/dialogs.h"

#include "ui/theme/role_label.h"

#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QInputDialog>
#include <QLabel>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Dialogs", text);
}

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
    dialog->findChild<QLabel*>()->setTextFormat(Qt::PlainText); // it shows filters, and with them what was recorded
    dialog->setTextValue(value);
    dialog->resize(440, dialog->sizeHint().height());
    QObject::connect(dialog, &QInputDialog::textValueSelected, parent, std::move(accepted));
    dialog->open();
}

namespace {

QFileDialog* newSaveDialog(QWidget* parent, const QString& title, const QString& name, const QStringList& filters,
    std::function<void(const QString&)> accepted)
{
    auto* dialog = new QFileDialog(parent, title);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters(filters);
    dialog->setDefaultSuffix(name.section(u'.', -1));
    dialog->selectFile(name);
    QObject::connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString& filter) {
        const qsizetype pattern = filter.lastIndexOf(u"*."); // "SVG picture (*.svg)"
        if (pattern < 0) {
            return;
        }
        const QString suffix = filter.sliced(pattern + 2).chopped(1);
        const QFileInfo chosen(dialog->selectedFiles().value(0));
        dialog->setDefaultSuffix(suffix);
        dialog->selectFile(chosen.completeBaseName() + u'.' + suffix);
    });
    QObject::connect(dialog, &QFileDialog::fileSelected, parent, std::move(accepted));
    return dialog;
}

} // namespace

void askForFile(QWidget* parent, const QString& title, const QString& name, const QStringList& filters,
    std::function<void(const QString&)> accepted)
{
    newSaveDialog(parent, title, name, filters, std::move(accepted))->open();
}

void askForNewFile(QWidget* parent, const QString& title, const QString& name, const QStringList& filters,
    std::function<void(const QString&)> accepted)
{
    QFileDialog* dialog = newSaveDialog(parent, title, name, filters, std::move(accepted));
    dialog->setOption(QFileDialog::DontConfirmOverwrite);
    dialog->open();
}

void askForFiles(
    QWidget* parent, const QString& title, const QStringList& filters, std::function<void(const QStringList&)> accepted)
{
    auto* dialog = new QFileDialog(parent, title);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    dialog->setNameFilters(filters);
    QObject::connect(dialog, &QFileDialog::filesSelected, parent, std::move(accepted));
    dialog->open();
}

} // namespace fluoroscope

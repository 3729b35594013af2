// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The small dialogs of the window. None blocks: each is shown and deletes itself.
#pragma once

#include <QStringList>
#include <functional>

class QWidget;

namespace fluoroscope {

void showAbout(QWidget* parent);
// Asks for a line of text and hands it over when it is accepted.
void askForText(QWidget* parent, const QString& title, const QString& label, const QString& value,
    std::function<void(const QString&)> accepted);
// Asks for a file to write to. `name` is offered and its suffix is the usual one.
void askForFile(QWidget* parent, const QString& title, const QString& name, const QStringList& filters,
    std::function<void(const QString&)> accepted);
// The same, without asking whether to overwrite: whoever takes the file refuses one that is there.
void askForNewFile(QWidget* parent, const QString& title, const QString& name, const QStringList& filters,
    std::function<void(const QString&)> accepted);
// Asks for files to read.
void askForFiles(QWidget* parent, const QString& title, const QStringList& filters,
    std::function<void(const QStringList&)> accepted);

} // namespace fluoroscope

// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// A session file in the making: it lies under another name beside its place, and moves there only once it is whole.
#pragma once

#include "storage/session_copy.h"

namespace fluoroscope {

// What is there when it goes is removed, unless it was finished.
class NewFile {
public:
    NewFile(const SessionTarget& to, const QString& source);
    ~NewFile();
    Q_DISABLE_COPY_MOVE(NewFile)

    // Whether the place can be taken; looked at before the work, and by finish() again.
    [[nodiscard]] Result<void> check() const;
    // Where to write; nothing is there yet.
    [[nodiscard]] QString path() const { return m_path; }
    // Once the database at path() is closed.
    Result<void> finish();

private:
    [[nodiscard]] Result<void> move() const;

    QString m_target; // absolute
    QString m_source;
    bool m_replace;
    QString m_path;
};

} // namespace fluoroscope

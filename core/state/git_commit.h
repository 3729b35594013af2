// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What is checked out in a folder, read from the files of git's repository.
#pragma once

#include <QString>
#include <optional>

namespace fluoroscope {

struct GitCommit {
    QString commit; // 40 or 64 hex digits; empty: nothing was committed yet
    QString branch; // empty: none is checked out
    bool operator==(const GitCommit&) const = default;
};

// Of the repository that `folder` lies in; nothing where it lies in none that can be read.
std::optional<GitCommit> gitCommit(const QString& folder);

} // namespace fluoroscope

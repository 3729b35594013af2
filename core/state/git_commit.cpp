// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/state/git_commit.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr qint64 kMostBytes = qint64(64) << 20; // of packed-refs; the others have a line

QString firstLine(const QString& file)
{
    QFile stored(file);
    return stored.open(QIODevice::ReadOnly) ? QString::fromUtf8(stored.readLine(4096)).trimmed() : QString();
}

bool isCommit(QStringView text)
{
    return (text.size() == 40 || text.size() == 64)
        && std::all_of(text.begin(), text.end(), [](QChar c) { return c.isDigit() || (c >= u'a' && c <= u'f'); });
}

// The repository's folder; where .git is a file, as in worktrees and submodules, it names the folder.
QString repositoryOf(QDir folder)
{
    do {
        QString place = folder.filePath(u".git"_s);
        if (QFileInfo(place).isDir()) {
            return place;
        }
        if (const QString line = firstLine(place); line.startsWith("gitdir:"_L1)) {
            return QDir::cleanPath(folder.absoluteFilePath(line.sliced(7).trimmed()));
        }
    } while (folder.cdUp());
    return {};
}

QString packed(const QString& repository, const QString& reference)
{
    QFile file(repository + u"/packed-refs"_s);
    if (file.size() > kMostBytes || !file.open(QIODevice::ReadOnly)) {
        return {};
    }
    while (!file.atEnd()) {
        const QString line = QString::fromUtf8(file.readLine()).trimmed();
        if (line.section(u' ', 1) == reference) {
            return line.section(u' ', 0, 0);
        }
    }
    return {};
}

} // namespace

std::optional<GitCommit> gitCommit(const QString& folder)
{
    const QString repository = repositoryOf(QDir(folder));
    const QString head = repository.isEmpty() ? QString() : firstLine(repository + u"/HEAD"_s);
    if (isCommit(head)) {
        return GitCommit{head, {}};
    }
    if (!head.startsWith("ref:"_L1)) {
        return std::nullopt;
    }
    const QString reference = head.sliced(4).trimmed();
    if (!reference.startsWith("refs/"_L1) || reference.contains(".."_L1)) {
        return std::nullopt;
    }
    // A worktree has a HEAD of its own and shares all else.
    const QString shared = firstLine(repository + u"/commondir"_s);
    const QString common = shared.isEmpty() ? repository : QDir::cleanPath(QDir(repository).absoluteFilePath(shared));
    GitCommit result{firstLine(common + u'/' + reference), reference.section(u'/', 2)};
    if (!isCommit(result.commit)) {
        result.commit = packed(common, reference);
    }
    return isCommit(result.commit) || result.commit.isEmpty() ? std::optional(result) : std::nullopt;
}

} // namespace fluoroscope

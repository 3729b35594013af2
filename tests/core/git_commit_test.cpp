// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What is checked out, by the files of repositories made here as git makes them.
#include "core/state/git_commit.h"
#include "core/state/session_facts.h"
#include "tests/core/memory_state.h"

#include <QDir>
#include <QObject>
#include <QTemporaryDir>
#include <QTest>

using namespace fluoroscope;
using namespace Qt::StringLiterals;

class GitCommitTest : public QObject {
    Q_OBJECT

private:
    static inline const QString kCommit = u"8f14e45fceea167a5a36dedd4bea2543c3a1b2d4"_s;
    QTemporaryDir m_folder;

    void write(const QString& name, const QByteArray& text) const
    {
        const QString path = m_folder.filePath(name);
        QVERIFY(QDir().mkpath(QFileInfo(path).path()));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
    }

private slots:
    void init()
    {
        QDir(m_folder.path()).removeRecursively();
        QVERIFY(QDir().mkpath(m_folder.filePath(u"src/deep"_s)));
    }

    void aBranch()
    {
        write(u".git/HEAD"_s, "ref: refs/heads/feature/x\n");
        write(u".git/refs/heads/feature/x"_s, kCommit.toUtf8() + '\n');
        const GitCommit wanted{kCommit, u"feature/x"_s};
        QCOMPARE(gitCommit(m_folder.path()), std::optional(wanted));
        QCOMPARE(gitCommit(m_folder.filePath(u"src/deep"_s)), std::optional(wanted));
    }

    void aPackedBranch()
    {
        write(u".git/HEAD"_s, "ref: refs/heads/main\n");
        write(u".git/packed-refs"_s,
            "# pack-refs with: peeled fully-peeled sorted\n" + QByteArray(40, '1') + " refs/heads/mainline\n"
                + kCommit.toUtf8() + " refs/heads/main\n^" + QByteArray(40, '2') + '\n');
        QCOMPARE(gitCommit(m_folder.path()), std::optional(GitCommit{kCommit, u"main"_s}));
    }

    void noBranch()
    {
        write(u".git/HEAD"_s, kCommit.toUtf8() + '\n');
        QCOMPARE(gitCommit(m_folder.path()), std::optional(GitCommit{kCommit, {}}));
    }

    void nothingCommittedYet()
    {
        write(u".git/HEAD"_s, "ref: refs/heads/main\n");
        QCOMPARE(gitCommit(m_folder.path()), std::optional(GitCommit{{}, u"main"_s}));
    }

    void aWorktree()
    {
        write(u"main/.git/HEAD"_s, "ref: refs/heads/main\n");
        write(u"main/.git/refs/heads/side"_s, kCommit.toUtf8());
        write(u"main/.git/worktrees/side/HEAD"_s, "ref: refs/heads/side\n");
        write(u"main/.git/worktrees/side/commondir"_s, "../..\n");
        write(u"side/.git"_s, "gitdir: ../main/.git/worktrees/side\n");
        QCOMPARE(gitCommit(m_folder.filePath(u"side"_s)), std::optional(GitCommit{kCommit, u"side"_s}));
    }

    void whatIsNoRepository()
    {
        write(u".git/HEAD"_s, "nonsense");
        QCOMPARE(gitCommit(m_folder.path()), std::nullopt);
        write(u".git/HEAD"_s, "ref: ../../etc/passwd");
        QCOMPARE(gitCommit(m_folder.path()), std::nullopt);
    }

    void factsAreKept()
    {
        test::MemoryState state;
        QCOMPARE(*sessionFacts(state), SessionFacts());
        QVERIFY(nameSession(state, {u"Incident"_s, {}}));
        QVERIFY(nameSession(state, {{}, u"Look at orders."_s}));
        SessionFacts facts;
        facts.name = u"Incident"_s;
        facts.notes = u"Look at orders."_s;
        QCOMPARE(*sessionFacts(state), facts);
        facts = {u"a"_s, u"b"_s, fromEpochSeconds(1'700'000'000.123456), u"fluoro 1"_s, u"fluoro serve"_s, kCommit,
            u"main"_s};
        QCOMPARE(sessionFactsFromJson(toJson(facts)), facts);
        QVERIFY(nameSession(state, {QString(), QString()}));
        QCOMPARE(*sessionFacts(state), SessionFacts());
    }
};

QTEST_GUILESS_MAIN(GitCommitTest)
#include "git_commit_test.moc"

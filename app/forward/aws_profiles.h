// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The profiles of ~/.aws/config and ~/.aws/credentials, in the dialect of INI that AWS's tools read.
#pragma once

#include <QHash>
#include <QProcessEnvironment>
#include <QString>
#include <QStringList>

namespace fluoroscope {

using AwsSection = QHash<QString, QString>; // by key in lower case

struct AwsProfiles {
    QHash<QString, AwsSection> profiles; // of both files; the credentials file counts where both say something
    QHash<QString, AwsSection> ssoSessions;
    QStringList files; // that were looked at, there or not

    // Where AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE say, else in the home folder.
    static AwsProfiles load(const QProcessEnvironment& environment);
    // Takes in one file's text. `isConfig`: its profiles are called [profile name].
    void add(const QString& text, bool isConfig);
};

// What AWS_PROFILE names, else "default".
QString chosenProfile(const QProcessEnvironment& environment);
// ~/.aws
QString awsFolder(const QProcessEnvironment& environment);

} // namespace fluoroscope

// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/forward/aws_profiles.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

// Without a comment, which begins the line or follows a blank.
QString withoutComment(const QString& line)
{
    for (qsizetype i = 0; i < line.size(); ++i) {
        if ((line[i] == u'#' || line[i] == u';') && (i == 0 || line[i - 1].isSpace())) {
            return line.left(i);
        }
    }
    return line;
}

QString unquoted(const QString& name)
{
    const QString trimmed = name.trimmed();
    const bool isQuoted = trimmed.size() >= 2 && trimmed.startsWith(u'"') && trimmed.endsWith(u'"');
    return isQuoted ? trimmed.mid(1, trimmed.size() - 2) : trimmed;
}

QString readText(const QString& name)
{
    QFile file(name);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.read(1 << 20)) : QString();
}

// A path as users write it: ~ is the home folder.
QString expanded(const QString& path, const QString& home)
{
    return path.startsWith("~/"_L1) ? home + path.mid(1) : path;
}

} // namespace

QString awsFolder(const QProcessEnvironment& environment)
{
    return environment.value(u"HOME"_s, QDir::homePath()) + u"/.aws"_s;
}

QString chosenProfile(const QProcessEnvironment& environment)
{
    for (const QString& name : {u"AWS_PROFILE"_s, u"AWS_DEFAULT_PROFILE"_s}) {
        if (const QString profile = environment.value(name); !profile.isEmpty()) {
            return profile;
        }
    }
    return u"default"_s;
}

AwsProfiles AwsProfiles::load(const QProcessEnvironment& environment)
{
    const QString home = environment.value(u"HOME"_s, QDir::homePath());
    const QString folder = awsFolder(environment);
    const QString config = expanded(environment.value(u"AWS_CONFIG_FILE"_s, folder + u"/config"_s), home);
    const QString credentials =
        expanded(environment.value(u"AWS_SHARED_CREDENTIALS_FILE"_s, folder + u"/credentials"_s), home);
    AwsProfiles profiles;
    profiles.files = {config, credentials};
    profiles.add(readText(config), true);
    profiles.add(readText(credentials), false);
    return profiles;
}

void AwsProfiles::add(const QString& text, bool isConfig)
{
    AwsSection* section = nullptr;
    for (const QString& raw : text.split(u'\n')) {
        const QString line = withoutComment(raw);
        if (line.trimmed().isEmpty() || (line[0].isSpace() && section != nullptr)) {
            continue; // what is indented belongs to the setting before, and none of those is ours
        }
        if (line.trimmed().startsWith(u'[')) {
            const QString title = line.trimmed().mid(1).section(u']', 0, 0).trimmed();
            const QString kind = title.section(QRegularExpression(u"\\s+"_s), 0, 0);
            const QString name = unquoted(title.mid(kind.size()));
            if (isConfig && kind == "sso-session"_L1 && !name.isEmpty()) {
                section = &ssoSessions[name];
            } else if (isConfig && kind == "profile"_L1 && !name.isEmpty()) {
                section = &profiles[name];
            } else if (!isConfig || title == "default"_L1) {
                section = &profiles[unquoted(title)];
            } else {
                section = nullptr;
            }
        } else if (const qsizetype equals = line.indexOf(u'='); section != nullptr && equals > 0) {
            (*section)[line.left(equals).trimmed().toLower()] = line.mid(equals + 1).trimmed();
        }
    }
}

} // namespace fluoroscope

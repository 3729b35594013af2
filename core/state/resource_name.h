// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The ARNs of what is configured: where it is said to be, and under which name.
#pragma once

#include <QString>

namespace fluoroscope {

// Who and where the emulated service is.
struct ServicePlace {
    QString region = QStringLiteral("us-east-1");
    QString account = QStringLiteral("000000000000");

    // `resource` as in "group/Default".
    [[nodiscard]] QString arn(const QString& resource) const
    {
        return QStringLiteral("arn:aws:xray:%1:%2:%3").arg(region, account, resource);
    }
};

// Of both the group and the sampling rule that are always there.
inline const QString& defaultName()
{
    static const QString name = QStringLiteral("Default");
    return name;
}

} // namespace fluoroscope

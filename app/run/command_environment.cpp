// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/run/command_environment.h"

#include <unistd.h>

namespace fluoroscope {

QByteArrayList commandEnvironment(const QByteArrayList& inherited, const QString& daemon, const QString& api)
{
    QByteArrayList ours{"AWS_XRAY_DAEMON_ADDRESS=" + daemon.toLatin1(), "AWS_XRAY_CONTEXT_MISSING=LOG_ERROR"};
    if (!api.isEmpty()) {
        ours.append("AWS_ENDPOINT_URL_XRAY=http://" + api.toLatin1());
    }
    const auto nameOf = [](const QByteArray& variable) { return variable.left(variable.indexOf('=') + 1); };
    QByteArrayList result;
    for (const QByteArray& variable : inherited) {
        const bool isReplaced = std::any_of(
            ours.begin(), ours.end(), [&](const QByteArray& own) { return variable.startsWith(nameOf(own)); });
        if (!isReplaced) {
            result.append(variable);
        }
    }
    return result + ours;
}

QByteArrayList ownEnvironment()
{
    QByteArrayList variables;
    for (char** variable = environ; variable != nullptr && *variable != nullptr; ++variable) {
        variables.append(*variable);
    }
    return variables;
}

} // namespace fluoroscope

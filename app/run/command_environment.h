// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The environment in which an instrumented command finds us: ours, with what leads its SDKs and clients here.
#pragma once

#include <QByteArrayList>
#include <QString>

namespace fluoroscope {

// `daemon` is "127.0.0.1:41234"; `api` its address on TCP, empty where there is none. Credentials and the region stay
// as they are: invented ones would go before those of files and roles, with which the command may reach AWS.
QByteArrayList commandEnvironment(const QByteArrayList& inherited, const QString& daemon, const QString& api);
// This process' own.
QByteArrayList ownEnvironment();

} // namespace fluoroscope

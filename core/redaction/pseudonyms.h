// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Other names for values: the same for the same value, numbered as the values come.
#pragma once

#include <QHash>
#include <QString>

namespace fluoroscope {

class Pseudonyms {
public:
    // "user-1", "user-2" …
    [[nodiscard]] QString user(const QString& user);
    // "value-1", "value-2" …
    [[nodiscard]] QString value(const QString& value);
    // 1, 2 …
    [[nodiscard]] qint64 number(const QString& number);
    // An address of a private network, of the same family and with the same port: 10.0.0.1, fd00::1. "client-1" where
    // it is no address.
    [[nodiscard]] QString client(const QString& client);

private:
    static qint64 numbered(QHash<QString, qint64>& known, const QString& value);

    QHash<QString, qint64> m_users;
    QHash<QString, qint64> m_values;
    QHash<QString, qint64> m_numbers;
    QHash<QString, qint64> m_clients;
};

} // namespace fluoroscope

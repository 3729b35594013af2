// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/redaction/pseudonyms.h"

#include <QRegularExpression>
#include <QStringList>
#include <optional>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

// An address and what stands around it, as in "[fd00::1]:4000" or "::ffff:10.0.0.1".
struct Address {
    bool six = false;
    QString before;
    QString host;
    QString after;
};

std::optional<Address> readAddress(const QString& text)
{
    static const QRegularExpression four(
        u"^(::ffff:)?(\\d{1,3}(?:\\.\\d{1,3}){3})(:\\d+)?$"_s, QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression six(u"^(\\[?)([0-9a-f:]*:[0-9a-f:.]*:[0-9a-f:.]*)(?:%\\w+)?(\\](?::\\d+)?)?$"_s,
        QRegularExpression::CaseInsensitiveOption);
    if (const auto match = four.match(text); match.hasMatch()) {
        return Address{false, match.captured(1), match.captured(2), match.captured(3)};
    }
    if (const auto match = six.match(text); match.hasMatch()) {
        return Address{true, match.captured(1), match.captured(2), match.captured(3)};
    }
    return std::nullopt;
}

} // namespace

qint64 Pseudonyms::numbered(QHash<QString, qint64>& known, const QString& value)
{
    const auto place = known.constFind(value);
    return place != known.cend() ? *place : *known.insert(value, known.size() + 1);
}

QString Pseudonyms::user(const QString& user)
{
    return u"user-%1"_s.arg(numbered(m_users, user));
}

QString Pseudonyms::value(const QString& value)
{
    return u"value-%1"_s.arg(numbered(m_values, value));
}

qint64 Pseudonyms::number(const QString& number)
{
    return numbered(m_numbers, number);
}

QString Pseudonyms::client(const QString& client)
{
    if (client.contains(u',')) { // as proxies list them
        QStringList all;
        for (const QString& each : client.split(u',')) {
            all += this->client(each.trimmed());
        }
        return all.join(u", "_s);
    }
    const auto address = readAddress(client);
    const qint64 number = numbered(m_clients, address ? address->host : client);
    if (!address) {
        return u"client-%1"_s.arg(number);
    }
    const QString host = address->six
        ? u"fd00::%1"_s.arg(number, 0, 16)
        : u"10.%1.%2.%3"_s.arg(number >> 16 & 255).arg(number >> 8 & 255).arg(number & 255);
    return address->before + host + address->after;
}

} // namespace fluoroscope

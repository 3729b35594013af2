// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/receive/udp_port.h"

#include <QDir>
#include <QFile>

#include <array>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

QByteArray contents(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

bool holdsSocket(const QString& process, const QByteArray& socket)
{
    const QString folder = u"/proc/%1/fd/"_s.arg(process);
    for (const QString& entry : QDir(folder).entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot)) {
        std::array<char, 64> target{}; // QFile would resolve "socket:[…]" to a path
        const auto length = readlink(QFile::encodeName(folder + entry).constData(), target.data(), target.size());
        if (length > 0 && QByteArrayView(target.data(), length) == socket) {
            return true;
        }
    }
    return false;
}

} // namespace

std::vector<UdpPort> parseUdpPorts(const QByteArray& table)
{
    std::vector<UdpPort> ports;
    for (const QByteArray& line : table.split('\n')) {
        // sl local_address rem_address st tx:rx tr:when retrnsmt uid timeout inode ref pointer drops
        const QByteArrayList fields = line.simplified().split(' ');
        if (fields.size() < 13 || !fields[0].endsWith(':')) {
            continue;
        }
        const qsizetype colon = fields[1].indexOf(':');
        UdpPort port;
        port.port = static_cast<quint16>(fields[1].mid(colon + 1).toUInt(nullptr, 16));
        port.any = fields[1].left(colon).count('0') == colon;
        port.inode = fields[9].toULongLong();
        port.drops = fields[12].toLongLong();
        ports.push_back(port);
    }
    return ports;
}

std::optional<UdpPort> findUdpPort(const BindAddress& address)
{
    std::optional<UdpPort> found;
    for (const QString& table : {u"/proc/net/udp"_s, u"/proc/net/udp6"_s}) {
        for (const UdpPort& port : parseUdpPorts(contents(table))) {
            // The exact address is not compared: what matters is who receives at this port, and several rarely do.
            if (port.port == address.port && (!found || found->any)) {
                found = port;
            }
        }
    }
    return found;
}

QString holderOf(const UdpPort& port)
{
    const QByteArray socket = "socket:[" + QByteArray::number(port.inode) + ']';
    for (const QString& process : QDir(u"/proc"_s).entryList(QDir::Dirs)) {
        if (process[0].isDigit() && holdsSocket(process, socket)) {
            return u"%1 (pid %2)"_s.arg(
                QString::fromUtf8(contents(u"/proc/%1/comm"_s.arg(process)).trimmed()), process);
        }
    }
    return {};
}

} // namespace fluoroscope

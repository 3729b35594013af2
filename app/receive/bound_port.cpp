// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/receive/bound_port.h"

#include <QDir>
#include <QFile>

#include <array>
#include <cerrno>
#include <cstring>
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

std::vector<BoundPort> parseBoundPorts(const QByteArray& table, Protocol protocol)
{
    std::vector<BoundPort> ports;
    for (const QByteArray& line : table.split('\n')) {
        // sl local_address rem_address st tx:rx tr:when retrnsmt uid timeout inode ref pointer drops
        const QByteArrayList fields = line.simplified().split(' ');
        const bool isTcp = protocol == Protocol::Tcp;
        if (fields.size() < 13 || !fields[0].endsWith(':') || (isTcp && fields[3] != "0A")) {
            continue;
        }
        const qsizetype colon = fields[1].indexOf(':');
        BoundPort port;
        port.port = static_cast<quint16>(fields[1].mid(colon + 1).toUInt(nullptr, 16));
        port.any = fields[1].left(colon).count('0') == colon;
        port.inode = fields[9].toULongLong();
        port.drops = isTcp ? 0 : fields[12].toLongLong();
        ports.push_back(port);
    }
    return ports;
}

std::optional<BoundPort> findBoundPort(const BindAddress& address, Protocol protocol)
{
    const QString table = protocol == Protocol::Udp ? u"/proc/net/udp"_s : u"/proc/net/tcp"_s;
    std::optional<BoundPort> found;
    for (const QString& file : {table, table + u'6'}) {
        for (const BoundPort& port : parseBoundPorts(contents(file), protocol)) {
            // The exact address is not compared: what matters is who receives at this port, and several rarely do.
            if (port.port == address.port && (!found || found->any)) {
                found = port;
            }
        }
    }
    return found;
}

QString holderOf(const BoundPort& port)
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

Error bindError(const BindAddress& address, Protocol protocol, int code)
{
    const QString where = protocol == Protocol::Udp ? address.toString() : u"TCP %1"_s.arg(address.toString());
    if (code == EADDRINUSE) {
        const auto port = findBoundPort(address, protocol);
        const QString holder = port ? holderOf(*port) : QString();
        BindAddress other = address;
        other.port = static_cast<quint16>(address.port < 65535 ? address.port + 1 : address.port - 1);
        return {u"%1 is in use by %2. Stop it, or listen elsewhere with --bind %3."_s.arg(
            where, holder.isEmpty() ? u"another program"_s : holder, other.toString())};
    }
    if (code == EADDRNOTAVAIL) {
        return {
            u"%1 cannot be listened at: \"%2\" is not an address of this machine. Use 127.0.0.1, or 0.0.0.0 for every network."_s
                .arg(where, address.host)};
    }
    if (code == EACCES) {
        return {u"%1 cannot be listened at: ports below 1024 need privileges. Use --bind 127.0.0.1:2000."_s.arg(where)};
    }
    return {u"%1 cannot be listened at: %2."_s.arg(where, QString::fromLocal8Bit(std::strerror(code)))};
}

} // namespace fluoroscope

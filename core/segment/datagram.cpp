// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/segment/datagram.h"

#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

// Go reads member names without regard to case, and so does the daemon.
QJsonValue member(const QJsonObject& object, QStringView name)
{
    for (auto it = object.begin(); it != object.end(); ++it) {
        if (it.key().compare(name, Qt::CaseInsensitive) == 0) {
            return it.value();
        }
    }
    return {};
}

bool isHeader(QByteArrayView text)
{
    // The two spellings that all SDKs send; everything else is read as JSON.
    if (text == "{\"format\":\"json\",\"version\":1}" || text == "{\"format\": \"json\", \"version\": 1}") {
        return true;
    }
    const QJsonObject header = QJsonDocument::fromJson(text.toByteArray()).object();
    return member(header, u"format").toString().compare("json"_L1, Qt::CaseInsensitive) == 0
        && member(header, u"version") == QJsonValue(1);
}

} // namespace

tl::expected<QByteArrayView, Rejection> documentWithin(QByteArrayView datagram)
{
    const qsizetype newline = datagram.indexOf('\n');
    if (newline < 0 || newline + 1 == datagram.size()) {
        return tl::unexpected(Rejection{RejectionCode::MissingHeader, {},
            u"Missing header or segment: the datagram has no newline with a document after it. "
            "Send {\"format\":\"json\",\"version\":1}, a newline, then the document."_s});
    }
    if (!isHeader(datagram.first(newline))) {
        return tl::unexpected(Rejection{RejectionCode::InvalidHeader, {},
            u"Invalid header: the first line must be {\"format\":\"json\",\"version\":1}, here it is \"%1\"."_s.arg(
                QString::fromUtf8(datagram.first(std::min<qsizetype>(newline, 80))))});
    }
    return datagram.sliced(newline + 1);
}

tl::expected<QByteArray, Rejection> documentOfDatagram(const QByteArray& datagram)
{
    return documentWithin(datagram).map([](QByteArrayView document) { return document.toByteArray(); });
}

QByteArray datagramOf(const QByteArray& document)
{
    return "{\"format\":\"json\",\"version\":1}\n" + document;
}

} // namespace fluoroscope

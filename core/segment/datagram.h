// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The daemon's wire format: a JSON header, a newline, one document (reference 1.1).
#pragma once

#include "core/segment/segment_reader.h"

#include <QByteArray>
#include <QByteArrayView>
#include <tl/expected.hpp>

namespace fluoroscope {

// The largest payload of an IPv4 UDP datagram, in bytes.
inline constexpr qsizetype kMaxDatagramBytes = 65507;

// The document within `datagram`, from after the first newline to the end; or the daemon's reason to refuse it.
tl::expected<QByteArrayView, Rejection> documentWithin(QByteArrayView datagram);
// The same, as a copy.
tl::expected<QByteArray, Rejection> documentOfDatagram(const QByteArray& datagram);

// `document` behind the header that the SDKs send.
QByteArray datagramOf(const QByteArray& document);

} // namespace fluoroscope

// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Whoever documents are forwarded to: another daemon, or AWS X-Ray.
#pragma once

#include "core/ports/forwarding.h"

#include <QByteArray>
#include <QJsonObject>
#include <optional>
#include <span>
#include <stop_token>

namespace fluoroscope {

struct OutgoingDocument {
    qint64 id = 0; // in the journal
    QByteArray json; // without the daemon's header
};

// Why upstream takes nothing at present; what it did not take is to be given again.
struct Trouble {
    // As the daemon counts them (reference 1.5).
    enum class Kind : std::uint8_t { Timeout, ConnectionRefused, UnknownHost, ClientError, ServerError, Other };

    Kind kind = Kind::Other;
    QString message = {}; // what failed, where, and what to do
    bool isThrottled = false; // there is more than upstream wants
    Duration wait = {}; // upstream's own wish; zero: none
};

// What became of documents that were given: of the first `taken`, upstream has decided.
struct Delivery {
    std::size_t taken = 0;
    std::vector<ForwardRefusal> refused = {}; // of those
    std::optional<Trouble> trouble = {}; // why not all
};

// Of one thread.
class Upstream {
public:
    virtual ~Upstream() = default;

    [[nodiscard]] virtual QString url() const = 0; // tells it from others; without secrets
    [[nodiscard]] virtual std::size_t most() const = 0; // documents at once
    [[nodiscard]] virtual qsizetype largest() const = 0; // bytes of one document
    [[nodiscard]] virtual Duration patience() const = 0; // how long documents wait for company
    // In order. Blocks until upstream has answered, for at most some seconds, or until `stop`.
    virtual Delivery deliver(std::span<const OutgoingDocument> documents, const std::stop_token& stop) = 0;
    // Whether a document with this sender is one of ours that came back: forwarding it would never end.
    [[nodiscard]] virtual bool isOurs(const QString& /*sender*/) const { return false; }
    // Takes the input of PutTelemetryRecords; only X-Ray wants it.
    [[nodiscard]] virtual bool wantsTelemetry() const { return false; }
    virtual Result<void> report(const QJsonObject& /*telemetry*/, const std::stop_token& /*stop*/) { return {}; }
};

} // namespace fluoroscope

// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// How far forwarding is, as it is kept in the session: so that it goes on after a restart where it was, and that
// another process can tell.
#pragma once

#include "core/ports/document_source.h"
#include "core/ports/forwarding.h"
#include "core/ports/state_store.h"

namespace fluoroscope {

struct ForwardState {
    QString stream = {}; // a UUID of the session's own, from which requests get names that outlive a restart
    QString url = {}; // of the upstream whose cursor this is, or the words that asked for it
    qint64 cursor = 0; // upstream has decided of all documents up to this one
    qint64 through = 0; // the last document of the batch that is, or may be, on its way
    qint64 sent = 0;
    qint64 refused = 0;
    qint64 leftOut = 0;
    qint64 lost = 0;
    std::map<QString, qint64> refusedByCode = {};
    std::vector<ForwardRefusal> refusals = {}; // the last hundred
    QString problem = {};
    QString lastError = {};
    Timestamp lastErrorTime = {};
    Timestamp lastSent = {};

    void refuse(const ForwardRefusal& refusal);
    bool operator==(const ForwardState&) const = default;
};

// With a new stream where there was none.
Result<ForwardState> loadForwardState(StateStore& store);
Result<void> storeForwardState(StateStore& store, const ForwardState& state);

// What is known without the process that forwards. `oldest`: when the first pending document was received.
ForwarderStatus forwarderStatus(const ForwardState& state, qint64 lastDocument, std::optional<Timestamp> oldest);
Result<ForwarderStatus> forwarderStatus(StateStore& store, DocumentSource& documents);

} // namespace fluoroscope

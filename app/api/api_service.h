// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// X-Ray's API without its transport: from a path and a body to an answer (reference 5.1).
#pragma once

#include "app/api/operation.h"

#include <QByteArray>
#include <QHash>

namespace fluoroscope {

struct ApiAnswer {
    int status = 200;
    QString errorType; // for the header x-amzn-ErrorType; empty: no error
    QString requestId; // a UUID, for the header x-amzn-RequestId
    QByteArray body; // JSON
};

// The answer that refuses, in AWS's form.
ApiAnswer errorAnswer(const ApiError& error);

// Every operation that is implemented, in no particular order.
std::vector<ApiOperation> apiOperations();

// Thread-safe: answers any number of requests at once.
class ApiService {
public:
    explicit ApiService(const ApiContext& context, const std::vector<ApiOperation>& operations = apiOperations());

    [[nodiscard]] const ApiContext& context() const { return m_context; }
    [[nodiscard]] bool knows(const QString& path) const { return m_operations.contains(path); }
    // An empty body is as good as "{}".
    [[nodiscard]] ApiAnswer answer(
        const QString& path, const QByteArray& body, const QString& sender, const std::stop_token& stop = {}) const;

private:
    ApiContext m_context;
    QHash<QString, ApiOperation> m_operations; // by path
};

} // namespace fluoroscope

// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Writes JSON piece by piece, so that a list of any length is never in memory.
#pragma once

#include "core/result.h"

#include <QFile>
#include <QJsonObject>

namespace fluoroscope {

class JsonOutput {
public:
    // "-" is standard output.
    static Result<std::unique_ptr<JsonOutput>> to(const QString& file);

    // Opens the object with one list that fills by add(); `member` is its name.
    void beginList(QByteArrayView member);
    void add(const QJsonObject& element);
    // Ends the list, and the object with the members of `rest`.
    void endList(const QJsonObject& rest = {});
    // A whole object at once.
    void write(const QJsonObject& object);

    // Whether everything was written.
    Result<void> close();

private:
    QFile m_file;
    bool m_first = true;
};

// One object to standard output.
Result<void> printJson(const QJsonObject& object);

} // namespace fluoroscope

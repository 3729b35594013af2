// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// One writer to a session, told by a lock file beside it; it does not outlive its process.
#pragma once

#include <QLockFile>
#include <QString>

namespace fluoroscope {

class WriterLock {
public:
    explicit WriterLock(const QString& file);

    bool acquire();
    // Who has it, after it could not be acquired: "fluoro (process 4711)"; empty where the system does not tell.
    [[nodiscard]] QString holder() const;

private:
    QLockFile m_lock;
};

} // namespace fluoroscope

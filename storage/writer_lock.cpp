// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/writer_lock.h"

using namespace Qt::StringLiterals;

namespace fluoroscope {

WriterLock::WriterLock(const QString& file)
    : m_lock(file + u".lock"_s)
{
    m_lock.setStaleLockTime(0);
}

bool WriterLock::acquire()
{
    // The system tells whether somebody holds the lock. The number in the file does not: a container that starts again
    // gives it to the next process, and another container's name is not ours.
    return m_lock.tryLock(0) || (m_lock.removeStaleLockFile() && m_lock.tryLock(0));
}

QString WriterLock::holder() const
{
    qint64 process = 0;
    QString host;
    QString application;
    return m_lock.getLockInfo(&process, &host, &application)
        ? u"%1 (process %2)"_s.arg(application, QString::number(process))
        : QString();
}

} // namespace fluoroscope

// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/desktop/start_measure.h"

#include <QEvent>
#include <QFile>
#include <QTimer>
#include <QWidget>

#include <cstdio>
#include <ctime>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

QByteArrayList fieldsOf(const QString& file)
{
    QFile source(file);
    return source.open(QIODevice::ReadOnly) ? source.readAll().trimmed().split(' ') : QByteArrayList();
}

// Since the kernel made the process, which it tells in hundredths of a second.
double millisecondsSinceStart()
{
    timespec now{};
    clock_gettime(CLOCK_BOOTTIME, &now);
    const double started =
        fieldsOf(u"/proc/self/stat"_s).value(21).toDouble() / static_cast<double>(sysconf(_SC_CLK_TCK));
    return (static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9 - started) * 1000;
}

double residentMegabytes()
{
    return fieldsOf(u"/proc/self/statm"_s).value(1).toDouble() * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1e6;
}

} // namespace

StartMeasure::StartMeasure(QWidget& window, std::function<void()> done)
    : m_done(std::move(done))
{
    window.installEventFilter(this);
}

bool StartMeasure::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Paint && !m_painted) {
        m_painted = true;
        QTimer::singleShot(0, this, &StartMeasure::report); // the children are painted and flushed after their window
    }
    return QObject::eventFilter(watched, event);
}

void StartMeasure::report()
{
    std::printf("first paint: %.0f ms\nresident: %.0f MB\n", millisecondsSinceStart(), residentMegabytes());
    std::fflush(stdout);
    m_done();
}

} // namespace fluoroscope

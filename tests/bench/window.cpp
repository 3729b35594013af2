// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// A bare main window: what the toolkit alone takes from start to first paint, and in memory.
#include <QApplication>
#include <QFile>
#include <QMainWindow>
#include <cstdio>

namespace {

class Canvas final : public QWidget {
    void paintEvent(QPaintEvent* /*event*/) override
    {
        if (!m_painted) {
            m_painted = true;
            QMetaObject::invokeMethod(qApp, &QCoreApplication::quit, Qt::QueuedConnection);
        }
    }
    bool m_painted = false;
};

} // namespace

int main(int argc, char* argv[])
{
    QApplication application(argc, argv);
    QMainWindow window;
    window.setCentralWidget(new Canvas);
    window.resize(1280, 800);
    window.show();
    QApplication::exec();
    QFile status(QStringLiteral("/proc/self/status"));
    std::puts("first paint");
    if (status.open(QFile::ReadOnly)) {
        std::fputs(status.readAll().constData(), stdout);
    }
    return 0;
}

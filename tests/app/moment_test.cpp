// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Times as people write them.
#include "app/cli/moment.h"

#include <QObject>
#include <QTest>

using namespace fluoroscope;
using namespace Qt::StringLiterals;

class MomentTest : public QObject {
    Q_OBJECT

private slots:
    void moments_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<double>("seconds"); // of the epoch; below 0: none
        const auto row = [](const char* text, double seconds) {
            QTest::newRow(text) << QString::fromUtf8(text) << seconds;
        };
        row("90s", 1'700'000'000 - 90);
        row("10m", 1'700'000'000 - 600);
        row("2h", 1'700'000'000 - 7200);
        row("1d", 1'700'000'000 - 86400);
        row("1700000001.25", 1'700'000'001.25);
        row("2023-11-14T22:13:20Z", 1'700'000'000);
        row("2023-11-15T00:13:20.5+02:00", 1'700'000'000.5);
        row("2023-11-14 22:13", 1'699'999'980); // local time, which is UTC in tests
        row("2023-11-14", 1'699'920'000);
        for (const char* none : {"", "soon", "10", "10x", "-5m", "2023-13-01T00:00:00Z"}) {
            row(none, -1);
        }
    }

    void moments()
    {
        QFETCH(QString, text);
        QFETCH(double, seconds);
        const auto moment = parseMoment(text, fromEpochSeconds(1'700'000'000));
        QCOMPARE(moment ? toEpochSeconds(*moment) : -1, seconds);
        QVERIFY(moment || moment.error().message.contains(text));
    }
};

QTEST_GUILESS_MAIN(MomentTest)
#include "moment_test.moc"

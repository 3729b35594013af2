// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/text/quantity.h"

#include <QTest>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using namespace fluoroscope;

class QuantityTest : public QObject {
    Q_OBJECT

private slots:
    void readsDurations();
    void readsShares();
};

void QuantityTest::readsDurations()
{
    for (const auto& [text, duration] : {std::pair(u"250us"_s, Duration(250)), std::pair(u"250µs"_s, Duration(250)),
             std::pair(u"300ms"_s, Duration(300ms)), std::pair(u"2s"_s, Duration(2s)),
             std::pair(u" 1.5 s "_s, Duration(1500ms)), std::pair(u"5min"_s, Duration(5min)),
             std::pair(u"5m"_s, Duration(5min)), std::pair(u"1h"_s, Duration(1h)), std::pair(u"2d"_s, Duration(48h)),
             std::pair(u"0"_s, Duration()), std::pair(u"0s"_s, Duration())}) {
        QVERIFY2(durationOfText(text) == duration, qPrintable(text));
    }
    for (const auto& text :
        {u""_s, u"5"_s, u"s"_s, u"-5s"_s, u"1e3s"_s, u"infs"_s, u"5 parsecs"_s, u"1.2.3s"_s, u"9999d"_s}) {
        QVERIFY2(!durationOfText(text), qPrintable(text));
    }
}

void QuantityTest::readsShares()
{
    for (const auto& [text, share] : {std::pair(u"5%"_s, 0.05), std::pair(u"0.05"_s, 0.05), std::pair(u"100 %"_s, 1.0),
             std::pair(u"0"_s, 0.0), std::pair(u"1"_s, 1.0)}) {
        QVERIFY2(shareOfText(text) == share, qPrintable(text));
    }
    for (const auto& text : {u""_s, u"%"_s, u"5"_s, u"101%"_s, u"-1%"_s, u"five"_s, u"nan"_s}) {
        QVERIFY2(!shareOfText(text), qPrintable(text));
    }
}

QTEST_GUILESS_MAIN(QuantityTest)
#include "quantity_test.moc"

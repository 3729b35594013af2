// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/trace/branches.h"
#include "core/trace/segment_places.h"

#include <QTest>
#include <random>
#include <unordered_map>

using namespace fluoroscope;

class SegmentPlacesTest : public QObject {
    Q_OBJECT

private slots:
    void findsWhatAMapFinds_data();
    void findsWhatAMapFinds();
    void keepsTheFirst();
    void tellsTheChildrenInOrder();
};

void SegmentPlacesTest::findsWhatAMapFinds_data()
{
    using Make = std::function<std::uint64_t(std::uint64_t)>;
    QTest::addColumn<Make>("make");
    QTest::newRow("one after the other") << Make([](std::uint64_t n) { return n; });
    QTest::newRow("only the upper bits") << Make([](std::uint64_t n) { return n << 48; });
    QTest::newRow("scattered") << Make([](std::uint64_t n) { return std::mt19937_64(n)(); });
}

void SegmentPlacesTest::findsWhatAMapFinds()
{
    QFETCH(std::function<std::uint64_t(std::uint64_t)>, make);
    SegmentPlaces places; // has to grow
    std::unordered_map<SegmentId, std::int32_t> expected;
    std::mt19937 random(20260301);
    for (std::int32_t i = 0; i < 20'000; ++i) {
        const SegmentId id(make(random() % 5'000)); // the null id among them
        switch (random() % 3) {
        case 0:
        case 1: {
            const auto [known, isNew] = expected.try_emplace(id, i);
            QCOMPARE(places.tryInsert(id, i), std::pair(known->second, isNew));
            break;
        }
        default:
            if (expected.erase(id) > 0) {
                places.remove(id);
            }
        }
        const auto known = expected.find(id);
        QCOMPARE(places.find(id), known == expected.end() ? -1 : known->second);
    }
    for (std::uint64_t n = 0; n < 5'000; ++n) {
        const auto known = expected.find(SegmentId(make(n)));
        QCOMPARE(places.find(SegmentId(make(n))), known == expected.end() ? -1 : known->second);
    }
}

void SegmentPlacesTest::keepsTheFirst()
{
    SegmentPlaces places(2);
    QCOMPARE(places.find(SegmentId()), -1);
    QCOMPARE(places.tryInsert(SegmentId(7), 3), std::pair(3, true));
    QCOMPARE(places.tryInsert(SegmentId(7), 4), std::pair(3, false));
    places.remove(SegmentId(7));
    QCOMPARE(places.find(SegmentId(7)), -1);
    QCOMPARE(places.tryInsert(SegmentId(7), 5), std::pair(5, true));
}

void SegmentPlacesTest::tellsTheChildrenInOrder()
{
    const std::vector<std::int32_t> parents{-1, 0, 4, 0, 0, -1, 4};
    const Branches branches(
        7, [&](std::int32_t i) { return parents[static_cast<std::size_t>(i)]; }, std::greater<>());
    const auto of = [&](std::int32_t i) {
        const auto children = branches.of(i);
        return std::vector<std::int32_t>(children.begin(), children.end());
    };
    QCOMPARE(of(0), (std::vector{4, 3, 1}));
    QCOMPARE(of(4), (std::vector{6, 2}));
    QVERIFY(of(5).empty());
    QVERIFY(of(6).empty());
}

QTEST_GUILESS_MAIN(SegmentPlacesTest)
#include "segment_places_test.moc"

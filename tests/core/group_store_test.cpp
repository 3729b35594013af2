// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Groups by X-Ray's rules: what may be made, changed and removed, and what becomes of their tags (reference 5.8, 5.11).

#include "core/group/group_store.h"
#include "tests/core/memory_state.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace fluoroscope;

class GroupStoreTest : public QObject {
    Q_OBJECT

private slots:
    void hasDefaultFromTheStart();
    void listsByNameAndFindsByNameAndArn();
    void refusesWhatIsNoGroup_data();
    void refusesWhatIsNoGroup();
    void changesOnlyWhatIsGiven();
    void protectsDefault();
    void keepsTagsWithTheGroup();
    void boundsTags();
    void tellsAFailingSessionFromARefusal();
};

namespace {

const ServicePlace kPlace;

QString arnOf(StateStore& store, const QString& name)
{
    const auto group = groupRecord(store, kPlace, {name, {}});
    return group ? group->arn : QString();
}

} // namespace

void GroupStoreTest::hasDefaultFromTheStart()
{
    test::MemoryState store;
    const auto groups = groupsOf(store);
    QVERIFY(groups);
    QCOMPARE(groups->size(), 1U);
    QCOMPARE(groups->front().name, u"Default"_s);
    QCOMPARE(groups->front().arn, u"arn:aws:xray:us-east-1:000000000000:group/Default"_s);
    QVERIFY(groups->front().filter.isEmpty());
}

void GroupStoreTest::listsByNameAndFindsByNameAndArn()
{
    test::MemoryState store;
    QVERIFY(createGroup(store, kPlace, u"slow"_s, {u"responsetime > 2"_s, true, true}, {}));
    QVERIFY(createGroup(store, kPlace, u"broken"_s, {u"fault"_s, {}, {}}, {}));
    const auto groups = groupsOf(store);
    QVERIFY(groups);
    QCOMPARE(groups->size(), 3U);
    QCOMPARE(groups->at(1).name, u"broken"_s);
    QCOMPARE(groups->at(1).filter.text(), u"fault"_s);
    QCOMPARE(groups->at(2).name, u"slow"_s);

    const auto slow = groupRecord(store, kPlace, {{}, groups->at(2).arn});
    QVERIFY(slow);
    QVERIFY(slow->arn.startsWith(u"arn:aws:xray:us-east-1:000000000000:group/slow/"_s));
    QVERIFY(slow->insights && slow->notifications);
    QVERIFY(!groupRecord(store, kPlace, {u"Slow"_s, {}})); // case counts
    QVERIFY(!groupRecord(store, kPlace, {}));
}

void GroupStoreTest::refusesWhatIsNoGroup_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("filter");
    QTest::addColumn<bool>("insights");
    QTest::addColumn<QString>("said");
    QTest::newRow("taken") << u"taken"_s << u"ok"_s << true << u"already"_s;
    QTest::newRow("reserved") << u"Default"_s << u"ok"_s << true << u"reserved"_s;
    QTest::newRow("no filter at all") << u"a"_s << u"service("_s << true << u"character 9"_s;
    QTest::newRow("of groups") << u"a"_s << u"ok AND group.name = \"taken\""_s << true << u"groups"_s;
    QTest::newRow("notifications alone") << u"a"_s << u"ok"_s << false << u"InsightsEnabled"_s;
}

void GroupStoreTest::refusesWhatIsNoGroup()
{
    QFETCH(QString, name);
    QFETCH(QString, filter);
    QFETCH(bool, insights);
    QFETCH(QString, said);
    test::MemoryState store;
    QVERIFY(createGroup(store, kPlace, u"taken"_s, {}, {}));
    const auto group = createGroup(store, kPlace, name, {filter, insights, true}, {});
    QVERIFY(!group);
    QCOMPARE(group.error().type, u"InvalidRequestException"_s);
    QVERIFY2(group.error().message.contains(said), qPrintable(group.error().message));
    QCOMPARE(groupRecords(store)->size(), 2U);
}

void GroupStoreTest::changesOnlyWhatIsGiven()
{
    test::MemoryState store;
    const auto made = createGroup(store, kPlace, u"g"_s, {u"fault"_s, true, true}, {});
    QVERIFY(made);
    auto changed = updateGroup(store, kPlace, {u"g"_s, {}}, {u"error"_s, {}, {}});
    QVERIFY(changed);
    QCOMPARE(changed->filter, u"error"_s);
    QCOMPARE(changed->arn, made->arn);
    QVERIFY(changed->insights && changed->notifications);
    changed = updateGroup(store, kPlace, {{}, made->arn}, {{}, false, {}});
    QVERIFY(changed);
    QCOMPARE(changed->filter, u"error"_s);
    QVERIFY(!changed->insights && !changed->notifications);
    QVERIFY(!updateGroup(store, kPlace, {u"g"_s, {}}, {{}, {}, true}));
    QVERIFY(!updateGroup(store, kPlace, {u"other"_s, {}}, {}));
    QCOMPARE(*groupRecord(store, kPlace, {u"g"_s, {}}), *changed);
    QVERIFY(deleteGroup(store, kPlace, {u"g"_s, {}}));
    QVERIFY(!deleteGroup(store, kPlace, {u"g"_s, {}}));
}

void GroupStoreTest::protectsDefault()
{
    test::MemoryState store;
    const GroupKey key{u"Default"_s, {}};
    QVERIFY(!deleteGroup(store, kPlace, key));
    QVERIFY(!updateGroup(store, kPlace, key, {u"fault"_s, {}, {}}));
    const auto changed = updateGroup(store, kPlace, key, {{}, true, true});
    QVERIFY(changed);
    QCOMPARE(*groupRecord(store, kPlace, key), *changed);
    QCOMPARE(groupRecords(store)->size(), 1U);
}

void GroupStoreTest::keepsTagsWithTheGroup()
{
    test::MemoryState store;
    QVERIFY(createGroup(store, kPlace, u"g"_s, {}, {{u"team"_s, u"shop"_s}}));
    const QString arn = arnOf(store, u"g"_s);
    QVERIFY(addTags(store, kPlace, arn, {{u"stage"_s, u"dev"_s}, {u"team"_s, u"cart"_s}}));
    QVERIFY(updateGroup(store, kPlace, {u"g"_s, {}}, {u"fault"_s, {}, {}}));
    QCOMPARE(*tagsOf(store, kPlace, arn), (Tags{{u"stage"_s, u"dev"_s}, {u"team"_s, u"cart"_s}}));
    QVERIFY(removeTags(store, kPlace, arn, {u"stage"_s, u"never"_s}));
    QCOMPARE(*tagsOf(store, kPlace, arn), (Tags{{u"team"_s, u"cart"_s}}));

    QVERIFY(deleteGroup(store, kPlace, {u"g"_s, {}}));
    const auto gone = tagsOf(store, kPlace, arn);
    QVERIFY(!gone);
    QCOMPARE(gone.error().type, u"ResourceNotFoundException"_s);
    QCOMPARE(gone.error().resource, arn);

    const QString own = arnOf(store, u"Default"_s);
    QVERIFY(addTags(store, kPlace, own, {{u"a"_s, u"b"_s}}));
    QCOMPARE(*tagsOf(store, kPlace, own), (Tags{{u"a"_s, u"b"_s}}));
    QCOMPARE(groupRecords(store)->size(), 1U);
}

void GroupStoreTest::boundsTags()
{
    test::MemoryState store;
    Tags tags;
    for (int i = 0; i < kMaxTags; ++i) {
        tags.insert(QString::number(i), {});
    }
    QVERIFY(createGroup(store, kPlace, u"g"_s, {}, tags));
    const QString arn = arnOf(store, u"g"_s);
    QVERIFY(addTags(store, kPlace, arn, {{u"0"_s, u"again"_s}}));
    const auto more = addTags(store, kPlace, arn, {{u"more"_s, {}}});
    QVERIFY(!more);
    QCOMPARE(more.error().type, u"TooManyTagsException"_s);
    QCOMPARE(more.error().resource, arn);
    const auto reserved = addTags(store, kPlace, arn, {{u"aws:x"_s, {}}});
    QVERIFY(!reserved);
    QCOMPARE(reserved.error().type, u"InvalidRequestException"_s);
    QVERIFY(!createGroup(store, kPlace, u"h"_s, {}, {{u"AWS:x"_s, {}}}));
    QCOMPARE(tagsOf(store, kPlace, arn)->size(), kMaxTags);
}

void GroupStoreTest::tellsAFailingSessionFromARefusal()
{
    test::MemoryState store;
    store.broken = true;
    QVERIFY(!groupsOf(store));
    const auto made = createGroup(store, kPlace, u"g"_s, {}, {});
    QVERIFY(!made);
    QCOMPARE(made.error().type, QString());
    QCOMPARE(made.error().message, u"The file is gone."_s);
}

QTEST_GUILESS_MAIN(GroupStoreTest)
#include "group_store_test.moc"

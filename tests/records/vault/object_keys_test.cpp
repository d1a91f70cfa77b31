#include <gtest/gtest.h>

#include "records/sql/session.hpp"
#include "records/vault/x25519.hpp"
#include "tests/records/vault/site.hpp"

namespace postvern::records {
namespace {

using test::Site;
using vault::agreements_made;

constexpr Day kToday{20'000};

struct Stored {
    ObjectLabel label;
    std::string wrap;
    std::string key;
};

Stored store(Site& site, std::uint64_t object, Day day = kToday, AccountId account = Site::kAlice) {
    auto made = site.vault->new_object_key(account, ObjectId{object}, ObjectKind::content,
                                           DataClass::mail, day);
    return {{account, ObjectId{object}, ObjectKind::content, made.period},
            std::move(made.wrap),
            std::string(made.key.view())};
}

std::string open(Site& site, policy::KeySession keys, const Stored& stored) {
    return std::string(site.vault->open_object_key(keys, stored.label, stored.wrap).view());
}

// Changes keys.db behind the vault's back, which must be closed.
void alter(Site& site, const char* statement) {
    sql::Session session(site.data() / "keys.db", sql::Access::read_write);
    ASSERT_EQ(session(statement).run(), 1);
}

TEST(ObjectKeys, OpenForTheOwnerAlsoAfterARestart) {
    Site site;
    site.add_alice();
    const Stored stored = store(site, 1);
    EXPECT_EQ(open(site, site.sign_in(Site::kPassword)->keys, stored), stored.key);
    site.open();
    EXPECT_EQ(open(site, site.sign_in(Site::kPassword)->keys, stored), stored.key);
}

TEST(ObjectKeys, OpenThroughAGrantOfTheOwner) {
    Site site;
    site.add_alice();
    const Stored stored = store(site, 1);
    const auto alice = site.subject();
    const auto grant = site.grant(alice, policy::Action::list);
    EXPECT_EQ(site.vault->open_object_key(grant, stored.label, stored.wrap).view(), stored.key);
}

TEST(ObjectKeys, DoNotOpenWithoutKeysOfTheAccount) {
    Site site;
    site.add_alice();
    site.add(Site::kBob, "bob@example.org");
    const Stored stored = store(site, 1);
    const auto bob = site.sign_in(Site::kPassword, "bob@example.org");
    EXPECT_THROW(open(site, bob->keys, stored), policy::Denied);
    EXPECT_THROW(open(site, policy::kNoKeys, stored), policy::Denied);
    Stored as_own = stored;
    as_own.label.account = Site::kBob;
    EXPECT_THROW(open(site, bob->keys, as_own), NotFound);
}

TEST(ObjectKeys, DoNotOpenWhenTheSessionWasReleased) {
    Site site;
    site.add_alice();
    const Stored stored = store(site, 1);
    const auto first = site.sign_in(Site::kPassword)->keys;
    const auto second = site.sign_in(Site::kPassword)->keys;
    EXPECT_NE(first, second);
    site.vault->release(first);
    EXPECT_THROW(open(site, first, stored), policy::Denied);
    EXPECT_EQ(open(site, second, stored), stored.key);
    site.vault->release(first);  // once more does no harm
    site.vault->release(second);
    EXPECT_THROW(open(site, second, stored), policy::Denied);
}

TEST(ObjectKeys, OpenAsWhatTheyWereWrappedForOnly) {
    Site site;
    site.add_alice();
    const Stored stored = store(site, 1);
    const Stored another_day = store(site, 1, Day{20'001});
    const auto keys = site.sign_in(Site::kPassword)->keys;
    Stored other = stored;
    other.label.object = ObjectId{2};
    EXPECT_THROW(open(site, keys, other), StorageError);
    other = stored;
    other.label.kind = ObjectKind::summary;
    EXPECT_THROW(open(site, keys, other), StorageError);
    other = stored;
    other.label.period = another_day.label.period;
    EXPECT_THROW(open(site, keys, other), StorageError);
}

TEST(PeriodKeys, AreReusedForFifteenMinutesAndNeverAfterARestart) {
    Site site;
    site.add_alice();
    const auto first = store(site, 1).label.period;
    site.now += 15 * 60 - 1;
    site.vault->forget_expired();
    EXPECT_EQ(store(site, 2).label.period, first);
    site.now += 1;
    const auto second = store(site, 3).label.period;
    EXPECT_NE(second, first);
    EXPECT_EQ(store(site, 4).label.period, second);
    site.open();
    EXPECT_NE(store(site, 5).label.period, second);
}

TEST(PeriodKeys, AreOthersForEveryAccountClassAndDay) {
    Site site;
    site.add_alice();
    site.add(Site::kBob, "bob@example.org");
    const auto mail = store(site, 1).label.period;
    EXPECT_NE(store(site, 2, Day{20'001}).label.period, mail);
    EXPECT_NE(store(site, 3, kToday, Site::kBob).label.period, mail);
    EXPECT_NE(site.vault
                  ->new_object_key(Site::kAlice, ObjectId{4}, ObjectKind::content,
                                   DataClass::calendar, kToday)
                  .period,
              mail);
    EXPECT_THROW(store(site, 5, kToday, AccountId{9}), NotFound);
}

TEST(PeriodKeys, CostPublicKeyWorkAtTheFirstOpeningOnly) {
    Site site;
    site.add_alice();
    std::vector<Stored> stored;
    for (int day = 0; day < 20; ++day) {
        stored.push_back(store(site, static_cast<std::uint64_t>(day), Day{day}));
    }
    auto keys = site.sign_in(Site::kPassword)->keys;
    std::uint64_t before = agreements_made();
    for (const auto& object : stored) EXPECT_EQ(open(site, keys, object), object.key);
    EXPECT_EQ(agreements_made() - before, stored.size());
    site.open();
    keys = site.sign_in(Site::kPassword)->keys;
    before = agreements_made();
    for (const auto& object : stored) EXPECT_EQ(open(site, keys, object), object.key);
    EXPECT_EQ(agreements_made() - before, 0U);
}

TEST(PeriodKeys, AreRefusedWhenTheyDoNotFitTheirCommitment) {
    for (const bool opened_before : {false, true}) {
        Site site;
        site.add_alice();
        const Stored stored = store(site, 1);
        if (opened_before) open(site, site.sign_in(Site::kPassword)->keys, stored);
        site.close();
        alter(site, "UPDATE period_keys SET commitment = zeroblob(32)");
        site.open();
        const auto keys = site.sign_in(Site::kPassword)->keys;
        EXPECT_THROW(open(site, keys, stored), StorageError);
    }
}

TEST(PeriodKeys, DoNotHideTheOthersWhenOneIsDamaged) {
    Site site;
    site.add_alice();
    const Stored damaged = store(site, 1, Day{1});
    const Stored whole = store(site, 2, Day{2});
    site.close();
    alter(site, "UPDATE period_keys SET sealed = zeroblob(80) WHERE day = 1");
    site.open();
    const auto keys = site.sign_in(Site::kPassword)->keys;
    EXPECT_EQ(open(site, keys, whole), whole.key);
    EXPECT_THROW(open(site, keys, damaged), StorageError);
}

TEST(PeriodKeys, AreNotSealedToAPublicKeyThatTheSiteDidNotWrite) {
    Site site;
    site.add_alice();
    site.close();
    alter(site, "UPDATE accounts SET public_key = zeroblob(32)");
    site.open();
    EXPECT_THROW(store(site, 1), StorageError);
}

TEST(PeriodKeys, MayBeDestroyedOnceTheyAreSettled) {
    Site site;
    site.add_alice();
    const Stored kept = store(site, 1, Day{1});
    const Stored dropped = store(site, 2, Day{2});
    EXPECT_TRUE(site.vault->settled_period_keys(Site::kAlice).empty());
    const PeriodKeyId unsettled[] = {dropped.label.period};
    EXPECT_THROW(site.vault->destroy_period_keys(Site::kAlice, unsettled), std::logic_error);
    site.open();
    EXPECT_EQ(site.vault->settled_period_keys(Site::kAlice),
              (std::vector{kept.label.period, dropped.label.period}));
    const auto keys = site.sign_in(Site::kPassword)->keys;
    EXPECT_EQ(open(site, keys, dropped), dropped.key);
    site.vault->destroy_period_keys(Site::kAlice, unsettled);
    EXPECT_THROW(open(site, keys, dropped), NotFound);
    EXPECT_EQ(open(site, keys, kept), kept.key);
    EXPECT_EQ(site.vault->settled_period_keys(Site::kAlice), std::vector{kept.label.period});
}

TEST(PeriodKeys, NeverGetTheIdOfADestroyedOne) {
    Site site;
    site.add_alice();
    const auto first = store(site, 1).label.period;
    site.open();
    const PeriodKeyId periods[] = {first};
    site.vault->destroy_period_keys(Site::kAlice, periods);
    site.open();
    EXPECT_GT(number(store(site, 2).label.period), number(first));
}

TEST(PrivateData, OpensForItsAccountAndLabelOnly) {
    Site site;
    site.add_alice();
    site.add(Site::kBob, "bob@example.org");
    const auto alice = site.sign_in(Site::kPassword)->keys;
    const auto bob = site.sign_in(Site::kPassword, "bob@example.org")->keys;
    const std::string sealed = site.vault->seal_private(alice, Site::kAlice, "folder", "Plans");
    EXPECT_EQ(site.vault->open_private(alice, Site::kAlice, "folder", sealed), "Plans");
    EXPECT_THROW(site.vault->open_private(alice, Site::kAlice, "keyword", sealed), StorageError);
    EXPECT_THROW(site.vault->open_private(bob, Site::kBob, "folder", sealed), StorageError);
    EXPECT_THROW(site.vault->open_private(bob, Site::kAlice, "folder", sealed), policy::Denied);
    const auto found = site.vault->private_lookup(alice, Site::kAlice, "folder", "Plans");
    EXPECT_EQ(found.size(), 16U);
    EXPECT_EQ(site.vault->private_lookup(alice, Site::kAlice, "folder", "Plans"), found);
    EXPECT_NE(site.vault->private_lookup(alice, Site::kAlice, "keyword", "Plans"), found);
    EXPECT_NE(site.vault->private_lookup(bob, Site::kBob, "folder", "Plans"), found);
}

}  // namespace
}  // namespace postvern::records

// What is held for a case: kept whatever the owner does, shown to nobody, opened by the disclosure key alone, destroyed at its end.
#include <gmock/gmock.h>

#include "records/backup.hpp"
#include "records/sql/session.hpp"
#include "tests/records/disclosure/disclosed_house.hpp"

namespace postvern::records {
namespace {

using policy::Action;
using policy::Resource;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::int64_t kStart = Household::kBeginning;

HoldScope all_of(AccountId account) {
    HoldScope scope;
    scope.account = account;
    return scope;
}

std::int64_t count(DisclosedHouse& house, const char* query) {
    auto reader = house.home.site.store().reader();
    return *reader(query).integer();
}

// Of keys.db, beside the vault's own connection.
std::int64_t count_keys(const Scratch& scratch, const char* query) {
    sql::Session session(scratch.path() / "data/keys.db", sql::Access::read_only);
    return *session(query).integer();
}

class HoldingTest : public testing::Test {
  protected:
    Scratch scratch;
    DisclosedHouse house{scratch};
    Household& home = house.home;
    AccountId alice = home.add_account("alice@example.org", "correct horse");

    void SetUp() override { house.put_key(); }
    policy::Subject sign_in() { return home.sign_in("alice@example.org", "correct horse"); }
    std::vector<std::string> disclosed() { return house.disclosed(alice, kStart, home.now + kDaySeconds); }
    // Everything of the account's is deleted, swept and, where nothing uses it, its keys destroyed.
    void delete_everything() {
        const auto owner = sign_in();
        house.delete_all(owner, home.collection(owner, "INBOX"));
        swept();
    }
    void swept() { house.sweep(other); }
    AccountId other = home.add_account("bob@example.org", "battery staple");
};

TEST_F(HoldingTest, WhatTheOwnerDeletesStaysForTheDisclosureKeyAlone) {
    home.deliver(alice, letter("one"));
    home.deliver(alice, letter("large", std::string(2'500'000, 'x') + "\r\n"));
    const Held held = house.hold(all_of(alice));
    EXPECT_EQ(held.items, 2U);
    EXPECT_EQ(held.lacking, 0U);
    home.deliver(alice, letter("after"));
    delete_everything();
    const auto owner = sign_in();
    EXPECT_TRUE(home.read(owner, home.collection(owner, "INBOX"), UidSet::all()).empty());
    EXPECT_THAT(disclosed(), ElementsAre("large", "one"));
}

TEST_F(HoldingTest, WhatArrivesIsKeptWhereTheHoldSaysSo) {
    home.deliver(alice, letter("one"));
    HoldScope scope = all_of(alice);
    scope.arrivals = true;
    house.hold(scope);
    home.deliver(alice, letter("after"));
    home.now += kDaySeconds;
    home.deliver(alice, letter("next day"));
    delete_everything();
    EXPECT_THAT(disclosed(), ElementsAre("after", "next day", "one"));
}

TEST_F(HoldingTest, AHoldKeepsItsClassesAndDaysOnly) {
    home.deliver(alice, letter("before"));
    home.now += kDaySeconds;
    const std::int64_t from = home.now;
    home.deliver(alice, letter("in the window"));
    home.now += kDaySeconds;
    home.deliver(alice, letter("behind"));
    HoldScope scope = all_of(alice);
    scope.window_from = from;
    scope.window_until = from + 60;
    scope.classes = {policy::DisclosureClass::mail};
    EXPECT_EQ(house.hold(scope).items, 1U);
    scope.classes = {policy::DisclosureClass::contacts};
    EXPECT_EQ(house.hold(scope).items, 0U);
    delete_everything();
    EXPECT_THAT(disclosed(), ElementsAre("in the window"));
}

TEST_F(HoldingTest, NoKeyOfTheOwnersOpensWhatIsHeld) {
    home.deliver(alice, letter("kept by the owner"));
    home.deliver(alice, letter("deleted"));  // under the same period key
    house.hold(all_of(alice));
    const auto owner = sign_in();
    house.delete_all(owner, home.collection(owner, "INBOX"), {2});
    const auto number = house.ordered(alice, kStart, kStart + 10);
    const auto list = house.keys(number, alice, kStart, kStart + 10);
    const auto opened = house.holders->open(list);
    ASSERT_EQ(opened.size(), 2U) << "the period key, and the hold's own above it";
    // With the period key alone, which the owner's session has, only what is the owner's still opens.
    OpenedKeys periods;
    for (const auto& [id, key] : opened) {
        if (id >> 63 == 0) periods.emplace(id, key.clone());
    }
    ASSERT_EQ(periods.size(), 1U);
    EXPECT_EQ(house.open(number, alice, kStart, kStart + 10, std::move(periods)).size(), 1U);
    EXPECT_EQ(house.unopened, 1U);
    EXPECT_EQ(disclosed().size(), 2U);
}

TEST_F(HoldingTest, ReleaseDestroysKeysAndOctets) {
    home.deliver(alice, letter("large", std::string(2'500'000, 'x') + "\r\n"));
    home.deliver(alice, letter("kept"));
    const Held first = house.hold(all_of(alice));
    const Held second = house.hold(all_of(alice));
    const auto owner = sign_in();
    house.delete_all(owner, home.collection(owner, "INBOX"), {1});
    swept();
    EXPECT_EQ(count(house, "SELECT count(*) FROM parts WHERE id >> 16 = 1"), 3);
    home.now += 31 * kDaySeconds;
    house.release(first.number);
    swept();
    EXPECT_EQ(count(house, "SELECT count(*) FROM parts WHERE id >> 16 = 1"), 3)
        << "another hold keeps them";
    house.release(second.number);
    swept();
    EXPECT_EQ(count(house, "SELECT count(*) FROM parts WHERE id >> 16 = 1"), 0);
    EXPECT_EQ(count(house, "SELECT count(*) FROM held_objects"), 0);
    EXPECT_EQ(count_keys(scratch, "SELECT count(*) FROM held_keys"), 0);
    EXPECT_EQ(count_keys(scratch, "SELECT count(*) FROM held_scopes"), 0);
    EXPECT_THAT(disclosed(), ElementsAre("kept"));
}

TEST_F(HoldingTest, AnAccountThatWasClosedWhileHeldIsFoundByItsAddress) {
    home.deliver(alice, letter("one"));
    const Held held = house.hold(all_of(alice));
    house.erase(alice);
    EXPECT_GT(house.purge(alice), 0U);
    swept();
    const auto named = [&](const char* address, std::optional<Moments> when = {}) {
        return house.disclosure.named(house.leave(house.officer, Action::open_case, 0), {address}, when).front();
    };
    EXPECT_THAT(named("Alice+tag@example.org"), ElementsAre(alice));
    EXPECT_THAT(named("bob@example.org"), ElementsAre(other));
    EXPECT_THAT(named("carol@example.org"), IsEmpty());
    EXPECT_THAT(named("no address"), IsEmpty());
    EXPECT_THAT(disclosed(), ElementsAre("one"));
    const auto number = house.ordered(alice, kStart, kStart + 1);
    const auto data = house.disclosure.subscriber(
        house.extraction(number, {alice, policy::DisclosureClass::subscriber, {}, {}}));
    EXPECT_TRUE(data.closed);
    EXPECT_THAT(data.addresses, ElementsAre("alice@example.org"));
    home.now += 31 * kDaySeconds;
    house.release(held.number);
    EXPECT_THAT(named("alice@example.org"), IsEmpty());
    EXPECT_FALSE(home.site.vault().account_salt(alice)) << "the salt went with the hold";
}

// Whose the address was in the window of what is asked for.
TEST_F(HoldingTest, AnAddressThatWasGivenAnewIsOfWhoeverHadItThen) {
    home.deliver(alice, letter("one"));
    house.hold(all_of(alice));
    house.erase(alice);
    house.purge(alice);
    swept();
    home.now += 1000;
    const std::int64_t anew = home.now;
    const AccountId second = home.add_account("alice@example.org", "another horse");
    const auto named = [&](std::optional<Moments> when) {
        return house.disclosure.named(house.leave(house.officer, Action::open_case, 0), {"alice@example.org"}, when).front();
    };
    EXPECT_THAT(named({}), ElementsAre(second, alice));
    EXPECT_THAT(named(Moments{anew - 500, anew - 1}), ElementsAre(alice));
    EXPECT_THAT(named(Moments{anew - 500, anew}), ElementsAre(second, alice));
    EXPECT_THAT(named(Moments{anew, anew + 500}), ElementsAre(second));
}

TEST_F(HoldingTest, ARenewalKeepsWhatWasDeletedMeanwhile) {
    home.deliver(alice, letter("one"));
    const auto number = house.preserving(alice);
    const auto leave = [&](std::uint64_t of) {
        return home.ask(house.officer, Action::preserve, DisclosedHouse::of(of), policy::Purpose::preservation);
    };
    const auto hold = home.cases.hold(leave(number), alice, home.now + 90 * kDaySeconds);
    delete_everything();
    EXPECT_THROW(home.cases.renew(leave(house.preserving(alice)), hold, home.now + 180 * kDaySeconds), NotFound);
    EXPECT_THROW(home.cases.renew(leave(number), hold, home.now + 90 * kDaySeconds), Unacceptable);
    home.cases.renew(leave(number), hold, home.now + 180 * kDaySeconds);
    home.now += 91 * kDaySeconds;
    EXPECT_THROW(house.release(hold), policy::Denied);
    EXPECT_THAT(house.disclosed(alice, kStart, kStart + 10), ElementsAre("one"));
    home.now += 90 * kDaySeconds;
    house.release(hold);
    EXPECT_THAT(house.disclosed(alice, kStart, kStart + 10), IsEmpty());
}

TEST_F(HoldingTest, NewKeysForAnOwnerWhoLostTheirsLeaveWhatIsHeld) {
    home.deliver(alice, letter("one"));
    house.hold(all_of(alice));
    EXPECT_EQ(home.accounts.new_keys(home.ask(home.staff(), Action::administer_accounts, Resource::of(alice)),
                                     "another horse").unreadable_items, 1U);
    home.deliver(alice, letter("under the new keys"));
    EXPECT_THAT(disclosed(), ElementsAre("one", "under the new keys"));
}

TEST_F(HoldingTest, ASaltGoesWithItsAccount) {
    EXPECT_TRUE(home.site.vault().account_salt(alice));
    house.erase(alice);
    EXPECT_FALSE(home.site.vault().account_salt(alice));
}

TEST_F(HoldingTest, KeysThatAreSealedLaterAreHeldToo) {
    *house.holders = Holders(home.site.vault().site_id());
    const Scratch empty;
    DisclosedHouse fresh(empty);
    const AccountId carol = fresh.home.add_account("carol@example.org", "correct horse");
    fresh.home.deliver(carol, letter("old"));
    fresh.put_key();
    const Held held = fresh.hold(all_of(carol));
    EXPECT_EQ(held.items, 1U);
    EXPECT_EQ(held.lacking, 1U);
    const auto owner = fresh.home.sign_in("carol@example.org", "correct horse");
    fresh.home.site.vault().finish_sealing();
    fresh.delete_all(owner, fresh.home.collection(owner, "INBOX"));
    EXPECT_THAT(fresh.disclosed(carol, kStart, kStart + 10), ElementsAre("old"));
}

TEST_F(HoldingTest, AHoldNeedsAnAccountOfTheCaseAndAWindowThatIsOne) {
    HoldScope scope = all_of(alice);
    scope.window_from = kStart;
    scope.window_until = kStart - 1;
    EXPECT_THROW(house.hold(scope), Unacceptable);
    EXPECT_TRUE(home.site.register_().all_holds().empty());
    EXPECT_TRUE(home.site.vault().held_keys().all().empty());
}

}  // namespace
}  // namespace postvern::records

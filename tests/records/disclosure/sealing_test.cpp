// Period keys, sealed to the disclosure key: at delivery, behind a sign-in, and anew after it was replaced.
#include <gmock/gmock.h>

#include "tests/records/disclosure/disclosed_house.hpp"

namespace postvern::records {
namespace {

using policy::Action;
using policy::Resource;
using testing::ElementsAre;

class SealingTest : public testing::Test {
  protected:
    std::int64_t start = Household::kBeginning;
    Scratch scratch;
    DisclosedHouse house{scratch};
    Household& home = house.home;
    AccountId alice = home.add_account("alice@example.org", "correct horse");

    void sign_in() {
        const auto owner = home.sign_in("alice@example.org", "correct horse");
        home.site.vault().finish_sealing();
    }
};

TEST_F(SealingTest, KeysAreSealedAtDeliveryAndOpenedByAnyTwoHolders) {
    house.put_key();
    home.deliver(alice, letter("one"));
    EXPECT_EQ(house.disclosure.sealing().lacking, 0U);
    const auto number = house.ordered(alice, start, start + 10);
    const auto list = house.keys(number, alice, start, start + 10);
    ASSERT_EQ(list.keys.size(), 1U);
    EXPECT_EQ(list.items, 1U);
    EXPECT_EQ(list.lacking, 0U);
    const auto& label = list.keys.front().label;
    EXPECT_EQ(threshold::view(label.site), home.site.vault().site_id());
    EXPECT_EQ(label.account, threshold::account_id(list.salt, "alice@example.org"));
    EXPECT_EQ(label.data_class, 1);
    EXPECT_EQ(label.day, start / kDaySeconds);
    for (const auto& [one, other] : {std::pair{1U, 2U}, {1U, 3U}, {3U, 2U}}) {
        const auto items = house.open(number, alice, start, start + 10, house.holders->open(list, one, other));
        ASSERT_EQ(items.size(), 1U);
        EXPECT_EQ(items.front().octets, letter("one"));
        EXPECT_EQ(items.front().date.seconds, start);
        EXPECT_EQ(items.front().data_class, DataClass::mail);
    }
}

TEST_F(SealingTest, WhatIsOutsideOfTheWindowHasNoKeyInTheListOrIsFilteredToTheMoment) {
    house.put_key();
    for (const char* day : {"day 1", "day 2", "day 3"}) {
        home.deliver(alice, letter(day));
        home.now += kDaySeconds;
    }
    home.now = start + kDaySeconds + 60;
    home.deliver(alice, letter("a minute later"));
    const std::int64_t from = start + kDaySeconds;
    const auto number = house.ordered(alice, from, from + 30);
    const auto list = house.keys(number, alice, from, from + 30);
    ASSERT_FALSE(list.keys.empty());
    for (const auto& key : list.keys) EXPECT_EQ(key.label.day, from / kDaySeconds);
    EXPECT_EQ(list.items, 2U) << "by the day";
    EXPECT_THAT(house.disclosed(alice, from, from + 30), ElementsAre("day 2"));
}

TEST_F(SealingTest, KeysOfOtherDaysOpenNothingWhoeverBringsThem) {
    house.put_key();
    home.deliver(alice, letter("day 1"));
    home.now += kDaySeconds;
    home.deliver(alice, letter("day 2"));
    const auto wide = house.ordered(alice, start, start + 2 * kDaySeconds);
    auto all = house.holders->open(house.keys(wide, alice, start, start + 2 * kDaySeconds));
    EXPECT_EQ(all.size(), 2U);
    const auto narrow = house.ordered(alice, start, start + 10);
    EXPECT_EQ(house.open(narrow, alice, start, start + 10, std::move(all)).size(), 1U);
    EXPECT_TRUE(house.open(narrow, alice, start, start + 10, {}).empty());
    EXPECT_EQ(house.unopened, 1U);
}

TEST_F(SealingTest, NothingWiderThanTheOrderIsListedOrOpened) {
    house.put_key();
    const AccountId bob = home.add_account("bob@example.org", "battery staple");
    home.deliver(bob, letter("bob's"));
    const auto number = house.ordered(alice, start, start + 10);
    EXPECT_THROW(house.keys(number, alice, start, start + 11), Unacceptable);
    EXPECT_THROW(house.keys(number, alice, start - 1, start), Unacceptable);
    EXPECT_THROW(house.keys(number, bob, start, start + 10), Unacceptable);
    EXPECT_THROW(house.disclosure.keys(house.leave(house.officer, Action::decide_case, number), alice,
                                       DataClass::calendar, start, start + 10),
                 Unacceptable);
    EXPECT_THROW(house.keys(house.preserving(alice), alice, start, start), Unacceptable);
    EXPECT_THROW(house.open(number, bob, start, start + 10, {}), policy::Denied);
    EXPECT_THROW(house.disclosure.open(house.leave(house.officer, Action::decide_case, number), {}),
                 policy::Denied);
}

TEST_F(SealingTest, AKeyThatIsNotTheCommittedOneIsRefused) {
    house.put_key();
    home.deliver(alice, letter("one"));
    const auto number = house.ordered(alice, start, start + 10);
    const auto list = house.keys(number, alice, start, start + 10);
    OpenedKeys wrong;
    wrong.emplace(list.keys.front().label.key_id, threshold::PeriodKey::random());
    EXPECT_THROW(house.open(number, alice, start, start + 10, std::move(wrong)), Unacceptable);
}

TEST_F(SealingTest, KeysFromBeforeAreSealedBehindTheOwnersNextSignIn) {
    constexpr int kDays = 70;  // more than one batch
    for (int day = 0; day < kDays; ++day, home.now += kDaySeconds) home.deliver(alice, letter("old"));
    house.put_key();
    EXPECT_EQ(house.disclosure.sealing().keys, static_cast<std::uint64_t>(kDays));
    EXPECT_EQ(house.disclosure.sealing().lacking, static_cast<std::uint64_t>(kDays));
    EXPECT_EQ(house.disclosure.sealing().accounts, 1U);
    const auto number = house.ordered(alice, start, home.now);
    EXPECT_EQ(house.keys(number, alice, start, home.now).lacking, static_cast<std::uint64_t>(kDays));
    sign_in();
    EXPECT_EQ(house.disclosure.sealing().lacking, 0U);
    const auto list = house.keys(number, alice, start, home.now);
    EXPECT_EQ(list.lacking, 0U);
    EXPECT_EQ(house.open(number, alice, start, home.now, house.holders->open(list)).size(),
              static_cast<std::size_t>(kDays));
}

TEST_F(SealingTest, ARefusedSignInSealsNothing) {
    home.deliver(alice, letter("old"));
    house.put_key();
    EXPECT_FALSE(home.gate->admit(policy::LoginClaim{"alice@example.org", "wrong"}, policy::Channel::imap));
    home.site.vault().finish_sealing();
    EXPECT_EQ(house.disclosure.sealing().lacking, 1U);
}

TEST_F(SealingTest, ALaterEpochOpensWhatWasSealedBefore) {
    house.put_key();
    home.deliver(alice, letter("one"));
    house.holders->refresh();
    house.put_key();
    EXPECT_EQ(house.disclosure.key()->number, 1U);
    EXPECT_EQ(house.disclosure.key()->key.epoch, 2U);
    EXPECT_EQ(house.disclosure.sealing().lacking, 0U);
    home.now += kDaySeconds;
    home.deliver(alice, letter("two"));
    EXPECT_THAT(house.disclosed(alice, start, home.now), ElementsAre("one", "two"));
}

TEST_F(SealingTest, AnotherKeyReplacesTheOneBeforeAndWhatThatSealedLacksASeal) {
    house.put_key();
    home.deliver(alice, letter("one"));
    const Holders before = std::move(*house.holders);
    *house.holders = Holders(home.site.vault().site_id());
    house.put_key();
    EXPECT_EQ(house.disclosure.key()->number, 2U);
    EXPECT_EQ(house.disclosure.sealing().lacking, 1U);
    EXPECT_THROW(house.put(before.key()), Unacceptable);
    EXPECT_THROW(house.put_key(), Unacceptable) << "the same epoch";
    sign_in();
    EXPECT_EQ(house.disclosure.sealing().lacking, 0U);
    EXPECT_THAT(house.disclosed(alice, start, home.now), ElementsAre("one"));
    EXPECT_EQ(house.disclosure.all_keys().size(), 2U);
}

TEST_F(SealingTest, TheKeyIsPutByTheManagingDirector) {
    EXPECT_FALSE(house.disclosure.key());
    EXPECT_THROW(home.ask(house.officer, Action::administer_staff, Resource::site()), policy::Denied);
    const auto other = [&] { return home.ask(house.director, Action::list_accounts, Resource::site()); };
    EXPECT_THROW(house.disclosure.put_key(other(), house.holders->key()), policy::Denied);
    house.put_key();
    EXPECT_EQ(house.disclosure.key()->key, house.holders->key());
}

TEST_F(SealingTest, AnObjectionStopsAnExtractionThatHasBegun) {
    house.put_key();
    for (int i = 0; i < 70; ++i) home.deliver(alice, letter("m" + std::to_string(i)));
    const auto watchdog = home.employ(70'004, policy::StaffRole::data_protection_officer);
    const auto number = house.ordered(alice, start, start + 10);
    auto stream = house.disclosure.open(
        house.extraction(number, {alice, policy::DisclosureClass::mail, start, start + 10}),
        house.holders->open(house.keys(number, alice, start, start + 10)));
    EXPECT_EQ(stream.next().size(), 64U);
    home.cases.object(house.leave(watchdog, Action::object, number));
    EXPECT_THROW(stream.next(), policy::Denied);
}

TEST_F(SealingTest, SubscriberDataHasNoKey) {
    const auto number = house.ordered(alice, start, start + 10);
    const auto data = house.disclosure.subscriber(
        house.extraction(number, {alice, policy::DisclosureClass::subscriber, {}, {}}));
    EXPECT_THAT(data.addresses, ElementsAre("alice@example.org"));
    EXPECT_EQ(data.created, start);
    EXPECT_TRUE(data.password);
    EXPECT_TRUE(data.recovery_code);
    EXPECT_EQ(data.app_passwords, 0U);
    EXPECT_FALSE(data.closed);
    EXPECT_THROW(house.disclosure.subscriber(
                     house.extraction(number, {alice, policy::DisclosureClass::mail, start, start})),
                 Unacceptable);
}

}  // namespace
}  // namespace postvern::records

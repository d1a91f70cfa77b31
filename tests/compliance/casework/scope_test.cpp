// Less than the order wants is taken, and never more.
#include <gmock/gmock.h>

#include <random>

#include "tests/compliance/casework/extraction_bench.hpp"

namespace postvern::compliance {
namespace {

using policy::DisclosureClass;
using records::letter;
using testing::ElementsAre;
using testing::HasSubstr;

class ScopeTest : public ExtractionBench {
  protected:
    std::string validated(std::int64_t from) {
        const std::string reference = classified(kCourt);
        CourtOrder order = order_until_now(reference);
        order.window->from = from;
        order.classes.push_back(DisclosureClass::subscriber);
        EXPECT_EQ(take(kOfficer, reference, entering(order)).refusal, "");
        validate(reference);
        return reference;
    }
};

TEST_F(ScopeTest, WhatFollowsIsAsNarrow) {
    const std::int64_t beginning = home().now;
    home().deliver(alice, letter("before"));
    home().now += 2 * kDay;
    const std::int64_t later = home().now;
    home().deliver(alice, letter("within"));
    home().now += 100;
    const std::string reference = validated(beginning);
    clear(reference, [&] {
        CaseAct scope = step(CaseStep::scope);
        scope.narrower.classes = {DisclosureClass::mail};
        scope.narrower.window_from = later;
        return scope;
    }());
    const auto order = *see(reference).file.record.order;
    EXPECT_EQ(order.window_from, later);
    EXPECT_THAT(order.classes, ElementsAre(DisclosureClass::mail));
    EXPECT_EQ(see(reference).file.record.validators.size(), 2U);  // validations stand
    notify(reference);
    const auto asked = request(reference);
    EXPECT_EQ(asked.keys.size(), 1U);
    approve(reference, asked);
    ASSERT_EQ(extract(reference, partials(asked)).refusal, "");
    const auto bag = opened_bag(reference);
    EXPECT_THAT(subjects(bag), ElementsAre("within"));
    EXPECT_FALSE(bag.contains("data/subscriber.json"));
}

TEST_F(ScopeTest, WhatIsWiderIsRefusedWithWhatItIs) {
    const std::int64_t from = home().now;
    home().now += 10 * kDay;
    const std::string reference = validated(from);
    CaseAct secrecy = step(CaseStep::clear_secrecy);
    secrecy.papers = {{"secrecy-paper", "118.pdf", "the ruling on secrecy"}};
    ASSERT_EQ(take(kOfficer, reference, secrecy).refusal, "");
    ASSERT_EQ(take(kOfficer, reference, CaseStep::clear_privilege, {Evidence::privilege_check}).refusal, "");
    const auto refusal = [&](NarrowerScope scope) {
        CaseAct act = step(CaseStep::scope);
        act.narrower = std::move(scope);
        return take(kOfficer, reference, act).refusal;
    };
    EXPECT_THAT(refusal({{"bob@example.org"}, {}, {}, {}}), HasSubstr("wider than what the order allows"));
    EXPECT_THAT(refusal({{"bob@example.org"}, {}, {}, {}}), HasSubstr("bob@example.org"));
    EXPECT_THAT(refusal({{}, {DisclosureClass::files}, {}, {}}), HasSubstr("the class files"));
    EXPECT_THAT(refusal({{}, {}, from - 1, {}}), HasSubstr("beginning of the window"));
    EXPECT_THAT(refusal({{}, {}, {}, home().now + 1}), HasSubstr("end of the window"));
    EXPECT_EQ(see(reference).file.state, "PRIVILEGE_CLEARED");
    EXPECT_EQ(refusal({}), "");
}

// Letters tell of what is taken, to whom it is taken from.
TEST_F(ScopeTest, LettersAndNoticesAreAsNarrow) {
    home().deliver(alice, letter("within"));
    home().now += 100;
    const std::string reference = classified(kCourt);
    CourtOrder order = order_until_now(reference);
    order.accounts = {"alice@example.org", "bob@example.org"};
    order.classes.push_back(DisclosureClass::subscriber);
    ASSERT_EQ(take(kOfficer, reference, entering(order)).refusal, "");
    validate(reference);
    CaseAct scope = step(CaseStep::scope);
    scope.narrower.accounts = {"alice@example.org"};
    scope.narrower.classes = {DisclosureClass::mail};
    scope.narrower.window_from = order.window->from + 5 * kDay;
    clear(reference, scope);
    const auto asked = [&] {
        const CaseOutcome told = take(kOfficer, reference, CaseStep::notify_before);
        EXPECT_EQ(told.refusal, "");
        EXPECT_THAT(text_of(reference, told), testing::Not(HasSubstr("subscriber")));
        home().now += 3 * kDay + 1;
        return request(reference);
    }();
    approve(reference, asked);
    ASSERT_EQ(extract(reference, partials(asked)).refusal, "");
    CaseAct receipt = step(CaseStep::deliver);
    receipt.papers = {{"receipt", "receipt.pdf", "signed"}};
    const CaseOutcome delivered = take(kOfficer, reference, receipt);
    ASSERT_EQ(delivered.refusal, "");
    const std::string hand_over = text_of(reference, delivered);
    EXPECT_THAT(hand_over, HasSubstr("alice@example.org"));
    EXPECT_THAT(hand_over, testing::Not(HasSubstr("bob@example.org")));
    EXPECT_THAT(hand_over, testing::Not(HasSubstr("subscriber")));
    EXPECT_THAT(hand_over, HasSubstr("5 February 2026")) << "31 January and 5 days";
    ASSERT_EQ(take(kOfficer, reference, CaseStep::notify).refusal, "");
    const auto inbox = [&](const char* address, const char* password) {
        const policy::Subject owner = home().sign_in(address, password);
        return home().read(owner, home().collection(owner, "INBOX"), records::UidSet::all()).size();
    };
    EXPECT_EQ(inbox("alice@example.org", "correct horse"), 3U);  // a letter, and two notices
    EXPECT_EQ(inbox("bob@example.org", "battery staple"), 0U);
}

// Of random orders and scopes: what is left is always within the order, and nothing is refused that was within it.
TEST(Scope, IsNeverWiderThanTheOrder) {
    std::mt19937 random(31);
    const auto pick = [&](int most) { return std::uniform_int_distribution<int>(0, most)(random); };
    const std::vector<std::string> addresses = {"a@example.org", "b@example.org", "c@example.org"};
    const std::vector<DisclosureClass> classes = {DisclosureClass::mail, DisclosureClass::files, DisclosureClass::subscriber};
    int refused = 0;
    for (int round = 0; round < 20'000; ++round) {
        CourtOrder order;
        order.window = Span{100, 100 + 1 + pick(50)};
        for (const auto& each : addresses) if (pick(2) > 0) order.accounts.push_back(each);
        for (const auto each : classes) if (pick(2) > 0) order.classes.push_back(each);
        std::vector<OrderExtent> extents;
        for (const auto& account : order.accounts) {
            for (const auto each : order.classes) {
                const bool is_dated = each != DisclosureClass::subscriber;
                extents.push_back({account, each, is_dated ? order.window : std::nullopt});
            }
        }
        NarrowerScope scope;
        for (const auto& each : addresses) if (pick(2) == 0) scope.accounts.push_back(each);
        for (const auto each : classes) if (pick(2) == 0) scope.classes.push_back(each);
        if (pick(1) == 0) scope.window_from = 90 + pick(70);
        if (pick(1) == 0) scope.window_until = 90 + pick(70);
        const Narrowed less = narrowed(extents, scope);
        EXPECT_NE(less.wider.empty(), less.extents.empty());
        if (!less.wider.empty()) ++refused;
        for (const OrderExtent& each : less.extents) {
            EXPECT_TRUE(within(order, each));
            EXPECT_TRUE(scope.accounts.empty() || std::find(scope.accounts.begin(), scope.accounts.end(), each.account) != scope.accounts.end());
            EXPECT_TRUE(!each.window || !scope.window_from || each.window->from == *scope.window_from);
            EXPECT_TRUE(!each.window || !scope.window_until || each.window->until == *scope.window_until);
        }
        for (const auto& each : scope.accounts) {
            const bool is_ordered = std::find(order.accounts.begin(), order.accounts.end(), each) != order.accounts.end();
            EXPECT_TRUE(is_ordered || !less.wider.empty());
        }
    }
    EXPECT_GT(refused, 1000);
    EXPECT_LT(refused, 19'900);
}

}  // namespace
}  // namespace postvern::compliance

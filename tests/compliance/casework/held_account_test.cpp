// An order for an address whose account was closed while it is held.
#include "compliance/retention.hpp"
#include "tests/compliance/casework/extraction_bench.hpp"

#include <gmock/gmock.h>

namespace postvern::compliance {
namespace {

using records::letter;
using testing::ElementsAre;
using testing::IsEmpty;

class HeldAccountTest : public ExtractionBench {
  protected:
    // A preservation of what is in the account, after which its owner closes it.
    std::string preserve_and_close() {
        home().deliver(alice, letter("held"));
        const std::string reference = classified(kPreservation);
        CaseAct act = step(CaseStep::preserve);
        act.papers = {{"binding-paper", "215a.pdf", "pålegg"}};
        act.until = home().now + 90 * kDay;
        EXPECT_EQ(take(kOfficer, reference, act).refusal, "");
        home().now += 1000;
        erase(alice);
        EXPECT_FALSE(home().accounts.resolve("alice@example.org"));
        return reference;
    }
    std::vector<std::string> disclosed(const std::string& reference, const CourtOrder& order) {
        EXPECT_EQ(take(kOfficer, reference, entering(order)).refusal, "");
        validate(reference);
        clear(reference);
        notify(reference);
        const auto asked = request(reference);
        approve(reference, asked);
        EXPECT_EQ(extract(reference, partials(asked)).refusal, "");
        return subjects(opened_bag(reference));
    }
    std::vector<std::string> inbox(const std::string& password) {
        const policy::Subject owner = home().sign_in("alice@example.org", password);
        std::vector<std::string> mail;
        for (const auto& each : home().read(owner, home().collection(owner, "INBOX"), records::UidSet::all())) {
            mail.push_back(each.content);
        }
        return mail;
    }
};

TEST_F(HeldAccountTest, WhatIsHeldOfItIsDisclosedToAnOrderInTheSameCase) {
    const std::string reference = preserve_and_close();
    home().now += kDay;
    EXPECT_THAT(disclosed(reference, order_until_now(reference)), ElementsAre("held"));
}

TEST_F(HeldAccountTest, WhatIsHeldOfItIsDisclosedToAnOrderInAnotherCase) {
    preserve_and_close();
    home().now += kDay;
    const std::string reference = classified(kCourt);
    CourtOrder order = order_until_now(reference);
    order.classes.push_back(policy::DisclosureClass::subscriber);
    EXPECT_THAT(disclosed(reference, order), ElementsAre("held"));
    const auto bag = opened_bag(reference);
    EXPECT_NE(bag.at("data/subscriber.json").find("\"closed\":true"), std::string::npos);
}

TEST_F(HeldAccountTest, NothingIsFoundOnceTheHoldHasEnded) {
    const std::string preserved = preserve_and_close();
    home().now += 90 * kDay + 1;
    std::uint64_t failed = 0;
    EXPECT_GE(casework().run_due(failed), 1U);
    const auto job = home().job(policy::Job::retention);
    for (const auto hold : home().site.register_().all_holds()) {
        home().cases.release(home().ask(job, policy::Action::purge,
                                        policy::Resource::numbered(policy::ResourceType::hold, hold),
                                        policy::Purpose::retention));
    }
    const std::string reference = classified(kCourt);
    ASSERT_EQ(take(kOfficer, reference, entering(order_until_now(reference))).refusal, "");
    validate(reference);
    CaseAct secrecy = step(CaseStep::clear_secrecy);
    secrecy.papers = {{"secrecy-paper", "118.pdf", "the ruling on secrecy"}};
    ASSERT_EQ(take(kOfficer, reference, secrecy).refusal, "");
    ASSERT_EQ(take(kOfficer, reference, CaseStep::clear_privilege, {Evidence::privilege_check}).refusal, "");
    EXPECT_NE(take(kOfficer, reference, CaseStep::scope).refusal.find("no account here"), std::string::npos);
}

// An order of preservation binds for what is held already.
TEST_F(HeldAccountTest, ASecondPreservationKeepsItUntilItsOwnEnd) {
    const std::int64_t beginning = home().now;
    preserve_and_close();
    home().now += 60 * kDay;
    const std::string again = classified(kPreservation);
    CaseAct act = step(CaseStep::preserve);
    act.papers = {{"binding-paper", "215a.pdf", "pålegg"}};
    act.until = home().now + 90 * kDay;
    ASSERT_EQ(take(kOfficer, again, act).refusal, "");
    home().now = beginning + 100 * kDay;
    std::uint64_t failed = 0;
    EXPECT_GE(casework().run_due(failed), 1U);
    Retention(home().site, *home().gate, home().archive, home().cases, [&](Retention::Trouble, std::uint64_t) { ++failed; },
              &casework()).run_once();
    EXPECT_EQ(failed, 0U);
    const std::string reference = classified(kCourt);
    CourtOrder order = order_until_now(reference);
    order.window->from = beginning - kDay;
    EXPECT_THAT(disclosed(reference, order), ElementsAre("held"));
    home().now = *act.until + kDay;
    Retention(home().site, *home().gate, home().archive, home().cases, [&](Retention::Trouble, std::uint64_t) { ++failed; },
              &casework()).run_once();
    EXPECT_THAT(home().site.register_().all_holds(), IsEmpty());
}

// Whoever has the address now had it at no moment of the window: nothing is disclosed of them, and they are told nothing.
TEST_F(HeldAccountTest, WhoHasTheAddressSinceIsNotMeantAndNotTold) {
    preserve_and_close();
    home().now += kDay;
    const std::int64_t closed = home().now;
    home().now += kDay;
    home().deliver(home().add_account("alice@example.org", "another horse"), letter("of somebody else"));
    home().now += 1000;
    const std::string reference = classified(kCourt);
    CourtOrder order = order_until_now(reference);
    order.window->until = closed;
    EXPECT_THAT(disclosed(reference, order), ElementsAre("held"));
    EXPECT_EQ(inbox("another horse").size(), 1U);
}

// Both had it in the window: each item is of whoever had it then, and the one who can be told is told.
TEST_F(HeldAccountTest, BothAreMeantWhoHadTheAddressInTheWindow) {
    preserve_and_close();
    home().now += kDay;
    home().deliver(home().add_account("alice@example.org", "another horse"), letter("of somebody else"));
    home().now += 1000;
    const std::string reference = classified(kCourt);
    CourtOrder order = order_until_now(reference);
    order.classes.push_back(policy::DisclosureClass::subscriber);
    EXPECT_THAT(disclosed(reference, order), ElementsAre("held", "of somebody else"));
    EXPECT_EQ(inbox("another horse").size(), 2U);
    const std::string subscribers = opened_bag(reference).at("data/subscriber.json");
    EXPECT_NE(subscribers.find("\"closed\":true"), std::string::npos) << subscribers;
    EXPECT_NE(subscribers.find("\"closed\":false"), std::string::npos) << subscribers;
}

// Letters before an order, and what the case looks like, are the same whether the account was closed or never was.
TEST_F(HeldAccountTest, NothingTellsBeforeAnOrder) {
    preserve_and_close();
    std::string letters[2];
    std::vector<std::map<std::string, std::string>> fields;
    for (const int i : {0, 1}) {
        std::string asked = kPolice;
        if (i == 1) asked.replace(asked.find("alice@"), 6, "nobod@");
        const std::string reference = classified(asked);
        const CaseOutcome outcome = take(kOfficer, reference, CaseStep::reject, {}, "no court has decided");
        letters[i] = text_of(reference, outcome);
        letters[i].replace(letters[i].find(reference), 32, "");
        fields.push_back(outcome.file.fields);
        for (const char* own : {"report-random", "request", "accounts"}) fields.back().erase(own);
    }
    EXPECT_EQ(letters[0], letters[1]);
    EXPECT_EQ(fields[0], fields[1]);
}

}  // namespace
}  // namespace postvern::compliance

// Decisions of the past, made again: on a real site, whose facts change between.
#include "compliance/replay.hpp"

#include "records/archive/store.hpp"
#include "tests/records/archive/household.hpp"
#include "test_places.hpp"

namespace postvern::compliance {
namespace {

using policy::Action;
using policy::Purpose;
using policy::Resource;
using policy::ResourceType;
using records::Household;
using records::Scratch;

class ReplayTest : public testing::Test {
  protected:
    policy::Grant leave_to_read() {
        return home.ask(director, Action::read_record, Resource::ledger(), Purpose::accountability);
    }
    // Of the steps of a case, whose owners were not told, one who reviews it reads alone.
    policy::Grant leave_to_read(std::optional<std::uint64_t> of_case) {
        if (!of_case) return leave_to_read();
        return home.ask(home.employ(70'066, policy::StaffRole::data_protection_officer), Action::review,
                        Resource::numbered(ResourceType::legal_case, *of_case), Purpose::accountability);
    }
    // The sequence of the last entry, but for the test's own.
    std::uint64_t last(std::optional<std::uint64_t> of_case = {}) {
        const auto entries = home.site.ledger().entries(leave_to_read(of_case), {});
        for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
            if (entry->operation != "read_record" && entry->operation != "review") return entry->sequence;
        }
        return 0;
    }
    Replayed again(std::uint64_t sequence, std::optional<std::uint64_t> of_case = {}) {
        auto replayed = replay(home.site, leave_to_read(of_case), sequence,
                               [this](const policy::RulebookVersion&) { return shelf; });
        EXPECT_TRUE(replayed);
        return std::move(*replayed);
    }
    Replayed::Outcome outcome(std::uint64_t sequence, std::optional<std::uint64_t> of_case = {}) {
        return again(sequence, of_case).outcome;
    }

    Scratch scratch;
    Household home{scratch};
    policy::Subject director = home.staff();
    std::optional<std::vector<policy::RulebookFile>> shelf =
        policy::read_rulebook(POSTVERN_SOURCE_DIR "/policy/rulebook");
};

TEST_F(ReplayTest, OfEveryEntryGivesWhatWasRecorded) {
    const auto alice = home.add_account("alice@example.org", "correct horse");
    {
        const auto owner = home.sign_in("alice@example.org", "correct horse");
        home.choices.restrict(
            home.ask(owner, Action::restrict, Resource::of(alice), Purpose::subject_rights));
    }
    const auto support = home.employ(70'005, policy::StaffRole::support);
    EXPECT_THROW(home.ask(support, Action::administer_accounts, Resource::of(alice)), policy::Denied);
    const auto officer = home.employ(70'001, policy::StaffRole::legal_officer);
    const auto number = home.cases.open(
        home.ask(officer, Action::open_case, Resource::numbered(ResourceType::legal_case, 0),
                 Purpose::legal_request),
        {alice}, {});
    EXPECT_THROW(home.ask(officer, Action::disclose,
                          Resource::numbered(ResourceType::legal_case, number), Purpose::legal_request),
                 policy::Denied);
    std::size_t again_the_same = 0;
    for (const auto of_case : {std::optional<std::uint64_t>{}, std::optional(std::uint64_t{0}), std::optional(number)}) {
        for (const auto& entry : home.site.ledger().entries(leave_to_read(of_case), {})) {
            const Replayed replayed = again(entry.sequence, of_case);
            EXPECT_EQ(replayed.outcome, Replayed::Outcome::same)
                << entry.sequence << ' ' << replayed.recorded.operation << ": " << replayed.why;
            ++again_the_same;
        }
    }
    EXPECT_GE(again_the_same, 8U);
}

TEST_F(ReplayTest, AsksUnderTheFactsOfTheDayAndNotUnderThoseOfToday) {
    std::uint64_t permitted = 0;
    std::uint64_t refused = 0;
    {
        const auto support = home.employ(70'005, policy::StaffRole::operator_);
        home.ask(support, Action::list_accounts, Resource::site());
        permitted = last();
        home.now += 10'000;
        const auto left = home.employ(70'005, policy::StaffRole::data_protection_officer);
        EXPECT_THROW(home.ask(left, Action::list_accounts, Resource::site()), policy::Denied);
        refused = last();
    }
    home.now += 10'000;
    EXPECT_EQ(outcome(permitted), Replayed::Outcome::same);
    EXPECT_EQ(outcome(refused), Replayed::Outcome::same);
    EXPECT_TRUE(again(permitted).decision.permitted);
    EXPECT_FALSE(again(refused).decision.permitted);
    EXPECT_EQ(again(refused).request->principal, policy::Principal::staff(70'005));
}

TEST_F(ReplayTest, FindsTheStateOfFactsThatAnEntryMetWithinItsRoundedMoment) {
    const auto support = home.employ(70'005, policy::StaffRole::support);
    EXPECT_THROW(home.ask(support, Action::backup, Resource::site(), Purpose::backup), policy::Denied);
    const std::uint64_t refused = last();
    home.now += 1;
    const auto promoted = home.employ(70'005, policy::StaffRole::operator_);
    home.ask(promoted, Action::backup, Resource::site(), Purpose::backup);
    const std::uint64_t permitted = last();
    EXPECT_EQ(outcome(refused), Replayed::Outcome::same);
    EXPECT_EQ(outcome(permitted), Replayed::Outcome::same);
}

TEST_F(ReplayTest, KnowsWhoWasRecusedOnThatDay) {
    const auto alice = home.add_account("alice@example.org", "correct horse");
    const auto officer = home.employ(70'001, policy::StaffRole::legal_officer, alice);
    const auto number = home.cases.open(
        home.ask(officer, Action::open_case, Resource::numbered(ResourceType::legal_case, 0),
                 Purpose::legal_request),
        {alice}, {});
    const Resource of = Resource::numbered(ResourceType::legal_case, number);
    EXPECT_THROW(home.ask(officer, Action::read_case, of, Purpose::legal_request), policy::Denied);
    const std::uint64_t refused = last(number);
    home.now += 10'000;
    home.employ(70'001, policy::StaffRole::legal_officer, policy::kNoAccount);
    home.ask(officer, Action::read_case, of, Purpose::legal_request);
    const std::uint64_t permitted = last(number);
    EXPECT_NE(refused, permitted);
    EXPECT_EQ(outcome(refused, number), Replayed::Outcome::same);
    EXPECT_EQ(outcome(permitted, number), Replayed::Outcome::same);
}

TEST_F(ReplayTest, OfWhatAnEarlierVersionKnewIsPossibleToo) {
    home.ask(director, Action::list_accounts, Resource::site());
    const std::uint64_t listed = last();
    home.site.store().write_and_wait<std::monostate>([](records::Commit& commit) {
        commit("DELETE FROM facts_history").run();
        return std::monostate{};
    });
    EXPECT_NE(outcome(listed), Replayed::Outcome::same);
    home.site.register_().complete_history();
    home.now += 10'000;
    home.ask(director, Action::list_accounts, Resource::site());
    EXPECT_EQ(outcome(last()), Replayed::Outcome::same);
}

TEST_F(ReplayTest, UnderOtherRulesSaysThatTheyDecideOtherwise) {
    home.ask(director, Action::list_accounts, Resource::site());
    const std::uint64_t listed = last();
    shelf = std::vector<policy::RulebookFile>{
        {"none.cedar", "@id(\"none\") forbid (principal, action, resource);"}};
    const Replayed replayed = again(listed);
    EXPECT_EQ(replayed.outcome, Replayed::Outcome::differs);
    EXPECT_EQ(replayed.decision.rules, std::vector<std::string>{"none"});
    shelf->front().text = "permit (";
    EXPECT_EQ(again(listed).outcome, Replayed::Outcome::unknown);
    shelf.reset();
    const Replayed unknown = again(listed);
    EXPECT_EQ(unknown.outcome, Replayed::Outcome::unknown);
    EXPECT_EQ(unknown.why, "the rulebook of that day is not kept");
}

TEST_F(ReplayTest, OfAnEntryThatThereIsNotIsNone) {
    EXPECT_FALSE(replay(home.site, leave_to_read(), 1'000'000,
                        [this](const policy::RulebookVersion&) { return shelf; }));
    EXPECT_THROW(replay(home.site, home.ask(director, Action::list_accounts, Resource::site()), 1,
                        [this](const policy::RulebookVersion&) { return shelf; }),
                 policy::Denied);
}

}  // namespace
}  // namespace postvern::compliance

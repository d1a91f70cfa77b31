// What owners decide about their data by the tool, with their password, and what the director enters of
// processors.
#include <gmock/gmock.h>

#include "services/control/reply.hpp"
#include "tests/services/control/site.hpp"

namespace postvern::services::control {

namespace {

using ::testing::HasSubstr;
using ::testing::Not;

using Words = std::vector<std::string>;

const std::string kSecret = std::string(kPassword) + '\n';

class Choices : public ::testing::Test {
  protected:
    void SetUp() override { site_.add_alice(); }

    Ran by_alice(Words words) { return site_.tool(std::move(words), kSecret); }
    std::string shown() { return by_alice({"rights", "show", kAlice}).out; }

    ScratchSite site_;
};

TEST_F(Choices, AConsentIsReadThenGivenThenWithdrawn) {
    const Ran text = site_.tool({"consent", "text", "spam_filtering"});
    EXPECT_EQ(text.code, 0) << text.err;
    EXPECT_THAT(text.out, HasSubstr("Version 1 of the consent to spam_filtering"));
    EXPECT_THAT(site_.tool({"consent", "text", "spam_filtering", "--norwegian"}).out,
                HasSubstr("søppelpost"));
    const Ran given =
        by_alice({"consent", "give", kAlice, "spam_filtering", "--text", "1"});
    EXPECT_EQ(given.code, 0) << given.err;
    EXPECT_THAT(shown(), HasSubstr("consent to spam_filtering, text 1, given "));
    EXPECT_EQ(by_alice({"consent", "withdraw", kAlice, "spam_filtering"}).code, 0);
    EXPECT_THAT(shown(), HasSubstr(", withdrawn "));
    const Ran again = by_alice({"consent", "withdraw", kAlice, "spam_filtering"});
    EXPECT_EQ(again.code, 1);
    EXPECT_THAT(again.err, HasSubstr("no consent to spam_filtering is in force"));
}

TEST_F(Choices, AConsentNeedsAPurposeThatThereIsAndTheVersionThatWasRead) {
    const Ran unread = by_alice({"consent", "give", kAlice, "spam_filtering"});
    EXPECT_EQ(unread.code, 2);
    EXPECT_THAT(unread.err, HasSubstr("read `postvern consent text spam_filtering`"));
    const Ran other = by_alice({"consent", "give", kAlice, "spam_filtering", "--text", "9"});
    EXPECT_EQ(other.code, 1);
    EXPECT_THAT(other.err, HasSubstr("is version 1 by now"));
    const Ran never = by_alice({"consent", "give", kAlice, "advertising", "--text", "1"});
    EXPECT_EQ(never.code, 2);
    EXPECT_THAT(never.err, HasSubstr("there is no consent to advertising; there is one to each of: "
                                     "spam_filtering, retrieval"));
}

TEST_F(Choices, AreTheOwnersByThePassword) {
    const Ran refused = site_.tool({"rights", "restrict", kAlice}, "not the password\n");
    EXPECT_EQ(refused.code, 1);
    EXPECT_THAT(refused.err, HasSubstr("the address or the password is not right"));
    EXPECT_THAT(shown(), HasSubstr("processing is not restricted"));
}

TEST_F(Choices, RestrictionSnapshotsAndAnEndAreSetAndTakenBack) {
    EXPECT_EQ(by_alice({"rights", "restrict", kAlice}).code, 0);
    EXPECT_EQ(by_alice({"retention", "no-snapshots", kAlice}).code, 0);
    EXPECT_EQ(by_alice({"retention", "keep-until", kAlice, "2096-01-01"}).code, 0);
    std::string now = shown();
    EXPECT_THAT(now, HasSubstr("processing is restricted\nno snapshots are made\nkept until 2096-01-01"));
    EXPECT_EQ(by_alice({"rights", "lift", kAlice}).code, 0);
    EXPECT_EQ(by_alice({"retention", "snapshots", kAlice}).code, 0);
    EXPECT_EQ(by_alice({"retention", "keep", kAlice}).code, 0);
    now = shown();
    EXPECT_THAT(now, HasSubstr("processing is not restricted\nsnapshots are made\nkept without an end"));
    const Ran past = by_alice({"retention", "keep-until", kAlice, "2001-01-01"});
    EXPECT_EQ(past.code, 1);
    EXPECT_THAT(past.err, HasSubstr("that moment is past"));
}

TEST_F(Choices, LeaveEntriesOfTheirOwn) {
    by_alice({"consent", "give", kAlice, "retrieval", "--text", "1"});
    by_alice({"rights", "restrict", kAlice});
    const std::string record = site_.tool({"ledger", "show"}).out;
    EXPECT_THAT(record, HasSubstr("give_consent"));
    EXPECT_THAT(record, HasSubstr("restrict"));
    EXPECT_THAT(record, Not(HasSubstr("alice")));
}

TEST_F(Choices, AreDecidedTheSameWhenTheirEntriesAreReplayed) {
    by_alice({"consent", "give", kAlice, "retrieval", "--text", "1"});
    by_alice({"consent", "withdraw", kAlice, "retrieval"});
    // Entered as managing director and operator; an account made; two decisions of its owner.
    for (int entry = 1; entry <= 4; ++entry) {
        const Ran replayed = site_.json({"ledger", "replay", std::to_string(entry)});
        EXPECT_EQ(replayed.code, 0) << replayed.out << replayed.err;
        EXPECT_EQ(replayed.member("outcome"), "same") << replayed.out;
    }
    const Ran none = site_.tool({"ledger", "replay", "1000"});
    EXPECT_EQ(none.code, 1);
    EXPECT_THAT(none.err, HasSubstr("there is no entry 1000"));
    EXPECT_EQ(site_.tool({"ledger", "replay", "first"}).code, 2);
}

TEST_F(Choices, ProcessorsAreEnteredByTheDirector) {
    const Ran added =
        site_.json({"processor", "add", "Filter AS", "--agreement-until", "2096-01-01"});
    ASSERT_EQ(added.code, 0) << added.err;
    const std::string number = std::to_string(added.number("number"));
    EXPECT_EQ(site_.tool({"processor", "instruct", number, "Filter spam, keep nothing."}).code, 0);
    EXPECT_THAT(site_.tool({"processor", "list"}).out,
                HasSubstr("Filter AS  agreement until 2096-01-01\n    instruction 1 of "));
    EXPECT_EQ(site_.tool({"processor", "end-instruction", "1"}).code, 0);
    EXPECT_EQ(site_.tool({"processor", "agreement", number}).code, 0);
    EXPECT_THAT(site_.tool({"processor", "list"}).out, HasSubstr("without an agreement"));
    EXPECT_EQ(site_.tool({"processor", "remove", number}).code, 0);
    EXPECT_THAT(site_.tool({"processor", "list"}).out, HasSubstr("No company processes data"));
    const Ran absent = site_.tool({"processor", "remove", number});
    EXPECT_EQ(absent.code, 1);
    EXPECT_THAT(absent.err, HasSubstr("no processor of that number"));
}

}  // namespace

}  // namespace postvern::services::control

// What holds of every classification, over all instruments, senders, states and conditions of a
// letter.
#include <gtest/gtest.h>

#include <filesystem>
#include <functional>

#include "compliance/requests/tables.hpp"
#include "test_places.hpp"

namespace postvern::compliance {
namespace {

using policy::Basis;

const RequestRules& rules() {
    static const auto kRules = RequestRules::read_directory(
        std::filesystem::path(POSTVERN_SOURCE_DIR) / "compliance/requests/data");
    return kRules;
}

// Each instrument and kind (and none), from and for some states of each road, verified or not, for
// one account, none, many.
void for_every_letter(const std::function<void(const Intake&, const Proposal&)>& look) {
    std::vector<std::string> instruments{""};
    for (const auto& each : rules().tables().instruments) instruments.push_back(each.id);
    std::vector<std::string> kinds{""};
    for (const auto& each : rules().tables().kinds) kinds.push_back(each.id);
    for (const auto& instrument : instruments)
        for (const auto& kind : kinds)
            for (const char* country : {"", "NO", "SE", "DE", "DK", "GB", "TH", "US", "XK"})
                for (const char* behalf : {"", "US", "IS"})
                    for (const bool verified : {false, true})
                        for (const int accounts : {0, 1, 2}) {
                            Intake intake;
                            intake.instrument = instrument;
                            intake.authority_kind = kind;
                            intake.country = country;
                            intake.on_behalf_of = behalf;
                            intake.verified = verified;
                            if (accounts == 1) intake.accounts = {"anna@example.org"};
                            intake.bulk = accounts == 2;
                            intake.received = 1'772'438'400;
                            look(intake, classify(rules(), intake));
                        }
}

TEST(Classification, SaysWhyAndByWhichLaw) {
    for_every_letter([](const Intake&, const Proposal& proposal) {
        ASSERT_FALSE(proposal.reasons.empty());
        for (const auto& reason : proposal.reasons)
            ASSERT_FALSE(reason.source.empty() || reason.text.empty());
        ASSERT_FALSE(proposal.letter.empty() || proposal.road.empty() || proposal.rule.empty());
        ASSERT_EQ(proposal.answer == Answer::rejected, !proposal.rejection.empty());
    });
}

TEST(Classification, TakesAnOrderFromANorwegianCourtAlone) {
    for_every_letter([](const Intake& intake, const Proposal& proposal) {
        if (proposal.basis != Basis::court_order) return;
        ASSERT_EQ(proposal.answer, Answer::order_received);
        ASSERT_EQ(intake.country, "NO");
        ASSERT_EQ(intake.authority_kind, "court");
        ASSERT_TRUE(intake.verified);
    });
}

TEST(Classification, GivesAnUnverifiedSenderNothing) {
    for_every_letter([](const Intake& intake, const Proposal& proposal) {
        if (intake.verified) return;
        ASSERT_EQ(proposal.answer, Answer::rejected) << proposal.rule;
    });
}

// No path of the law without a court ends in a refusal where it is complete, nor in more than a
// hold.
TEST(Classification, HoldsWhatTheLawOpensWithoutACourt) {
    const std::pair<const char*, Basis> kPaths[] = {
        {"urgent_order", Basis::urgent_order},
        {"prosecutor_order", Basis::prosecutor_order},
        {"urgent_interception", Basis::urgent_interception},
        {"tracing_order", Basis::preservation_order},
        {"subscriber_request", Basis::subscriber_request}};
    for (const auto& [instrument, basis] : kPaths) {
        Intake intake;
        intake.instrument = instrument;
        intake.authority_kind = "prosecutor";
        intake.country = "NO";
        intake.accounts = {"anna@example.org"};
        intake.verified = true;
        const Proposal proposal = classify(rules(), intake);
        EXPECT_EQ(proposal.answer, Answer::statutory_hold) << instrument;
        EXPECT_EQ(proposal.basis, basis) << instrument;
        EXPECT_TRUE(proposal.clock) << instrument;
    }
}

TEST(Classification, GivesNobodyAbroadMoreThanAHold) {
    for_every_letter([](const Intake& intake, const Proposal& proposal) {
        if (intake.country == "NO") return;
        ASSERT_TRUE(proposal.answer == Answer::rejected ||
                    proposal.answer == Answer::statutory_hold)
            << proposal.rule;
    });
}

TEST(Classification, EndsEveryHoldAndPreservation) {
    for_every_letter([](const Intake& intake, const Proposal& proposal) {
        if (proposal.answer != Answer::statutory_hold && proposal.answer != Answer::preserved)
            return;
        ASSERT_TRUE(proposal.clock);
        const bool asked = std::find(proposal.missing.begin(), proposal.missing.end(),
                                     "deadline") != proposal.missing.end();
        ASSERT_NE(proposal.clock->due == 0, !asked) << "a clock that nobody set is asked for";
        if (proposal.clock->most == 0) return;
        ASSERT_LE(proposal.clock->due, intake.received + proposal.clock->most);
    });
}

TEST(Classification, DoesNotBelieveAKindAgainstANameWithoutPower) {
    Intake intake;
    intake.instrument = "court_order";
    intake.authority_kind = "court";
    intake.authority = "nsm";
    intake.country = "NO";
    intake.accounts = {"anna@example.org"};
    intake.verified = true;
    EXPECT_EQ(classify(rules(), intake).basis, Basis::intelligence_service);
}

TEST(Classification, SaysWhatIsUncertainOfEuropeanOrders) {
    Intake intake;
    intake.instrument = "epoc";
    intake.authority_kind = "prosecutor";
    intake.country = "DE";
    intake.date = "2026-05-04";
    intake.accounts = {"anna@example.org"};
    intake.verified = true;
    const Proposal proposal = classify(rules(), intake);
    EXPECT_EQ(proposal.road, "E");
    EXPECT_EQ(proposal.route, policy::Route::schengen)
        << "the rulebook knows the road of the state alone";
    bool early = false;
    for (const auto& reason : proposal.reasons)
        early = early ||
                (reason.uncertain && reason.text.find("before 2026-08-18") != std::string::npos);
    EXPECT_TRUE(early);
}

}  // namespace
}  // namespace postvern::compliance

// The shipped rulebook keeps what its theorems promise, and each theorem is worth something: broken
// rules refute it.
#include <gtest/gtest.h>

#include <algorithm>

#include <filesystem>

#include "policy/rules_proof.hpp"
#include "test_places.hpp"

namespace postvern::policy::proof {
namespace {

const std::string kRulebook = POSTVERN_SOURCE_DIR "/policy/rulebook";

TEST(ShippedRulebook, KeepsEveryPromise) {
    const auto reports = prove(read_rulebook(kRulebook), read_rulebook(kRulebook + "/theorems"));
    EXPECT_GE(reports.size(), 11U);
    for (const TheoremReport& report : reports) {
        EXPECT_EQ(report.outcome, ProofOutcome::proven)
            << report.id << ": " << report.reason
            << (report.counterexample
                    ? report.counterexample->sentence + ": " + report.counterexample->decision
                    : "");
    }
}

// A rule beside the others that permits everything, or forbids it.
std::vector<TheoremReport> prove_with(const std::string& rule) {
    auto files = read_rulebook(kRulebook);
    files.push_back({"added.cedar", "@id(\"added\") @record(\"none\") " + rule});
    return prove(files, read_rulebook(kRulebook + "/theorems"));
}

const TheoremReport& find(const std::vector<TheoremReport>& reports, const std::string& id) {
    for (const auto& report : reports) {
        if (report.id == id) return report;
    }
    throw std::out_of_range(id);
}

TEST(ShippedRulebook, BreaksItsPromisesIfEverythingIsForbidden) {
    const auto reports = prove_with("forbid (principal, action, resource);");
    EXPECT_EQ(find(reports, "T10.owner-can-read").outcome, ProofOutcome::refuted);
    EXPECT_EQ(find(reports, "T11.what-is-due-can-be-purged").outcome, ProofOutcome::refuted);
}

TEST(ShippedRulebook, HoldsAgainstAPermitOfEverythingWhereAForbidStands) {
    const auto reports = prove_with("permit (principal, action, resource);");
    EXPECT_EQ(find(reports, "T3.no-advertising").outcome, ProofOutcome::proven);
    EXPECT_EQ(find(reports, "T4.staff-see-no-content").outcome, ProofOutcome::proven);
    EXPECT_EQ(find(reports, "T11.only-what-is-due-is-purged").outcome, ProofOutcome::refuted);
}

// One act permitted to somebody whose it is not. Each breaks a theorem.
constexpr const char* kLeaks[] = {
    "permit (principal in Role::\"operator\", action == Action::\"change_credentials\", resource is Account);",
    "permit (principal in Role::\"operator\", action in [Action::\"give_consent\", Action::\"lift_restriction\"],"
    " resource is Account);",
    "permit (principal in Role::\"operator\", action in [Action::\"set_retention\", Action::\"erase\"],"
    " resource is Account);",
    "permit (principal in Role::\"support\", action == Action::\"read_record\", resource is Ledger);",
    "permit (principal in Role::\"support\", action in [Action::\"extract\", Action::\"disclose\"],"
    " resource is Case);",
    "permit (principal is SystemJob, action == Action::\"disclose\", resource is Case);",
    "permit (principal in Role::\"data_protection_officer\", action == Action::\"decide_case\", resource is Case);",
    "permit (principal in Role::\"support\", action in [Action::\"answer_objection\", Action::\"preserve\"],"
    " resource is Case);",
    "permit (principal in Role::\"legal_officer\", action == Action::\"keep_time\", resource is Case);",
    "permit (principal is Owner, action in [Action::\"give_consent\", Action::\"erase\"], resource is Account);",
    "permit (principal is Owner, action == Action::\"change_credentials\", resource is Account);",
    "permit (principal is Staff, action == Action::\"install_rulebook\", resource is Rulebook);",
    "permit (principal is Staff, action in [Action::\"administer_staff\", Action::\"administer_processors\"],"
    " resource is Site);",
    "permit (principal is SystemJob, action == Action::\"backup\", resource is Account);",
    "permit (principal in Role::\"support\", action == Action::\"publish\", resource is Ledger);",
    "permit (principal in Role::\"support\", action == Action::\"administer_accounts\", resource is Account);",
    "permit (principal is SystemJob, action in [Action::\"purge\", Action::\"erase\"], resource is Account);",
    "permit (principal in Role::\"legal_officer\", action == Action::\"approve\", resource is Case);",
    "permit (principal in Role::\"legal_officer\", action == Action::\"appoint_substitute\", resource is Case);",
    "permit (principal is Staff, action == Action::\"read_case\", resource is Case);",
    "permit (principal in Role::\"operator\", action == Action::\"supervise\", resource);",
};

TEST(ShippedRulebook, IsBrokenByAnActThatIsPermittedToSomebodyElse) {
    for (const char* leak : kLeaks) {
        auto files = read_rulebook(kRulebook);
        files.push_back({"leak.cedar", std::string("@id(\"leak\") @record(\"entry\") ") + leak});
        const auto reports = prove(files, read_rulebook(kRulebook + "/theorems"));
        const bool broken = std::any_of(reports.begin(), reports.end(), [](const auto& report) {
            return report.outcome == ProofOutcome::refuted;
        });
        EXPECT_TRUE(broken) << leak;
    }
}

}  // namespace
}  // namespace postvern::policy::proof

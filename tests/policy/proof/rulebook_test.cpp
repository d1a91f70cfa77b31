// The shipped rulebook keeps what its theorems promise, and each theorem is worth something: broken
// rules refute it.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <ostream>

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
struct Leak {
    const char* name;
    const char* rule;
};

void PrintTo(const Leak& leak, std::ostream* out) { *out << leak.name; }

constexpr Leak kLeaks[] = {
    {"OperatorChangesCredentials",
     "permit (principal in Role::\"operator\", action == Action::\"change_credentials\", resource is Account);"},
    {"OperatorConsentsForOwners",
     "permit (principal in Role::\"operator\", action in [Action::\"give_consent\", Action::\"lift_restriction\"],"
     " resource is Account);"},
    {"OperatorErases",
     "permit (principal in Role::\"operator\", action in [Action::\"set_retention\", Action::\"erase\"],"
     " resource is Account);"},
    {"SupportReadsTheRecord",
     "permit (principal in Role::\"support\", action == Action::\"read_record\", resource is Ledger);"},
    {"SupportExtracts",
     "permit (principal in Role::\"support\", action in [Action::\"extract\", Action::\"disclose\"],"
     " resource is Case);"},
    {"JobDiscloses",
     "permit (principal is SystemJob, action == Action::\"disclose\", resource is Case);"},
    {"DataProtectionOfficerDecidesCases",
     "permit (principal in Role::\"data_protection_officer\", action == Action::\"decide_case\", resource is Case);"},
    {"SupportPreserves",
     "permit (principal in Role::\"support\", action in [Action::\"answer_objection\", Action::\"preserve\"],"
     " resource is Case);"},
    {"LegalOfficerKeepsTime",
     "permit (principal in Role::\"legal_officer\", action == Action::\"keep_time\", resource is Case);"},
    {"OwnerConsentsForOthers",
     "permit (principal is Owner, action in [Action::\"give_consent\", Action::\"erase\"], resource is Account);"},
    {"OwnerChangesOthersCredentials",
     "permit (principal is Owner, action == Action::\"change_credentials\", resource is Account);"},
    {"AnyStaffInstallsARulebook",
     "permit (principal is Staff, action == Action::\"install_rulebook\", resource is Rulebook);"},
    {"AnyStaffAdministersStaff",
     "permit (principal is Staff, action in [Action::\"administer_staff\", Action::\"administer_processors\"],"
     " resource is Site);"},
    {"AnyJobBacksUpAccounts",
     "permit (principal is SystemJob, action == Action::\"backup\", resource is Account);"},
    {"SupportPublishes",
     "permit (principal in Role::\"support\", action == Action::\"publish\", resource is Ledger);"},
    {"SupportAdministersAccounts",
     "permit (principal in Role::\"support\", action == Action::\"administer_accounts\", resource is Account);"},
    {"AnyJobPurges",
     "permit (principal is SystemJob, action in [Action::\"purge\", Action::\"erase\"], resource is Account);"},
    {"LegalOfficerApproves",
     "permit (principal in Role::\"legal_officer\", action == Action::\"approve\", resource is Case);"},
    {"LegalOfficerAppointsSubstitutes",
     "permit (principal in Role::\"legal_officer\", action == Action::\"appoint_substitute\", resource is Case);"},
    {"AnyStaffReadsCases",
     "permit (principal is Staff, action == Action::\"read_case\", resource is Case);"},
    {"OperatorSupervises",
     "permit (principal in Role::\"operator\", action == Action::\"supervise\", resource);"},
};

// One test each: the solver's time for all of them is beyond what one test may take in an instrumented build.
class RulebookWithALeak : public testing::TestWithParam<Leak> {};

TEST_P(RulebookWithALeak, BreaksAPromise) {
    auto files = read_rulebook(kRulebook);
    files.push_back({"leak.cedar", std::string("@id(\"leak\") @record(\"entry\") ") + GetParam().rule});
    const auto reports = prove(files, read_rulebook(kRulebook + "/theorems"));
    EXPECT_TRUE(std::any_of(reports.begin(), reports.end(), [](const auto& report) {
        return report.outcome == ProofOutcome::refuted;
    })) << GetParam().rule;
}

INSTANTIATE_TEST_SUITE_P(Shipped, RulebookWithALeak, testing::ValuesIn(kLeaks));

}  // namespace
}  // namespace postvern::policy::proof

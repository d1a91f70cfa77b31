// The shipped rulebook keeps what its theorems promise, and each theorem is worth something: broken
// rules refute it.
#include <gtest/gtest.h>

#include <filesystem>

#include "policy/rules_proof.hpp"

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

}  // namespace
}  // namespace postvern::policy::proof

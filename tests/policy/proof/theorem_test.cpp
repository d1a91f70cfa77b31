#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>

#include "policy/language/syntax_error.hpp"
#include "policy/rules_authorization.hpp"
#include "tests/policy/proof/proving.hpp"
#include "tests/policy/proof/small_world.hpp"
#include "tests/printed.hpp"

namespace postvern::policy::proof {
namespace {

using testing::claim;
using ::testing::HasSubstr;
using testing::prove_one;
using testing::rule;
using testing::small_schema_text;

const std::string kPermitAll = rule("permit (principal, action, resource);", "P", "tally");

TheoremReport prove_here(const std::string& rules, const std::string& theorem,
                         const ProofOptions& options = {}) {
    return prove_one(small_schema_text(), rules, theorem, options);
}

// --- What is claimed ----------------------------------------------------------------------------

TEST(Theorem, OfAPermitIsRefutedByARequestThatIsDenied) {
    const auto report = prove_here(
        kPermitAll + rule("forbid (principal, action, resource) when { context.now == 7 };", "F"),
        claim("permit (principal, action == Action::\"read\", resource);"));
    ASSERT_EQ(report.outcome, ProofOutcome::refuted);
    EXPECT_THAT(report.counterexample->request, HasSubstr("\"now\": 7"));
    EXPECT_EQ(report.counterexample->decision, "denied by F, recorded as entry");
}

TEST(Theorem, OfAtLeastSpeaksOfWhatIsPermittedOnly) {
    const std::string at_least = "@at_least(\"tally\")";
    const std::string all = "permit (principal, action, resource);";
    EXPECT_EQ(prove_here(kPermitAll, claim(all, at_least)).outcome, ProofOutcome::proven);
    const std::string forgotten = rule(all, "P", "none");
    EXPECT_EQ(prove_here(forgotten, claim(all, at_least)).outcome, ProofOutcome::refuted);
    EXPECT_EQ(prove_here(forgotten + rule("permit (principal, action, resource);", "Q"),
                         claim(all, at_least))
                  .outcome,
              ProofOutcome::proven);
    EXPECT_EQ(prove_here(forgotten + rule("forbid (principal, action, resource);", "F", "none"),
                         claim(all, at_least))
                  .outcome,
              ProofOutcome::proven);
    // No rule says how: an entry.
    EXPECT_EQ(prove_here("@id(\"P\") permit (principal, action, resource);", claim(all, at_least))
                  .outcome,
              ProofOutcome::proven);
}

TEST(Theorem, OfAtMostSpeaksOfRefusalsAsWell) {
    const std::string at_most = "@at_most(\"tally\")";
    const std::string all = "permit (principal, action, resource);";
    EXPECT_EQ(prove_here(kPermitAll, claim(all, at_most)).outcome, ProofOutcome::proven);
    EXPECT_EQ(prove_here(kPermitAll + rule("forbid (principal, action, resource);", "F"),
                         claim(all, at_most))
                  .outcome,
              ProofOutcome::refuted);
    // No rule decides: the refusal of whoever is no owner is an entry.
    const auto report = prove_here(
        rule("permit (principal, action, resource) when { context.now == 1 };", "P", "tally"),
        claim(all, at_most));
    ASSERT_EQ(report.outcome, ProofOutcome::refuted);
    EXPECT_EQ(report.counterexample->decision, "denied by no rule, recorded as entry");
}

TEST(Theorem, ThatNoForbidFailsIsRefutedByTheFailure) {
    const std::string none = claim("forbid (principal, action, resource);", "@no_error");
    EXPECT_EQ(prove_here(kPermitAll + rule("forbid (principal, action, resource) when { "
                                           "principal has age && principal.age == 3 };"),
                         none)
                  .outcome,
              ProofOutcome::proven);
    const auto unknown =
        prove_here(rule("forbid (principal, action, resource) when { principal.age == 3 };"), none);
    ASSERT_EQ(unknown.outcome, ProofOutcome::refuted);
    EXPECT_EQ(unknown.counterexample->entities, "[]");
    EXPECT_EQ(
        prove_here(rule("forbid (principal, action, resource) when { context.now + 1 > 3 };"), none)
            .outcome,
        ProofOutcome::refuted);
}

TEST(Theorem, CountsAForbidThatFailsAsADenial) {
    const auto report = prove_here(
        kPermitAll + rule("forbid (principal, action, resource) when { principal.age == 3 };"),
        claim("forbid (principal, action, resource) unless { principal has age };"));
    EXPECT_EQ(report.outcome, ProofOutcome::proven);
}

TEST(Theorem, ThatSpeaksOfNoRequestIsNotDecided) {
    const auto report = prove_here(
        kPermitAll, claim("forbid (principal, action, resource) when { context.now < 1 && "
                          "context.now > 1 };"));
    EXPECT_EQ(report.outcome, ProofOutcome::undecided);
    EXPECT_THAT(report.reason, HasSubstr("no request"));
}

TEST(Theorem, IsNotDecidedWithoutTime) {
    const auto report = prove_here(
        kPermitAll + rule("forbid (principal, action, resource) when { context.now == 1 };"),
        claim("forbid (principal, action, resource) when { context.now == 1 };"),
        {std::chrono::milliseconds(0)});
    EXPECT_EQ(report.outcome, ProofOutcome::undecided);
    EXPECT_THAT(report.reason, HasSubstr("time"));
}

// Z3 cannot know, for there is no procedure; it must say so, and in time.
TEST(Theorem, IsNotDecidedWhereTheSolverCannotTellInTime) {
    const std::string cubes =
        "principal has age && principal has boss && principal.boss has age && "
        "principal.age > 1 && principal.boss.age > 1 && context.now > 1 && "
        "principal.age * principal.age * principal.age + principal.boss.age * principal.boss.age * "
        "principal.boss.age == context.now * context.now * context.now";
    const auto begin = std::chrono::steady_clock::now();
    const auto report = prove_here(
        rule("permit (principal, action, resource) when { " + cubes + " };"),
        claim("forbid (principal, action, resource);"), {std::chrono::milliseconds(300)});
    EXPECT_EQ(report.outcome, ProofOutcome::undecided);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(20));
}

// --- Counterexamples ----------------------------------------------------------------------------

TEST(Counterexample, IsTakenByTheToolsAndDecidedAlike) {
    const std::string rules = rule(
        "permit (principal in Team::\"a\", action, resource is Doc) when { resource has owner && "
        "resource.owner == principal && resource.words.contains(\"x\") && "
        "principal.hasTag(\"k\") && principal has home.zip };");
    const auto report = prove_here(rules, claim("forbid (principal, action, resource);"));
    ASSERT_EQ(report.outcome, ProofOutcome::refuted) << report.reason;
    QuestionFiles files;
    files.policies = {{"rules.cedar", rules}};
    files.schema = RulebookFile{"small.cedarschema", small_schema_text()};
    files.request = {"request.json", report.counterexample->request};
    files.entities = RulebookFile{"entities.json", report.counterexample->entities};
    files.house = true;
    EXPECT_TRUE(authorize(files).permitted);
}

TEST(Counterexample, LeavesOutWhatDoesNotMatter) {
    const auto report = prove_here(
        rule("permit (principal, action, resource) when { (principal has name && principal.name "
             "== \"a\") || context.now == 1 };"),
        claim("forbid (principal, action, resource) when { !(context has at) };"));
    ASSERT_EQ(report.outcome, ProofOutcome::refuted);
    EXPECT_THAT(report.counterexample->request, ::testing::Not(HasSubstr("why")));
    EXPECT_LE(std::count(report.counterexample->entities.begin(),
                         report.counterexample->entities.end(), '\n'),
              20);
}

// --- Bad input ----------------------------------------------------------------------------------

struct BadTheorem {
    const char* text;
    const char* place;
    const char* problem;
};
void PrintTo(const BadTheorem& bad, std::ostream* out) { tests::print(bad.text, out); }

const BadTheorem kBad[] = {
    {"forbid (principal, action", "1:26", "expected"},
    {"", "1:1", "expected a claim, found none"},
    {"@statement(\"s\") forbid (principal, action, resource);", "1:1", "@id"},
    {"@id(\"T\") forbid (principal, action, resource);", "1:1", "@statement"},
    {"@id(\"T\") @statement(\" \") forbid (principal, action, resource);", "1:10", "@statement"},
    {"@id(\"T\") @statement(\"s\")\n@explain(\"x\") forbid (principal, action, resource);", "2:1",
     "found @explain"},
    {"@id(\"T\") @statement(\"s\") @at_least(\"much\") permit (principal, action, resource);",
     "1:26", "\"entry\", \"tally\" or \"none\""},
    {"@id(\"T\") @statement(\"s\") @at_least(\"entry\") forbid (principal, action, resource);",
     "1:26", "on a permit"},
    {"@id(\"T\") @statement(\"s\") @no_error permit (principal, action, resource);", "1:26",
     "on a forbid"},
    {"@id(\"T\") @statement(\"s\") @at_least(\"entry\") @at_most(\"entry\") permit (principal, "
     "action, resource);",
     "1:45", "one of"},
    {"@id(\"T\") @statement(\"s\") forbid (principal, action, resource) when { principal.size };",
     "1:70", "size"},
    {"@id(\"T\") @statement(\"s\") forbid (principal, action, resource) when { principal.age == 1 "
     "};",
     "1:70", "cannot fail"},
    {"@id(\"T\") @statement(\"s\") forbid (principal == ?principal, action, resource);", "1:1",
     "template"},
    {"@id(\"T\") @statement(\"s\") forbid (principal, action, resource);\n@id(\"T\") "
     "@statement(\"s\") permit (principal, action, resource);",
     "2:1", "a new @id"},
};

class BadInput : public ::testing::TestWithParam<BadTheorem> {};

TEST_P(BadInput, IsRefusedWithItsPlace) {
    const BadTheorem& bad = GetParam();
    try {
        prove_here(kPermitAll, bad.text);
        FAIL() << bad.text;
    } catch (const language::SyntaxError& error) {
        EXPECT_THAT(error.what(), HasSubstr(std::string("theorem.cedar:") + bad.place + ":"));
        EXPECT_THAT(error.problem(), HasSubstr(bad.problem));
    }
}

INSTANTIATE_TEST_SUITE_P(Theorem, BadInput, ::testing::ValuesIn(kBad));

TEST(Rules, ThatAreNotWellTypedAreRefusedWithTheirPlace) {
    try {
        prove_here(rule("permit (principal, action, resource) when { principal.size };"),
                   claim("forbid (principal, action, resource);"));
        FAIL();
    } catch (const language::SyntaxError& error) {
        EXPECT_THAT(error.what(), HasSubstr("rules.cedar:1:"));
    }
}

}  // namespace
}  // namespace postvern::policy::proof

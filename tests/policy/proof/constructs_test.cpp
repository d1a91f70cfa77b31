// Each construct of the language in a rule and a claim about it, true and false.
#include <gtest/gtest.h>

#include "tests/policy/proof/proving.hpp"
#include "tests/policy/proof/small_world.hpp"
#include "tests/printed.hpp"

namespace postvern::policy::proof {
namespace {

using testing::claim;
using testing::prove_one;
using testing::rule;

// The only permit has the condition `when`; claimed is that nothing is permitted `unless`.
struct Row {
    const char* when;
    const char* unless;
    ProofOutcome outcome;
};
void PrintTo(const Row& row, std::ostream* out) {
    tests::print(row.when, out);
    *out << " | ";
    tests::print(row.unless, out);
}

constexpr ProofOutcome kProven = ProofOutcome::proven;
constexpr ProofOutcome kRefuted = ProofOutcome::refuted;

const Row kRows[] = {
    // attributes, presence, errors
    {"principal has name && principal.name == \"a\"", "principal has name", kProven},
    {"principal has name", "principal has name && principal.name == \"a\"", kRefuted},
    {"principal.age == 1", "principal has age", kProven},
    {"principal has home && principal.home.city == \"a\"", "principal has home", kProven},
    {"principal has home.zip", "principal has home", kProven},
    {"principal has home", "principal has home.zip", kRefuted},
    {"principal has home && {a: principal.home.city, b: 1} == {a: \"x\", b: 1}",
     "principal has home && principal.home.city == \"x\"", kProven},
    {"context has more && context.more has deep && context.more.deep", "context has more.deep",
     kProven},
    {"principal has boss && principal.boss has boss && principal.boss.boss == principal",
     "principal has boss", kProven},
    {"principal has boss && principal.boss == principal",
     "principal has boss && principal.boss has boss && principal.boss.boss == principal", kProven},
    // logic and conditionals
    {"context.now == 1 || context.now == 2", "context.now < 3 && context.now > 0", kProven},
    {"context.now == 1 || context.now == 3", "context.now < 3", kRefuted},
    {"if context.now < 5 then principal has name else false", "context.now <= 4", kProven},
    {"(if context.now < 5 then 1 else 2) == 1", "context.now < 5", kProven},
    {"(if context.now < 5 then [\"a\"] else [\"b\"]).contains(\"a\")", "context.now < 5", kProven},
    // numbers of 64 bits
    {"context.now + 1 > context.now", "context.now < 9223372036854775807", kProven},
    {"context.now + 1 > context.now", "context.now < 9223372036854775806", kRefuted},
    {"-context.now == 5", "context.now == -5", kProven},
    {"-context.now == context.now", "context.now == 0", kProven},
    {"context.now * 2 == 6", "context.now == 3", kProven},
    // entities and their types
    {"principal == User::\"a\"", "principal in [User::\"a\", User::\"b\"]", kProven},
    {"principal is User", "principal == User::\"a\"", kRefuted},
    {"resource is Doc && resource has owner && resource.owner == principal", "resource is Doc",
     kProven},
    {"principal has color && principal.color != Color::\"red\"",
     "principal has color && principal.color == Color::\"green\"", kProven},
    // hierarchy
    {"principal in Team::\"a\" && Team::\"a\" in Team::\"b\"", "principal in Team::\"b\"", kProven},
    {"principal in Team::\"a\"", "principal in Team::\"b\"", kRefuted},
    {"Team::\"a\" in Team::\"b\" && Team::\"b\" in Team::\"a\"", "context.now == 0", kProven},
    {"resource is Team in Team::\"a\" && principal in resource", "principal in Team::\"a\"",
     kProven},
    {"principal has teams && principal in principal.teams",
     "principal has teams && !principal.teams.isEmpty()", kProven},
    {"principal has teams && principal.teams == [Team::\"a\"] && principal in principal.teams",
     "principal in Team::\"a\"", kProven},
    {"principal has teams && principal.teams.contains(Team::\"a\") && principal in principal.teams",
     "principal in Team::\"a\"", kRefuted},
    {"action in Action::\"edit\"", "[Action::\"write\", Action::\"remove\"].contains(action)",
     kProven},
    // sets
    {"principal has words && principal.words.containsAll([\"a\", \"b\"])",
     "principal has words && principal.words.contains(\"a\")", kProven},
    {"principal has words && principal.words.containsAny([\"a\", \"b\"])",
     "principal has words && principal.words.contains(\"a\")", kRefuted},
    {"principal has words && [\"a\", \"b\"].containsAll(principal.words)",
     "principal has words && !principal.words.contains(\"c\")", kProven},
    {"principal has words && principal.words == [\"a\", \"b\"]",
     "principal has words && principal.words.contains(\"b\") && !principal.words.contains(\"c\")",
     kProven},
    {"principal has words && principal.words.isEmpty()",
     "principal has words && !principal.words.contains(\"a\")", kProven},
    {"principal has words && !principal.words.isEmpty()",
     "principal has words && principal.words.contains(\"a\")", kRefuted},
    {"resource is Doc && resource has words && principal has words && "
     "principal.words.containsAny(resource.words)",
     "principal has words && !principal.words.isEmpty()", kProven},
    {"resource is Doc && resource has words && principal has words && "
     "principal.words.containsAll(resource.words) && resource.words.contains(\"x\")",
     "principal has words && principal.words.contains(\"x\")", kProven},
    {"principal has words && principal has friends && principal.friends.contains(principal)",
     "principal has friends && !principal.friends.isEmpty()", kProven},
    // texts
    {"context has why && context.why like \"ab*\"", "context has why && context.why like \"a*\"",
     kProven},
    {"context has why && context.why like \"a*\"", "context has why && context.why like \"ab*\"",
     kRefuted},
    {"context has why && context.why == \"abc\"", "context has why && context.why like \"*b*\"",
     kProven},
    {"context has why && context.why like \"a*\" && context.why like \"*b\"",
     "context has why && context.why != \"a\"", kProven},
    // tags
    {"principal.hasTag(\"k\") && principal.getTag(\"k\") == 3", "principal.hasTag(\"k\")", kProven},
    {"principal.hasTag(\"k\")", "principal.hasTag(\"k\") && principal.getTag(\"k\") == 3",
     kRefuted},
    // times and decimals
    {"context has at && context.at.toDate() == datetime(\"2024-02-29\")",
     "context has at && context.at < datetime(\"2024-03-01\")", kProven},
    {"context has at && context.at.toTime() < duration(\"1h\")", "context has at", kProven},
    {"context has at && context.at.offset(duration(\"1d\")) < datetime(\"2024-02-29\")",
     "context has at && context.at < datetime(\"2024-02-28\")", kProven},
    {"resource is Doc && resource has life && resource.life.toDays() == 2",
     "resource is Doc && resource has life && resource.life < duration(\"3d\")", kProven},
    {"resource is Doc && resource has price && resource.price.lessThan(decimal(\"1.5\"))",
     "resource is Doc && resource has price && resource.price.lessThanOrEqual(decimal(\"1.0\"))",
     kRefuted},
};

class Construct : public ::testing::TestWithParam<Row> {};

TEST_P(Construct, IsProvenOrRefuted) {
    const Row& row = GetParam();
    const auto report = prove_one(
        testing::small_schema_text(),
        rule(std::string("permit (principal, action, resource) when { ") + row.when + " };"),
        claim(std::string("forbid (principal, action, resource) unless { ") + row.unless + " };"));
    EXPECT_EQ(name_of(report.outcome), name_of(row.outcome))
        << row.when << " | " << row.unless << ": " << report.reason
        << (report.counterexample ? report.counterexample->sentence : "");
    EXPECT_EQ(report.counterexample.has_value(), row.outcome == kRefuted);
}

INSTANTIATE_TEST_SUITE_P(Language, Construct, ::testing::ValuesIn(kRows));

// --- What is beyond the prover ------------------------------------------------------------------

TEST(Beyond, DecidesNothingThatDependsOnAnAddress) {
    const auto report =
        prove_one(testing::small_schema_text(),
                  rule("permit (principal, action, resource) when { context has from && "
                       "context.from.isLoopback() };"),
                  claim("forbid (principal, action, resource) when { context has from && "
                        "!context.from.isIpv4() && context.from.isInRange(ip(\"10.0.0.0/8\")) };"));
    EXPECT_EQ(report.outcome, ProofOutcome::undecided);
    EXPECT_NE(report.reason.find("ipaddr"), std::string::npos) << report.reason;
}

TEST(Beyond, IsNoHindranceWhereTheTheoremHoldsWhateverItComesTo) {
    const auto report =
        prove_one(testing::small_schema_text(),
                  rule("permit (principal, action, resource) when { context has from && "
                       "context.from.isLoopback() && context.now == 1 };"),
                  claim("forbid (principal, action, resource) unless { context.now == 1 };"));
    EXPECT_EQ(report.outcome, ProofOutcome::proven) << report.reason;
}

}  // namespace
}  // namespace postvern::policy::proof

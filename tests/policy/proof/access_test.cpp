// The access matrix, and what theorems stand on.
#include "policy/rules_access.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "tests/policy/proof/proving.hpp"
#include "test_places.hpp"

namespace postvern::policy::proof {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::rule;

const std::string kRulebook = POSTVERN_SOURCE_DIR "/policy/rulebook";

constexpr const char* kSchema =
    "entity Role enum [\"cook\", \"guard\"]; entity Person in [Role]; entity Robot enum [\"a\", "
    "\"b\"];\n"
    "entity Door = {locked?: Bool};\n"
    "action open, paint appliesTo {principal: [Person, Robot], resource: Door, context: {purpose?: "
    "String}};\n";

AccessMatrix access_of(const std::string& rules) {
    const std::vector<RulebookFile> files{{"rules.cedar", rules}};
    return find_access(files, RulebookFile{"small.cedarschema", kSchema});
}

std::vector<std::string> lines_of(const AccessMatrix& access) {
    std::vector<std::string> lines;
    for (const Access& each : access.entries) {
        std::string line = each.who + " " + each.action + " " + each.purpose +
                           (each.answer == AccessAnswer::always ? " always" : " when");
        for (const std::string& id : each.permits) line += " +" + id;
        for (const std::string& id : each.forbids) line += " -" + id;
        lines.push_back(line);
    }
    return lines;
}

const std::string kForSupport = " when { context has purpose && context.purpose == \"support\" }";

TEST(Access, TellsRolesAndNamedPrincipalsApart) {
    const auto access = access_of(
        rule("permit (principal in Role::\"cook\", action == Action::\"open\", resource)" +
                 kForSupport + ";",
             "cooks") +
        rule("permit (principal == Robot::\"b\", action, resource)" + kForSupport + ";", "robot"));
    EXPECT_THAT(access.who,
                ElementsAre("cook", "guard", "Person without a role", "Robot::a", "Robot::b"));
    EXPECT_THAT(lines_of(access), ElementsAre("cook open support always +cooks",
                                              "Robot::b open support always +robot",
                                              "Robot::b paint support always +robot"));
    EXPECT_THAT(access.without_purpose, IsEmpty());
    EXPECT_EQ(access.combinations, 5 * 2 * access.purposes.size());
}

TEST(Access, NamesThePermitsThatApplyAndTheForbidsThatStopThem) {
    const auto access = access_of(
        rule(
            "permit (principal is Robot, action == Action::\"open\", resource)" + kForSupport + ";",
            "robots") +
        rule("permit (principal == Robot::\"a\", action == Action::\"open\", resource)" +
                 kForSupport + ";",
             "first") +
        rule(
            "forbid (principal, action, resource) when { resource has locked && resource.locked };",
            "locked") +
        rule("forbid (principal == Robot::\"b\", action, resource);", "never"));
    EXPECT_THAT(lines_of(access), ElementsAre("Robot::a open support when +robots +first -locked"));
}

TEST(Access, TellsWhatIsPermittedWithoutAPurpose) {
    const auto access = access_of(
        rule("permit (principal in Role::\"guard\", action == Action::\"open\", resource);"));
    EXPECT_EQ(access.entries.size(), access.purposes.size());
    EXPECT_THAT(access.without_purpose, ElementsAre("guard: open on Door"));
}

TEST(Access, DoesNotTakeForNeverWhatItCannotDecide) {
    const std::vector<RulebookFile> files{
        {"rules.cedar", rule("permit (principal, action, resource)" + kForSupport + ";")}};
    ProofOptions impatient;
    impatient.timeout = std::chrono::milliseconds(0);
    const auto access = find_access(files, RulebookFile{"small.cedarschema", kSchema}, impatient);
    ASSERT_FALSE(access.entries.empty());
    for (const Access& each : access.entries) EXPECT_EQ(each.answer, AccessAnswer::undecided);
}

TEST(Access, OfTheShippedRulebookIsNarrow) {
    const auto access = find_access(read_rulebook(kRulebook));
    EXPECT_THAT(access.without_purpose, IsEmpty());
    EXPECT_LT(access.entries.size() * 100, access.combinations);
    const std::set<std::string> content{"list",   "read",   "search", "watch",
                                        "export", "append", "mark",   "move"};
    for (const Access& each : access.entries) {
        EXPECT_NE(each.who, "Authority") << each.action;
        // Without a role only who was appointed as a substitute in a case acts, and in that case alone.
        const bool as_substitute = each.resource == "Case" &&
                                   (each.action == "approve" || each.action == "read_case");
        EXPECT_TRUE(each.who != "Staff without a role" || as_substitute) << each.action;
        EXPECT_TRUE(each.who == "Owner" || !content.contains(each.action))
            << each.who << " " << each.action;
        EXPECT_NE(each.purpose, "sale") << each.who << " " << each.action;
    }
    const bool discloses =
        std::any_of(access.entries.begin(), access.entries.end(), [](const Access& each) {
            return each.who == "legal_officer" && each.action == "disclose" &&
                   each.resource == "Case";
        });
    EXPECT_TRUE(discloses);
}

// --- What theorems stand on ---------------------------------------------------------------------

std::vector<std::string> support_of(const std::string& rules, const std::string& theorem) {
    const std::vector<RulebookFile> rulebook{{"rules.cedar", rules}};
    const std::vector<RulebookFile> theorems{{"theorem.cedar", testing::claim(theorem)}};
    return find_support(rulebook, theorems, RulebookFile{"small.cedarschema", kSchema}).at(0).rules;
}

TEST(Support, IsTheRulesWithoutWhichATheoremFalls) {
    const std::string permit = rule("permit (principal, action, resource);", "P");
    const std::string robots = rule("forbid (principal is Robot, action, resource);", "R");
    const std::string painters =
        rule("forbid (principal, action == Action::\"paint\", resource);", "A");
    const std::string no_robot = "forbid (principal is Robot, action, resource);";
    EXPECT_THAT(support_of(permit + robots + painters, no_robot), ElementsAre("R"));
    EXPECT_THAT(support_of(permit + robots + painters,
                           "forbid (principal is Robot, action == Action::\"paint\", resource);"),
                IsEmpty());  // either would do
    EXPECT_THAT(support_of(permit, "permit (principal, action, resource);"), ElementsAre("P"));
    EXPECT_THAT(support_of(permit, no_robot), IsEmpty());  // it does not hold
}

std::vector<std::string> unproven_without(const std::string& id, std::vector<RulebookFile> files) {
    for (RulebookFile& file : files) {
        const std::size_t at = file.text.find("@id(\"" + id + "\")");
        if (at == std::string::npos) continue;
        file.text.erase(at, std::min(file.text.find("@id(", at + 1), file.text.size()) - at);
    }
    std::vector<std::string> names;
    for (const auto& report : prove(files, read_rulebook(kRulebook + "/theorems"))) {
        if (report.outcome != ProofOutcome::proven) names.push_back(report.id);
    }
    return names;
}

TEST(Support, OfTheShippedTheoremsIsWhatProvingWithoutTheRuleShows) {
    const auto files = read_rulebook(kRulebook);
    const auto supports = find_support(files, read_rulebook(kRulebook + "/theorems"));
    for (const char* rule :
         {"ISP-35.no-disclosure-without-an-order", "ISP-60.owner-exports", "ISP-59.no-sale",
          "ISP-48.authorities-do-not-act", "ISP-16.spam-filter-only-scans"}) {
        std::vector<std::string> named;
        for (const auto& support : supports) {
            if (std::count(support.rules.begin(), support.rules.end(), rule) != 0)
                named.push_back(support.theorem);
        }
        EXPECT_EQ(named, unproven_without(rule, files)) << rule;
    }
}

}  // namespace
}  // namespace postvern::policy::proof

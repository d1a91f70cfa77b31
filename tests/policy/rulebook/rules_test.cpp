#include "policy/rules.hpp"
#include "test_places.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace postvern::policy {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;

const std::string kSound =
    "@id(\"a\") @isp(\"1\") @explain(\"Because.\") @record(\"tally\")\n"
    "permit (principal, action, resource) when { context.level > 3 };\n";

std::vector<RulebookFile> shipped_rules() {
    std::vector<RulebookFile> files;
    for (const auto& entry :
         std::filesystem::directory_iterator(POSTVERN_SOURCE_DIR "/policy/rulebook")) {
        if (entry.path().extension() != ".cedar") continue;
        std::ifstream file(entry.path(), std::ios::binary);
        files.push_back({entry.path().filename().string(),
                         {std::istreambuf_iterator<char>(file), {}}});
    }
    return files;
}

TEST(CheckRules, FindsNothingInTheShippedRulebook) {
    const auto files = shipped_rules();
    EXPECT_THAT(files, SizeIs(17));
    for (const RuleDiagnostic& diagnostic : check_rules(files)) {
        ADD_FAILURE() << to_text(diagnostic);
    }
}

TEST(CheckRules, ReportsTheFirstErrorOfEachFile) {
    const RulebookFile files[] = {
        {"a.cedar", kSound},
        {"b.cedar", "permit (principal action, resource);"},
        {"c.cedar", "\n\nforbid (principal, action, resource)"},
    };
    const auto found = check_rules(files);
    ASSERT_THAT(found, SizeIs(2));
    EXPECT_EQ(to_text(found[0]),
              "b.cedar:1:19: expected '==', 'in', 'is' or ',', found 'action'\n"
              "permit (principal action, resource);\n"
              "                  ^");
    EXPECT_EQ(found[1].file, "c.cedar");
    EXPECT_EQ(found[1].line, 3U);
    EXPECT_EQ(found[1].column, 37U);
}

TEST(CheckRules, ReportsAnIdThatTwoFilesUse) {
    const RulebookFile files[] = {{"a.cedar", kSound}, {"b.cedar", "// here\n" + kSound}};
    const auto found = check_rules(files);
    ASSERT_THAT(found, SizeIs(1));
    EXPECT_THAT(to_text(found[0]), StartsWith("b.cedar:2:1: expected a new @id, found \"a\""));
}

TEST(CheckRules, DemandsExplanationRecordAndSource) {
    const RulebookFile files[] = {
        {"a.cedar", "@id(\"bare\") @explain permit (principal, action, resource);"}};
    std::vector<std::string> messages;
    for (const auto& diagnostic : check_rules(files)) messages.push_back(diagnostic.message);
    EXPECT_THAT(messages, ElementsAre("expected @explain on rule bare, found none",
                                      "expected @record on rule bare, found none",
                                      "expected @isp or @law on rule bare, found none"));
}

TEST(ExplainRules, TellsWhoDecidedAndWhyTheOthersDidNot) {
    RuleQuestion question;
    question.principal = "Staff::1000";
    question.action = "read";
    question.resource = "Collection::7/1";
    question.resource_attributes = {{"owner", "Owner::7"}, {"state", "open"}};
    question.resource_parents = {"Account::7"};
    question.context = {{"purpose", "service_delivery"}, {"moment", "1700000000"}};
    const RuleAnswer answer = explain_rules(shipped_rules(), question);
    EXPECT_FALSE(answer.permitted);
    EXPECT_EQ(answer.lines.front(), "denied; record: entry");
    EXPECT_THAT(answer.lines, Contains(StartsWith(
        "decided by ISP-48.staff-see-no-content (forbid, content.cedar:")));
    EXPECT_THAT(answer.lines, Contains(HasSubstr("not in its scope: principal is Owner")));
    EXPECT_THAT(answer.lines, Contains(HasSubstr("its condition fails at: context.purpose == \"sale\"")));

    question.principal = "Owner::7";
    const RuleAnswer own = explain_rules(shipped_rules(), question);
    EXPECT_TRUE(own.permitted);
    EXPECT_EQ(own.lines.front(), "permitted; record: tally");
    EXPECT_THAT(own.lines[1], HasSubstr("Owners use their own mail"));
}

TEST(ExplainRules, ShowsErrorsOverriddenPermitsAndSilence) {
    const RulebookFile files[] = {
        {"a.cedar", kSound + "@id(\"b\") permit (principal, action, resource);"
                             "@id(\"c\") forbid (principal, action, resource)"
                             " when { context has stop };"}};
    RuleQuestion question{"P::1", "x", "R::1", {}, {}, {{"stop", "true"}}};
    EXPECT_THAT(explain_rules(files, question).lines,
                ElementsAre("denied; record: entry", "decided by c (forbid, a.cedar:3): ",
                            "a (permit, a.cedar:1): cannot be evaluated at: context.level "
                            "(the record has no attribute \"level\")",
                            "b (permit, a.cedar:3): applies, but a forbid overrides it"));
    const RulebookFile nothing[] = {{"empty.cedar", ""}};
    EXPECT_THAT(explain_rules(nothing, question).lines,
                ElementsAre("denied; record: entry", "no rule permits it"));
}

TEST(ExplainRules, NamesThePartOfTheQuestionThatItCannotRead) {
    const RulebookFile files[] = {{"a.cedar", kSound}};
    const RuleQuestion sound{"P::1", "x", "R::1", {}, {}, {{"level", "4"}}};
    EXPECT_TRUE(explain_rules(files, sound).permitted);
    const auto expect_problem_in = [&](const RuleQuestion& question, const std::string& part) {
        try {
            explain_rules(files, question);
            ADD_FAILURE() << "accepted a question with a bad " << part;
        } catch (const std::runtime_error& error) {
            EXPECT_THAT(error.what(), StartsWith(part + ":"));
        }
    };
    RuleQuestion bad = sound;
    bad.principal = "nobody";
    expect_problem_in(bad, "principal");
    bad = sound;
    bad.resource = "";
    expect_problem_in(bad, "resource");
    bad = sound;
    bad.context = {{"level", "1 +"}};
    expect_problem_in(bad, "context level");
    bad.context = {{"level", "1"}, {"level", "4"}};
    expect_problem_in(bad, "context level");
}

}  // namespace
}  // namespace postvern::policy

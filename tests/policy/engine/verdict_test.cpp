#include "policy/engine/verdict.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "policy/engine/explanation.hpp"
#include "tests/policy/engine/evaluation.hpp"

namespace postvern::policy::engine {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

RuleSet parse(const std::string& text) {
    const Source source{"test.cedar", text};
    return RuleSet::parse(std::span(&source, 1));
}

std::vector<std::string> ids(const std::vector<const Policy*>& policies) {
    std::vector<std::string> names;
    for (const Policy* policy : policies) names.push_back(policy->id());
    return names;
}

class VerdictTest : public ::testing::Test {
  protected:
    Verdict ask(const std::string& text, Strictness strictness = Strictness::house) {
        rules_.push_back(std::make_unique<RuleSet>(parse(text)));
        return decide(*rules_.back(), entities_, request_, strictness);
    }

    // Verdicts refer to their rules, so those stay.
    std::vector<std::unique_ptr<RuleSet>> rules_;
    Entities entities_ = testing::example_entities();
    Request request_ = testing::example_request();
};

TEST_F(VerdictTest, DeniesWhatNothingPermits) {
    const Verdict verdict = ask("");
    EXPECT_FALSE(verdict.permitted);
    EXPECT_THAT(verdict.determining, IsEmpty());
    EXPECT_FALSE(ask("@id(\"a\") permit (principal, action, resource) when { false };").permitted);
    EXPECT_FALSE(ask("@id(\"a\") forbid (principal, action, resource) when { false };").permitted);
}

TEST_F(VerdictTest, NamesEveryPermitThatApplies) {
    const Verdict verdict = ask(R"(
        @id("a") permit (principal, action, resource);
        @id("b") permit (principal is Group, action, resource);
        @id("c") permit (principal is User, action, resource);)");
    EXPECT_TRUE(verdict.permitted);
    EXPECT_THAT(ids(verdict.determining), ElementsAre("a", "c"));
}

TEST_F(VerdictTest, ForbidOverridesPermit) {
    const Verdict verdict = ask(R"(
        @id("a") permit (principal, action, resource);
        @id("b") forbid (principal, action, resource) when { principal.age == 21 };
        @id("c") forbid (principal, action, resource) unless { principal.age == 22 };
        @id("d") forbid (principal, action, resource) when { principal.age == 22 };)");
    EXPECT_FALSE(verdict.permitted);
    EXPECT_THAT(ids(verdict.determining), ElementsAre("b", "c"));
}

TEST_F(VerdictTest, SkipsAPermitThatErrs) {
    const std::string text = R"(
        @id("a") permit (principal, action, resource) when { principal.missing };
        @id("b") permit (principal, action, resource);
        @id("c") permit (principal, action, resource) when { 1 };)";
    for (const Strictness strictness : {Strictness::cedar, Strictness::house}) {
        const Verdict verdict = ask(text, strictness);
        EXPECT_TRUE(verdict.permitted);
        EXPECT_THAT(ids(verdict.determining), ElementsAre("b"));
        ASSERT_EQ(verdict.errors.size(), 2U);
        EXPECT_EQ(to_text(verdict.errors[0]),
                  "test.cedar:2:62: rule a: the User has no attribute \"missing\"");
        EXPECT_EQ(verdict.errors[1].error.message, "'when' needs a value of type bool, found long");
    }
}

TEST_F(VerdictTest, AForbidThatErrsDeniesInTheHouseAndIsSkippedInCedar) {
    const std::string text = R"(
        @id("a") permit (principal, action, resource);
        @id("b") @record("tally") forbid (principal, action, resource) when { principal.missing };)";
    const Verdict strict = ask(text, Strictness::house);
    EXPECT_FALSE(strict.permitted);
    EXPECT_THAT(ids(strict.determining), ElementsAre("b"));
    EXPECT_EQ(strict.errors.size(), 1U);
    const Verdict cedar = ask(text, Strictness::cedar);
    EXPECT_TRUE(cedar.permitted);
    EXPECT_THAT(ids(cedar.determining), ElementsAre("a"));
    EXPECT_EQ(cedar.errors.size(), 1U);
}

TEST_F(VerdictTest, ScopeAndEarlierConditionsKeepALaterOneFromErring) {
    const Verdict verdict = ask(R"(
        @id("a") permit (principal, action, resource);
        @id("b") forbid (principal is Group, action, resource) when { principal.missing };
        @id("c") forbid (principal, action, resource) when { false } when { principal.missing };
        @id("d") forbid (principal, action, resource) unless { true } when { principal.missing };)");
    EXPECT_TRUE(verdict.permitted);
    EXPECT_THAT(verdict.errors, IsEmpty());
}

TEST_F(VerdictTest, MatchesScopes) {
    const struct {
        const char* scope;
        bool matches;
    } rows[] = {
        {"principal, action, resource", true},
        {"principal == User::\"bob\", action, resource", true},
        {"principal == User::\"Bob\", action, resource", false},
        {"principal == Admin::\"bob\", action, resource", false},
        {"principal in Group::\"all\", action, resource", true},
        {"principal in User::\"bob\", action, resource", true},
        {"principal in Group::\"other\", action, resource", false},
        {"principal is User, action, resource", true},
        {"principal is N::User, action, resource", false},
        {"principal is User in Group::\"all\", action, resource", true},
        {"principal is User in Group::\"other\", action, resource", false},
        {"principal is Group in Group::\"all\", action, resource", false},
        {"principal, action == Action::\"view\", resource", true},
        {"principal, action == Action::\"edit\", resource", false},
        {"principal, action == N::Action::\"view\", resource", false},
        {"principal, action in Action::\"view\", resource", true},
        {"principal, action in [Action::\"edit\", Action::\"view\"], resource", true},
        {"principal, action in [Action::\"edit\"], resource", false},
        {"principal, action, resource == Photo::\"p\"", true},
        {"principal, action, resource in Album::\"loop\"", true},
        {"principal, action, resource in Album::\"unknown\"", true},
        {"principal, action, resource is Photo in Album::\"trips\"", true},
        {"principal, action, resource is Album", false},
    };
    for (const auto& row : rows) {
        const std::string text = std::string("@id(\"a\") permit (") + row.scope + ");";
        EXPECT_EQ(ask(text).permitted, row.matches) << row.scope;
    }
}

// authorization, Detailed Example
TEST_F(VerdictTest, DecidesTheExampleOfTheSpecification) {
    entities_ = Entities{};
    entities_.add({{"User", "jane"}, {}, {{"UserGroup", "kevinFriends"}}});
    entities_.add({{"Photo", "vacation.jpg"},
                   {{"owner", EntityUid{"User", "kevin"}}, {"tags", Set({"Private", "Work"})}},
                   {}});
    request_ = {{"User", "jane"}, {"Action", "viewPhoto"}, {"Photo", "vacation.jpg"}, {}};
    const Verdict verdict = ask(R"(
        @id("P1") permit (principal == User::"jane", action, resource == Photo::"vacation.jpg");
        @id("P2") permit (principal in UserGroup::"kevinFriends",
                          action == Action::"viewPhoto", resource)
                  when { resource.tags.contains("Holiday") };
        @id("P3") forbid (principal, action == Action::"viewPhoto", resource)
                  when { resource.tags.contains("Private") }
                  unless { principal == resource.owner };
        @id("P4") permit (principal, action == Action::"updateTags", resource)
                  when { principal == resource.owner };)");
    EXPECT_FALSE(verdict.permitted);
    EXPECT_THAT(ids(verdict.determining), ElementsAre("P3"));
    EXPECT_THAT(verdict.errors, IsEmpty());
}

TEST_F(VerdictTest, TheStrongestRecordAmongTheDeterminingPoliciesWins) {
    const std::string scope = " permit (principal, action, resource);";
    const struct {
        std::string text;
        RecordStrength record;
    } rows[] = {
        {"", RecordStrength::entry},
        {"@id(\"a\")" + scope, RecordStrength::entry},
        {"@id(\"a\") @record(\"none\")" + scope, RecordStrength::none},
        {"@id(\"a\") @record(\"none\")" + scope + "@id(\"b\") @record(\"tally\")" + scope,
         RecordStrength::tally},
        {"@id(\"a\") @record(\"entry\")" + scope + "@id(\"b\") @record(\"tally\")" + scope,
         RecordStrength::entry},
        {"@id(\"a\")" + scope + "@id(\"b\") @record(\"tally\")" + scope, RecordStrength::tally},
        {"@id(\"a\") @record(\"entry\") permit (principal is Group, action, resource);"
         "@id(\"b\") @record(\"tally\")" + scope,
         RecordStrength::tally},
    };
    for (const auto& row : rows) {
        EXPECT_EQ(obligations(ask(row.text)).record, row.record) << row.text;
    }
}

TEST_F(VerdictTest, ReturnsEachObligationOnce) {
    const Verdict verdict = ask(R"(
        @id("a") @notify("owner") @retain("P3Y") permit (principal, action, resource);
        @id("b") @notify("officer") @retain("P3Y") permit (principal, action, resource);
        @id("c") @notify("nobody") permit (principal is Group, action, resource);)");
    const Obligations due = obligations(verdict);
    EXPECT_THAT(due.notify, ElementsAre("owner", "officer"));
    EXPECT_THAT(due.retain, ElementsAre("P3Y"));
}

TEST_F(VerdictTest, ExplainsTheClauseThatDecidesEachPolicy) {
    const struct {
        const char* policy;
        Satisfaction satisfaction;
        const char* clause;
    } rows[] = {
        {"permit (principal, action, resource)", Satisfaction::satisfied, ""},
        {"permit (principal is Group, action, resource)", Satisfaction::out_of_scope,
         "principal is Group"},
        {"permit (principal, action == Action::\"x\", resource)", Satisfaction::out_of_scope,
         "action == Action::\"x\""},
        {"permit (principal, action, resource in Album::\"x\")", Satisfaction::out_of_scope,
         "resource in Album::\"x\""},
        {"permit (principal, action, resource) when { 1 == 1 } when { 1 ==\n 2 }",
         Satisfaction::condition_failed, "1 == 2"},
        {"permit (principal, action, resource) when { true && (1 == 2) && 3 }",
         Satisfaction::condition_failed, "(1 == 2)"},
        {"permit (principal, action, resource) when { true && (true && 1 == 2) }",
         Satisfaction::condition_failed, "1 == 2"},
        {"permit (principal, action, resource) when { 1 == 2 || 1 == 3 }",
         Satisfaction::condition_failed, "1 == 2 || 1 == 3"},
        {"permit (principal, action, resource) unless { 1 == 2 || 1 == 1 }",
         Satisfaction::condition_failed, "1 == 1"},
        {"permit (principal, action, resource) when { true && context.x == 1 }",
         Satisfaction::failed, "context.x"},
    };
    for (const auto& row : rows) {
        const RuleSet rules = parse(std::string("@id(\"a\") ") + row.policy + ";");
        const Explanation explanation = explain(rules, entities_, request_, Strictness::house);
        ASSERT_EQ(explanation.policies.size(), 1U);
        EXPECT_EQ(explanation.policies[0].satisfaction, row.satisfaction) << row.policy;
        EXPECT_EQ(explanation.policies[0].clause_text, row.clause) << row.policy;
        EXPECT_EQ(explanation.policies[0].error.empty(), row.satisfaction != Satisfaction::failed);
    }
}

TEST(RuleSet, LoadsAllOrNothing) {
    const Source sources[] = {
        {"a.cedar", "@id(\"a\") permit (principal, action, resource);"},
        {"b.cedar", "@id(\"b\") permit (principal, action, resource)"},
    };
    EXPECT_EQ(RuleSet::parse(std::span(sources).first(1)).policies().size(), 1U);
    EXPECT_THROW(RuleSet::parse(sources), SyntaxError);
}

TEST(RuleSet, DemandsAUniquePlainIdAndAKnownRecord) {
    const std::string scope = " permit (principal, action, resource);";
    const struct {
        std::string text;
        language::Position position;
        const char* problem;
    } rows[] = {
        {"\n @isp(\"1\")" + scope, {2, 2}, "expected an @id on this policy"},
        {"@id" + scope, {1, 1}, "expected an @id of 1 to 64"},
        {"@id(\"\")" + scope, {1, 1}, "expected an @id of 1 to 64"},
        {"@id(\"a b\")" + scope, {1, 1}, "expected an @id of 1 to 64"},
        {"@id(\"a\\n\")" + scope, {1, 1}, "expected an @id of 1 to 64"},
        {"@id(\"" + std::string(65, 'a') + "\")" + scope, {1, 1}, "expected an @id of 1 to 64"},
        {"@id(\"a\")" + scope + "\n@id(\"a\")" + scope, {2, 1}, "found \"a\", which stands in test.cedar"},
        {"@id(\"a\") @record(\"sometimes\")" + scope, {1, 10}, "expected @record of"},
        {"@id(\"a\") @record" + scope, {1, 10}, "expected @record of"},
    };
    for (const auto& row : rows) {
        try {
            parse(row.text);
            ADD_FAILURE() << "accepted: " << row.text;
        } catch (const SyntaxError& error) {
            EXPECT_EQ(error.position(), row.position) << error.what();
            EXPECT_THAT(error.what(), HasSubstr(row.problem));
        }
    }
}

TEST(RuleSet, MayMoveWithoutLosingItsPolicies) {
    RuleSet rules = parse("@id(\"a\") @law(\"x\") permit (principal, action, resource);");
    const RuleSet moved = std::move(rules);
    ASSERT_NE(moved.find("a"), nullptr);
    EXPECT_EQ(moved.find("a")->annotation("law"), "x");
    EXPECT_EQ(moved.find("a")->annotation("isp"), std::nullopt);
    EXPECT_EQ(moved.find("a")->file(), "test.cedar");
    EXPECT_EQ(moved.find("b"), nullptr);
}

}  // namespace
}  // namespace postvern::policy::engine

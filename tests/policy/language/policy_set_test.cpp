#include "policy/language/policy_set.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

namespace postvern::policy::language {
namespace {

const std::string kTwo = R"(
    @id("first") permit (principal, action, resource);
    forbid (principal == ?principal, action, resource in ?resource) when { true };)";

TEST(PolicySet, NumbersPoliciesAndTemplatesByPosition) {
    PolicySet set;
    set.read({"a.cedar", kTwo});
    set.read({"b.cedar", "permit (principal, action, resource);"});
    EXPECT_NE(set.find_policy("policy0"), nullptr);
    EXPECT_NE(set.find_template("policy1"), nullptr);
    EXPECT_NE(set.find_policy("policy2"), nullptr);
    EXPECT_EQ(set.find_policy("policy1"), nullptr);
    EXPECT_EQ(set.find_policy("policy2")->source->name(), "b.cedar");
}

TEST(PolicySet, TakesIdsFromAnnotationsWhereAsked) {
    PolicySet set;
    set.read({"a.cedar", kTwo}, IdSource::id_annotation);
    EXPECT_NE(set.find_policy("first"), nullptr);
    EXPECT_NE(set.find_template("policy1"), nullptr);
}

TEST(PolicySet, LinksShareTheTemplatesExpressions) {
    PolicySet set;
    set.read({"a.cedar", kTwo});
    set.link("policy1", "linked", {EntityUid{"User", "a"}, EntityUid{"Album", "b"}});
    const PolicyEntry* const linked = set.find_policy("linked");
    ASSERT_NE(linked, nullptr);
    EXPECT_FALSE(linked->syntax.is_template());
    EXPECT_EQ(std::get<EqualTo>(linked->syntax.principal.demand).uid, (EntityUid{"User", "a"}));
    EXPECT_EQ(std::get<InHierarchy>(linked->syntax.resource.demand).ancestors.front(),
              (EntityUid{"Album", "b"}));
    EXPECT_EQ(linked->link->template_id, "policy1");
    EXPECT_EQ(linked->syntax.conditions.front().body,
              set.find_template("policy1")->syntax.conditions.front().body);
}

TEST(PolicySet, RefusesLinksThatDoNotFit) {
    PolicySet set;
    set.read({"a.cedar", kTwo});
    const EntityUid uid{"User", "a"};
    EXPECT_THROW(set.link("policy0", "x", {uid, uid}), std::invalid_argument);
    EXPECT_THROW(set.link("policy9", "x", {uid, uid}), std::invalid_argument);
    EXPECT_THROW(set.link("policy1", "x", {uid, std::nullopt}), std::invalid_argument);
    EXPECT_THROW(set.link("policy1", "x", {}), std::invalid_argument);
    EXPECT_THROW(set.link("policy1", "policy0", {uid, uid}), std::invalid_argument);
    EXPECT_THROW(set.link("policy1", "policy1", {uid, uid}), std::invalid_argument);
    EXPECT_EQ(set.policies().size(), 1U);
}

TEST(PolicySet, AddsNothingOfATextWithAnErrorOrAnIdTwice) {
    PolicySet set;
    EXPECT_THROW(set.read({"a.cedar", kTwo + "permit"}), SyntaxError);
    EXPECT_THROW(set.read({"a.cedar", kTwo + kTwo}, IdSource::id_annotation), SyntaxError);
    EXPECT_TRUE(set.policies().empty());
    EXPECT_TRUE(set.templates().empty());
    EXPECT_NO_THROW(set.read({"a.cedar", kTwo}));
}

TEST(PolicySet, LoadsAHundredThousandPolicies) {
    constexpr std::size_t kCount = 100'000;
    std::string text;
    for (std::size_t index = 0; index < kCount; ++index) {
        text += "permit (principal == User::\"" + std::to_string(index) +
                "\", action, resource) when { context.a == 1 };\n";
    }
    PolicySet set;
    set.read({"a.cedar", text});
    EXPECT_EQ(set.policies().size(), kCount);
    EXPECT_NE(set.find_policy("policy99999"), nullptr);
}

}  // namespace
}  // namespace postvern::policy::language

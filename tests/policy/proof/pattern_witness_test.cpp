#include "policy/proof/pattern_witness.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace postvern::policy::proof {
namespace {

using language::Pattern;

const Pattern kBeginsWithA({"a", ""});
const Pattern kEndsWithB({"", "b"});
const Pattern kAnything({"", ""});

TEST(PatternWitness, IsAShortestTextThatDoesAsDemanded) {
    const std::vector<PatternDemand> demands{{kBeginsWithA, true}, {kEndsWithB, true}};
    const auto witness = find_text(demands, {});
    EXPECT_EQ(witness.search, Search::found);
    EXPECT_EQ(witness.text, "ab");
}

TEST(PatternWitness, IsNoneOfTheExcludedTexts) {
    const std::vector<PatternDemand> demands{{kBeginsWithA, true}, {kEndsWithB, false}};
    const std::vector<std::string> excluded{"a", "ac", "aa"};
    const auto witness = find_text(demands, excluded);
    ASSERT_EQ(witness.search, Search::found);
    EXPECT_TRUE(kBeginsWithA.matches(witness.text));
    EXPECT_FALSE(kEndsWithB.matches(witness.text));
    EXPECT_EQ(std::count(excluded.begin(), excluded.end(), witness.text), 0);
}

TEST(PatternWitness, IsNoneWherePatternsContradictEachOther) {
    const std::vector<PatternDemand> both{{Pattern({"ab", ""}), true}, {kBeginsWithA, false}};
    EXPECT_EQ(find_text(both, {}).search, Search::none);
    const std::vector<PatternDemand> never{{kAnything, false}};
    EXPECT_EQ(find_text(never, {}).search, Search::none);
    const std::vector<PatternDemand> only{{Pattern({"ab"}), true}};
    const std::vector<std::string> excluded{"ab"};
    EXPECT_EQ(find_text(only, excluded).search, Search::none);
}

TEST(PatternWitness, MayNeedACharacterThatIsInNoPattern) {
    const std::vector<PatternDemand> demands{
        {Pattern({"", "a", ""}), false}, {Pattern({"", "b", ""}), false}, {Pattern({""}), false}};
    const auto witness = find_text(demands, {});
    EXPECT_EQ(witness.text, "c");
}

TEST(PatternWitness, IsWellFormedWherePatternsHoldLongCharacters) {
    const std::vector<PatternDemand> demands{{Pattern({"\xC3\xA9", "\xE2\x82\xAC"}), true}};
    EXPECT_EQ(find_text(demands, {}).text, "\xC3\xA9\xE2\x82\xAC");
}

}  // namespace
}  // namespace postvern::policy::proof

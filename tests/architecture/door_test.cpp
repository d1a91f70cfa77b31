// Attacks on the door by way of compiler and linker. Each case is built twice: what an honest
// caller writes must pass, so that the refusal of the attack beside it says something.
#include <gtest/gtest.h>

#include "tests/architecture/toolchain.hpp"
#include "tests/scratch.hpp"
#include "test_places.hpp"

namespace postvern::architecture {

void PrintTo(const Case& subject, std::ostream* out) { *out << subject.file.filename(); }

namespace {

std::string name_of(const testing::TestParamInfo<Case>& info) {
    return info.param.file.stem().string();
}

void expect_refused(const Outcome& attack, const Case& subject) {
    EXPECT_FALSE(attack.succeeded) << "the attack was let through";
    EXPECT_TRUE(std::regex_search(attack.output, subject.refused))
        << "refused, but not as expected:\n"
        << attack.output;
}

class MustNotCompile : public testing::TestWithParam<Case> {};

TEST_P(MustNotCompile, WhileItsHonestTwinDoes) {
    const Outcome honest = compile(GetParam(), Variant::honest);
    ASSERT_TRUE(honest.succeeded) << honest.output;
    expect_refused(compile(GetParam(), Variant::attacking), GetParam());
}

INSTANTIATE_TEST_SUITE_P(Door, MustNotCompile, testing::ValuesIn(cases("compile")), name_of);

class MustNotLink : public testing::TestWithParam<Case> {};

TEST_P(MustNotLink, WhileItsHonestTwinDoes) {
    const tests::Scratch scratch;
    const auto honest = scratch.path() / "honest.o";
    const Outcome honest_compiled = compile(GetParam(), Variant::honest, honest);
    ASSERT_TRUE(honest_compiled.succeeded) << honest_compiled.output;
    const Outcome honest_linked = link(honest, Shape::program);
    ASSERT_TRUE(honest_linked.succeeded) << honest_linked.output;

    const auto attack = scratch.path() / "attack.o";
    const Outcome compiled = compile(GetParam(), Variant::attacking, attack);
    ASSERT_TRUE(compiled.succeeded) << "refused before it was linked:\n" << compiled.output;
    expect_refused(link(attack, Shape::program), GetParam());
    expect_refused(link(attack, Shape::library), GetParam());
}

INSTANTIATE_TEST_SUITE_P(Door, MustNotLink, testing::ValuesIn(cases("link")), name_of);

// The driver itself: an attack that passes, and one that is refused for another reason, are found
// out.
TEST(Cases, AreNotPassedByAnAttackThatSucceedsOrFailsOtherwise) {
    const auto folder =
        std::filesystem::path(POSTVERN_SOURCE_DIR) / "tests/architecture/violations";
    const Case harmless{folder / "cases/harmless.cpp", std::regex("is private"), {}};
    EXPECT_TRUE(compile(harmless, Variant::attacking).succeeded);
    const Case misspelt{folder / "cases/misspelt.cpp", std::regex("is private"), {}};
    const Outcome outcome = compile(misspelt, Variant::attacking);
    EXPECT_FALSE(outcome.succeeded);
    EXPECT_FALSE(std::regex_search(outcome.output, misspelt.refused));
}

}  // namespace
}  // namespace postvern::architecture

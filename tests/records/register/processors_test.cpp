// Companies that process data for the house: on record, and bound by agreement and instruction.
#include "records/processors.hpp"

#include "tests/records/archive/household.hpp"

namespace postvern::records {
namespace {

using policy::Action;
using policy::Resource;

class ProcessorsTest : public testing::Test {
  protected:
    policy::Grant leave() {
        return home.ask(director, Action::administer_processors, Resource::site());
    }
    std::optional<policy::ProcessorFacts> facts(std::uint64_t number) {
        return home.site.register_().processor(number);
    }

    Scratch scratch;
    Household home{scratch};
    policy::Subject director = home.staff();
};

TEST_F(ProcessorsTest, AreListedWithAgreementAndInstructions) {
    const auto first = home.processors.add(leave(), "Søppel AS", 2'000'000'000);
    const auto second = home.processors.add(leave(), "Uten avtale AS", {});
    const auto instruction = home.processors.instruct(leave(), first, "Filter spam, keep nothing.");
    const auto list = home.processors.list(leave());
    ASSERT_EQ(list.size(), 2U);
    EXPECT_EQ(list[0].number, first);
    EXPECT_EQ(list[0].name, "Søppel AS");
    EXPECT_EQ(list[0].agreement_until, 2'000'000'000);
    ASSERT_EQ(list[0].instructions.size(), 1U);
    EXPECT_EQ(list[0].instructions[0].number, instruction);
    EXPECT_EQ(list[0].instructions[0].text, "Filter spam, keep nothing.");
    EXPECT_EQ(list[0].instructions[0].moment, home.now);
    EXPECT_EQ(list[1].number, second);
    EXPECT_FALSE(list[1].agreement_until);
}

TEST_F(ProcessorsTest, AreFactsFromTheMomentOfTheChange) {
    const auto number = home.processors.add(leave(), "Søppel AS", {});
    EXPECT_FALSE(facts(number)->agreement_until);
    home.processors.set_agreement(leave(), number, 2'000'000'000);
    EXPECT_EQ(facts(number)->agreement_until, 2'000'000'000);
    const auto instruction = home.processors.instruct(leave(), number, "Filter spam.");
    EXPECT_EQ(facts(number)->instructions, std::vector{instruction});
    home.processors.end_instruction(leave(), instruction);
    EXPECT_TRUE(facts(number)->instructions.empty());
    home.processors.remove(leave(), number);
    EXPECT_FALSE(facts(number));
}

TEST_F(ProcessorsTest, ThatAreNotOnRecordAreNotFound) {
    EXPECT_THROW(home.processors.set_agreement(leave(), 7, {}), NotFound);
    EXPECT_THROW(home.processors.remove(leave(), 7), NotFound);
    EXPECT_THROW(home.processors.instruct(leave(), 7, "Filter."), NotFound);
    EXPECT_THROW(home.processors.end_instruction(leave(), 7), NotFound);
    EXPECT_THROW(home.processors.add(leave(), "", {}), Unacceptable);
    EXPECT_THROW(home.processors.add(leave(), std::string(256, 'x'), {}), Unacceptable);
}

TEST_F(ProcessorsTest, AreEnteredByTheDirectorAlone) {
    const auto support = home.employ(70'005, policy::StaffRole::second_officer);
    EXPECT_THROW(home.ask(support, Action::administer_processors, Resource::site()), policy::Denied);
}

}  // namespace
}  // namespace postvern::records

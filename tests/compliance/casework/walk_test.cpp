// Every step by everybody in every state that there is, on cases that came there by their steps: what the table does not have
// for that state and those offices, and what lacks its evidence, is refused, changes nothing, and is on record.
#include <gmock/gmock.h>

#include "tests/compliance/casework/walk.hpp"

namespace postvern::compliance {
namespace {

std::vector<Journey> all_journeys() {
    std::vector<Journey> all;
    for (auto group : {journeys_without_an_order, journeys_of_an_order, journeys_to_the_end}) {
        for (Journey& each : group()) all.push_back(std::move(each));
    }
    return all;
}

std::vector<std::string_view> names_of(const States& states) {
    std::vector<std::string_view> names;
    for (const CaseState each : states) names.push_back(name(each));
    return names;
}

class Journeys : public Walk, public testing::WithParamInterface<Journey> {};

TEST_P(Journeys, AreLookedAroundOnInEachOfTheirStates) {
    GetParam().walk(*this);
    EXPECT_EQ(names_of(seen()), names_of(GetParam().states));
}

INSTANTIATE_TEST_SUITE_P(Walk, Journeys, testing::ValuesIn(all_journeys()),
                         [](const auto& each) { return std::string(each.param.name); });

TEST(WalkedStates, AreAllThatThereAre) {
    States walked;
    for (const Journey& each : all_journeys()) walked.insert(each.states.begin(), each.states.end());
    States all;
    for (std::size_t index = 0; index < kCaseStateCount; ++index) all.insert(static_cast<CaseState>(index));
    EXPECT_EQ(names_of(walked), names_of(all));
}

}  // namespace
}  // namespace postvern::compliance

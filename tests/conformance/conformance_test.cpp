// Each letter of the set is answered as the law and the policy have it, not as the code happens to
// do it.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <map>
#include <set>

#include "tests/conformance/set.hpp"

namespace postvern::conformance {
namespace {

using compliance::Proposal;

std::string joined(const std::vector<std::string>& words) {
    std::string all;
    for (const auto& word : words) all.append(all.empty() ? "" : ", ").append(word);
    return all.empty() ? "none" : all;
}

std::string utc(std::int64_t seconds) {
    const std::chrono::sys_seconds moment{std::chrono::seconds(seconds)};
    const auto day = std::chrono::floor<std::chrono::days>(moment);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss time(moment - day);
    char text[64];
    std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02dZ",
                  static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                  static_cast<unsigned>(date.day()), static_cast<int>(time.hours().count()),
                  static_cast<int>(time.minutes().count()),
                  static_cast<int>(time.seconds().count()));
    return text;
}

// A proposal in the words of the set.
std::map<std::string, std::string> words_of(const Proposal& proposal) {
    std::map<std::string, std::string> words;
    words["answer"] = name(proposal.answer);
    if (!proposal.rejection.empty()) words["rejection"] = proposal.rejection;
    words["basis"] = policy::name(proposal.basis);
    words["road"] = proposal.road;
    words["letter"] = proposal.letter;
    words["clock"] = "none";
    if (proposal.clock)
        words["clock"] = proposal.clock->id + " " +
                         (proposal.clock->due == 0 ? "open" : utc(proposal.clock->due));
    words["missing"] = joined(proposal.missing);
    std::vector<std::string> lacking;
    for (const auto office : proposal.lacking) lacking.emplace_back(policy::name(office));
    words["lacking"] = joined(lacking);
    return words;
}

class Conformance : public testing::TestWithParam<std::size_t> {};

TEST_P(Conformance, IsAnsweredAsTheLawHasIt) {
    const Letter& letter = letters()[GetParam()];
    SCOPED_TRACE(letter.id + " " + letter.title);
    const auto proposal = classify(rules(), compliance::read_intake(letter.request, letter.id));
    auto expected = letter.expect;
    expected.erase("defects");
    expected.erase("then");
    EXPECT_EQ(words_of(proposal), expected) << "decided by " << proposal.rule;
    ASSERT_FALSE(proposal.reasons.empty());
    for (const auto& reason : proposal.reasons) EXPECT_FALSE(reason.source.empty()) << reason.text;
}

std::string id_of(const testing::TestParamInfo<std::size_t>& info) {
    std::string id = letters()[info.param].id;
    std::replace(id.begin(), id.end(), '-', '_');
    return id;
}

INSTANTIATE_TEST_SUITE_P(Letters, Conformance, testing::Range(std::size_t{0}, letters().size()),
                         id_of);

TEST(ConformanceSet, HasTwoHundredLettersAndMore) {
    EXPECT_GE(letters().size(), 200U);
    std::set<std::string> ids;
    for (const auto& letter : letters())
        EXPECT_TRUE(ids.insert(letter.id).second) << letter.id << " is there twice";
}

TEST(ConformanceSet, ReachesEveryAnswer) {
    std::set<std::string> reached;
    for (const auto& letter : letters())
        reached.insert(classify(rules(), compliance::read_intake(letter.request, letter.id)).rule);
    for (const auto& row : rules().tables().answers)
        EXPECT_TRUE(reached.contains(row.id)) << row.id;
}

// Nothing but the name of the account differs: nothing of the answer does.
TEST(ConformanceSet, IsAnsweredTheSameForAnyAccount) {
    for (const auto& letter : letters()) {
        auto intake = compliance::read_intake(letter.request, letter.id);
        const auto before = words_of(classify(rules(), intake));
        for (auto& account : intake.accounts) account = "nobody-has-this@example.org";
        EXPECT_EQ(words_of(classify(rules(), intake)), before) << letter.id;
    }
}

}  // namespace
}  // namespace postvern::conformance

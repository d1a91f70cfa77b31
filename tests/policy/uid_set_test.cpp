#include <gtest/gtest.h>

#include <random>
#include <set>

#include "policy/resource.hpp"

namespace postvern::policy {
namespace {

using Ranges = std::vector<UidSet::Range>;

TEST(UidSet, MergesWhatTouches) {
    UidSet set;
    set.add(5, 7);
    set.add(1);
    set.add(9, 12);
    EXPECT_EQ(set.ranges(), (Ranges{{1, 1}, {5, 7}, {9, 12}}));
    set.add(8);
    EXPECT_EQ(set.ranges(), (Ranges{{1, 1}, {5, 12}}));
    set.add(2, 4);
    EXPECT_EQ(set.ranges(), (Ranges{{1, 12}}));
    set.add(4'294'967'295U);
    EXPECT_EQ(set.size(), 13U);
}

TEST(UidSet, RefusesZeroAndReversedRanges) {
    UidSet set;
    EXPECT_THROW(set.add(0), std::logic_error);
    EXPECT_THROW(set.add(5, 4), std::logic_error);
}

TEST(UidSet, CoversWhatLiesInItAlone) {
    UidSet set;
    set.add(1, 10);
    set.add(20, 30);
    EXPECT_TRUE(set.covers({1, 5, 25}));
    EXPECT_TRUE(set.covers({}));
    EXPECT_FALSE(set.covers({11}));
    UidSet across;
    across.add(9, 21);
    EXPECT_FALSE(set.covers(across));
    EXPECT_TRUE(UidSet::all().covers(set));
    EXPECT_FALSE(set.covers(UidSet::all()));
}

TEST(UidSet, HoldsWhatAPlainSetHolds) {
    std::mt19937 random(7);
    for (int round = 0; round < 200; ++round) {
        UidSet set;
        std::set<std::uint32_t> plain;
        for (int i = 0; i < 30; ++i) {
            const auto first = static_cast<std::uint32_t>(random() % 60 + 1);
            const auto last = static_cast<std::uint32_t>(first + random() % 6);
            set.add(first, last);
            for (std::uint32_t uid = first; uid <= last; ++uid) plain.insert(uid);
        }
        EXPECT_EQ(set.size(), plain.size());
        for (std::uint32_t uid = 1; uid < 70; ++uid) {
            EXPECT_EQ(set.contains(uid), plain.count(uid) == 1) << uid;
        }
        for (std::size_t i = 1; i < set.ranges().size(); ++i) {
            EXPECT_GT(set.ranges()[i].first, set.ranges()[i - 1].last + 1);
        }
    }
}

}  // namespace
}  // namespace postvern::policy

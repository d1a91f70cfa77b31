#include "services/net/memory_budget.hpp"

#include <gtest/gtest.h>

#include <utility>

namespace postvern::services::net {
namespace {

TEST(MemoryBudget, IsSharedAndGivenBack) {
    MemoryBudget budget(256 * 1024);
    {
        MemoryBudget::Lease first(budget);
        EXPECT_TRUE(first.cover(100 * 1024));
        EXPECT_GE(budget.used(), 100u * 1024);
        MemoryBudget::Lease second(budget);
        EXPECT_FALSE(second.cover(200 * 1024));
        EXPECT_TRUE(second.cover(128 * 1024));
        EXPECT_FALSE(first.cover(129 * 1024));
        EXPECT_TRUE(first.cover(100 * 1024)) << "what was leased stays";
        MemoryBudget::Lease moved(std::move(second));
    }
    EXPECT_EQ(budget.used(), 0u);
}

TEST(MemoryBudget, SurvivesAbsurdSizes) {
    MemoryBudget budget(1024 * 1024);
    MemoryBudget::Lease lease(budget);
    EXPECT_FALSE(lease.cover(1ULL << 62));
    EXPECT_EQ(budget.used(), 0u);
}

}  // namespace
}  // namespace postvern::services::net

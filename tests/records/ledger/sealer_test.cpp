// What two threads seal is in order and whole, and a failure of either ends the group and nothing else.
#include "records/ledger/sealer.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

namespace postvern::records::ledger {
namespace {

constexpr std::size_t kSizes[] = {0, 1, Sealer::kShared - 1, Sealer::kShared, Sealer::kShared + 1, 1000, 4096};

class SealerTest : public testing::Test {
  protected:
    // Entries that tell their number by their tag, each under one of two keys.
    std::vector<Sealer::Unsealed> entries(std::size_t count) const {
        std::vector<Sealer::Unsealed> made;
        for (std::size_t number = 0; number < count; ++number) {
            PrivateRecord record;
            record.operation = "read";
            record.purpose = "support";
            record.tag[0] = static_cast<std::uint8_t>(number);
            record.tag[1] = static_cast<std::uint8_t>(number >> 8);
            made.push_back({record, static_cast<std::int64_t>(number), keys[number % 2]});
        }
        return made;
    }

    // The group comes out as it went in.
    void expect_all(const std::vector<Sealer::Unsealed>& group) {
        std::size_t at = 0;
        sealer.seal(group, [&](const SealedEntry& entry) {
            ASSERT_LT(at, group.size());
            EXPECT_EQ(key_id_of(entry, index_key), group[at].key_id);
            EXPECT_EQ(open_entry(entry, *group[at].key), group[at].record);
            ++at;
        });
        EXPECT_EQ(at, group.size());
    }

    const Secret index_key = Secret::random(32);
    const std::shared_ptr<const Secret> keys[2] = {std::make_shared<const Secret>(Secret::random(32)),
                                                   std::make_shared<const Secret>(Secret::random(32))};
    Sealer sealer{index_key};
};

TEST_F(SealerTest, GivesEachInOrderUnderItsKey) {
    for (const std::size_t size : kSizes) {
        SCOPED_TRACE(size);
        expect_all(entries(size));
    }
}

TEST_F(SealerTest, EndsAGroupOfWhichOneCannotBeSealed) {
    for (const std::size_t bad : {0U, 1U, 500U, 998U, 999U}) {
        SCOPED_TRACE(bad);
        auto group = entries(1000);
        group[bad].record.operation = std::string(25, 'x');
        EXPECT_THROW(sealer.seal(group, [](const SealedEntry&) {}), std::logic_error);
        expect_all(entries(1000));
    }
}

TEST_F(SealerTest, EndsAGroupThatCannotBeWritten) {
    const auto group = entries(1000);
    for (const std::size_t full : {0U, 1U, 500U, 999U}) {
        SCOPED_TRACE(full);
        std::size_t at = 0;
        const auto write = [&](const SealedEntry&) {
            if (at++ == full) throw std::runtime_error("the disk is full");
        };
        EXPECT_THROW(sealer.seal(group, write), std::runtime_error);
        EXPECT_EQ(at, full + 1) << "it goes on behind what failed";
        expect_all(entries(1000));
    }
}

}  // namespace
}  // namespace postvern::records::ledger

// Decodes the worked example of docs/formats/ledger.md.
#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

#include "records/ledger/leaf.hpp"
#include "records/ledger/private_record.hpp"
#include "records/ledger/site_keys.hpp"
#include "test_places.hpp"

namespace postvern::records::ledger {
namespace {

// The indented blocks of the section, from hexadecimal.
std::vector<std::string> blocks_of_the_example() {
    std::ifstream file(POSTVERN_SOURCE_DIR "/docs/formats/ledger.md");
    std::vector<std::string> blocks;
    bool inside = false;
    bool in_block = false;
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("## ")) inside = line == "## Worked example";
        const bool indented = inside && line.starts_with("    ");
        if (indented && !in_block) blocks.emplace_back();
        in_block = indented;
        for (std::size_t i = 4; indented && i + 1 < line.size(); i += 2) {
            blocks.back() += static_cast<char>(std::stoi(line.substr(i, 2), nullptr, 16));
        }
    }
    return blocks;
}

TEST(WorkedExample, IsWhatTheDocumentSays) {
    const auto blocks = blocks_of_the_example();
    ASSERT_EQ(blocks.size(), 3U);
    const auto leaf = decode_leaf(blocks[0]);
    const auto record = decode_private_record(blocks[1]);
    ASSERT_TRUE(leaf);
    ASSERT_TRUE(record);
    EXPECT_EQ(leaf->batch_day, Day{20'526});
    EXPECT_EQ(leaf->tag, record->tag);
    std::string seed;
    for (char octet = 0; octet < 32; ++octet) seed += octet;
    EXPECT_EQ(leaf->commitment, commitment_to(Secret::copy_of(seed), blocks[1]));
    EXPECT_EQ(merkle::octets(merkle::leaf_hash(blocks[0])), blocks[2]);

    EXPECT_EQ(record->role, RecordedRole::staff);
    EXPECT_EQ(record->retention, RetentionClass::staff_access);
    EXPECT_EQ(record->operation, "administer_accounts");
    EXPECT_EQ(record->purpose, "administration");
    EXPECT_EQ(record->data, RecordedData::subscriber);
    EXPECT_EQ(record->outcome, policy::Outcome::granted);
    EXPECT_EQ(record->moment, 1'773'500'400);
    EXPECT_EQ(record->legal_basis, "GDPR Art. 6(1)(b); ISP-52");
    EXPECT_EQ(record->rules, "ISP-52.staff-administer-accounts");
}

}  // namespace
}  // namespace postvern::records::ledger

// The worked example of docs/formats/ledger.md, in words; and what is no such record.
#include <gmock/gmock.h>

#include "compliance/verify/lines.hpp"
#include "tests/compliance/verify/reference_log.hpp"
#include "test_places.hpp"

namespace postvern::compliance::verify {
namespace {

using testing::HasSubstr;

// The indented blocks of a section, from hexadecimal.
std::vector<std::string> blocks_of(const std::string& section) {
    std::ifstream file(POSTVERN_SOURCE_DIR "/docs/formats/ledger.md");
    std::vector<std::string> blocks;
    bool inside = false;
    bool in_block = false;
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("## ")) inside = line == "## " + section;
        const bool indented = inside && line.starts_with("    ");
        if (indented && !in_block) blocks.emplace_back();
        in_block = indented;
        for (std::size_t i = 4; indented && i + 1 < line.size(); i += 2) {
            blocks.back() += static_cast<char>(std::stoi(line.substr(i, 2), nullptr, 16));
        }
    }
    return blocks;
}

class ExportedRecord : public testing::Test {
  protected:
    void SetUp() override {
        const auto blocks = blocks_of("Worked example");
        ASSERT_EQ(blocks.size(), 3U);
        leaf = blocks[0];
        hash = blocks[2];
        opening = leaf.substr(2, 4);
        for (char octet = 0; octet < 32; ++octet) opening += octet;
        opening += blocks[1];
    }
    std::string fault_of(const std::string& of) const {
        try {
            return in_words(of);
        } catch (const Fault& fault) {
            return fault.what();
        }
    }
    std::string with(std::size_t offset, char value) const {
        std::string altered = opening;
        altered[36 + offset] = value;
        return altered;
    }
    std::string leaf, hash, opening;
};

TEST_F(ExportedRecord, OpensTheLeafOfTheWorkedExample) {
    EXPECT_EQ(leaf_of(opening), leaf);
    const Hash found = leaf_hash(leaf_of(opening));
    EXPECT_EQ(std::string(found.begin(), found.end()), hash);
    for (std::size_t at = 0; at < opening.size(); ++at) {
        std::string altered = opening;
        altered[at] = static_cast<char>(altered[at] ^ 1);
        EXPECT_NE(leaf_of(altered), leaf) << at;
    }
}

TEST_F(ExportedRecord, IsToldInWords) {
    EXPECT_EQ(in_words(opening),
              "On 2026-03-14, between 15:00 and 15:15 UTC, staff 01010101010101010101010101010101 "
              "was granted "
              "administer_accounts for administration: subscriber data of "
              "02020202020202020202020202020202, 1 object at most.\n"
              "Legal basis: GDPR Art. 6(1)(b); ISP-52\n"
              "Rules that decided: ISP-52.staff-administer-accounts, of rulebook 0102030405060708\n"
              "Case: 00000000000000000000000000000000\n"
              "Kept as: staff access\n"
              "Published on 2026-03-14.\n");
}

TEST_F(ExportedRecord, TellsWhatIsUnknown) {
    struct {
        std::size_t offset;
        char value;
        const char* fault;
    } const cases[] = {{0, 2, "version 1"},
                       {1, 0, "unknown retention class, 0"},
                       {1, 7, "unknown retention class, 7"},
                       {2, 8, "unknown flags, 8"},
                       {3, 0, "unknown role, 0"},
                       {3, 8, "unknown role, 8"},
                       {5, 1, "not of its day"},
                       {15, '\xff', "On 2026"},
                       {64 + 23, 'x', "does not end"},
                       {112, 5, "unknown data class, 5"},
                       {112, 19, "unknown data class, 19"},
                       {113, 0, "unknown outcome, 0"},
                       {113, 3, "unknown outcome, 3"},
                       {114, 7, "unknown band, 7"},
                       {115, 1, "where zero stands"},
                       {1, 2, ", at 15:00 UTC"},
                       {2, 7, ", restricted"}};
    for (const auto& [offset, value, fault] : cases) {
        EXPECT_THAT(fault_of(with(offset, value)), HasSubstr(fault)) << offset << '=' << int{value};
    }
    EXPECT_THAT(fault_of(opening + 'x'), HasSubstr("548"));
    EXPECT_THAT(fault_of(""), HasSubstr("548"));
}

TEST_F(ExportedRecord, SteersNoTerminal) {
    const std::string said = in_words(with(144, '\x1b'));
    EXPECT_THAT(said, HasSubstr("Legal basis: ?DPR"));
    EXPECT_EQ(said.find('\x1b'), std::string::npos);
}

}  // namespace
}  // namespace postvern::compliance::verify

#include <gmock/gmock.h>

#include "compliance/verify/verifier.hpp"
#include "tests/compliance/verify/reference_log.hpp"
#include "tests/scratch.hpp"

namespace postvern::compliance::verify {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class TileDirectory : public testing::Test {
  protected:
    // A log that grew in steps of `step` leaves up to `size`.
    void make(std::size_t size, std::size_t step) {
        fs::remove_all(directory);
        leaves = reference::random_leaves(size, random);
        std::vector<std::size_t> sizes;
        for (std::size_t at = step; at < size; at += step) sizes.push_back(at);
        sizes.push_back(size);
        files = reference::files_of(leaves, sizes);
        files["checkpoint"] = signer.checkpoint(reference::hashes_of(leaves));
        for (const auto& [name, octets] : files) reference::write(directory / name, octets);
    }
    std::string check(const std::optional<Checkpoint>& earlier = {}) const {
        try {
            found = check_tiles(directory, key, earlier);
            return "sound";
        } catch (const Fault& fault) {
            return fault.what();
        }
    }
    Checkpoint earlier(std::size_t size) const {
        const auto hashes = reference::hashes_of(leaves);
        return open_checkpoint(signer.checkpoint(std::span(hashes).first(size)), key);
    }

    std::mt19937 random{6962};
    const reference::Signer signer{"postvern.test/ledger"};
    const Key key = parse_key(signer.verifier_key());
    const tests::Scratch scratch;
    const fs::path directory = scratch.path() / "tiles";
    reference::Leaves leaves;
    reference::Files files;
    mutable Sound found;
};

TEST_F(TileDirectory, OfAnySizeIsReadAsTheDefinitionsMakeIt) {
    std::vector<std::size_t> sizes = {0, 1, 2, 3, 255, 256, 257, 511, 512, 513};
    for (int i = 0; i < 25; ++i) sizes.push_back(random() % 1501);
    for (const std::size_t size : sizes) {
        make(size, 1 + random() % 200);
        ASSERT_EQ(check(), "sound") << size;
        EXPECT_EQ(found.checkpoint.size, size);
        EXPECT_EQ(found.files + 1, files.size())
            << "every file was examined, the checkpoint besides";
        EXPECT_EQ(found.beyond, 0U);
    }
}

// "a tree of size 70,000 will be represented by 273 full level 0 tiles, one partial level 0 tile of
// width 112, one full level 1 tile, one partial level 1 tile of width 17, and one partial level 2
// tile of width 1"
TEST_F(TileDirectory, IsTheExampleOfTheSpecification) {
    make(70'000, 70'000);
    std::map<std::string, int> kinds;
    for (const auto& [name, octets] : files) {
        const auto partial = name.find(".p/");
        ++kinds[name.substr(0, name.find('/', 5)) +
                (partial == std::string::npos ? "" : name.substr(partial))];
    }
    EXPECT_EQ(kinds, (std::map<std::string, int>{{"checkpoint", 1},
                                                 {"tile/0", 273},
                                                 {"tile/0.p/112", 1},
                                                 {"tile/1", 1},
                                                 {"tile/1.p/17", 1},
                                                 {"tile/2.p/1", 1},
                                                 {"tile/entries", 273},
                                                 {"tile/entries.p/112", 1}}));
    EXPECT_EQ(check(), "sound");
    EXPECT_EQ(check(earlier(65'537)), "sound");
    EXPECT_EQ(reference::tile_path("0", 1'234'067, 256), "tile/0/x001/x234/067");
}

TEST_F(TileDirectory, WithAnyBitChangedNamesTheFile) {
    make(300, 32);
    for (const auto& [name, octets] : files) {
        const bool all = name == "checkpoint";
        for (std::size_t round = 0; round < (all ? octets.size() * 8 : 60); ++round) {
            const std::size_t bit = all ? round : random() % (octets.size() * 8);
            std::string altered = octets;
            altered[bit / 8] = static_cast<char>(altered[bit / 8] ^ 1 << bit % 8);
            reference::write(directory / name, altered);
            ASSERT_THAT(check(), HasSubstr(name)) << "bit " << bit;
        }
        reference::write(directory / name, octets);
    }
    EXPECT_EQ(check(), "sound");
}

TEST_F(TileDirectory, WithAFileOfAnotherLengthNamesIt) {
    make(600, 40);
    for (const auto& [name, octets] : files) {
        for (const std::size_t length :
             {std::size_t{0}, random() % octets.size(), octets.size() - 1}) {
            reference::write(directory / name, octets.substr(0, length));
            ASSERT_THAT(check(), HasSubstr(name)) << length;
        }
        reference::write(directory / name, octets + 'x');
        ASSERT_THAT(check(), HasSubstr(name));
        reference::write(directory / name, octets);
    }
    EXPECT_EQ(check(), "sound");
}

TEST_F(TileDirectory, WithoutAFileItNeedsNamesIt) {
    make(600, 40);
    for (const char* name :
         {"checkpoint", "tile/0/000", "tile/entries/001", "tile/0/002.p/88", "tile/1/000.p/2"}) {
        fs::remove(directory / name);
        EXPECT_EQ(check(), std::string(name) + ": is missing");
        reference::write(directory / name, files.at(name));
    }
    fs::remove(directory / "tile/0/002.p/80");
    EXPECT_EQ(check(), "sound") << "partial tiles of earlier sizes may be removed";
}

TEST_F(TileDirectory, NamesWhatIsNoFileOfALog) {
    make(300, 300);
    for (const char* name : {"tile/0/00", "tile/0/x000/000", "tile/00/000", "tile/8x/000",
                             "tile/64/000", "tile/0/001.p/0", "tile/0/001.p/256",
                             "tile/0/001.p/044", "tile/x", "tile/entries/000.gz", "tile/0/-01"}) {
        reference::write(directory / name, "x");
        EXPECT_EQ(check(), std::string(name) + ": is no file of a log");
        fs::remove_all(directory);
        for (const auto& [sound, octets] : files) reference::write(directory / sound, octets);
    }
}

TEST_F(TileDirectory, MayHoldMoreThanItsCheckpointSays) {
    make(700, 50);
    const auto hashes = reference::hashes_of(leaves);
    reference::write(directory / "checkpoint", signer.checkpoint(std::span(hashes).first(250)));
    EXPECT_EQ(check(), "sound") << "full tiles stand in for the partial ones that are gone";
    EXPECT_EQ(found.checkpoint.size, 250U);
    EXPECT_GT(found.beyond, 0U);
    std::string altered = files.at("tile/0/000");
    altered[40] = static_cast<char>(altered[40] ^ 1);
    reference::write(directory / "tile/0/000", altered);
    EXPECT_EQ(check(), "leaf 1: tile/0/000: hash 1 is not what tile/entries/000 gives");
}

TEST_F(TileDirectory, GoesOnFromItsOwnPastOnly) {
    make(520, 20);
    for (const std::size_t size : std::initializer_list<std::size_t>{0, 1, 20, 255, 256, 257, 512, 519, 520})
        EXPECT_EQ(check(earlier(size)), "sound") << size;
    const Checkpoint past = earlier(300);
    const Checkpoint future = earlier(520);
    Checkpoint other = past;
    other.root[0] ^= 1;
    EXPECT_THAT(check(other), HasSubstr("the earlier checkpoint: its root"));
    make(520, 20);
    EXPECT_THAT(check(past), HasSubstr("the earlier checkpoint: its root"));
    make(519, 20);
    EXPECT_THAT(check(future), HasSubstr("smaller than the earlier one of 520"));
}

TEST_F(TileDirectory, ConsistentInItselfIsNothingWithoutTheSignature) {
    make(300, 100);
    auto forged = leaves;
    forged[7][0] = static_cast<char>(forged[7][0] ^ 1);
    for (const auto& [name, octets] : reference::files_of(forged, {100, 200, 300}))
        reference::write(directory / name, octets);
    EXPECT_EQ(check(), "checkpoint: its root is not that of the first 300 entries");
}

}  // namespace
}  // namespace postvern::compliance::verify

// What a bag may come in: folders and tars, and tars that somebody made by hand.
#include <gmock/gmock.h>

#include <cstdio>
#include <functional>

#include "compliance/verify/bag.hpp"
#include "compliance/verify/texts.hpp"
#include "tests/compliance/verify/reference_log.hpp"
#include "tests/scratch.hpp"

namespace postvern::compliance::verify {
namespace {

using testing::HasSubstr;

// A header of POSIX ustar.
std::string header(const std::string& path, std::size_t size, char kind = '0', const std::string& prefix = "") {
    std::string block(512, '\0');
    const auto set = [&](std::size_t at, const std::string& text) { block.replace(at, text.size(), text); };
    std::array<char, 16> octal{};
    set(0, path);
    std::snprintf(octal.data(), octal.size(), "%011zo", size);
    set(124, octal.data());
    set(148, "        ");
    block[156] = kind;
    set(257, std::string("ustar\0"
                         "00",
                         8));
    set(345, prefix);
    unsigned sum = 0;
    for (const char each : block) sum += static_cast<unsigned char>(each);
    std::snprintf(octal.data(), octal.size(), "%06o", sum);
    set(148, octal.data() + std::string("\0 ", 2));
    return block;
}

std::string file(const std::string& path, const std::string& octets) {
    return header(path, octets.size()) + octets + std::string((512 - octets.size() % 512) % 512, '\0');
}

const std::string kEnd(1024, '\0');

class BagSource : public testing::Test {
  protected:
    std::string fault_of(const std::string& tar) const {
        reference::write(scratch_.path() / "bag.tar", tar);
        try {
            return "read " + std::to_string(read_bag(scratch_.path() / "bag.tar").size());
        } catch (const Fault& fault) {
            return fault.what();
        }
    }
    tests::Scratch scratch_;
};

TEST_F(BagSource, IsReadFromATarAndFromAFolderAlike) {
    const std::string payload(100'000, 'p');
    const std::string tar = header("b/", 0, '5') + file("b/bagit.txt", "x") + file("b/data/one", payload) +
                            file("b/data/none", "") + header("deep/two", 512, '0', "b/data") + std::string(512, 'q') +
                            kEnd;
    reference::write(scratch_.path() / "bag.tar", tar);
    for (const auto& [path, octets] : reference::Files{
             {"bagit.txt", "x"}, {"data/one", payload}, {"data/none", ""}, {"data/deep/two", std::string(512, 'q')}}) {
        reference::write(scratch_.path() / "folder" / path, octets);
    }
    const BagFiles from_tar = read_bag(scratch_.path() / "bag.tar");
    const BagFiles from_folder = read_bag(scratch_.path() / "folder");
    ASSERT_EQ(from_tar.size(), 4U);
    ASSERT_EQ(from_folder.size(), 4U);
    for (const auto& [path, read] : from_tar) {
        EXPECT_EQ(read.hash, from_folder.at(path).hash) << path;
        EXPECT_EQ(read.size, from_folder.at(path).size) << path;
        EXPECT_EQ(read.octets, from_folder.at(path).octets) << path;
    }
    EXPECT_EQ(to_digits(from_tar.at("data/one").hash), reference::hex(reference::sha256(payload)));
    EXPECT_EQ(from_tar.at("bagit.txt").octets, "x");
    EXPECT_EQ(from_tar.at("data/one").octets, "");  // payload is not kept
}

TEST_F(BagSource, IsNoTarThatLeavesItsFolder) {
    const std::string good = file("b/bagit.txt", "x");
    EXPECT_EQ(fault_of(good + kEnd), "read 1");
    const struct {
        std::string tar;
        const char* fault;
    } cases[] = {
        {good + file("c/other", "x") + kEnd, "c/other: is not in the one folder"},
        {file("bagit.txt", "x") + kEnd, "is not in the one folder"},
        {good + file("b/../../etc/x", "x") + kEnd, "is no path in a bag"},
        {good + file("b//x", "x") + kEnd, "is no path in a bag"},
        {good + file("b/./x", "x") + kEnd, "is no path in a bag"},
        {file("/b/x", "x") + kEnd, "is not in the one folder"},
        {file("../x", "x") + kEnd, "is not in the one folder"},
        {good + good + kEnd, "bagit.txt: is there twice"},
        {good + header("b/link", 0, '2') + kEnd, "b/link: is neither file nor folder"},
        {good + header("b/x", 0, 'x') + kEnd, "b/x: is neither file nor folder"},
        {good + header("b/f/", 5, '5') + kEnd, "b/f/: is neither file nor folder"},
        {good, "the tar ends too early"},
        {good + kEnd.substr(512), "the tar ends too early"},
        {good + kEnd.substr(512) + file("b/x", "x"), "the tar has no end"},
        {good + kEnd + "x", "something follows"},
        {good + header("b/x", 600) + std::string(512, 'x'), "x: ends too early"},
        {"", "the tar ends too early"},
        {std::string(2048, 'x'), "is no tar"},
    };
    for (const auto& [tar, fault] : cases) EXPECT_THAT(fault_of(tar), HasSubstr(fault)) << fault;
    std::string damaged = good + kEnd;
    for (const std::size_t at : {0U, 130U, 150U, 258U, 400U}) {
        damaged = good + kEnd;
        damaged[at] = static_cast<char>(damaged[at] ^ 1);
        EXPECT_THAT(fault_of(damaged), testing::AnyOf(HasSubstr("is no tar"), HasSubstr("a number that is none")))
            << at;
    }
}

TEST_F(BagSource, ReadsWhatTheTarProgramMakes) {
    reference::write(scratch_.path() / "b/bagit.txt", "x");
    reference::write(scratch_.path() / "b/data/one", "y");
    ASSERT_EQ(std::system(("tar -C '" + scratch_.path().string() + "' --format=ustar -cf '" + scratch_.path().string() +
                           "/bag.tar' b")
                              .c_str()),
              0);
    EXPECT_EQ(read_bag(scratch_.path() / "bag.tar").size(), 2U);
}

TEST(BagTexts, MomentsAreThoseOfTheCalendar) {
    EXPECT_EQ(moment_from("1970-01-01T00:00:00Z"), 0);
    EXPECT_EQ(moment_from("2027-03-14T00:00:00Z"), 1'804'982'400);
    EXPECT_EQ(moment_in_words(moment_from("2028-02-29T23:59:59Z")), "2028-02-29T23:59:59Z");
    for (const char* const none :
         {"2027-02-29T00:00:00Z", "2027-03-14T24:00:00Z", "2027-03-14 00:00:00Z", "2027-03-14T00:00:00",
          "1969-12-31T23:59:59Z", "2027-13-01T00:00:00Z", "2027-03-14T00:60:00Z", "+027-03-14T00:00:00Z", ""}) {
        EXPECT_THROW(moment_from(none), Fault) << none;
    }
}

}  // namespace
}  // namespace postvern::compliance::verify

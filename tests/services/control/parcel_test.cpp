// Papers larger than one answer, as the tool writes them.
#include "services/cli/parcel.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <iterator>

#include "records/sha256.hpp"
#include "services/control/octets.hpp"
#include "tests/scratch.hpp"

namespace postvern::services::cli {
namespace {

using control::Refused;
using control::Reply;
using control::Request;
using control::Status;
using testing::HasSubstr;

class Parcels : public testing::Test {
  protected:
    Parcels() {
        for (std::size_t i = 0; i < 1000; ++i) octets += static_cast<char>(i * 13);
    }
    // The first part of 400 octets, as the server gives it.
    Reply reply() const {
        Reply first;
        control::set_octets(first, octets.substr(0, 400));
        first.data.set("sha256", records::hexadecimal(records::sha256(octets)));
        first.data.set("case", "00ff");
        first.data.set("paper", 7);
        first.data.set("size", octets.size());
        return first;
    }
    Reply part(const Request& request) {
        EXPECT_EQ(request.command, "case part");
        EXPECT_EQ(request.arguments.text("case"), "00ff");
        EXPECT_EQ(request.arguments.text("paper"), "7");
        const auto from = *request.arguments.number("from", UINT64_MAX);
        asked.push_back(from);
        Reply given;
        control::set_octets(given, octets.substr(from, 400));
        return given;
    }
    std::string refusal(Reply& first, const std::function<Reply(const Request&)>& ask) {
        try {
            unpack_octets(file, first, ask);
        } catch (const Refused& refused) {
            return refused.what();
        }
        return "written";
    }
    std::string content() const {
        std::ifstream stream(file, std::ios::binary);
        return {std::istreambuf_iterator<char>(stream), {}};
    }
    std::size_t files() const {
        const std::filesystem::directory_iterator all(scratch.path());
        return static_cast<std::size_t>(std::distance(begin(all), end(all)));
    }

    tests::Scratch scratch;
    const std::filesystem::path file = scratch.path() / "bag.cms";
    std::string octets;
    std::vector<std::uint64_t> asked;
};

TEST_F(Parcels, AreAskedForInPartsAndWrittenWhole) {
    Reply first = reply();
    unpack_octets(file, first, [this](const Request& request) { return part(request); });
    EXPECT_EQ(content(), octets);
    EXPECT_EQ(asked, (std::vector<std::uint64_t>{400, 800}));
    EXPECT_FALSE(first.data.has("octets"));
    EXPECT_THAT(first.text, HasSubstr("Written to " + file.string()));
    EXPECT_EQ(files(), 1U);
    EXPECT_EQ(std::filesystem::status(file).permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_F(Parcels, LeaveTheFileAsItWasWhereNotAllComes) {
    std::ofstream(file) << "what was there";
    Reply first = reply();
    EXPECT_THAT(refusal(first, [](const Request&) { return Reply(Status::refused, "the server is too busy"); }),
                HasSubstr("the server is too busy"));
    Reply nothing_more = reply();
    EXPECT_THAT(refusal(nothing_more, [](const Request&) { Reply none; control::set_octets(none, ""); return none; }),
                HasSubstr("fewer octets than it said"));
    Reply other = reply();
    EXPECT_THAT(refusal(other, [this](const Request& request) {
                    Reply given;
                    control::set_octets(given, std::string(octets.size() - *request.arguments.number("from", 1000), 'x'));
                    return given;
                }),
                HasSubstr("not what the case holds, by its SHA-256"));
    Reply endless = reply();
    endless.data.set("size", std::uint64_t{1} << 40);
    EXPECT_THAT(refusal(endless, [this](const Request& request) { return part(request); }), HasSubstr("more than a paper can have"));
    EXPECT_EQ(content(), "what was there");
    EXPECT_EQ(files(), 1U);
}

TEST_F(Parcels, AreNotHalfInAReplyThatNamesNoFile) {
    Reply first = reply();
    unpack_octets({}, first, [this](const Request& request) { return part(request); });
    EXPECT_FALSE(first.data.has("octets"));
    EXPECT_THAT(first.text, HasSubstr("`postvern case letters 00ff --paper 7 --octets --out FILE`"));
    Reply small;
    control::set_octets(small, "few");
    unpack_octets({}, small, [this](const Request& request) { return part(request); });
    EXPECT_TRUE(small.data.has("octets"));
    EXPECT_TRUE(asked.empty());
}

}  // namespace
}  // namespace postvern::services::cli

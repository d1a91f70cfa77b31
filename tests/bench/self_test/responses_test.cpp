// A generator that miscounts makes every figure false, so its reader is tested like a server's.

#include "tests/bench/mailload/responses.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/bench/mailload/transport.hpp"

namespace postvern::tests::bench::mailload {
namespace {

struct Line {
    std::string text;
    bool begins;
    bool operator==(const Line&) const = default;
};

// Feeds `input` in pieces of `piece` octets, as a network might.
std::vector<Line> read_in_pieces(Responses& responses, const std::string& input,
                                 std::size_t piece) {
    std::vector<Line> lines;
    for (std::size_t at = 0; at < input.size(); at += piece) {
        const std::string part = input.substr(at, piece);
        std::string_view left = part;
        while (const auto line = responses.next(left)) {
            lines.push_back({std::string(*line), responses.begins_response()});
        }
    }
    return lines;
}

const std::string kFetch =
    "* 12 EXISTS\r\n"
    "* 1 FETCH (UID 7 BODY[] {13}\r\na1 OK no\r\n{9} FLAGS (\\Seen))\r\n"
    "* 2 FETCH (BODY[1] {0}\r\n BODY[2] {4}\r\n\r\n\r\n)\r\n"
    "* OK a brace at the end is text {3}\r\n"
    "a1 OK done {5}\r\n";

TEST(Responses, StepOverLiteralsWhereverTheNetworkCutsThem) {
    const std::vector<Line> expected = {
        {"* 12 EXISTS", true},
        {"* 1 FETCH (UID 7 BODY[] {13}", true},
        {" FLAGS (\\Seen))", false},
        {"* 2 FETCH (BODY[1] {0}", true},
        {" BODY[2] {4}", false},
        {")", false},
        {"* OK a brace at the end is text {3}", true},
        {"a1 OK done {5}", true},
    };
    for (std::size_t piece = 1; piece <= kFetch.size(); ++piece) {
        Responses responses;
        EXPECT_EQ(read_in_pieces(responses, kFetch, piece), expected) << "pieces of " << piece;
    }
}

TEST(Responses, CountMessagesLiteralsAndOctets) {
    for (const std::size_t piece : {std::size_t{1}, std::size_t{5}, kFetch.size()}) {
        Responses responses;
        read_in_pieces(responses, kFetch, piece);
        const Tally tally = responses.take_tally();
        EXPECT_EQ(tally.octets, kFetch.size());
        EXPECT_EQ(tally.messages, 2u);
        EXPECT_EQ(tally.literals, 3u);
        EXPECT_EQ(tally.literal_octets, 17u);
        EXPECT_EQ(tally.exists, 12u);
        EXPECT_TRUE(tally.exists_seen);
    }
}

TEST(Responses, RefuseALineThatNeverEnds) {
    Responses responses;
    const std::string part(64 * 1024, 'x');
    const auto feed = [&] {
        for (int i = 0; i < 20; ++i) {
            std::string_view left = part;
            responses.next(left);
        }
    };
    EXPECT_THROW(feed(), ServerError);
}

}  // namespace
}  // namespace postvern::tests::bench::mailload

#include "services/outside/web_address.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "services/outside/witness.hpp"

namespace postvern::services::outside {
namespace {

TEST(WebAddress, IsTakenApart) {
    struct {
        const char* text;
        bool encrypted;
        const char* host;
        unsigned port;
        const char* path;
        const char* authority;
    } const cases[] = {
        {"http://w.example", false, "w.example", 80, "", "w.example:80"},
        {"https://w.example/", true, "w.example", 443, "", "w.example:443"},
        {"http://127.0.0.1:8080/a/b/", false, "127.0.0.1", 8080, "/a/b", "127.0.0.1:8080"},
        {"https://[::1]:65535/x", true, "::1", 65535, "/x", "[::1]:65535"},
    };
    for (const auto& each : cases) {
        const WebAddress address = WebAddress::parse(each.text);
        EXPECT_EQ(address.encrypted, each.encrypted) << each.text;
        EXPECT_EQ(address.host, each.host) << each.text;
        EXPECT_EQ(address.port, each.port) << each.text;
        EXPECT_EQ(address.path, each.path) << each.text;
        EXPECT_EQ(address.authority(), each.authority) << each.text;
    }
}

TEST(WebAddress, IsRefusedWhereItIsAnythingElse) {
    for (const char* wrong :
         {"", "w.example", "ftp://w.example", "http://", "http:///x", "http://w.example:0",
          "http://w.example:65536", "http://w.example:", "http://w.example:8x", "http://[::1",
          "http://[::1]x", "http://[]", "http://a b/", "http://user@w.example",
          "http://w.example/?q", "http://w.example/#f", "http://w.example/\r\nX: y"}) {
        EXPECT_THROW((void)WebAddress::parse(wrong), std::invalid_argument) << wrong;
    }
    EXPECT_THROW((void)WebAddress::parse("http://" + std::string(3000, 'a')),
                 std::invalid_argument);
}

TEST(WitnessSize, IsDecimalAndANewline) {
    EXPECT_EQ(parse_size("0\n"), 0U);
    EXPECT_EQ(parse_size("18446744073709551615\n"), 18'446'744'073'709'551'615U);
    for (const char* wrong : {"", "\n", "1", "01\n", "+1\n", "-1\n", "1\r\n", "1\n\n", " 1\n",
                              "18446744073709551616\n", "x\n"}) {
        EXPECT_FALSE(parse_size(wrong)) << wrong;
    }
}

}  // namespace
}  // namespace postvern::services::outside

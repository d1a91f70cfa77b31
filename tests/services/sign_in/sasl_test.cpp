#include "services/sign_in/sasl.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace postvern::services::sign_in {
namespace {

using namespace std::string_literals;

// RFC 4648 10
TEST(Base64, DecodesThePublishedVectors) {
    const std::vector<std::pair<std::string, std::string>> table{
        {"", ""},
        {"Zg==", "f"},
        {"Zm8=", "fo"},
        {"Zm9v", "foo"},
        {"Zm9vYg==", "foob"},
        {"Zm9vYmE=", "fooba"},
        {"Zm9vYmFy", "foobar"},
        {"+/+/", "\xFB\xFF\xBF"},
    };
    for (const auto& [text, octets] : table) {
        const auto decoded = decode_base64(text);
        ASSERT_TRUE(decoded) << text;
        EXPECT_EQ(decoded->view(), octets);
    }
}

TEST(Base64, RefusesEverythingElse) {
    for (const auto& text :
         {"Z"s, "Zg"s, "Zg="s, "Zg==="s, "===="s, "="s, "Zh=="s, "Zm9="s, "Z m9"s, "Zm9v\n"s,
          "Zm-_"s, "Zg==Zg=="s, "\0AAA"s, std::string(kResponseLimit + 4, 'A')}) {
        EXPECT_FALSE(decode_base64(text)) << text;
    }
    EXPECT_TRUE(decode_base64(std::string(kResponseLimit, 'A')));
}

TEST(Plain, ReadsNameAndPassword) {
    for (const auto& message : {"\0tim\0tanstaaftanstaaf"s, "tim\0tim\0tanstaaftanstaaf"s}) {
        const auto credentials = parse_plain(message);
        ASSERT_TRUE(credentials);
        EXPECT_EQ(credentials->name, "tim");
        EXPECT_EQ(credentials->password.view(), "tanstaaftanstaaf");
    }
    EXPECT_TRUE(parse_plain("\0"s + std::string(1020, 'n') + "\0"s + std::string(1020, 'p')));
}

TEST(Plain, RefusesEverythingElse) {
    for (const auto& message :
         {""s, "tim"s, "\0tim"s, "\0tim\0"s, "\0\0secret"s, "\0tim\0sec\0ret"s,
          "Ursel\0Kurt\0xipj3plmq"s,  // acting for another: RFC 4616 4
          "\0t\xFFm\0secret"s, "\0tim\0\xED\xA0\x80"s, "\0"s + std::string(1021, 'n') + "\0p"s}) {
        EXPECT_FALSE(parse_plain(message));
    }
}

TEST(Secret, MovesWithoutLeavingACopy) {
    Secret first("secret");
    Secret second(std::move(first));
    EXPECT_EQ(second.view(), "secret");
    EXPECT_TRUE(first.empty());  // NOLINT(bugprone-use-after-move)
    Secret third("other");
    third = std::move(second);
    EXPECT_EQ(third.view(), "secret");
    EXPECT_TRUE(second.empty());  // NOLINT(bugprone-use-after-move)
}

}  // namespace
}  // namespace postvern::services::sign_in

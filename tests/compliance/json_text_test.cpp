#include "compliance/json_text.hpp"

#include <gtest/gtest.h>

namespace postvern::compliance {
namespace {

using std::string_view_literals::operator""sv;

TEST(JsonText, EscapesWhatJsonAsksForAndLosesNothing) {
    const struct {
        std::string_view text;
        std::string_view json;
    } cases[] = {
        {"", R"("")"},
        {"objection", R"("objection")"},
        {R"(a "quoted" \ reason)", R"("a \"quoted\" \\ reason")"},
        {"first\nsecond\r\n\tthird\b\f", R"("first\nsecond\r\n\tthird\b\f")"},
        {"\0\x01\x1b\x1f\x7f"sv, R"("\u0000\u0001\u001b\u001f\u007f")"},
        {"Straffeprosessloven § 210, Bjørn 🙂", R"("Straffeprosessloven § 210, Bjørn 🙂")"},
        {"bl\xe5tt", R"("bl\ufffdtt")"},         // Latin-1
        {"\xc0\xaf/", R"("\ufffd\ufffd/")"},     // an overlong '/'
        {"\xed\xa0\x80", R"("\ufffd\ufffd\ufffd")"},  // a surrogate
    };
    for (const auto& each : cases) EXPECT_EQ(json_text(each.text), each.json);
}

}  // namespace
}  // namespace postvern::compliance

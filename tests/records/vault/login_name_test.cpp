#include "records/vault/login_name.hpp"

#include <gtest/gtest.h>

namespace postvern::records {
namespace {

struct Row {
    std::string typed;
    std::optional<std::string> canonical;
};

TEST(LoginName, HasOneCanonicalForm) {
    const Row rows[] = {
        {"alice@example.org", "alice@example.org"},
        {"Alice@Example.ORG", "alice@example.org"},
        {"J\xc3\x98RGEN", "j\xc3\xb8rgen"},  // Ø
        {"A\xcc\x8a", "\xc3\xa5"},           // A, combining ring -> å
        {"\xef\xbc\xa1\xef\xbd\x82", "ab"},  // full width A, b
        {"\xce\xa3", "\xcf\x83"},            // Σ -> σ (RFC 8265 3.5)
        {"+tag.x_y~!", "+tag.x_y~!"},
        {"", {}},
        {"a b", {}},
        {" alice", {}},
        {"a\tb", {}},
        {std::string("a\0b", 3), {}},
        {"a\x7f", {}},
        {"\xff", {}},
        {"\xc3", {}},
        {"a\xc2\xa0"
         "b",
         {}},                  // no-break space
        {"\xe2\x80\x8b", {}},  // zero width space
        {"\xef\xac\x81", {}},  // the ligature fi
        {"\xe2\x99\x9a", {}},  // a chess king (RFC 8265 3.5)
        {std::string(512, 'a'), std::string(512, 'a')},
        {std::string(513, 'a'), {}},
    };
    for (const auto& row : rows)
        EXPECT_EQ(canonical_login_name(row.typed), row.canonical) << row.typed;
}

TEST(LoginName, IsItsOwnCanonicalForm) {
    for (const auto* typed : {"Alice@Example.ORG", "A\xcc\x8a", "\xef\xbc\xa1"}) {
        const auto once = canonical_login_name(typed);
        EXPECT_EQ(canonical_login_name(*once), once);
    }
}

TEST(PreparedPassword, KeepsCaseAndNormalisesTheRest) {  // RFC 8265 4.3
    const Row rows[] = {
        {"correct horse battery staple", "correct horse battery staple"},
        {"Correct Horse", "Correct Horse"},
        {"\xcf\x80\xc3\x9f\xc3\xa5", "\xcf\x80\xc3\x9f\xc3\xa5"},
        {"foo\xe1\x9a\x80"
         "bar",
         "foo bar"},  // Ogham space mark
        {"A\xcc\x8a", "\xc3\x85"},
        {"", {}},
        {"my cat is a \x09"
         "by",
         {}},
        {"\xff", {}},
        {std::string(1024, 'x'), std::string(1024, 'x')},
        {std::string(1025, 'x'), {}},
    };
    for (const auto& row : rows)
        EXPECT_EQ(prepared_password(row.typed), row.canonical) << row.typed;
}

}  // namespace
}  // namespace postvern::records

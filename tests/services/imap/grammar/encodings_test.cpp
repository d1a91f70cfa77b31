// Mailbox names and patterns, UTF-8, base64, secrets.
#include <gtest/gtest.h>

#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>

#include "services/imap/grammar/base64.hpp"
#include "services/imap/grammar/list_pattern.hpp"
#include "services/imap/grammar/mailbox_name.hpp"
#include "services/imap/grammar/modified_utf7.hpp"
#include "services/imap/grammar/secret.hpp"
#include "services/imap/grammar/utf8.hpp"

namespace postvern::services::imap::grammar {
namespace {

struct Encoded {
    std::string_view wire;
    std::string_view utf8;
};

constexpr Encoded kEncoded[] = {
    {"", ""},
    {"INBOX", "INBOX"},
    {"a&-b", "a&b"},
    {"&-", "&"},
    {"&-&-", "&&"},
    // RFC 3501 5.1.3
    {"~peter/mail/&U,BTFw-/&ZeVnLIqe-",
     "~peter/mail/\xE5\x8F\xB0\xE5\x8C\x97/\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E"},
    {"&Jjo-!", "\xE2\x98\xBA!"},
    {"&U,BTF2XlZyyKng-", "\xE5\x8F\xB0\xE5\x8C\x97\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E"},
    {"Entw&APw-rfe", "Entw\xC3\xBCrfe"},
    {"&2D3eAA-", "\xF0\x9F\x98\x80"},
    {"&2D3eANg93gA-", "\xF0\x9F\x98\x80\xF0\x9F\x98\x80"},
    {"&APw-&-", "\xC3\xBC&"},
    {"&AAE-", "\x01"},
};

TEST(ModifiedUtf7, TranslatesBothWays) {
    for (const Encoded& row : kEncoded) {
        EXPECT_EQ(decode_modified_utf7(row.wire), row.utf8) << row.wire;
        EXPECT_EQ(encode_modified_utf7(row.utf8), row.wire) << row.wire;
    }
}

TEST(ModifiedUtf7, RefusesEveryOtherForm) {
    for (const std::string_view wire : {
             "&Jjo!",               // RFC 3501 5.1.3: no shift back
             "&U,BTFw-&ZeVnLIqe-",  // RFC 3501 5.1.3: a superfluous shift
             "&",
             "a&b",
             "&Jjo",      // not ended
             "&AGE-",     // "a" encoded
             "&ACY-",     // "&" encoded
             "&2D0-",     // a lone high surrogate
             "&3gA-",     // a lone low surrogate
             "&2D3YPQ-",  // two high surrogates
             "&APx-",     // padding bits that are not zero
             "&AP-",
             "&A-",
             "&AA-",    // an incomplete unit
             "&APwA-",  // superfluous base64
             "&U/BT-",
             "&A=w-",  // not of the alphabet
             "Entw\xC3\xBCrfe",
             "a\x01",
             "a\x7F",
         }) {
        EXPECT_FALSE(decode_modified_utf7(wire)) << wire;
    }
}

TEST(ModifiedUtf7, EncodesUtf8Only) {
    EXPECT_THROW(encode_modified_utf7("\xFF"), std::invalid_argument);
}

// Whatever decodes is the only way to write what it decodes to.
TEST(ModifiedUtf7, IsCanonical) {
    std::mt19937 random(9051);
    constexpr std::string_view kAlphabet = "&&&-ABJjUw,+28a/";
    std::size_t valid = 0;
    for (int round = 0; round < 20000; ++round) {
        std::string wire;
        for (std::size_t length = random() % 10; length > 0; --length) {
            wire += kAlphabet[random() % kAlphabet.size()];
        }
        const auto decoded = decode_modified_utf7(wire);
        if (!decoded) continue;
        ++valid;
        EXPECT_TRUE(is_valid_utf8(*decoded)) << wire;
        EXPECT_EQ(encode_modified_utf7(*decoded), wire);
    }
    EXPECT_GT(valid, 100U);
}

TEST(MailboxName, KnowsInboxInAnyCase) {
    const auto name = [](std::string_view wire) {
        return decode_mailbox_name(wire, MailboxEncoding::utf8)->utf8;
    };
    EXPECT_EQ(name("inbox"), "INBOX");
    EXPECT_EQ(name("InBox/Sub"), "INBOX/Sub");
    EXPECT_EQ(name("inboxes"), "inboxes");
    EXPECT_EQ(name("a/inbox"), "a/inbox");
    EXPECT_TRUE(decode_mailbox_name("iNbOx", MailboxEncoding::modified_utf7)->is_inbox());
    EXPECT_FALSE(decode_mailbox_name("inbox/a", MailboxEncoding::modified_utf7)->is_inbox());
}

// RFC 9051 5.1, RFC 5198 3
TEST(MailboxName, IsOneInWhateverFormItsAccentsAreComposed) {
    struct Row {
        std::string_view wire;
        std::string_view name;
    };
    for (const Row& row : {Row{"Bla\xCC\x8A", "Bl\xC3\xA5"},                      // a, ring above
                           Row{"Bl\xC3\xA5", "Bl\xC3\xA5"},
                           Row{"\xE2\x84\xAB", "\xC3\x85"},                      // angstrom sign
                           Row{"s\xCC\x87\xCC\xA3", "\xE1\xB9\xA9"},              // marks in another order
                           Row{"\xE1\x84\x80\xE1\x85\xA1", "\xEA\xB0\x80"},      // Hangul
                           Row{"\xEF\xAC\x81", "\xEF\xAC\x81"}}) {                // the ligature fi stays
        EXPECT_EQ(decode_mailbox_name(row.wire, MailboxEncoding::utf8)->utf8, row.name);
        EXPECT_EQ(decode_list_pattern(row.wire, MailboxEncoding::utf8), row.name);
    }
    EXPECT_EQ(decode_mailbox_name("Bla&Awo-", MailboxEncoding::modified_utf7)->utf8, "Bl\xC3\xA5");
}

TEST(MailboxName, RefusesNamesThatMayNotExist) {
    for (const std::string& wire :
         {std::string("a\0b", 3), std::string("a\nb"), std::string("\x7F"), std::string("\xC2\x85"),
          std::string("\xE2\x80\xA8"), std::string("\xE2\x80\xA9"), std::string("\xC0\x80"),
          std::string("\xED\xA0\x80"), std::string("\xFF"),
          std::string(kMailboxNameLimit + 1, 'a')}) {
        EXPECT_FALSE(decode_mailbox_name(wire, MailboxEncoding::utf8));
    }
    EXPECT_TRUE(decode_mailbox_name(std::string(kMailboxNameLimit, 'a'), MailboxEncoding::utf8));
    EXPECT_FALSE(decode_mailbox_name("&AAE-", MailboxEncoding::modified_utf7));
}

struct Match {
    std::string_view pattern;
    std::string_view name;
    bool matches;
};

constexpr Match kMatches[] = {
    {"*", "a/b/c", true},
    {"%", "a", true},
    {"%", "a/b", false},
    {"%", "", true},
    {"*", "", true},
    {"", "", true},
    {"", "a", false},
    {"a/%", "a/b", true},
    {"a/%", "a/b/c", false},
    {"a/%", "a", false},
    {"a*", "a/b", true},
    {"a%", "ab", true},
    {"a%", "a/b", false},
    {"%/b", "a/b", true},
    {"%/%", "a/b", true},
    {"%/%", "a/b/c", false},
    {"*/c", "a/b/c", true},
    {"*b*", "a/b/c", true},
    {"%b*", "a/b/c", false},
    {"*%", "a/b", true},
    {"%*", "a/b", true},
    {"*%c", "a/b/c", true},
    {"a", "A", false},
    {"inbox", "INBOX", true},
    {"iNb%", "INBOX", true},
    {"inbox/A", "INBOX/a", false},
    {"inbox/a", "INBOX/a", true},
    {"inboxes", "INBOXES", false},
    {"Foo/*", "Foo", false},
    {"%%", "a", true},
    {"%x%y", "axbxcy", true},
    {"*a*b*c", "aabbcc", true},
    {"*a*b*c", "aabbccd", false},
};

TEST(ListPattern, MatchesAsTheTableSays) {
    for (const Match& row : kMatches) {
        EXPECT_EQ(matches_list_pattern(row.pattern, row.name), row.matches)
            << row.pattern << " against " << row.name;
    }
}

// The definition, as slow as it is plain.
bool matches_slowly(std::string_view pattern, std::string_view name) {
    if (pattern.empty()) return name.empty();
    if (pattern.front() == '*' || pattern.front() == '%') {
        if (matches_slowly(pattern.substr(1), name)) return true;
        if (name.empty() || (pattern.front() == '%' && name.front() == '/')) return false;
        return matches_slowly(pattern, name.substr(1));
    }
    return !name.empty() && pattern.front() == name.front() &&
           matches_slowly(pattern.substr(1), name.substr(1));
}

TEST(ListPattern, AgreesWithTheDefinition) {
    std::mt19937 random(5258);
    const auto text = [&](std::string_view alphabet) {
        std::string result;
        for (std::size_t length = random() % 8; length > 0; --length) {
            result += alphabet[random() % alphabet.size()];
        }
        return result;
    };
    std::size_t matched = 0;
    for (int round = 0; round < 20000; ++round) {
        const std::string pattern = text("ab/%*");
        const std::string name = text("ab/");
        const bool expected = matches_slowly(pattern, name);
        matched += expected ? 1 : 0;
        EXPECT_EQ(matches_list_pattern(pattern, name), expected) << pattern << " " << name;
    }
    EXPECT_GT(matched, 1000U);
}

TEST(ListPattern, StaysQuickWhenBacktrackingWouldNot) {
    std::string pattern;
    for (int i = 0; i < 300; ++i) pattern += "*a";
    EXPECT_FALSE(matches_list_pattern(pattern + "b", std::string(1000, 'a')));
}

// RFC 4648 10
constexpr Encoded kBase64[] = {
    {"", ""},
    {"Zg==", "f"},
    {"Zm8=", "fo"},
    {"Zm9v", "foo"},
    {"Zm9vYg==", "foob"},
    {"Zm9vYmE=", "fooba"},
    {"Zm9vYmFy", "foobar"},
    {"/+8=", "\xFF\xEF"},
};

TEST(Base64, TranslatesBothWays) {
    for (const Encoded& row : kBase64) {
        EXPECT_EQ(decode_base64(row.wire), row.utf8) << row.wire;
        EXPECT_EQ(encode_base64(row.utf8), row.wire) << row.wire;
    }
}

TEST(Base64, RefusesEveryOtherForm) {
    for (const std::string_view text :
         {"Z", "Zg", "Zg=", "Zg===", "=", "==", "====", "Z===", "Zh==", "Zm9=", "Zm9v ", "Zm 9v",
          "Zm9v\n", "Zm9-", "Z=g=", "Zg==Zg=="}) {
        EXPECT_FALSE(decode_base64(text)) << text;
    }
}

TEST(Utf8, FollowsRfc3629) {
    for (const std::string_view text :
         {"\xC3\xBC", "\xE2\x82\xAC", "\xF0\x9F\x98\x80", "\xF4\x8F\xBF\xBF", "\xEF\xBF\xBF"}) {
        EXPECT_TRUE(is_valid_utf8(text));
    }
    for (const std::string_view text :
         {"\x80", "\xC0\xAF", "\xC1\xBF", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xF0\x8F\xBF\xBF",
          "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xC3", "\xE2\x82", "\xF0\x9F\x98", "\xC3\x28",
          "\xFE", "\xFF"}) {
        EXPECT_FALSE(is_valid_utf8(text));
    }
}

TEST(Secret, LeavesNothingBehind) {
    static_assert(!std::is_copy_constructible_v<Secret> && !std::is_copy_assignable_v<Secret>);
    std::string typed = "correct horse";
    const char* place = typed.data();
    const Secret secret(std::move(typed));
    EXPECT_EQ(secret.reveal(), "correct horse");
    EXPECT_TRUE(typed.empty());
    EXPECT_EQ(std::string_view(place, 13), std::string_view("\0\0\0\0\0\0\0\0\0\0\0\0\0", 13));
}

TEST(Secret, MovesOnlyOnce) {
    Secret first(std::string_view("a"));
    Secret second(std::move(first));
    EXPECT_EQ(second.reveal(), "a");
    EXPECT_EQ(first.reveal(), "");
    Secret third;
    third = std::move(second);
    EXPECT_EQ(third.reveal(), "a");
    EXPECT_EQ(second.reveal(), "");
}

}  // namespace
}  // namespace postvern::services::imap::grammar

#include "records/vault/generated_secret.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <regex>
#include <set>

namespace postvern::records::vault {
namespace {

TEST(GeneratedSecret, HasSevenGroupsOfFourThatCanBeReadAloud) {
    const std::regex small("([0-9a-hjkmnp-tv-z]{4}-){6}[0-9a-hjkmnp-tv-z]{4}");
    const std::regex capital("([0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{4}");
    EXPECT_TRUE(std::regex_match(generate(GeneratedKind::app_password), small));
    EXPECT_TRUE(std::regex_match(generate(GeneratedKind::recovery_code), capital));
}

TEST(GeneratedSecret, IsAnotherEachTime) {
    std::set<std::string> seen;
    for (int count = 0; count < 1000; ++count) seen.insert(generate(GeneratedKind::app_password));
    EXPECT_EQ(seen.size(), 1000U);
}

TEST(GeneratedSecret, IsRecognisedHoweverItIsTyped) {
    for (const auto kind : {GeneratedKind::app_password, GeneratedKind::recovery_code}) {
        const std::string shown = generate(kind);
        const auto plain = recognise(shown);
        ASSERT_TRUE(plain);
        EXPECT_EQ(plain->kind, kind);
        std::string spaced = shown;
        std::replace(spaced.begin(), spaced.end(), '-', ' ');
        std::string swapped;
        for (const char character : shown) {
            const bool small = character >= 'a' && character <= 'z';
            const bool capital = character >= 'A' && character <= 'Z';
            swapped += static_cast<char>(small     ? character - 32
                                         : capital ? character + 32
                                                   : character);
        }
        std::string lookalike = swapped;
        std::replace(lookalike.begin(), lookalike.end(), '0', 'O');
        std::replace(lookalike.begin(), lookalike.end(), '1', 'l');
        for (const auto& typed : {spaced, swapped, lookalike}) {
            const auto recognised = recognise(typed);
            ASSERT_TRUE(recognised) << typed;
            EXPECT_EQ(recognised->kind, kind);
            EXPECT_EQ(recognised->symbols, plain->symbols);
        }
    }
}

TEST(GeneratedSecret, IsNotRecognisedWithOneSymbolMistyped) {
    int recognised = 0;
    for (int count = 0; count < 200; ++count) {
        std::string typed = generate(GeneratedKind::recovery_code);
        typed[0] = typed[0] == '7' ? '8' : '7';
        recognised += recognise(typed) ? 1 : 0;
    }
    EXPECT_LT(recognised, 10);  // about 1 in 512 passes the check by chance
}

TEST(GeneratedSecret, LeavesOtherPasswordsAlone) {
    for (const auto* typed :
         {"", "secret", "correct horse battery staple", "0000-0000",
          "aaaa-aaaa-aaaa-aaaa-aaaa-aaaa-aaa!", "----------------------------"}) {
        EXPECT_FALSE(recognise(typed)) << typed;
    }
    EXPECT_FALSE(recognise(std::string(100'000, '0')));
}

}  // namespace
}  // namespace postvern::records::vault

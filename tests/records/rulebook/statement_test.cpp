// What officers sign: one text per statement, and signatures that others verify.
#include "records/rulebook_statement.hpp"

#include <gmock/gmock.h>

#include "records/ledger/signed_note.hpp"
#include "tests/records/rulebook/keys.hpp"

namespace postvern::records {
namespace {

using policy::StaffRole;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

constexpr const char* kText =
    "postvern rulebook statement v1\n"
    "site: postvern.7236c85c1f10699c8946e5da78cb6fc0/ledger\n"
    "number: 2\n"
    "rulebook: 0101010101010101010101010101010101010101010101010101010101010101\n"
    "replaces: feedfeedfeedfeedfeedfeedfeedfeedfeedfeedfeedfeedfeedfeedfeedfeed\n"
    "review: 2027-05-01\n";

std::string with(const std::string& from, const std::string& to) {
    std::string text = kText;
    return text.replace(text.find(from), from.size(), to);
}

TEST(RulebookStatement, IsWrittenAsItIsRead) {
    const auto statement = parse_statement(kText);
    ASSERT_TRUE(statement);
    EXPECT_EQ(statement->site, "postvern.7236c85c1f10699c8946e5da78cb6fc0/ledger");
    EXPECT_EQ(statement->number, 2U);
    EXPECT_EQ(statement->rulebook[31], 1);
    EXPECT_EQ(statement->replaces[0], 0xfe);
    EXPECT_EQ(statement->review, std::chrono::sys_days(std::chrono::year(2027) / 5 / 1));
    EXPECT_EQ(to_text(*statement), kText);
}

TEST(RulebookStatement, HasOneTextOnly) {
    const std::string others[] = {
        "",
        "\n",
        std::string(kText) + "\n",
        std::string(kText) + "more: 1\n",
        " " + std::string(kText),
        with("v1", "v2"),
        with("v1\n", "v1\r\n"),
        with("site: ", "site:"),
        with("number: 2", "number: 02"),
        with("number: 2", "number: +2"),
        with("number: 2", "number: -2"),
        with("number: 2", "number: "),
        with("number: 2", "number: 18446744073709551616"),
        with("0101", "010"),
        with("feed", "FEED"),
        with("feed", "0xed"),
        with("feed", "-eed"),
        with("2027-05-01", "2027-02-29"),
        with("2027-05-01", "2027-5-01"),
        with("2027-05-01", "1969-12-31"),
        with("2027-05-01", "20270501"),
        with("2027-05-01", "+027-05-01"),
        with("site: postvern", "site: post vern"),
        with("site: postvern", "site: post+vern"),
        with("postvern.7236c85c1f10699c8946e5da78cb6fc0/ledger", ""),
        with("number: 2\n", ""),
        with("review", "Review"),
        std::string(kText).substr(0, std::string(kText).size() - 1),
    };
    for (const std::string& other : others) EXPECT_FALSE(parse_statement(other)) << other;
}

TEST(RulebookStatement, IsSignedByLinesOfASignedNote) {
    const auto key = OfficerSigningKey::read(kPrivatePem, {});
    const std::string once = sign_statement(kText, StaffRole::managing_director, key);
    EXPECT_TRUE(once.starts_with(std::string(kText) + "\n\xe2\x80\x94 managing_director "));
    const std::string twice = sign_statement(once, StaffRole::second_officer, signing_key(2));
    EXPECT_TRUE(twice.starts_with(once));
    EXPECT_EQ(read_statement(twice), *parse_statement(kText));

    const auto note = ledger::parse_note(twice);
    ASSERT_TRUE(note);
    ASSERT_EQ(note->signatures.size(), 2U);
    EXPECT_EQ(note->text, kText);
    EXPECT_EQ(note->signatures[1].name, "second_officer");
    const auto public_key = key.public_key();
    const std::string_view octets(reinterpret_cast<const char*>(public_key.octets.data()), 32);
    EXPECT_EQ(note->signatures[0].key_id, ledger::note_key_id("managing_director", octets));
    EXPECT_TRUE(ledger::verifies(octets, note->signatures[0].signature, kText));
    EXPECT_FALSE(ledger::verifies(octets, note->signatures[1].signature, kText));
}

// The worked example of docs/formats/rulebook-statement.md: keys of RFC 8410 10.3 and RFC 8032 7.1,
// test 1.
TEST(RulebookStatement, IsSignedAsDocumented) {
    const std::string text =
        "postvern rulebook statement v1\n"
        "site: postvern.7236c85c1f10699c8946e5da78cb6fc0/ledger\n"
        "number: 2\n"
        "rulebook: 22fc69aed8a72ced76d920d97ef2efe3a2d0b45836266ae52b8065f1e96eafea\n"
        "replaces: ec91b7135adb866c730285801ad522ecb263db4e56b835660a0f4be09b786016\n"
        "review: 2027-05-01\n";
    const auto second = OfficerSigningKey::read(
        "-----BEGIN PRIVATE KEY-----\n"
        "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n"
        "-----END PRIVATE KEY-----\n",
        {});
    std::string note = sign_statement(text, StaffRole::managing_director,
                                      OfficerSigningKey::read(kPrivatePem, {}));
    note = sign_statement(note, StaffRole::second_officer, second);
    EXPECT_EQ(note.substr(text.size()),
              "\n\xe2\x80\x94 managing_director "
              "WvorEyL4oHq8Db9rgATQvOMVzIyxTyeHMg7Yiw0HtqFyGwlYLbRVy5+0aebtyJqb3jvf"
              "E/KwshRqwA9yMOY21MbzGAE=\n"
              "\xe2\x80\x94 second_officer "
              "+yYkdP06AOlFdMT67+7lfctMpBzUV0ydyGItgBtDtgebjntXx5TqcFEOUOBPEB3c+MDdWzWEf"
              "Sp5BAQ7I87DfTGXng4=\n");
}

TEST(RulebookStatement, IsSignedOnceByAKeyInAnOffice) {
    const auto key = signing_key(1);
    const std::string once = sign_statement(kText, StaffRole::managing_director, key);
    EXPECT_THAT([&] { sign_statement(once, StaffRole::managing_director, key); },
                ThrowsMessage<Unacceptable>(HasSubstr("signed as managing_director already")));
    EXPECT_NO_THROW(sign_statement(once, StaffRole::second_officer, key));
    EXPECT_THROW(sign_statement(kText, StaffRole::data_protection_officer, key), Unacceptable);
}

TEST(RulebookStatement, IsNotSignedWhereSomethingElseStands) {
    const auto key = signing_key(1);
    const std::string once = sign_statement(kText, StaffRole::managing_director, key);
    std::vector<std::string> others{"a letter\n", with("v1", "v2")};
    for (const char* more : {"\n", "a line\n"}) others.emplace_back(once).append(more);
    others.emplace_back(kText).append("\nno line\n");
    others.emplace_back("a letter\n").append(once);
    for (const std::string& other : others) {
        EXPECT_THAT([&] { sign_statement(other, StaffRole::second_officer, key); },
                    ThrowsMessage<Unacceptable>(HasSubstr("no statement on a rulebook")))
            << other;
    }
}

}  // namespace
}  // namespace postvern::records

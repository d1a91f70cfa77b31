// Which keys officers may have on record, and how their own are opened.
#include "records/officer_key.hpp"

#include <gmock/gmock.h>

#include "records/base64.hpp"
#include "records/ledger/signed_note.hpp"
#include "tests/records/rulebook/keys.hpp"

namespace postvern::records {
namespace {

using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

// 32 octets, of which the first and the last are given and the others are `middle`.
std::string octets(int first, int middle, int last) {
    std::string text(32, static_cast<char>(middle));
    text.front() = static_cast<char>(first);
    text.back() = static_cast<char>(last);
    return text;
}

// As a public key of Ed25519 in PEM.  RFC 8410 4
std::string pem_of(const std::string& key) {
    const std::string prefix("\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00", 12);
    return "-----BEGIN PUBLIC KEY-----\n" + base64(prefix + key) +
           "\n-----END PUBLIC KEY-----\n";
}

std::string of_hex(std::string_view digits) {
    std::string text;
    for (std::size_t i = 0; i < digits.size(); i += 2) {
        text += static_cast<char>(std::stoi(std::string(digits.substr(i, 2)), nullptr, 16));
    }
    return text;
}

TEST(OfficerKey, IsReadAsPublished) {
    const OfficerKey key = read_public_key(kPublicPem);
    const std::string_view read(reinterpret_cast<const char*>(key.octets.data()),
                                key.octets.size());
    EXPECT_EQ(read, of_hex("19bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1"));
    EXPECT_EQ(OfficerSigningKey::read(kPrivatePem, {}).public_key(), key);
    EXPECT_EQ(fingerprint(key).size(), 16U);
    EXPECT_EQ(read_public_key(pem_of(std::string(read))), key);
}

TEST(OfficerKey, OpensWithItsPassphraseOnly) {
    EXPECT_TRUE(OfficerSigningKey::is_encrypted(kEncryptedPem));
    EXPECT_FALSE(OfficerSigningKey::is_encrypted(kPrivatePem));
    EXPECT_EQ(OfficerSigningKey::read(kEncryptedPem, "secret").public_key(),
              read_public_key(kPublicPem));
    for (const std::string& wrong :
         {std::string(), std::string("Secret"), std::string(5000, 'x')}) {
        EXPECT_THAT([&] { OfficerSigningKey::read(kEncryptedPem, wrong); },
                    ThrowsMessage<Unacceptable>(HasSubstr("passphrase does not open")));
    }
}

TEST(OfficerKey, IsNotOneUnderWhichAnybodyCouldSign) {
    const std::string of_small_order[] = {
        octets(0, 0, 0),
        octets(1, 0, 0),
        of_hex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
        of_hex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
        octets(0xec, 0xff, 0x7f),
        octets(0xed, 0xff, 0x7f),
        octets(0xee, 0xff, 0x7f),
    };
    for (std::string key : of_small_order) {
        for (const int sign : {0, 0x80}) {
            key.back() = static_cast<char>((key.back() & 0x7f) | sign);
            EXPECT_THAT([&] { read_public_key(pem_of(key)); },
                        ThrowsMessage<Unacceptable>(HasSubstr("anybody could sign")))
                << base64(key);
        }
    }
    // What such a key would be good for: the neutral element verifies R = identity, S = 0 over any
    // text.
    EXPECT_TRUE(ledger::verifies(octets(1, 0, 0), octets(1, 0, 0) + std::string(32, '\0'),
                                 "any text at all"));
}

TEST(OfficerKey, IsNothingElse) {
    for (const std::string& text :
         {std::string(), std::string("no key"), pem_of("short"), std::string(20'000, 'x'),
          std::string(kPublicPem).substr(0, 60)}) {
        EXPECT_THROW(read_public_key(text), Unacceptable) << text.substr(0, 80);
        EXPECT_THROW(OfficerSigningKey::read(text, {}), Unacceptable) << text.substr(0, 80);
    }
    EXPECT_THAT([] { read_public_key(kPrivatePem); },
                ThrowsMessage<Unacceptable>(HasSubstr("belongs to its officer alone")));
    EXPECT_THROW(OfficerSigningKey::read(kPublicPem, {}), Unacceptable);
}

}  // namespace
}  // namespace postvern::records

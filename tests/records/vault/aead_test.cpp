#include "records/vault/aead.hpp"

#include <gtest/gtest.h>

#include "records/errors.hpp"
#include "tests/records/vault/octets.hpp"

namespace postvern::records::vault {
namespace {

using test::hexadecimal;
using test::octets;

struct GcmVector {
    Aead aead;
    std::string key;
    std::string nonce;
    std::string associated;
    std::string plain;
    std::string_view sealed;  // cipher text and tag
};

const std::string kLongPlain = octets(
    "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
    "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39");

// The Galois/Counter Mode of Operation, McGrew and Viega, appendix B, cases 1, 2, 4, 13, 14, 16
// (submitted to NIST for SP 800-38D).
std::vector<GcmVector> vectors() {
    const std::string zero_nonce(12, '\0');
    const std::string key = octets("feffe9928665731c6d6a8f9467308308");
    const std::string nonce = octets("cafebabefacedbaddecaf888");
    const std::string associated = octets("feedfacedeadbeeffeedfacedeadbeefabaddad2");
    return {
        {Aead::aes_128_gcm, std::string(16, '\0'), zero_nonce, "", "",
         "58e2fccefa7e3061367f1d57a4e7455a"},
        {Aead::aes_128_gcm, std::string(16, '\0'), zero_nonce, "", std::string(16, '\0'),
         "0388dace60b6a392f328c2b971b2fe78ab6e47d42cec13bdf53a67b21257bddf"},
        {Aead::aes_128_gcm, key, nonce, associated, kLongPlain,
         "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e"
         "21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091"
         "5bc94fbc3221a5db94fae95ae7121a47"},
        {Aead::aes_256_gcm, std::string(32, '\0'), zero_nonce, "", "",
         "530f8afbc74536b9a963b4f1c4cb738b"},
        {Aead::aes_256_gcm, std::string(32, '\0'), zero_nonce, "", std::string(16, '\0'),
         "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"},
        {Aead::aes_256_gcm, key + key, nonce, associated, kLongPlain,
         "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
         "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
         "76fc6ece0f4e1768cddf8853bb2d551b"},
    };
}

std::string sealed_with(const GcmVector& vector) {
    std::string sealed(vector.plain.size() + kTagSize, '\0');
    seal(vector.aead, vector.key, vector.nonce, vector.associated, vector.plain,
         reinterpret_cast<unsigned char*>(sealed.data()));
    return sealed;
}

TEST(Aead, SealsAsPublished) {
    for (const auto& vector : vectors()) {
        EXPECT_EQ(hexadecimal(sealed_with(vector)), vector.sealed);
    }
}

TEST(Aead, OpensWhatWasPublishedAndNothingNearIt) {
    for (const auto& vector : vectors()) {
        const std::string sealed = octets(vector.sealed);
        std::string plain(vector.plain.size(), '\0');
        auto* out = reinterpret_cast<unsigned char*>(plain.data());
        EXPECT_TRUE(open(vector.aead, vector.key, vector.nonce, vector.associated, sealed, out));
        EXPECT_EQ(plain, vector.plain);
        for (std::size_t at = 0; at < sealed.size(); ++at) {
            std::string tampered = sealed;
            tampered[at] = static_cast<char>(tampered[at] ^ 1);
            EXPECT_FALSE(
                open(vector.aead, vector.key, vector.nonce, vector.associated, tampered, out));
            EXPECT_EQ(plain, std::string(plain.size(), '\0')) << "unverified octets were left";
        }
        EXPECT_FALSE(
            open(vector.aead, vector.key, vector.nonce, vector.associated + "x", sealed, out));
    }
}

TEST(Aead, RefusesAKeyOfTheWrongSize) {
    unsigned char out[16];
    EXPECT_THROW(seal(Aead::aes_256_gcm, "short", std::string(12, '\0'), "", "", out),
                 std::logic_error);
}

TEST(SealedSmall, IsNewEachTimeAndOpensToThePlainText) {
    const Secret key = Secret::random(32);
    const std::string first = seal_small(key, "label", "text");
    EXPECT_NE(first, seal_small(key, "label", "text"));
    EXPECT_EQ(open_small(key, "label", first, "a test"), "text");
}

TEST(SealedSmall, RefusesOtherLabelsKeysAndLengths) {
    const Secret key = Secret::random(32);
    const std::string sealed = seal_small(key, "label", "text");
    EXPECT_THROW(open_small(key, "other", sealed, "a test"), StorageError);
    EXPECT_THROW(open_small(Secret::random(32), "label", sealed, "a test"), StorageError);
    for (std::size_t size = 0; size < sealed.size(); ++size) {
        EXPECT_THROW(open_small(key, "label", sealed.substr(0, size), "a test"), StorageError);
        EXPECT_THROW(open_small_secret(key, "label", sealed.substr(0, size), "a test"),
                     StorageError);
    }
}

TEST(Secret, IsEmptyAfterItMoved) {
    Secret secret = Secret::copy_of("key");
    const Secret moved = std::move(secret);
    EXPECT_EQ(moved.view(), "key");
    EXPECT_TRUE(secret.empty());  // NOLINT(bugprone-use-after-move): that is what is tested
    EXPECT_EQ(std::string_view(reinterpret_cast<const char*>(secret.data()), 3),
              std::string_view("\0\0\0", 3));
}

TEST(Secret, RefusesMoreThanItHolds) { EXPECT_THROW(Secret(65), std::logic_error); }

}  // namespace
}  // namespace postvern::records::vault

#include "records/vault/hpke.hpp"

#include <gtest/gtest.h>

#include "records/errors.hpp"
#include "tests/records/vault/octets.hpp"

namespace postvern::records::vault {
namespace {

using test::hexadecimal;
using test::octets;

// RFC 9180 A.1.1: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-128-GCM, base mode. (It has no
// vectors for AES-256-GCM with this KEM; the two differ in key size and suite number.)
const std::string kInfo = octets("4f6465206f6e2061204772656369616e2055726e");
constexpr std::string_view kEphemeral =
    "52c4a758a802cd8b936eceea314432798d5baf2d7e9235dc084ab1b9cfa2f736";
constexpr std::string_view kRecipient =
    "4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8e";
constexpr std::string_view kRecipientPublic =
    "3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d";
constexpr std::string_view kEncapsulation =
    "37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431";
constexpr std::string_view kSharedSecret =
    "fe0e18c9f024ce43799ae393c7e8fe8fce9d218875e8227b0187c04e7d2ea1fc";
const std::string kPlain = octets("4265617574792069732074727574682c20747275746820626561757479");

struct Encryption {
    std::uint64_t sequence;
    std::string_view associated;
    std::string_view sealed;
};
constexpr Encryption kEncryptions[] = {
    {0, "436f756e742d30",
     "f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a9"
     "6d8770ac83d07bea87e13c512a"},
    {1, "436f756e742d31",
     "af2d7e9ac9ae7e270f46ba1f975be53c09f8d875bdc8535458c2494e8a6eab25"
     "1c03d0c22a56b8ca42c2063b84"},
    {2, "436f756e742d32",
     "498dfcabd92e8acedc281e85af1cb4e3e31c7dc394a1ca20e173cb7251649158"
     "8d96a19ad4a683518973dcc180"},
    {4, "436f756e742d34",
     "583bd32bc67a5994bb8ceaca813d369bca7b2a42408cddef5e22f880b631215a"
     "09fc0012bc69fccaa251c0246d"},
    {255, "436f756e742d323535",
     "7175db9717964058640a3a11fb9007941a5d1757fda1a6935c805c21af32505b"
     "f106deefec4a49ac38d71c9e0a"},
    {256, "436f756e742d323536",
     "957f9800542b0b8891badb026d79cc54597cb2d225b54c00c5238c25d05c30e3"
     "fbeda97d2e0e1aba483a2df9f2"},
};

struct Export {
    std::string_view context;
    std::string_view value;
};
constexpr Export kExports[] = {
    {"", "3853fe2b4035195a573ffc53856e77058e15d9ea064de3e59f4961d0095250ee"},
    {"00", "2e8f0b54673c7029649d4eb9d5e33bf1872cf76d623ff164ac185da9e88c21a5"},
    {"54657374436f6e74657874", "e9e43065102c3836401bed8c3c3c75ae46be1639869391d62c61f1ec7af54931"},
};

KeyPair pair_of(std::string_view private_key) {
    return KeyPair::of(Secret::copy_of(octets(private_key)));
}

TEST(Hpke, EncapsulatesAsPublished) {
    const Encapsulated sent = encapsulate(pair_of(kEphemeral), octets(kRecipientPublic));
    EXPECT_EQ(hexadecimal(sent.encapsulation), kEncapsulation);
    EXPECT_EQ(hexadecimal(sent.shared_secret.view()), kSharedSecret);
}

TEST(Hpke, DecapsulatesAsPublished) {
    const KeyPair recipient = pair_of(kRecipient);
    EXPECT_EQ(hexadecimal(recipient.public_key), kRecipientPublic);
    EXPECT_EQ(hexadecimal(decapsulate(octets(kEncapsulation), recipient).view()), kSharedSecret);
}

TEST(Hpke, SealsAndOpensEachMessageAsPublished) {
    const Secret shared = Secret::copy_of(octets(kSharedSecret));
    HpkeContext sender(Aead::aes_128_gcm, shared, kInfo);
    HpkeContext recipient(Aead::aes_128_gcm, shared, kInfo);
    std::uint64_t sequence = 0;
    for (const auto& encryption : kEncryptions) {
        const std::string associated = octets(encryption.associated);
        for (; sequence < encryption.sequence; ++sequence) {
            recipient.open("", sender.seal("", "skipped"));
        }
        EXPECT_EQ(hexadecimal(sender.seal(associated, kPlain)), encryption.sealed);
        EXPECT_EQ(recipient.open(associated, octets(encryption.sealed)).view(), kPlain);
        ++sequence;
    }
}

TEST(Hpke, ExportsAsPublished) {
    const HpkeContext context(Aead::aes_128_gcm, Secret::copy_of(octets(kSharedSecret)), kInfo);
    for (const auto& exported : kExports) {
        EXPECT_EQ(hexadecimal(context.export_secret(octets(exported.context), 32).view()),
                  exported.value);
    }
}

TEST(Hpke, OpensForTheRecipientAndTheSameInfoOnly) {
    const KeyPair recipient = KeyPair::generate();
    const std::string sealed = seal_to(recipient.public_key, "info", Secret::copy_of("a key"));
    EXPECT_EQ(open_sealed(recipient, "info", sealed).view(), "a key");
    EXPECT_THROW(open_sealed(recipient, "other", sealed), StorageError);
    EXPECT_THROW(open_sealed(KeyPair::generate(), "info", sealed), StorageError);
}

TEST(Hpke, RefusesEveryTamperedOctetAndEveryTruncation) {
    const KeyPair recipient = KeyPair::generate();
    const std::string sealed = seal_to(recipient.public_key, "info", Secret::copy_of("a key"));
    for (std::size_t at = 0; at < sealed.size(); ++at) {
        std::string tampered = sealed;
        // The highest bit of an X25519 public key does not count (RFC 7748 5), but is bound all the
        // same.
        tampered[at] = static_cast<char>(tampered[at] ^ 0x80);
        EXPECT_THROW(open_sealed(recipient, "info", tampered), StorageError) << at;
        EXPECT_THROW(open_sealed(recipient, "info", sealed.substr(0, at)), StorageError) << at;
    }
}

TEST(Hpke, RefusesAPublicKeyOfSmallOrder) {  // RFC 9180 7.1.4
    const std::string zero(kCurveKeySize, '\0');
    EXPECT_THROW(encapsulate(KeyPair::generate(), zero), StorageError);
    EXPECT_THROW(decapsulate(zero, KeyPair::generate()), StorageError);
}

}  // namespace
}  // namespace postvern::records::vault

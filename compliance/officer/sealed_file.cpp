#include "compliance/officer/sealed_file.hpp"

#include <array>

#include "compliance/disclosure/lines.hpp"
#include "compliance/officer/files.hpp"

namespace postvern::compliance::officer {

namespace {

constexpr std::string_view kFirstLine = "postvern sealed device 1";
constexpr std::uint64_t kMostPasses = 16;
constexpr std::uint64_t kLeastMemory = std::uint64_t{64} << 20;
constexpr std::uint64_t kMostMemory = std::uint64_t{4} << 30;

using Nonce = std::array<std::uint8_t, crypto_secretbox_NONCEBYTES>;

const unsigned char* octets_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

std::array<std::uint8_t, crypto_pwhash_argon2id_SALTBYTES> new_salt() {
    std::array<std::uint8_t, crypto_pwhash_argon2id_SALTBYTES> salt;
    randombytes_buf(salt.data(), salt.size());
    return salt;
}

}  // namespace

SealingKey::SealingKey(std::string_view passphrase, const HashingCost& cost) : SealingKey(passphrase, cost, new_salt()) {}

SealingKey::SealingKey(std::string_view passphrase, const HashingCost& cost, const Salt& salt)
    : cost_(cost), salt_(salt), key_(crypto_secretbox_KEYBYTES) {
    if (crypto_pwhash_argon2id(reinterpret_cast<unsigned char*>(key_.data()), key_.size(), passphrase.data(),
                               passphrase.size(), salt.data(), cost.passes, cost.memory,
                               crypto_pwhash_argon2id_ALG_ARGON2ID13) != 0) {
        throw Failure("there is not enough memory to hash the passphrase: " + std::to_string(cost.memory >> 20) +
                      " MiB are needed");
    }
}

std::string SealingKey::seal(std::string_view plain) const {
    Nonce nonce;
    randombytes_buf(nonce.data(), nonce.size());
    std::vector<std::uint8_t> box(plain.size() + crypto_secretbox_MACBYTES);
    crypto_secretbox_easy(box.data(), octets_of(plain), plain.size(), nonce.data(), octets_of(view(key_)));
    std::string text(kFirstLine);
    text.append("\npasses: ").append(std::to_string(cost_.passes));
    text.append("\nmemory: ").append(std::to_string(cost_.memory));
    text.append("\nsalt: ").append(disclosure::to_hex(salt_));
    text.append("\nnonce: ").append(disclosure::to_hex(nonce));
    text.append("\nbox: ").append(disclosure::to_hex(box)).append("\n");
    return text;
}

Opened open_sealed(std::string_view sealed, std::string_view passphrase) {
    disclosure::LineReader lines(sealed);
    lines.expect_line(kFirstLine);
    HashingCost cost;
    cost.passes = lines.number("passes", kMostPasses);
    cost.memory = lines.number("memory", kMostMemory);
    if (cost.passes == 0 || cost.memory < kLeastMemory) lines.refuse("memory", "64 MiB or more");
    SealingKey::Salt salt;
    Nonce nonce;
    lines.hex("salt", salt);
    lines.hex("nonce", nonce);
    const auto digits = lines.value("box");
    std::vector<std::uint8_t> box(digits.size() / 2);
    if (box.size() < crypto_secretbox_MACBYTES || !disclosure::from_hex(digits, box)) {
        lines.refuse("box", "hexadecimal digits in small letters");
    }
    lines.expect_end();
    Opened opened{SecretText(box.size() - crypto_secretbox_MACBYTES), SealingKey(passphrase, cost, salt)};
    if (crypto_secretbox_open_easy(reinterpret_cast<unsigned char*>(opened.plain.data()), box.data(), box.size(),
                                   nonce.data(), octets_of(view(opened.key.key_))) != 0) {
        throw Failure("the passphrase is not the one under which this device's secrets lie (or the file was changed)");
    }
    return opened;
}

}  // namespace postvern::compliance::officer

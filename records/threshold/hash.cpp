#include "records/threshold/hash.hpp"

#include <sodium.h>

namespace postvern::records::threshold {

namespace {

static_assert(sizeof(crypto_hash_sha512_state) == 208 && alignof(crypto_hash_sha512_state) <= 8);

crypto_hash_sha512_state* state_in(Octets<208>& octets) {
    return reinterpret_cast<crypto_hash_sha512_state*>(octets.data());
}

Octets<8> big_endian(std::uint64_t value) {
    Octets<8> octets;
    for (std::size_t i = 0; i < 8; ++i) {
        octets[i] = static_cast<unsigned char>(value >> (8 * (7 - i)) & 0xff);
    }
    return octets;
}

}  // namespace

Hash::Hash(std::string_view use) {
    crypto_hash_sha512_init(state_in(state_));
    add("postvern disclosure key 1");
    add(use);
}

Hash::~Hash() { wipe(state_.data(), state_.size()); }

void Hash::absorb(std::string_view octets) {
    crypto_hash_sha512_update(state_in(state_),
                              reinterpret_cast<const unsigned char*>(octets.data()), octets.size());
}

Hash& Hash::add(std::string_view octets) {
    absorb(view(big_endian(octets.size())).substr(4));
    absorb(octets);
    return *this;
}

Hash& Hash::number(std::uint64_t value) {
    absorb(view(big_endian(value)));
    return *this;
}

SecretOctets<64> Hash::wide() {
    SecretOctets<64> digest;
    crypto_hash_sha512_final(state_in(state_), digest.data());
    return digest;
}

SecretOctets<32> Hash::key() { return SecretOctets<32>::copy_of(wide().view().substr(0, 32)); }

Octets<32> Hash::octets() { return octets_of<32>(key().view()); }

}  // namespace postvern::records::threshold

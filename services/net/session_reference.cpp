#include "services/net/session_reference.hpp"

#include <openssl/rand.h>

#include <stdexcept>

namespace postvern::services::net {

SessionReference SessionReference::random() {
    static constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    static_assert(kAlphabet.size() == 32);
    std::array<unsigned char, 8> octets;
    if (RAND_bytes(octets.data(), octets.size()) != 1) throw std::runtime_error("no randomness");
    SessionReference reference;
    for (std::size_t i = 0; i < octets.size(); ++i) {
        reference.characters_[i] = kAlphabet[octets[i] % kAlphabet.size()];
    }
    return reference;
}

}  // namespace postvern::services::net

// SHA-512 over a domain and fields, each behind its length, so that no two lists of fields and no
// two uses give the same octets. Not thread-safe: one value, one use.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>

#include "records/threshold/element.hpp"
#include "records/threshold/octets.hpp"
#include "records/threshold/scalar.hpp"

namespace postvern::records::threshold {

class Hash {
  public:
    // `use`: what the hash is for; the name and version of the whole are put before it.
    explicit Hash(std::string_view use);
    ~Hash();
    Hash(const Hash&) = delete;
    Hash& operator=(const Hash&) = delete;

    Hash& add(std::string_view octets);
    Hash& add(const Element& element) { return add(view(element.octets())); }
    Hash& add(const PublicScalar& scalar) { return add(view(scalar.octets())); }
    Hash& add(const Scalar& scalar) { return add(scalar.octets().view()); }
    // 8 octets, big-endian.
    Hash& number(std::uint64_t value);

    // One of these ends it.
    SecretOctets<64> wide();
    SecretOctets<32> key();  // the first 32 octets
    Octets<32> octets();     // likewise, of what is public
    Scalar scalar() { return Scalar::reduced(wide()); }
    Element element() { return Element::mapped(wide()); }

  private:
    void absorb(std::string_view octets);

    alignas(8) Octets<208> state_;  // crypto_hash_sha512_state
};

}  // namespace postvern::records::threshold

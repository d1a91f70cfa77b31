// The disclosure key: its public half, which the server seals to, and the share of a holder.
// Three holders, any two suffice. Holder 1: managing director, 2: second officer, 3: deposit.
// Values.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "records/threshold/element.hpp"
#include "records/threshold/octets.hpp"
#include "records/threshold/scalar.hpp"

namespace postvern::records::threshold {

inline constexpr unsigned kHolders = 3;
inline constexpr unsigned kThreshold = 2;

// The place (0 to 2) of the pair of two different holders: (1,2), (1,3), (2,3).
// Throws std::logic_error for others.
std::size_t pair_of(unsigned one, unsigned other);

struct PublicKey {
    static constexpr std::size_t kSize = 261;  // octets

    std::uint32_t epoch;            // 1 when generated, one more with each refresh or replacement
    Element key;                    // what is sealed to; the same in all epochs
    std::array<Element, 3> shares;  // verification shares of holders 1, 2, 3
    std::array<Element, 3> pairs;   // of the mask of each pair of holders, by pair_of
    Octets<32> transcript;          // of the ceremony, as the holders compared it

    std::string encode() const;
    // Throws Malformed; also when the shares are not shares of the key.
    static PublicKey decode(std::string_view octets);

    friend bool operator==(const PublicKey&, const PublicKey&) = default;
};

// What a holder keeps, and nobody else.
struct Share {
    static constexpr std::size_t kSize = 102;  // octets

    unsigned index;  // 1 to 3
    std::uint32_t epoch;
    Scalar secret;
    std::array<Scalar, 2> masks;  // with each of the other holders, lower index first

    SecretOctets<kSize> encode() const;
    // Throws Malformed.
    static Share decode(std::string_view octets);
    Share clone() const;
    // The mask with holder `other`. Throws std::logic_error when that is not another holder.
    const Scalar& mask_with(unsigned other) const;
    // Whether this is the share of holder `index` in the epoch of `key`.
    bool belongs_to(const PublicKey& key) const;
};

}  // namespace postvern::records::threshold

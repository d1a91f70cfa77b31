// What two holders contribute to opening one ciphertext in one request. Each contribution carries a
// proof, so that a wrong one names its holder, and a mask that only the contribution of the named
// other holder, for the same request, cancels: contributions to a withdrawn or another request
// combine with nothing, whoever holds them. Thread-safe.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "records/threshold/ciphertext.hpp"

namespace postvern::records::threshold {

// The hash of the request that the holders signed.
using RequestHash = Octets<32>;

struct Partial {
    static constexpr std::size_t kSize = 135;  // octets

    unsigned index;  // whose, 1 to 3
    unsigned with;   // the other holder
    std::uint32_t epoch;
    Element contribution;
    PublicScalar challenge;
    PublicScalar response;       // for the share
    PublicScalar mask_response;  // for the mask

    std::string encode() const;
    // Throws Malformed.
    static Partial decode(std::string_view octets);

    friend bool operator==(const Partial&, const Partial&) = default;
};

// The contribution of the holder of `share`, to be combined with that of holder `with`. Throws
// Refused when the share is of another key or epoch, or the ciphertext is not one of `key` under
// `label`.
Partial partial(const Share& share, unsigned with, const PublicKey& key,
                const Ciphertext& ciphertext, const Label& label, const RequestHash& request);

// Whether `partial` is what its holder owes for this ciphertext, label and request in the epoch of
// `key`.
bool verify_partial(const PublicKey& key, const Partial& partial, const Ciphertext& ciphertext,
                    const Label& label, const RequestHash& request);

// Makes the commitment to a period key, as the label carries it.
using Commit = std::function<Octets<32>(const PeriodKey&)>;

// The period key, from the contributions of two holders in either order. Throws Refused, naming the
// holder of a contribution that does not hold (Refused::holder), or nobody when the ciphertext does
// not hold or what is inside is not what the label commits to.
PeriodKey combine(const PublicKey& key, const Ciphertext& ciphertext, const Label& label,
                  const RequestHash& request, const Partial& one, const Partial& other,
                  const Commit& commit);

}  // namespace postvern::records::threshold

// What two devices of a ceremony agree on by X25519 with keys of this ceremony only: the keys under
// which shares travel between them, and the mask of the pair. Thread-safe.
#pragma once

#include <optional>

#include "records/threshold/message.hpp"

namespace postvern::records::threshold {

class Ephemeral {
  public:
    Ephemeral(const SecretOctets<32>& seed, const Octets<32>& plan_hash, unsigned index);
    const Octets<32>& identity() const noexcept { return public_; }

    // With the other's public key. Throws Refused when it is one of small order.  RFC 7748 6.1
    SecretOctets<32> agree(const Octets<32>& other) const;

  private:
    SecretOctets<32> secret_;
    Octets<32> public_;
};

// Who deals to whom, after which openings.
struct Road {
    const Octets<32>& plan_hash;
    const Octets<32>& openings;
    unsigned from;
    unsigned to;
};

// ChaCha20-Poly1305 (RFC 8439) under a key that seals this one share: the nonce is zero.
Octets<kSealedShareSize> seal_share(const Scalar& share, const SecretOctets<32>& agreed,
                                    const Road& road);
// Nothing when it was not sealed so, or is no scalar.
std::optional<Scalar> open_share(const Octets<kSealedShareSize>& sealed,
                                 const SecretOctets<32>& agreed, const Road& road);

// The mask of a pair, of which both sides make the same.
Scalar pair_mask(const SecretOctets<32>& agreed, const Octets<32>& plan_hash, unsigned one,
                 unsigned other);

}  // namespace postvern::records::threshold

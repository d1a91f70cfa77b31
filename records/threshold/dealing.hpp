// What one device deals in a ceremony: a line whose value at zero is shared out. Everything follows
// from the device's seed and the plan. Thread-safe.
#pragma once

#include "records/threshold/message.hpp"

namespace postvern::records::threshold {

class Line {
  public:
    // Of dealer `index`: random in a generation; in a resharing its value at zero is the weighted
    // `old` share, so that the values at zero of all dealers add up to the same key.
    static Line of(const Plan& plan, const Octets<32>& plan_hash, unsigned index,
                   const SecretOctets<32>& seed, const Share* old);

    Scalar at(unsigned index) const;
    // The public half, with the proof of possession; openings and sealed shares are left zero.
    Dealing commitments(const Octets<32>& plan_hash, unsigned index,
                        const SecretOctets<32>& seed) const;

  private:
    Line(Scalar at_zero, Scalar slope) : at_zero_(std::move(at_zero)), slope_(std::move(slope)) {}

    Scalar at_zero_;
    Scalar slope_;
};

// What an opening commits to.
Octets<32> commitment_to(const Dealing& dealing, const Octets<32>& plan_hash, unsigned dealer);

// Whether the dealer knew the value at zero, in this ceremony and under this index.
bool possession_holds(const Dealing& dealing, const Octets<32>& plan_hash, unsigned dealer);

// Whether, in a resharing, the dealer deals its old share. Always so in a generation.
bool deals_what_it_holds(const Dealing& dealing, const Plan& plan, unsigned dealer);

// What holder `index` receives, in the exponent: the value of the committed line there.
Element committed_at(const Dealing& dealing, unsigned index);

}  // namespace postvern::records::threshold

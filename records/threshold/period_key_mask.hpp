// What a period key is hidden under in a ciphertext.
#pragma once

#include "records/threshold/ciphertext.hpp"

namespace postvern::records::threshold {

// Of the ciphertext with `point` under `label`; `shared` is r times the key.
SecretOctets<32> period_key_mask(const PublicKey& key, const Label& label, const Element& point,
                                 const Element& shared);

}  // namespace postvern::records::threshold

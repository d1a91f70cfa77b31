// TDH2 (Shoup and Gennaro 1998) of a period key: nobody can make a ciphertext under another label
// from one that exists, and everybody can check, without a secret, that the maker knew what is
// inside. Thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "records/threshold/element.hpp"
#include "records/threshold/key.hpp"
#include "records/threshold/label.hpp"

namespace postvern::records::threshold {

using PeriodKey = SecretOctets<32>;

struct Ciphertext {
    static constexpr std::size_t kSize = 161;  // octets

    Octets<32> sealed;     // the period key under a hash of the shared element
    Element point;         // u = r G
    Element second_point;  // r H, H the second generator
    PublicScalar challenge;
    PublicScalar response;

    std::string encode() const;
    // Throws Malformed. What it gives has a form; verify() says whether its proof holds.
    static Ciphertext decode(std::string_view octets);

    friend bool operator==(const Ciphertext&, const Ciphertext&) = default;
};

// `period_key` for any two holders of `key`, under `label`. Every call gives another ciphertext.
Ciphertext encrypt(const PublicKey& key, const Label& label, const PeriodKey& period_key);
// The same from given randomness, for test vectors: equal for equal arguments, and safe with
// randomness that was used for others.
Ciphertext encrypt(const PublicKey& key, const Label& label, const PeriodKey& period_key,
                   const SecretOctets<32>& randomness);

// Whether `ciphertext` was made for `key` under `label` by somebody who knew what is inside.
bool verify(const PublicKey& key, const Ciphertext& ciphertext, const Label& label);

}  // namespace postvern::records::threshold

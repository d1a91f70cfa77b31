// The disclosure key on record, and what is sealed to it. Values.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "records/identifiers.hpp"
#include "records/threshold.hpp"

namespace postvern::records {

// A disclosure key as it was put on record.
struct DisclosureKey {
    std::uint64_t number = 0;  // 1, 2, ...: the same for all epochs of one key
    std::int64_t since = 0;    // Unix seconds: when its last epoch was put on record
    threshold::PublicKey key;  // of that epoch
};

// How far the seals are. A key that is sealed to another than the disclosure key in force lacks a seal.
struct SealingState {
    std::uint64_t keys = 0;      // period keys of accounts that exist
    std::uint64_t lacking = 0;   // of these: not sealed to the key in force; opened at the owner's next sign-in
    std::uint64_t accounts = 0;  // that have such
};

// A wrapped key as the holders' devices get it.
struct DisclosableKey {
    threshold::Label label;       // what the ciphertext is bound to; data_class is that of DataClass
    std::string ciphertext;       // threshold::Ciphertext, encoded
    std::uint64_t sealed_to = 0;  // DisclosureKey::number
};

// Keys that the holders' partials combined to, by Label::key_id. They wipe themselves.
using OpenedKeys = std::map<std::uint64_t, threshold::PeriodKey>;

// How the commitment to a key of `account` under `label` is made (docs/formats/keys.md): for threshold::combine().
threshold::Commit commitment_of(AccountId account, const threshold::Label& label);

}  // namespace postvern::records

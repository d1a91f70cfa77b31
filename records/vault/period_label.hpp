// What binds a period key to its place, and what commits to it. Functions without state: thread-safe.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "records/identifiers.hpp"
#include "records/vault/secret.hpp"

namespace postvern::records::vault {

struct KeyPlace {
    AccountId account{};
    DataClass data_class = DataClass::mail;
    Day day{};
    friend auto operator<=>(const KeyPlace&, const KeyPlace&) = default;
};

std::string period_label(std::string_view site_id, const KeyPlace& place, PeriodKeyId id);

// Binds a seal to the one key that it was made for: AES-GCM alone could be opened to two. 32 octets.
std::string period_commitment(std::string_view key, std::string_view label);

}  // namespace postvern::records::vault

// What lies sealed in the rows of held_scopes and held_keys. Decoding throws StorageError on what encoding
// would not write.
#pragma once

#include <string>
#include <string_view>

#include "records/vault/held_keys.hpp"

namespace postvern::records::vault {

std::string encode(const HeldScope& scope);
HeldScope decode_scope(std::string_view octets);

std::string encode(const DisclosedKey& key);
DisclosedKey decode_held_key(std::string_view octets);

}  // namespace postvern::records::vault

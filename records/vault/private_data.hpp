// Small data sealed to an account: names of folders, keywords, labels. Thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "records/vault/account_keys.hpp"

namespace postvern::records::vault {

std::string seal_private(const KeyBlock& block, std::string_view label, std::string_view plain);
// Throws StorageError when `sealed` is not what was sealed for this account under `label`.
std::string open_private(const KeyBlock& block, std::string_view label, std::string_view sealed);
// 16 octets, the same for the same value.
std::string private_lookup(const KeyBlock& block, std::string_view label, std::string_view value);

}  // namespace postvern::records::vault

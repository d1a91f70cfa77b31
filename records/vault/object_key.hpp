// An object's key as it lies beside the object: sealed under a period key and bound to the object.
// Format version (1 octet), nonce (12), cipher text (32), tag (16). Thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "records/vault/sealed_object.hpp"
#include "records/vault/secret.hpp"

namespace postvern::records::vault {

std::string wrap_object_key(const Secret& period_key, const ObjectLabel& label, const Secret& key);

// Throws StorageError when `wrap` is not what was wrapped for this object.
Secret unwrap_object_key(const Secret& period_key, const ObjectLabel& label, std::string_view wrap);

}  // namespace postvern::records::vault

// Port: the keys that the access record works with. The vault implements it through VaultKeys
// (vault_keys.hpp); tests implement it in memory. Implementations are thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "records/vault/secret.hpp"

namespace postvern::records {

class LedgerKeys {
  public:
    virtual ~LedgerKeys() = default;

    // The site's subkey for a purpose: 32 octets, the same at every start.
    virtual Secret derive(std::string_view purpose) const = 0;
    // The random 32-octet key of that name, made (durably) at first use. Throws what the key store throws.
    virtual Secret record_key(std::string_view name) = 0;
    // The same, absent when there is none: it was never made, or it was destroyed.
    virtual std::optional<Secret> find_record_key(std::string_view name) const = 0;
    // From now on unreadable. Nothing happens when there is none.
    virtual void destroy(std::string_view name) = 0;
    // Names the site in public, in letters, digits and hyphens.
    virtual std::string site_name() const = 0;
};

}  // namespace postvern::records

// Named random keys, sealed under the site's key: those of the access record, which is erased by
// destroying them. Thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "records/vault/keys_database.hpp"
#include "records/vault/site_keys.hpp"

namespace postvern::records::vault {

class RecordKeys {
  public:
    RecordKeys(const SiteKeys& site, KeysDatabase& database) : site_(site), database_(database) {}

    // See Vault.
    Secret key(std::string_view name);
    std::optional<Secret> find(std::string_view name);
    void destroy(std::string_view name);

  private:
    static constexpr std::size_t kKept = 4096;

    std::string lookup(std::string_view name) const;
    std::optional<Secret> load(sql::Session& session, const std::string& lookup);
    void keep(const std::string& lookup, const Secret& key);

    const SiteKeys& site_;
    KeysDatabase& database_;
    // Used under a lease of the database only, so that a key cannot be kept that is being
    // destroyed.
    std::unordered_map<std::string, Secret> kept_;
};

}  // namespace postvern::records::vault

// Named random keys, sealed under the site's key and to those who are to read when the site cannot any
// more: those of the access record, which is erased by destroying them. Thread-safe.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "records/record_readers.hpp"
#include "records/vault/keys_database.hpp"
#include "records/vault/record_seals.hpp"
#include "records/vault/site_keys.hpp"

namespace postvern::records::vault {

class RecordKeys {
  public:
    RecordKeys(const SiteKeys& site, KeysDatabase& database) : site_(site), database_(database) {}

    // See Vault.
    Secret key(std::string_view name, const RecordAudience& audience);
    std::optional<Secret> find(std::string_view name);
    std::optional<Secret> find(std::string_view name, SealKind kind, const KeyPair& pair);
    RecordKeyState state(std::string_view name);
    // `by`: an officer's key pair, for what the site has no copy of; or null.
    RecordSealing seal(std::string_view name, const RecordAudience& audience, const KeyPair* by);
    bool give_up(std::string_view name);
    void destroy(std::string_view name);

    std::map<std::uint32_t, std::string> officers();
    void put_officer(std::uint32_t user, const std::string& public_key);
    void remove_officer(std::uint32_t user);

  private:
    static constexpr std::size_t kKept = 4096;

    std::string lookup(std::string_view name) const;
    RecordKeyState state_of(sql::Session& session, const std::string& lookup);
    std::optional<Secret> load(sql::Session& session, const std::string& lookup);
    void keep(const std::string& lookup, const Secret& key);

    const SiteKeys& site_;
    KeysDatabase& database_;
    // Used under a lease of the database only, so that a key cannot be kept that is being
    // destroyed.
    std::unordered_map<std::string, Secret> kept_;
};

}  // namespace postvern::records::vault

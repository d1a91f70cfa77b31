// Port: the keys that the access record works with. The vault implements it through VaultKeys
// (vault_keys.hpp); tests implement it in memory. Implementations are thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "records/record_readers.hpp"
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

    // What follows is of keys that are sealed to others than the site; as it stands here, of a key store that
    // seals to nobody.
    //
    // record_key(), sealed to `audience` when it is made.
    virtual Secret record_key_for(std::string_view name, const RecordAudience&) {
        return record_key(name);
    }
    // find_record_key(), by the opener's private key or else by the site's own copy.
    virtual std::optional<Secret> find_record_key_for(std::string_view name,
                                                      const RecordOpener&) const {
        return find_record_key(name);
    }
    virtual RecordKeyState state(std::string_view name) const {
        return find_record_key(name) ? RecordKeyState::open : RecordKeyState::absent;
    }
    // Adds the seals that `audience` calls for and that the key lacks; where the site has no copy of it, by the private
    // key of an officer to whom it is sealed, or null.
    virtual RecordSealing seal(std::string_view, const RecordAudience&, const ReadingKey*) { return {}; }
    // Destroys the site's own copy if an officer who is on record can open the key; value: whether it did.
    virtual bool give_up(std::string_view) { return false; }

    // Names the site in public, in letters, digits and hyphens.
    virtual std::string site_name() const = 0;
};

}  // namespace postvern::records

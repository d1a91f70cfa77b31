// Keys of what is held for cases (docs/decisions/0023-preserved-by-keys.md). Of each account that is held stay its salt and
// id, and for each period key of the hold's scope its seal to the disclosure key, never the owner's. What is held is wrapped once more
// under keys of the hold's own, which are sealed to the disclosure key as well and were never sealed to the owner: so no session
// of the owner opens it. All of a hold is enclosed in one slot, sealed under the site's key. Thread-safe; functions that take a
// session work in the caller's transaction.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "records/vault/disclosure_seals.hpp"
#include "records/vault/keys_database.hpp"

namespace postvern::records::vault {

// Which keys of an account a hold covers.
struct HeldScope {
    AccountId account{};
    std::set<DataClass> classes{};
    Day first{};  // both included
    Day last{};
    bool arrivals = false;
    std::optional<AccountIdentity> identity{};  // as begin() found it
    std::string subscriber{};                   // what is kept of the subscriber, encoded; empty: nothing

    bool covers(const KeyPlace& place) const {
        return place.account == account && classes.contains(place.data_class) &&
               first <= place.day && place.day <= last;
    }
};

// A key with its seal to the disclosure key.
struct DisclosedKey {
    KeyPlace place;
    PeriodKeyId id{};
    std::string commitment;
    std::uint64_t sealed_to = 0;
    std::string ciphertext;
};

// A key of a hold's own, to wrap with. `id` has the highest bit set, which no period key's has.
struct HoldKey {
    PeriodKeyId id{};
    Secret key;
};
inline constexpr std::uint64_t kHoldKeyBit = std::uint64_t{1} << 63;

class HeldKeys {
  public:
    // Reads what is held.
    HeldKeys(const SiteKeys& site, KeysDatabase& database);

    // From when this returns, durably, all period keys of the scope that have a seal are held, and those that get one later. Value: keys to
    // wrap with, one for each of `places`; none where nothing can be sealed. Throws std::logic_error for a hold that exists.
    std::map<KeyPlace, HoldKey> begin(std::uint64_t hold, HeldScope scope,
                                      const std::set<KeyPlace>& places);
    // A key to wrap an arrival with; empty where nothing can be sealed. The same for some time, as period keys are.
    std::optional<HoldKey> key_for(std::uint64_t hold, const KeyPlace& place);
    // Destroys all keys of the hold. Nothing happens where there is none.
    void end(std::uint64_t hold);

    // Of a period key that is new (`fresh`) or gets a seal now: kept by the holds that cover it.
    void note(sql::Session& session, const DisclosedKey& key, bool fresh);

    std::vector<std::uint64_t> all() const;
    std::map<std::uint64_t, HeldScope> of(AccountId account) const;
    // Holds that want what arrives in `place`.
    std::vector<std::uint64_t> wanting(const KeyPlace& place) const;
    // The accounts whose ids are those of this address, each once.
    std::vector<AccountId> named(std::string_view canonical_address) const;
    // Every key of these holds whose place is in the class and days.
    std::vector<DisclosedKey> keys(std::span<const std::uint64_t> holds, const KeyPlace& from,
                                   Day until);

    void forget_unused();  // hold keys in memory

  private:
    struct Kept {
        PeriodKeyId id;
        Secret key;
    };
    Secret slot_of(sql::Session& session, std::uint64_t hold);
    void insert(sql::Session& session, std::uint64_t hold, const Secret& slot,
                const DisclosedKey& key);
    HoldKey make(sql::Session& session, std::uint64_t hold, const Secret& slot,
                 const DisclosureSealer& sealer, const KeyPlace& place);
    std::string lookup_of(std::uint64_t hold, PeriodKeyId id) const;

    const SiteKeys& site_;
    KeysDatabase& database_;
    const Secret lookup_key_;
    mutable std::mutex mutex_;  // taken after the database
    std::map<std::uint64_t, HeldScope> scopes_;
    std::map<std::pair<std::uint64_t, KeyPlace>, Kept> wrapping_;
};

}  // namespace postvern::records::vault

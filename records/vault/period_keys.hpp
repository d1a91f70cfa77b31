// Period keys: one per account, data class, day and at most 15 minutes of deliveries. Whoever
// delivers makes one and can seal with it while it is in memory; afterwards only the account's keys
// open it. Thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <span>
#include <vector>

#include "records/vault/account_keys.hpp"
#include "records/vault/held_keys.hpp"
#include "records/vault/keys_database.hpp"
#include "records/vault/period_label.hpp"
#include "records/vault/site_keys.hpp"

namespace postvern::records::vault {

class PeriodKeys {
  public:
    // How long one is used for sealing, in seconds.
    static constexpr std::int64_t kSeconds = 15 * 60;

    // `clock` gives Unix seconds.
    PeriodKeys(const SiteKeys& site, KeysDatabase& database, HeldKeys& held,
               std::function<std::int64_t()> clock);

    struct Current {
        PeriodKeyId id;
        Secret key;
    };
    // The one to seal with now, durable when it returns. Throws NotFound without account.
    Current current(AccountId account, DataClass data_class, Day day);

    // Opens one with the account's keys. The first time an account opens new ones, all that wait
    // are opened with its private key and wrapped under its root key, which opens them from then
    // on. Throws NotFound when it was destroyed, StorageError when it is damaged.
    Secret open(KeyBlock& block, PeriodKeyId period);

    // Seals those behind `after` that lack a seal to the disclosure key in force, at most kSealedAtOnce, in one transaction; damaged
    // ones are passed over. Value: the last that was looked at; absent: there was none.
    static constexpr std::int64_t kSealedAtOnce = 64;
    std::optional<PeriodKeyId> seal_some(KeyBlock& block, PeriodKeyId after);
    SealingState sealing_state();
    // Those that have a seal to a disclosure key, of the place's account and class, from its day until that day.
    std::vector<DisclosedKey> disclosed(const KeyPlace& from, Day until);

    // See Vault.
    std::vector<PeriodKeyId> settled(AccountId account);
    void destroy(AccountId account, std::span<const PeriodKeyId> periods);

    // Wipes what is in memory for an account whose keys on disk have been destroyed or replaced.
    void forget(AccountId account);
    void forget_expired();

  private:
    using Place = KeyPlace;
    struct Kept {
        PeriodKeyId id;
        Secret key;
        std::int64_t until;
    };
    struct Row;

    std::optional<Current> kept(const Place& place);
    Current make(const Place& place);
    std::string label_of(const Place& place, PeriodKeyId id) const;
    std::optional<Row> read(AccountId account, PeriodKeyId period);
    std::vector<Row> read_unopened(AccountId account);
    Secret open_root_wrap(const KeyBlock& block, const Row& row) const;
    Secret open_sealed_row(const KeyBlock& block, const Row& row) const;
    Secret open_row(const KeyBlock& block, const Row& row) const;
    std::vector<Row> read_unsealed(AccountId account, std::uint64_t disclosure_key,
                                   PeriodKeyId after);
    Secret open_waiting(KeyBlock& block, PeriodKeyId wanted);
    void store_root_wraps(const KeyBlock& block,
                          const std::vector<std::pair<PeriodKeyId, std::string>>& wraps) noexcept;
    std::string bound_to_root(const Row& row) const;
    void expect_commitment(const Row& row, const Secret& key) const;

    const SiteKeys& site_;
    KeysDatabase& database_;
    HeldKeys& held_;
    const std::function<std::int64_t()> clock_;
    std::int64_t first_of_this_run_;  // ids below are settled

    std::mutex making_;  // taken before mutex_ and the database
    std::mutex mutex_;
    std::map<Place, Kept> kept_;
};

}  // namespace postvern::records::vault

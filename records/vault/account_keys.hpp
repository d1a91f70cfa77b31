// What a credential of an account wraps, and the session's form of it.
#pragma once

#include <cstdint>
#include <memory_resource>
#include <mutex>
#include <shared_mutex>
#include <unordered_map>

#include "records/identifiers.hpp"
#include "records/vault/secret.hpp"
#include "records/vault/x25519.hpp"

namespace postvern::records::vault {

struct AccountKeys {
    std::uint64_t generation;  // of the account's keys; 1, 2, ... A value
    KeyPair pair;              // period keys are sealed to it
    Secret root;  // 32 octets: everything else of the account is sealed under its subkeys

    static AccountKeys generate(std::uint64_t generation);
    // Private key and root key, 64 octets: what a credential wraps.
    Secret joined() const;
    // Throws StorageError unless `joined` has 64 octets.
    static AccountKeys split(std::uint64_t generation, const Secret& joined);
};

// The open keys of one account, shared by all of its sessions; wiped with the last. Thread-safe.
class KeyBlock {
  public:
    KeyBlock(AccountId account, AccountKeys keys, std::pmr::memory_resource* memory);

    AccountId account() const noexcept { return account_; }
    const AccountKeys& keys() const noexcept { return keys_; }
    const Secret& private_seal_key() const noexcept { return private_seal_key_; }
    const Secret& private_lookup_key() const noexcept { return private_lookup_key_; }
    const Secret& period_wrap_key() const noexcept { return period_wrap_key_; }

    // A period key that was opened before; empty when it was not.
    Secret period(PeriodKeyId period) const;
    void remember(PeriodKeyId period, const Secret& key);
    void forget(PeriodKeyId period);
    // Held while the account's unopened period keys are opened, so that it is done once.
    std::mutex& opening() noexcept { return opening_; }

    // Period keys kept open: over twenty years of days. Beyond, all are dropped and opened anew.
    static constexpr std::size_t kPeriods = 8192;

  private:
    const AccountId account_;
    const AccountKeys keys_;
    const Secret private_seal_key_;
    const Secret private_lookup_key_;
    const Secret period_wrap_key_;
    mutable std::shared_mutex mutex_;
    std::pmr::unordered_map<PeriodKeyId, Secret> periods_;
    std::mutex opening_;
};

}  // namespace postvern::records::vault

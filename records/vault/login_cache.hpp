// Spares a repeated sign-in the slow hash: the account's keys, for five minutes, encrypted under a
// key that only the presented password and a secret of this process give. Nothing in it reaches the
// disk. Thread-safe.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "records/vault/account_keys.hpp"

namespace postvern::records::vault {

class LoginCache {
  public:
    static constexpr std::int64_t kSeconds = 300;
    static constexpr std::size_t kEntries = 20'000;

    LoginCache();

    // The keys, when this password opened the account at most kSeconds before `now`.
    std::optional<AccountKeys> find(AccountId account, std::string_view password, std::int64_t now);

    // A mark to be taken before the credentials are read, for remember().
    std::uint64_t mark() const noexcept { return changes_.load(); }
    // Does nothing when credentials were changed since the mark: what was read may be out of date.
    void remember(AccountId account, std::string_view password, const AccountKeys& keys,
                  std::int64_t now, std::uint64_t mark);

    // For any change of the account's credentials, after it is durable.
    void forget(AccountId account);
    void forget_expired(std::int64_t now);

  private:
    struct Entry {
        AccountId account;
        std::uint64_t generation;
        std::string sealed;
        std::int64_t until;
    };
    struct Place;  // where an entry lies and what opens it
    Place place_of(AccountId account, std::string_view password) const;

    const Secret process_secret_;
    std::atomic<std::uint64_t> changes_{0};
    std::mutex mutex_;
    std::unordered_map<std::string, Entry> entries_;
};

}  // namespace postvern::records::vault

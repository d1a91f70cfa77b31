#include "records/vault/login_cache.hpp"

#include "records/vault/aead.hpp"
#include "records/vault/framing.hpp"
#include "records/vault/kdf.hpp"

namespace postvern::records::vault {

namespace {

std::string bound_to(AccountId account, std::uint64_t generation) {
    return std::string(Framing("login cache").number(number(account)).number(generation).view());
}

}  // namespace

struct LoginCache::Place {
    std::string index;
    Secret key;
};

LoginCache::LoginCache() : process_secret_(Secret::random(kHashSize)) {}

LoginCache::Place LoginCache::place_of(AccountId account, std::string_view password) const {
    const Secret of_account =
        hmac(process_secret_.view(), Framing("account").number(number(account)).view());
    const Secret pseudorandom = extract(of_account.view(), password);
    return {std::string(expand(pseudorandom.view(), "index", kHashSize).view()),
            expand(pseudorandom.view(), "key", kHashSize)};
}

std::optional<AccountKeys> LoginCache::find(AccountId account, std::string_view password,
                                            std::int64_t now) {
    const Place place = place_of(account, password);
    std::optional<Entry> entry;
    {
        const std::scoped_lock lock(mutex_);
        const auto found = entries_.find(place.index);
        if (found == entries_.end() || now >= found->second.until) return {};
        entry = found->second;
    }
    const Secret joined = open_small_secret(place.key, bound_to(account, entry->generation),
                                            entry->sealed, "an entry of the login cache");
    return AccountKeys::split(entry->generation, joined);
}

void LoginCache::remember(AccountId account, std::string_view password, const AccountKeys& keys,
                          std::int64_t now, std::uint64_t mark) {
    Place place = place_of(account, password);
    std::string sealed = seal_small(place.key, bound_to(account, keys.generation), keys.joined());
    const std::scoped_lock lock(mutex_);
    if (changes_.load() != mark) return;
    if (entries_.size() >= kEntries) {
        std::erase_if(entries_, [&](const auto& entry) { return now >= entry.second.until; });
    }
    if (entries_.size() >= kEntries) return;
    entries_.insert_or_assign(std::move(place.index),
                              Entry{account, keys.generation, std::move(sealed), now + kSeconds});
}

void LoginCache::forget(AccountId account) {
    const std::scoped_lock lock(mutex_);
    changes_.fetch_add(1);
    std::erase_if(entries_, [&](const auto& entry) { return entry.second.account == account; });
}

void LoginCache::forget_expired(std::int64_t now) {
    const std::scoped_lock lock(mutex_);
    std::erase_if(entries_, [&](const auto& entry) { return now >= entry.second.until; });
}

}  // namespace postvern::records::vault

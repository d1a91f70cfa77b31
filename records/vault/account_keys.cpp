#include "records/vault/account_keys.hpp"

#include <algorithm>

#include "records/errors.hpp"
#include "records/vault/framing.hpp"
#include "records/vault/kdf.hpp"

namespace postvern::records::vault {

namespace {

constexpr std::size_t kRootSize = 32;

Secret subkey(const Secret& root, std::string_view purpose) {
    return expand(root.view(), Framing("account subkey").text(purpose).view(), kHashSize);
}

}  // namespace

AccountKeys AccountKeys::generate(std::uint64_t generation) {
    return {generation, KeyPair::generate(), Secret::random(kRootSize)};
}

Secret AccountKeys::joined() const {
    Secret both(kCurveKeySize + kRootSize);
    std::copy_n(pair.private_key.data(), kCurveKeySize, both.data());
    std::copy_n(root.data(), kRootSize, both.data() + kCurveKeySize);
    return both;
}

AccountKeys AccountKeys::split(std::uint64_t generation, const Secret& joined) {
    if (joined.size() != kCurveKeySize + kRootSize) {
        throw StorageError("a credential in keys.db is damaged: it wraps keys of a wrong length");
    }
    return {generation, KeyPair::of(Secret::copy_of(joined.view().substr(0, kCurveKeySize))),
            Secret::copy_of(joined.view().substr(kCurveKeySize))};
}

KeyBlock::KeyBlock(AccountId account, AccountKeys keys, std::pmr::memory_resource* memory)
    : account_(account),
      keys_(std::move(keys)),
      private_seal_key_(subkey(keys_.root, "private data")),
      private_lookup_key_(subkey(keys_.root, "private lookup")),
      period_wrap_key_(subkey(keys_.root, "period keys")),
      periods_(memory) {}

Secret KeyBlock::period(PeriodKeyId period) const {
    const std::shared_lock lock(mutex_);
    const auto found = periods_.find(period);
    return found == periods_.end() ? Secret() : found->second.clone();
}

void KeyBlock::remember(PeriodKeyId period, const Secret& key) {
    const std::unique_lock lock(mutex_);
    if (periods_.size() >= kPeriods) periods_.clear();
    periods_.insert_or_assign(period, key.clone());
}

void KeyBlock::forget(PeriodKeyId period) {
    const std::unique_lock lock(mutex_);
    periods_.erase(period);
}

}  // namespace postvern::records::vault

#include "records/vault/disclosable_keys.hpp"

#include <map>

namespace postvern::records::vault {

std::optional<AccountIdentity> DisclosableList::identity_of(AccountId account) {
    {
        auto lease = database_.lease();
        if (auto found = read_identity(lease.session(), site_, account)) return found;
    }
    for (const auto& [hold, scope] : held_.of(account)) {
        if (scope.identity) return scope.identity;
    }
    return {};
}

std::vector<DisclosableKey> DisclosableList::keys(const KeyPlace& from, Day until) {
    const auto identity = identity_of(from.account);
    if (!identity) return {};
    std::vector<std::uint64_t> holds;
    for (const auto& [hold, scope] : held_.of(from.account)) holds.push_back(hold);
    std::map<PeriodKeyId, DisclosedKey> keys;
    // Of one key, the account's own seal: it may be to a later disclosure key than the hold's.
    for (auto& key : periods_.disclosed(from, until)) keys.emplace(key.id, std::move(key));
    for (auto& key : held_.keys(holds, from, until)) keys.emplace(key.id, std::move(key));
    std::vector<DisclosableKey> list;
    for (auto& [id, key] : keys) {
        list.push_back({disclosure_label(site_, identity->id, key.place, id, key.commitment),
                        std::move(key.ciphertext), key.sealed_to});
    }
    return list;
}

}  // namespace postvern::records::vault

#include "records/archive/keywords.hpp"

#include <algorithm>

#include "records/archive/state.hpp"
#include "records/errors.hpp"

namespace postvern::records {

namespace {

constexpr const char* kLabel = "keyword";

std::string folded(std::string_view name) {
    std::string lower(name);
    std::transform(lower.begin(), lower.end(), lower.begin(), [](char octet) {
        return octet >= 'A' && octet <= 'Z' ? static_cast<char>(octet - 'A' + 'a') : octet;
    });
    return lower;
}

std::optional<std::int64_t> find_bit(Commit& commit, AccountId account,
                                     const SealedKeyword& keyword) {
    return commit("SELECT bit FROM keywords WHERE account = ? AND lookup = ?")
        .integer(account, sql::Blob{keyword.lookup});
}

std::int64_t add_bit(Commit& commit, AccountId account, const SealedKeyword& keyword) {
    const std::int64_t bit =
        commit("SELECT count(*) FROM keywords WHERE account = ?").integer(account).value_or(0);
    if (bit >= kMaxKeywords) throw LimitReached("the account has 64 keywords already");
    commit("INSERT INTO keywords (account, bit, lookup, name) VALUES (?, ?, ?, ?)")
        .run(account, bit, sql::Blob{keyword.lookup}, sql::Blob{keyword.name});
    return bit;
}

}  // namespace

std::vector<SealedKeyword> seal_keywords(Vault& vault, const policy::Grant& grant,
                                         const std::vector<std::string>& names) {
    const AccountId account = grant.resource().account;
    std::vector<SealedKeyword> sealed;
    for (const std::string& name : names) {
        if (name.size() > kMaxKeywordOctets) throw Unacceptable("a keyword is longer than 128 octets");
        sealed.push_back({vault.private_lookup(grant, account, kLabel, folded(name)),
                          vault.seal_private(grant, account, kLabel, name)});
    }
    return sealed;
}

std::uint64_t keyword_bits(Commit& commit, AccountId account,
                           const std::vector<SealedKeyword>& keywords) {
    std::uint64_t bits = 0;
    for (const SealedKeyword& keyword : keywords) {
        const auto known = find_bit(commit, account, keyword);
        bits |= std::uint64_t{1} << (known ? *known : add_bit(commit, account, keyword));
    }
    return bits;
}

std::uint64_t known_keyword_bits(Commit& commit, AccountId account,
                                 const std::vector<SealedKeyword>& keywords) {
    std::uint64_t bits = 0;
    for (const SealedKeyword& keyword : keywords) {
        if (const auto known = find_bit(commit, account, keyword)) bits |= std::uint64_t{1} << *known;
    }
    return bits;
}

std::vector<std::string> Archive::keywords(policy::Grant&& grant) {
    const policy::Grant held = std::move(grant);
    state_->require(held, {policy::Action::list});
    const AccountId account = held.resource().account;
    auto reader = state_->store.reader();
    std::vector<std::string> names;
    auto& select = reader("SELECT name FROM keywords WHERE account = ? ORDER BY bit");
    for (const auto& row : select.query(account)) {
        names.push_back(state_->vault.open_private(held, account, kLabel, row.octets(0)));
    }
    return names;
}

}  // namespace postvern::records

// Keywords of an account: bits whose names only the owner can read.
#pragma once

#include <string>
#include <vector>

#include "policy/grant.hpp"
#include "records/archive/store.hpp"
#include "records/vault/vault.hpp"

namespace postvern::records {

inline constexpr int kMaxKeywords = 64;
inline constexpr std::size_t kMaxKeywordOctets = 128;

struct SealedKeyword {
    std::string lookup;
    std::string name;  // owner-sealed
};

// Seals names, which compare without case (RFC 9051 2.3.2), with the keys of `grant`. Throws Unacceptable
// for one that is too long, and as Vault::seal_private does.
std::vector<SealedKeyword> seal_keywords(Vault& vault, const policy::Grant& grant,
                                         const std::vector<std::string>& names);

// Bits of `keywords` in the account; those it does not have yet are added. Throws Unacceptable when it has
// kMaxKeywords already.
std::uint64_t keyword_bits(Commit& commit, AccountId account,
                           const std::vector<SealedKeyword>& keywords);
// The same without adding: unknown ones have no bit.
std::uint64_t known_keyword_bits(Commit& commit, AccountId account,
                                 const std::vector<SealedKeyword>& keywords);

}  // namespace postvern::records

// By what an account is known in what is sealed to the disclosure key: a random salt, and the hash of it and the primary
// address. Both lie in keys.db, sealed under the site's key and enclosed in a slot, and are destroyed with the
// account. Used under a lease.
#pragma once

#include <optional>
#include <string_view>

#include "records/identifiers.hpp"
#include "records/sql/session.hpp"
#include "records/threshold.hpp"
#include "records/vault/site_keys.hpp"

namespace postvern::records::vault {

struct AccountIdentity {
    threshold::Octets<32> salt{};
    threshold::Octets<32> id{};  // threshold::account_id(salt, primary address)
};

// Absent: the account has no keys, or is from before and not identified yet.
std::optional<AccountIdentity> read_identity(sql::Session& session, const SiteKeys& site,
                                             AccountId account);

// Gives the account a salt where it has none. Throws NotFound for an account without keys.
void make_identity(sql::Session& session, const SiteKeys& site, AccountId account,
                   std::string_view canonical_address);

// Overwrites the slot, with what it encloses; for the transaction in which the account's row goes.
void destroy_identity(sql::Session& session, AccountId account);

}  // namespace postvern::records::vault

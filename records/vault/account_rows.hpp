// The row of an account in keys.db: to which public key its mail is sealed. Used under a lease.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "records/identifiers.hpp"
#include "records/sql/session.hpp"
#include "records/vault/account_keys.hpp"
#include "records/vault/site_keys.hpp"

namespace postvern::records::vault {

struct AccountRow {
    std::uint64_t generation;
    std::string public_key;
};

// Absent: the account has no keys. Throws StorageError when the public key is not authentic.
std::optional<AccountRow> read_account(sql::Session& session, const SiteKeys& site,
                                       AccountId account);

// Throws AlreadyExists when the account has keys.
void insert_account(sql::Session& session, const SiteKeys& site, AccountId account,
                    const AccountKeys& keys);

// Replaces the keys of the generation before. False when the account has others by now.
bool renew_account(sql::Session& session, const SiteKeys& site, AccountId account,
                   const AccountKeys& keys);

}  // namespace postvern::records::vault

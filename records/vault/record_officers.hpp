// The rows of the officers to whom the keys of records are sealed. Used under a lease.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "records/sql/session.hpp"
#include "records/vault/site_keys.hpp"

namespace postvern::records::vault {

// Public keys by Unix user id. Throws StorageError when one is not authentic.
std::map<std::uint32_t, std::string> read_officers(sql::Session& session, const SiteKeys& site);

// Replaces the key that the user had.
void put_officer(sql::Session& session, const SiteKeys& site, std::uint32_t user,
                 const std::string& public_key);
// False: there was none.
bool remove_officer(sql::Session& session, std::uint32_t user);

}  // namespace postvern::records::vault

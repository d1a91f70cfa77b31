// Subscriber data: what is known of whom an account belongs to, as an order may name it, and as a hold keeps it. `Source`
// prepares statements: a Commit, or what Store::reader() lends.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "records/disclosure.hpp"
#include "records/sql/statement.hpp"
#include "records/vault/vault.hpp"

namespace postvern::records {

// Under what an address is site-sealed.
inline constexpr const char* kAddressLabel = "address";

std::string encode(const SubscriberData& data);
// Throws StorageError.
SubscriberData decode_subscriber(std::string_view octets);

// Without addresses and credentials of one that is closed. Throws NotFound without a row of the account.
template <typename Source>
SubscriberData read_subscriber(Source& source, Vault& vault, AccountId account) {
    SubscriberData data;
    {
        auto rows = source("SELECT created FROM accounts WHERE id = ?").query(account);
        const auto row = rows.next();
        if (!row) throw NotFound("no such account");
        if (!row->is_null(0)) data.created = row->integer(0);
    }
    for (const auto& row : source("SELECT sealed FROM addresses WHERE account = ?"
                                  " ORDER BY is_primary DESC, lookup").query(account)) {
        data.addresses.push_back(vault.open_for_site(kAddressLabel, row.octets(0)));
    }
    const auto credentials = vault.count_credentials(account);
    data.password = credentials.passwords > 0;
    data.recovery_code = credentials.recovery_codes > 0;
    data.app_passwords = credentials.app_passwords;
    return data;
}

}  // namespace postvern::records

#include "records/vault/account_rows.hpp"

#include "records/errors.hpp"
#include "records/vault/framing.hpp"
#include "records/vault/kdf.hpp"

namespace postvern::records::vault {

namespace {

// What shows that this site wrote the public key.
Secret tag_of(const SiteKeys& site, AccountId account, const AccountRow& row) {
    const Secret key = site.derive("public keys");
    Framing fields("public key");
    fields.number(number(account)).number(row.generation).text(row.public_key);
    return hmac(key.view(), fields.view());
}

}  // namespace

std::optional<AccountRow> read_account(sql::Session& session, const SiteKeys& site,
                                       AccountId account) {
    auto rows = session("SELECT generation, public_key, tag FROM accounts WHERE account = ?")
                    .query(account);
    const auto row = rows.next();
    if (!row) return {};
    AccountRow read{static_cast<std::uint64_t>(row->integer(0)), std::string(row->octets(1))};
    if (!same_octets(row->octets(2), tag_of(site, account, read).view())) {
        throw StorageError(
            "the public key of an account in keys.db was not written by this site; restore keys.db "
            "from a backup");
    }
    return read;
}

void insert_account(sql::Session& session, const SiteKeys& site, AccountId account,
                    const AccountKeys& keys) {
    const AccountRow row{keys.generation, keys.pair.public_key};
    const Secret tag = tag_of(site, account, row);
    session("INSERT INTO accounts (account, generation, public_key, tag) VALUES (?, ?, ?, ?)")
        .run(account, row.generation, sql::Blob{row.public_key}, sql::Blob{tag.view()});
}

bool renew_account(sql::Session& session, const SiteKeys& site, AccountId account,
                   const AccountKeys& keys) {
    const AccountRow row{keys.generation, keys.pair.public_key};
    const Secret tag = tag_of(site, account, row);
    return session(
               "UPDATE accounts SET generation = ?, public_key = ?, tag = ?"
               " WHERE account = ? AND generation = ?")
               .run(row.generation, sql::Blob{row.public_key}, sql::Blob{tag.view()}, account,
                    row.generation - 1) == 1;
}

}  // namespace postvern::records::vault

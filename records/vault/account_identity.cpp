#include "records/vault/account_identity.hpp"

#include "records/errors.hpp"
#include "records/vault/shred_slots.hpp"

namespace postvern::records::vault {

namespace {

// Under the account's number, so that no account can be given another's.
std::string label_of(AccountId account) {
    return "account identity " + std::to_string(number(account));
}

}  // namespace

std::optional<AccountIdentity> read_identity(sql::Session& session, const SiteKeys& site,
                                             AccountId account) {
    auto rows = session(
                    "SELECT octets, identity FROM accounts JOIN slots ON slots.id = identity_slot"
                    " WHERE account = ?")
                    .query(account);
    const auto row = rows.next();
    if (!row) return {};
    const std::string both = site.open_sealed(
        label_of(account), open_enclosed(Secret::copy_of(row->octets(0)), row->octets(1)));
    if (both.size() != 64) throw StorageError("the salt of an account in keys.db is damaged");
    return AccountIdentity{threshold::octets_of<32>(std::string_view(both).substr(0, 32)),
                           threshold::octets_of<32>(std::string_view(both).substr(32))};
}

void make_identity(sql::Session& session, const SiteKeys& site, AccountId account,
                   std::string_view canonical_address) {
    if (read_identity(session, site, account)) return;
    AccountIdentity made;
    threshold::fill_random(made.salt.data(), made.salt.size());
    made.id = threshold::account_id(made.salt, canonical_address);
    const std::string both =
        std::string(threshold::view(made.salt)).append(threshold::view(made.id));
    const ShredSlot slot = take_slot(session);
    const std::string sealed = enclose(slot.key, site.seal(label_of(account), both));
    if (session("UPDATE accounts SET identity_slot = ?, identity = ? WHERE account = ?")
            .run(slot.id, sql::Blob{sealed}, account) == 0) {
        throw NotFound("the account has no keys");
    }
}

void destroy_identity(sql::Session& session, AccountId account) {
    const auto slot =
        session("SELECT identity_slot FROM accounts WHERE account = ?").integer(account);
    if (slot) destroy_slot(session, *slot);
}

}  // namespace postvern::records::vault

// Seals to the disclosure key (TDH2, records/threshold.hpp): the keys that were ever on record, and how a
// period key is sealed to the last of them. Used under a lease.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "records/disclosure_key.hpp"
#include "records/sql/session.hpp"
#include "records/vault/account_identity.hpp"
#include "records/vault/period_label.hpp"
#include "records/vault/site_keys.hpp"

namespace postvern::records::vault {

// The last one put on record; absent: none. Throws StorageError for one that this site did not write.
std::optional<DisclosureKey> disclosure_key_in_force(sql::Session& session, const SiteKeys& site);
std::vector<DisclosureKey> all_disclosure_keys(sql::Session& session, const SiteKeys& site);

// See Disclosure::put_key. `now`: Unix seconds.
void put_disclosure_key(sql::Session& session, const SiteKeys& site, const threshold::PublicKey& key,
                        std::int64_t now);

// Seals period keys of one account. Absent parts: there is nothing to seal to, or no name for the account.
class DisclosureSealer {
  public:
    DisclosureSealer(const SiteKeys& site, std::optional<DisclosureKey> key,
                     std::optional<AccountIdentity> identity)
        : site_(site), key_(std::move(key)), identity_(std::move(identity)) {}
    static DisclosureSealer of(sql::Session& session, const SiteKeys& site, AccountId account) {
        return {site, disclosure_key_in_force(session, site), read_identity(session, site, account)};
    }

    bool can_seal() const noexcept { return key_.has_value() && identity_.has_value(); }
    // DisclosureKey::number of what it seals to; 0: nothing.
    std::uint64_t number() const noexcept { return can_seal() ? key_->number : 0; }
    const std::optional<AccountIdentity>& identity() const noexcept { return identity_; }

    // The ciphertext, encoded; empty where it cannot seal. Throws StorageError when the key does not fit the commitment: both seals
    // of a key open to what is committed to.
    std::string seal(const KeyPlace& place, PeriodKeyId id, std::string_view commitment,
                     const Secret& key) const;

  private:
    const SiteKeys& site_;
    std::optional<DisclosureKey> key_;
    std::optional<AccountIdentity> identity_;
};

// The label under which that was sealed.
threshold::Label disclosure_label(const SiteKeys& site, const threshold::Octets<32>& account_id,
                                  const KeyPlace& place, PeriodKeyId id,
                                  std::string_view commitment);

}  // namespace postvern::records::vault

// What of keys.db may be listed for a case: by what name seals know an account, and the keys that have a seal to a
// disclosure key, whether they are the account's still or a hold's. Thread-safe.
#pragma once

#include <optional>
#include <vector>

#include "records/disclosure_key.hpp"
#include "records/vault/held_keys.hpp"
#include "records/vault/period_keys.hpp"

namespace postvern::records::vault {

class DisclosableList {
  public:
    // All borrowed.
    DisclosableList(const SiteKeys& site, KeysDatabase& database, HeldKeys& held, PeriodKeys& periods)
        : site_(site), database_(database), held_(held), periods_(periods) {}

    // Of an account with keys, else of one that is held. Absent: neither.
    std::optional<AccountIdentity> identity_of(AccountId account);
    // Of the place's account and class, from its day until that day; ascending by number, each once.
    std::vector<DisclosableKey> keys(const KeyPlace& from, Day until);

  private:
    const SiteKeys& site_;
    KeysDatabase& database_;
    HeldKeys& held_;
    PeriodKeys& periods_;
};

}  // namespace postvern::records::vault

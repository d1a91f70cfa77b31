// The register: what the Gate's rules ask about. Today the state of accounts; roles, agreements, consents
// and orders join it. Thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "policy/facts.hpp"
#include "records/facts_cache.hpp"

namespace postvern::records {

class Store;

class Register final : public policy::Facts {
  public:
    explicit Register(Store& store) : store_(store) {}

    std::optional<policy::AccountFacts> account(policy::AccountId account) const override;
    std::uint64_t generation() const noexcept override;

    // Accounts in which something is due for destruction at `moment` (Unix seconds).
    std::vector<policy::AccountId> accounts_due(std::int64_t moment) const;

  private:
    Store& store_;
    mutable FactsCache<policy::AccountId, policy::AccountFacts> known_;
};

}  // namespace postvern::records

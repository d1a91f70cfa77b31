// The register: what the Gate's rules ask about. Today the state of accounts, and the roles and agreements of
// the people of the house; consents, processors and orders join it. Thread-safe.
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
    std::optional<policy::StaffFacts> staff(std::uint32_t user) const override;
    std::uint64_t generation() const noexcept override;

    // Accounts in which something is due for destruction at `moment` (Unix seconds).
    std::vector<policy::AccountId> accounts_due(std::int64_t moment) const;

    // Whether nobody is managing director with all that binds them in force: nobody was entered yet, or all
    // papers have lapsed. Then, and only then, a founder may say who works there.
    bool lacks_director() const;

  private:
    Store& store_;
    mutable FactsCache<policy::AccountId, policy::AccountFacts> accounts_;
    mutable FactsCache<std::uint32_t, policy::StaffFacts> staff_;
};

}  // namespace postvern::records

// The register: what the Gate's rules ask about. The state of accounts and what their owners decided, the
// roles and agreements of the people of the house, processors, cases and what is held for them. What was
// read is relied upon until facts change; of accounts and people for kFactsValid seconds at most. Thread-safe.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "policy/facts.hpp"
#include "records/facts_cache.hpp"

namespace postvern::records {

class Store;
class Vault;

class Register final : public policy::Facts {
  public:
    // Seconds.
    static constexpr std::int64_t kFactsValid = 3'600;

    Register(Store& store, const Vault& vault) : store_(store), vault_(vault) {}

    std::optional<policy::AccountFacts> account(policy::AccountId account) const override;
    std::optional<policy::StaffFacts> staff(std::uint32_t user) const override;
    std::optional<policy::ProcessorFacts> processor(std::uint64_t number) const override;
    std::optional<policy::CaseFacts> legal_case(std::uint64_t number) const override;
    std::optional<policy::HoldFacts> hold(std::uint64_t number) const override;
    std::uint64_t generation() const noexcept override;

    // Accounts in which something is due for destruction at `moment` (Unix seconds).
    std::vector<policy::AccountId> accounts_due(std::int64_t moment) const;
    // Accounts whose owners want no counts of their own accesses.
    std::vector<policy::AccountId> accounts_without_tallies() const;
    // All of them, closed ones included, by number.
    std::vector<policy::AccountId> all_accounts() const;
    // The numbers of what is held, whether its time is over or not.
    std::vector<std::uint64_t> all_holds() const;

    // Cases, about that account or all, whose owners were told and about which no silence stands: what is recorded of
    // them may be shown.
    std::vector<std::uint64_t> told_cases(std::optional<policy::AccountId> about) const;

    // Writes down what is known where history says otherwise or nothing: at each opening of the site.
    void complete_history();
    // Forgets facts that were replaced by others before `moment`, or ended before it. Value: how many.
    std::uint64_t forget_before(std::int64_t moment);

    // Whether nobody is managing director with all that binds them in force: nobody was entered yet, or all
    // papers have lapsed. Then, and only then, a founder may say who works there.
    bool lacks_director() const;

  private:
    // By number.
    using EveryCase = std::shared_ptr<const std::vector<std::pair<std::uint64_t, policy::CaseFacts>>>;
    std::optional<EveryCase> read_cases() const;

    Store& store_;
    const Vault& vault_;
    mutable FactsCache<policy::AccountId, policy::AccountFacts> accounts_;
    mutable FactsCache<std::uint32_t, policy::StaffFacts> staff_;
    mutable FactsCache<std::uint64_t, policy::ProcessorFacts> processors_;
    mutable FactsCache<std::uint64_t, policy::CaseFacts> cases_;
    mutable FactsCache<std::uint64_t, policy::HoldFacts> holds_;
    mutable FactsCache<int, EveryCase> every_case_;
};

}  // namespace postvern::records

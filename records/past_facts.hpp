// What the register knew at a moment in the past (policy::Facts of that moment), from the history that every
// change of facts leaves. When something in an account is due for destruction is not kept: at any moment
// something counts as due, so that what the retention job did can be looked at. Reads the store; thread-safe.
#pragma once

#include <cstdint>
#include <vector>

#include "policy/facts.hpp"

namespace postvern::records {

class Store;
class Vault;

class PastFacts final : public policy::Facts {
  public:
    // As of the end of `moment` (Unix seconds).
    PastFacts(Store& store, const Vault& vault, std::int64_t moment)
        : store_(store), vault_(vault), moment_(moment) {}

    std::optional<policy::AccountFacts> account(policy::AccountId account) const override;
    std::optional<policy::StaffFacts> staff(std::uint32_t user) const override;
    std::optional<policy::ProcessorFacts> processor(std::uint64_t number) const override;
    std::optional<policy::CaseFacts> legal_case(std::uint64_t number) const override;
    std::optional<policy::HoldFacts> hold(std::uint64_t number) const override;
    std::uint64_t generation() const noexcept override { return 0; }

    // The moments in [from, before) at which something changed, ascending, each once.
    static std::vector<std::int64_t> changes(Store& store, std::int64_t from, std::int64_t before);

  private:
    Store& store_;
    const Vault& vault_;
    const std::int64_t moment_;
};

// Everybody and everything that was ever on record, as far as it is still known.
struct EverKnown {
    std::vector<policy::AccountId> accounts;
    std::vector<std::uint32_t> staff;
    std::vector<std::uint64_t> processors;
    std::vector<std::uint64_t> cases;
    std::vector<std::uint64_t> holds;
};
EverKnown ever_known(Store& store);

}  // namespace postvern::records

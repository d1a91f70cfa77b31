// One account as its operator may see it: addresses, state and sizes, never content.
#pragma once

#include <optional>

#include "services/control/desk.hpp"

namespace postvern::services::control {

// Of all accounts. Recorded.
std::vector<records::AccountSummary> summaries(Desk& desk);
// Of the account that `address` belongs to. Recorded. Throws Refused when there is none.
records::AccountSummary summary_of(Desk& desk, std::string_view address);

Poco::JSON::Object to_json(const records::AccountSummary& account);
std::string_view name(policy::AccountState state) noexcept;

}  // namespace postvern::services::control

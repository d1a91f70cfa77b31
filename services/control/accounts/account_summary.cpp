#include "services/control/accounts/account_summary.hpp"

#include <Poco/JSON/Array.h>

#include <algorithm>

namespace postvern::services::control {

std::string_view name(policy::AccountState state) noexcept {
    switch (state) {
        case policy::AccountState::open:
            return "open";
        case policy::AccountState::disabled:
            return "disabled";
        case policy::AccountState::closed:
            return "closed";
    }
    return "";
}

std::vector<records::AccountSummary> summaries(Desk& desk) {
    return desk.accounts().list(desk.ask(policy::Action::list_accounts, policy::Resource::site(),
                                         desk.purpose_of_looking()));
}

records::AccountSummary summary_of(Desk& desk, std::string_view address) {
    const policy::AccountId id = desk.account_of(address);
    auto all = summaries(desk);
    const auto found = std::find_if(all.begin(), all.end(),
                                    [id](const auto& account) { return account.id == id; });
    if (found == all.end()) throw Refused(Status::refused, "the account was deleted meanwhile");
    return std::move(*found);
}

Poco::JSON::Object to_json(const records::AccountSummary& account) {
    Poco::JSON::Array addresses;
    for (const auto& address : account.addresses) addresses.add(address.text);
    Poco::JSON::Object object;
    object.set("addresses", addresses);
    object.set("state", std::string(name(account.state)));
    object.set("used", account.used);
    object.set("limit", account.limit);
    object.set("items", account.items);
    return object;
}

}  // namespace postvern::services::control

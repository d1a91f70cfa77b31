#include "services/control/refusal.hpp"

#include "services/control/people/staff_summary.hpp"

namespace postvern::services::control {

namespace {

std::string by_the_rules(const policy::Decision& decision) {
    std::string text = "the rules refuse this";
    for (const std::string& rule : decision.rules) text += ' ' + rule;
    for (const std::string& error : decision.errors) text += " (" + error + ')';
    return text + "; `postvern rules explain` says why";
}

// What the record of the house says about `user`, and what would help.
std::string standing_of(records::Site& site, std::uint32_t user) {
    const std::string who = "user " + std::to_string(user);
    const auto facts = site.register_().staff(user);
    const bool lacks_director = site.register_().lacks_director();
    if (!facts && lacks_director) {
        return "nobody directs this house: enter the first people with `postvern staff put`";
    }
    if (!facts) {
        return who + " is not on record: the managing director enters people with `postvern staff put`";
    }
    const std::string lapsed = lapsed_text(*facts, site.settings().clock());
    if (lapsed.empty()) return who + " is " + roles_text(*facts);
    return "of " + who + " is not in force: " + lapsed + "; " +
           (lacks_director ? "enter" : "the managing director enters") +
           " what was signed with `postvern staff put`";
}

}  // namespace

std::string refusal(const policy::Decision& decision, const records::Site& site) {
    switch (decision.refusal) {
        case policy::Refusal::record:
            return "nothing was done: the access record cannot be written, and what cannot be recorded is "
                   "not permitted. Make room on the disk of " +
                   site.settings().data.string() + ", then try again";
        case policy::Refusal::failure:
            return "nothing was done: the rules could not be asked (" + decision.errors.front() + ')';
        case policy::Refusal::rules:
            break;
    }
    return by_the_rules(decision);
}

std::string refusal_of_staff(const policy::Decision& decision, records::Site& site,
                             std::uint32_t user) {
    const std::string why = refusal(decision, site);
    if (decision.refusal != policy::Refusal::rules) return why;
    return standing_of(site, user) + " (" + why + ')';
}

}  // namespace postvern::services::control

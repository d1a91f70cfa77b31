#include "services/control/people/staff_summary.hpp"

#include <Poco/JSON/Array.h>

#include "services/control/calendar_day.hpp"
#include "services/control/unix_user.hpp"

namespace postvern::services::control {

using policy::StaffFacts;
using policy::StaffRole;

namespace {

using Until = std::optional<std::int64_t> StaffFacts::*;

struct Term {
    Until until;
    const char* name;    // for people
    const char* member;  // in JSON
};

constexpr Term kTerms[] = {
    {&StaffFacts::policy_until, "policy", "policy_until"},
    {&StaffFacts::secrecy_until, "secrecy agreement", "secrecy_until"},
    {&StaffFacts::agreement_until, "agreement on protection of personal data", "agreement_until"},
    {&StaffFacts::device_until, "attested device", "device_until"},
};

std::string with_last_day(const Term& term, const StaffFacts& facts) {
    const auto& until = facts.*term.until;
    return term.name + (until ? " (until " + day_of(*until) + ')' : std::string(" (never)"));
}

}  // namespace

std::string roles_text(const StaffFacts& facts) {
    std::string text;
    for (const StaffRole role : facts.roles) {
        text += (text.empty() ? "" : ", ") + std::string(policy::name(role));
    }
    return text;
}

std::optional<StaffRole> role_named(std::string_view name) noexcept {
    for (std::size_t role = 0; role < policy::kStaffRoleCount; ++role) {
        if (policy::name(StaffRole(role)) == name) return StaffRole(role);
    }
    return {};
}

std::string lapsed_text(const StaffFacts& facts, std::int64_t moment) {
    std::string text;
    for (const Term& term : kTerms) {
        const auto& until = facts.*term.until;
        if (until && moment <= *until) continue;
        text += (text.empty() ? "" : ", ") + with_last_day(term, facts);
    }
    return text;
}

std::string described(const records::StaffMember& member) {
    const auto name = name_of_user(member.user);
    std::string text = std::to_string(member.user) + "  " + name.value_or("(no such user here)") +
                       "  " + roles_text(member.facts) + ':';
    for (const Term& term : kTerms) {
        text += (&term == kTerms ? " " : ", ") + with_last_day(term, member.facts);
    }
    if (member.facts.account) text += ", has an account here";
    if (member.key) text += ", signs with the key " + records::fingerprint(*member.key);
    if (member.reading_key) {
        text += ", reads records with the key " + records::fingerprint(*member.reading_key);
    }
    return text + '\n';
}

Poco::JSON::Object to_json(const records::StaffMember& member) {
    Poco::JSON::Array roles;
    for (const StaffRole role : member.facts.roles) roles.add(std::string(policy::name(role)));
    Poco::JSON::Object object;
    object.set("user", member.user);
    if (const auto name = name_of_user(member.user)) object.set("name", *name);
    object.set("roles", roles);
    for (const Term& term : kTerms) {
        if (const auto& until = member.facts.*term.until) object.set(term.member, *until);
    }
    object.set("has_account", member.facts.account.has_value());
    if (member.key) object.set("key", records::fingerprint(*member.key));
    if (member.reading_key) object.set("record_key", records::fingerprint(*member.reading_key));
    return object;
}

}  // namespace postvern::services::control

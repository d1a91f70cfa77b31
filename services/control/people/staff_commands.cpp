#include "services/control/people/staff_commands.hpp"

#include <Poco/JSON/Array.h>

#include <algorithm>

#include "services/control/calendar_day.hpp"
#include "services/control/desk.hpp"
#include "services/control/people/staff_summary.hpp"
#include "services/control/unix_user.hpp"

namespace postvern::services::control {

namespace {

policy::Grant leave_to_administer(Desk& desk) {
    return desk.ask(policy::Action::administer_staff, policy::Resource::site(),
                    policy::Purpose::administration);
}

// One of them a line, each once.
std::vector<policy::StaffRole> roles_in(std::string_view lines) {
    std::vector<policy::StaffRole> roles;
    while (!lines.empty()) {
        const std::string_view name = lines.substr(0, lines.find('\n'));
        lines.remove_prefix(std::min(name.size() + 1, lines.size()));
        const auto role = role_named(name);
        if (!role) {
            throw Refused(Status::usage, "there is no role " + std::string(name) +
                                             "; `postvern staff put --help` names them");
        }
        if (std::find(roles.begin(), roles.end(), *role) == roles.end()) roles.push_back(*role);
    }
    return roles;
}

// The last second of the day that `option` names, or else --until; absent: neither is given.
std::optional<std::int64_t> until(const Arguments& arguments, std::string_view option) {
    if (const auto day = arguments.find(option)) return end_of_day(option, *day);
    if (const auto day = arguments.find("until")) return end_of_day("until", *day);
    return {};
}

// What is on record of their own account stays where neither option says otherwise.
std::optional<policy::AccountId> mailbox_in(Desk& desk, const Arguments& arguments) {
    const auto mailbox = arguments.find("mailbox");
    const bool none = arguments.has("no-mailbox");
    if (mailbox && none) throw Refused(Status::usage, "--mailbox and --no-mailbox: give one of them");
    if (none) return policy::kNoAccount;
    if (!mailbox) return {};
    return desk.account_of(*mailbox);
}

records::StaffMember member_in(Desk& desk, const Arguments& arguments) {
    records::StaffMember member;
    member.facts.roles = roles_in(arguments.text("role"));
    member.facts.policy_until = until(arguments, "policy-until");
    member.facts.secrecy_until = until(arguments, "secrecy-until");
    member.facts.agreement_until = until(arguments, "agreement-until");
    member.facts.device_until = until(arguments, "device-until");
    member.user = user_named(arguments.text("user"));
    member.facts.account = mailbox_in(desk, arguments);
    if (const auto key = arguments.find("key")) member.key = records::read_public_key(*key);
    if (const auto key = arguments.find("record-key")) {
        member.reading_key = records::read_reading_public_key(*key);
    }
    return member;
}

// Whether nothing but keys is given, which are put beside what is on record.
bool is_keys_only(const Arguments& arguments) {
    constexpr std::string_view kOthers[] = {"role",          "until",           "policy-until",
                                            "secrecy-until", "agreement-until", "device-until",
                                            "mailbox",       "no-mailbox"};
    return (arguments.has("key") || arguments.has("record-key")) &&
           std::none_of(std::begin(kOthers), std::end(kOthers),
                        [&](std::string_view name) { return arguments.has(name); });
}

// Seals what was recorded before to a key that was entered now, and says how far it reaches.
void seal_to_new_key(Desk& desk, const records::ReadingPublicKey& key, Reply& reply) {
    const records::SealedKeys sealed = desk.site().seal_record_keys();
    reply.text += "Keys of records are sealed to " + records::fingerprint(key) + " from now on; of the " +
                  std::to_string(sealed.keys) + " that there are, " + std::to_string(sealed.added) +
                  " were sealed anew.\n";
    if (sealed.lacking > 0) {
        reply.text += std::to_string(sealed.lacking) +
                      " are not: the site has no copy of them any more. Whoever reads them seals them by "
                      "`postvern ledger seal --record-key FILE`.\n";
    }
    reply.data.set("record_key", records::fingerprint(key));
    reply.data.set("sealed", sealed.added);
    reply.data.set("lacking", sealed.lacking);
}

Reply put_keys(Desk& desk, const Arguments& arguments) {
    const std::uint32_t user = user_named(arguments.text("user"));
    Reply reply;
    reply.data.set("user", user);
    if (const auto text = arguments.find("key")) {
        const auto key = records::read_public_key(*text);
        desk.personnel().put_key(leave_to_administer(desk), user, key);
        reply.text = "User " + std::to_string(user) + " signs with the key " + records::fingerprint(key) + ".\n";
        reply.data.set("key", records::fingerprint(key));
    }
    if (const auto text = arguments.find("record-key")) {
        const auto key = records::read_reading_public_key(*text);
        desk.personnel().put_reading_key(leave_to_administer(desk), user, key);
        seal_to_new_key(desk, key, reply);
    }
    return reply;
}

}  // namespace

Reply list_staff(Desk& desk, const Arguments&) {
    Reply reply;
    Poco::JSON::Array list;
    for (const auto& member : desk.personnel().list(leave_to_administer(desk))) {
        reply.text += described(member);
        list.add(to_json(member));
    }
    if (reply.text.empty()) {
        reply.text = "Nobody is on record yet: `postvern staff put` enters the first people.\n";
    }
    reply.data.set("staff", list);
    return reply;
}

Reply put_staff(Desk& desk, const Arguments& arguments) {
    if (is_keys_only(arguments)) return put_keys(desk, arguments);
    const auto member = member_in(desk, arguments);
    desk.personnel().put(leave_to_administer(desk), member);
    Reply reply(Status::done, "On record: " + described(member));
    const std::string lapsed = lapsed_text(member.facts, desk.site().settings().clock());
    if (!lapsed.empty()) {
        reply.text += "Not in force: " + lapsed +
                      ".\nUntil all four are, they may at most read the access record, as data "
                      "protection officer.\n";
    }
    reply.data = to_json(member);
    if (member.reading_key) seal_to_new_key(desk, *member.reading_key, reply);
    return reply;
}

Reply remove_staff(Desk& desk, const Arguments& arguments) {
    const std::uint32_t user = user_named(arguments.text("user"));
    desk.personnel().remove(leave_to_administer(desk), user);
    Reply reply(Status::done, "User " + std::to_string(user) + " is no longer on record.\n");
    reply.data.set("user", user);
    return reply;
}

}  // namespace postvern::services::control

// Names of the enumerations, as the rulebook writes them.
#include <array>

#include "policy/action.hpp"
#include "policy/decision.hpp"
#include "policy/principal.hpp"

namespace postvern::policy {

namespace {

constexpr std::array<std::string_view, kActionCount> kActions{
    "deliver",
    "sign_in",
    "list",
    "read",
    "search",
    "append",
    "mark",
    "copy",
    "move",
    "expunge",
    "create_collection",
    "rename_collection",
    "delete_collection",
    "subscribe",
    "watch",
    "submit",
    "change_credentials",
    "administer_accounts",
    "list_accounts",
    "purge",
    "backup",
    "restore",
    "read_record",
    "verify_record",
    "export",
    "erase",
    "set_retention",
    "give_consent",
    "withdraw_consent",
    "restrict",
    "lift_restriction",
    "scan",
    "retrieve",
    "administer_staff",
    "process",
    "supervise",
    "notify_breach",
    "publish",
    "review",
    "install_rulebook",
    "open_case",
    "read_case",
    "decide_case",
    "preserve",
    "release_hold",
    "approve",
    "object",
    "answer_objection",
    "extract",
    "disclose",
    "notify",
};
constexpr std::array<std::string_view, kPurposeCount> kPurposes{
    "service_delivery", "retention",      "administration", "security",  "accountability",
    "backup",           "advertising",    "profiling",      "tracking",  "sale",
    "support",          "spam_filtering", "retrieval",      "subject_rights",
    "legal_request",    "preservation",   "supervision",    "statistics",
};
constexpr std::array<std::string_view, kChannelCount> kChannels{
    "imap", "pop3", "lmtp", "submission", "dav", "console", "control", "job",
};
constexpr std::array<std::string_view, kJobCount> kJobs{
    "retention", "ledger",       "backup",  "restore",    "spam_filter",
    "retrieval", "preservation", "notices", "statistics",
};
constexpr std::array<std::string_view, kStaffRoleCount> kStaffRoles{
    "operator",          "support",        "legal_officer",
    "managing_director", "second_officer", "data_protection_officer",
};

template <typename Enumeration, std::size_t Count>
std::string_view look_up(const std::array<std::string_view, Count>& names, Enumeration value) {
    const auto index = static_cast<std::size_t>(value);
    return index < Count ? names[index] : std::string_view("unknown");
}

}  // namespace

std::string_view name(Action action) noexcept { return look_up(kActions, action); }
std::string_view name(Purpose purpose) noexcept { return look_up(kPurposes, purpose); }
std::string_view name(Channel channel) noexcept { return look_up(kChannels, channel); }
std::string_view name(Job job) noexcept { return look_up(kJobs, job); }
std::string_view name(StaffRole role) noexcept { return look_up(kStaffRoles, role); }

Denied::Denied(Decision decision)
    : std::runtime_error("not permitted"), decision_(std::move(decision)) {}

}  // namespace postvern::policy

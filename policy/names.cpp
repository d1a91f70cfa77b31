// Names of the enumerations, as the rulebook writes them.
#include <array>

#include "policy/action.hpp"
#include "policy/case_facts.hpp"
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
    "administer_processors",
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
    "appoint_substitute",
    "approve",
    "object",
    "answer_objection",
    "extract",
    "disclose",
    "notify",
    "keep_time",
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
constexpr std::array<std::string_view, kBasisCount> kBases{
    "court_order",
    "prosecutor_order",
    "urgent_order",
    "urgent_interception",
    "preservation_order",
    "european_production_order",
    "european_preservation_order",
    "subscriber_request",
    "order_without_suspicion",
    "duty_to_avert",
    "foreign_attorney",
    "foreign_authority",
    "private_party",
    "police_request",
    "subpoena",
    "intelligence_service",
    "unverified_sender",
    "bulk_request",
    "no_account",
};
constexpr std::array<std::string_view, kRouteCount> kRoutes{
    "domestic",  "council_of_europe", "schengen",     "nordic",
    "bilateral", "diplomatic",        "interception",
};
constexpr std::array<std::string_view, kOfficeCount> kOffices{
    "ministry_of_justice", "public_prosecutor", "police_chief",
    "foreign_ministry",    "attorney_general",  "kripos",
};
constexpr std::array<std::string_view, kDisclosureClassCount> kDisclosureClasses{
    "mail", "calendar", "contacts", "files", "subscriber",
};
constexpr std::array<std::string_view, kSilenceCount> kSilences{"none", "court", "statutory"};

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
std::string_view name(Basis basis) noexcept { return look_up(kBases, basis); }
std::string_view name(Route route) noexcept { return look_up(kRoutes, route); }
std::string_view name(Office office) noexcept { return look_up(kOffices, office); }
std::string_view name(DisclosureClass data_class) noexcept {
    return look_up(kDisclosureClasses, data_class);
}
std::string_view name(Silence silence) noexcept { return look_up(kSilences, silence); }

Denied::Denied(Decision decision)
    : std::runtime_error("not permitted"), decision_(std::move(decision)) {}

}  // namespace postvern::policy

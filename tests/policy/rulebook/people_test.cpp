// What the shipped rulebook says of people: what binds those of the house, what the rights of owners are, and
// what rests on consent.
#include <gtest/gtest.h>

#include "tests/policy/rulebook/world.hpp"

namespace postvern::policy::engine::testing {
namespace {

constexpr auto kEntry = RecordStrength::entry;
constexpr auto kTally = RecordStrength::tally;
constexpr const char* kUnbound = "ISP-62.nobody-acts-unbound";
constexpr const char* kDevice = "ISP-68.from-attested-devices";
constexpr const char* kBoth = "ISP-62.nobody-acts-unbound ISP-68.from-attested-devices";
constexpr const char* kRights = "subject_rights";
constexpr const char* kWatchdog = "ISP-66.watchdog-reads-the-record";
constexpr const char* kReviews = "ISP-66.watchdog-reviews";
constexpr const char* kNoContent =
    "ISP-48.staff-see-no-content ISP-60.content-is-the-owners ISP-66.watchdog-sees-no-content";
constexpr const char* kExports = "ISP-60.owner-exports";
constexpr const char* kConsents = "ISP-55.owner-consents";
constexpr const char* kScans = "ISP-16.spam-filter-scans";
constexpr const char* kOnlyScans = "ISP-16.spam-filter-only-scans";
constexpr const char* kNeedsConsent = "ISP-55.optional-needs-consent";
constexpr const char* kRestricted = "ISP-60.restricted-data-rests";
constexpr const char* kStale = "ISP-61.stale-facts-deny";

const DecisionRow kCorpus[] = {
    // Nobody acts without what they signed.
    {"Staff::6", "list_accounts", "Site::site", "administration", false, kEntry, kUnbound},
    {"Staff::7", "list_accounts", "Site::site", "administration", false, kEntry, kUnbound},
    {"Staff::8", "list_accounts", "Site::site", "administration", false, kEntry, kUnbound},
    {"Staff::9", "list_accounts", "Site::site", "administration", false, kEntry, kDevice},
    {"Staff::6", "backup", "Site::site", "backup", false, kEntry, kUnbound},
    {"Staff::9", "backup", "Site::site", "backup", false, kEntry, kDevice},
    {"Staff::6", "read_record", "Ledger::ledger", "accountability", false, kEntry, kUnbound},
    {"Staff::11", "list_accounts", "Site::site", "administration", false, kEntry, kBoth},
    {"Staff::11", "read_record", "Ledger::ledger", "accountability", false, kEntry, kBoth},
    {"Staff::11", "administer_staff", "Site::site", "administration", false, kEntry, kBoth},
    // The data protection officer reads the records whatever has lapsed, and does nothing else then.
    {"Staff::3", "read_record", "Ledger::ledger", "accountability", true, kEntry, kWatchdog},
    {"Staff::3", "verify_record", "Ledger::ledger", "accountability", true, kEntry, kWatchdog},
    {"Staff::10", "read_record", "Ledger::ledger", "accountability", true, kEntry, kWatchdog},
    {"Staff::10", "verify_record", "Ledger::ledger", "accountability", true, kEntry, kWatchdog},
    {"Staff::10", "review", "Report::1", "accountability", false, kEntry, kBoth},
    {"Staff::3", "review", "Report::1", "accountability", true, kEntry, kReviews},
    {"Staff::3", "review", "Rulebook::rulebook", "accountability", true, kEntry, kReviews},
    {"Staff::3", "review", "Case::sound", "accountability", true, kEntry, kReviews},
    {"Staff::3", "review", "Account::1", "accountability", false, kEntry, ""},
    {"Staff::3", "read_record", "Ledger::ledger", "administration", false, kEntry, ""},
    {"Staff::3", "read", "Collection::1/1", "accountability", false, kEntry, kNoContent},
    {"Staff::3", "list", "Account::1", "accountability", false, kEntry, kNoContent},
    {"Staff::3", "administer_accounts", "Site::site", "administration", false, kEntry, ""},
    {"Staff::3", "administer_staff", "Site::site", "administration", false, kEntry, ""},
    {"Staff::3", "install_rulebook", "Rulebook::rulebook", "administration", false, kEntry, ""},
    // Roles
    {"Staff::1", "administer_staff", "Site::site", "administration", true, kEntry,
     "ISP-65.director-appoints"},
    {"Staff::2", "administer_staff", "Site::site", "administration", false, kEntry, ""},
    {"Staff::1000", "administer_staff", "Site::site", "administration", false, kEntry, ""},
    {"Staff::1", "administer_accounts", "Site::site", "administration", false, kEntry, ""},
    {"Staff::1", "install_rulebook", "Rulebook::rulebook", "administration", true, kEntry,
     "ISP-70.officers-install-rules"},
    {"Staff::2", "install_rulebook", "Rulebook::rulebook", "administration", true, kEntry,
     "ISP-70.officers-install-rules"},
    {"Staff::1000", "install_rulebook", "Rulebook::rulebook", "administration", false, kEntry, ""},
    {"Staff::5", "list_accounts", "Account::1", "support", true, kEntry,
     "ISP-4.support-sees-accounts"},
    {"Staff::5", "list_accounts", "Account::1", "administration", false, kEntry, ""},
    {"Staff::5", "administer_accounts", "Account::1", "support", false, kEntry, ""},
    {"Staff::5", "read", "Collection::1/1", "support", false, kEntry,
     "ISP-48.staff-see-no-content ISP-60.content-is-the-owners"},
    {"Staff::1", "supervise", "Report::1", "supervision", true, kEntry,
     "ISP-51.supervision-is-answered"},
    {"Staff::4", "supervise", "Report::1", "supervision", false, kEntry, ""},
    {"Staff::1", "supervise", "Account::1", "supervision", false, kEntry, ""},
    {"Staff::1", "notify_breach", "Report::1", "security", true, kEntry, "ISP-63.breaches-are-told"},
    {"Staff::1000", "notify_breach", "Report::1", "security", false, kEntry, ""},
    {"Staff::1", "publish", "Report::1", "statistics", true, kEntry, "ISP-47.counts-are-published"},
    {"SystemJob::statistics", "publish", "Report::1", "statistics", true, kEntry,
     "ISP-47.counts-are-published"},
    {"SystemJob::statistics", "read", "Collection::1/1", "statistics", false, kEntry,
     "ISP-60.content-is-the-owners"},
    {"Staff::5", "publish", "Report::1", "statistics", false, kEntry, ""},
    // Owners' rights
    {"Owner::1", "export", "Account::1", kRights, true, kTally, kExports},
    {"Owner::3", "export", "Account::3", kRights, true, kTally, kExports},
    {"Owner::3", "read", "Collection::3/1", kRights, true, kTally, kExports},
    {"Owner::5", "export", "Account::5", kRights, true, kTally, kExports},
    {"Owner::4", "export", "Account::4", kRights, false, kEntry,
     "ISP-53.closed-account-stays-closed"},
    {"Owner::1", "export", "Account::2", kRights, false, kEntry, "ISP-60.content-is-the-owners"},
    {"Staff::1000", "export", "Account::1", kRights, false, kEntry,
     "ISP-48.staff-see-no-content ISP-60.content-is-the-owners"},
    {"Owner::1", "erase", "Account::1", kRights, true, kEntry, "ISP-53.owner-erases"},
    {"Owner::3", "erase", "Account::3", kRights, true, kEntry, "ISP-53.owner-erases"},
    {"Owner::4", "erase", "Account::4", kRights, true, kEntry, "ISP-53.owner-erases"},
    {"Owner::1", "erase", "Account::2", kRights, false, kEntry, ""},
    {"Staff::1000", "erase", "Account::1", kRights, false, kEntry, ""},
    {"Owner::1", "set_retention", "Collection::1/1", "service_delivery", true, kTally,
     "ISP-28.owner-limits-retention"},
    {"Owner::1", "set_retention", "Account::2", "service_delivery", false, kEntry, ""},
    {"Owner::1", "restrict", "Account::1", kRights, true, kEntry, "ISP-60.owner-restricts"},
    {"Owner::5", "lift_restriction", "Account::5", kRights, true, kEntry, "ISP-60.owner-restricts"},
    {"Staff::1000", "lift_restriction", "Account::5", kRights, false, kEntry, kRestricted},
    {"Owner::1", "give_consent", "Account::1", kRights, true, kEntry, kConsents},
    {"Owner::1", "withdraw_consent", "Account::1", kRights, true, kEntry, kConsents},
    {"Owner::3", "withdraw_consent", "Account::3", kRights, true, kEntry, kConsents},
    {"Owner::1", "give_consent", "Account::2", kRights, false, kEntry, ""},
    {"Staff::1000", "give_consent", "Account::1", kRights, false, kEntry, ""},
    // Restriction
    {"DeliveryAgent::lmtp", "deliver", "Account::5", "service_delivery", true, kTally,
     "ISP-56.delivery-adds"},
    {"Owner::5", "read", "Collection::5/1", "service_delivery", true, kTally,
     "ISP-60.owner-uses-own-data"},
    {"Owner::5", "expunge", "Collection::5/1", "service_delivery", true, kTally,
     "ISP-60.owner-uses-own-data"},
    {"SystemJob::spam_filter", "scan", "Account::5", "spam_filtering", false, kTally, kOnlyScans},
    {"SystemJob::retrieval", "retrieve", "Account::5", "retrieval", false, kEntry, kRestricted},
    {"SystemJob::backup", "backup", "Account::5", "backup", false, kEntry, kRestricted},
    {"Staff::1000", "administer_accounts", "Account::5", "administration", false, kEntry, kRestricted},
    // Consent
    {"SystemJob::spam_filter", "scan", "Account::2", "spam_filtering", true, kTally, kScans},
    {"SystemJob::spam_filter", "scan", "Collection::2/1", "spam_filtering", true, kTally, kScans},
    {"SystemJob::spam_filter", "scan", "Account::1", "spam_filtering", false, kTally, kOnlyScans},
    {"SystemJob::spam_filter", "scan", "Account::4", "spam_filtering", false, kTally, kOnlyScans},
    {"SystemJob::spam_filter", "scan", "Account::2", "advertising", false, kTally, kOnlyScans},
    {"SystemJob::spam_filter", "scan", "Account::2", "profiling", false, kTally, kOnlyScans},
    {"SystemJob::spam_filter", "scan", "Account::2", "spam_filtering", false, kTally, kOnlyScans,
     "stale"},
    {"SystemJob::spam_filter", "read", "Collection::2/1", "spam_filtering", false, kEntry,
     "ISP-16.spam-filter-only-scans ISP-60.content-is-the-owners"},
    {"SystemJob::retrieval", "retrieve", "Account::2", "retrieval", true, kEntry,
     "ISP-29.retrieval-fetches"},
    {"SystemJob::retrieval", "retrieve", "Account::1", "retrieval", false, kEntry, kNeedsConsent},
    {"SystemJob::retrieval", "retrieve", "Account::2", "backup", false, kEntry, kNeedsConsent},
    {"SystemJob::retrieval", "read", "Collection::2/1", "retrieval", false, kEntry,
     "ISP-60.content-is-the-owners"},
    // Snapshots
    {"SystemJob::backup", "backup", "Account::1", "backup", true, kEntry, "ISP-27.snapshot"},
    {"SystemJob::backup", "backup", "Account::6", "backup", false, kEntry, ""},
    {"SystemJob::backup", "backup", "Account::4", "backup", false, kEntry,
     "ISP-53.closed-account-stays-closed"},
    {"SystemJob::backup", "backup", "Account::9", "backup", false, kEntry, kRestricted},
    // Processors
    {"Processor::1", "process", "Account::2", "retrieval", true, kEntry,
     "ISP-77.processors-work-on-instruction", "instructed"},
    {"Processor::1", "process", "Account::2", "retrieval", false, kEntry, ""},
    {"Processor::1", "process", "Account::1", "retrieval", false, kEntry, kNeedsConsent,
     "instructed"},
    {"Processor::2", "process", "Account::2", "retrieval", false, kEntry,
     "ISP-69.processors-need-an-agreement", "instructed"},
    {"Processor::3", "process", "Account::2", "retrieval", false, kEntry,
     "ISP-69.processors-need-an-agreement", "instructed"},
    {"Processor::1", "read", "Collection::2/1", "retrieval", false, kEntry,
     "ISP-60.content-is-the-owners ISP-69.processors-need-an-agreement", "instructed"},
    {"Processor::1", "process", "Account::5", "retrieval", false, kEntry, kRestricted, "instructed"},
    {"Processor::1", "process", "Account::2", "advertising", false, kEntry,
     "ISP-55.optional-needs-consent ISP-59.no-advertising", "instructed"},
    // Facts that are past deny; owners read and export all the same.
    {"Owner::1", "read", "Collection::1/1", "service_delivery", true, kTally,
     "ISP-60.owner-uses-own-data", "stale"},
    {"Owner::1", "export", "Account::1", kRights, true, kTally, kExports, "stale"},
    {"Owner::1", "withdraw_consent", "Account::1", kRights, true, kEntry, kConsents, "stale"},
    {"Owner::1", "expunge", "Collection::1/1", "service_delivery", true, kTally,
     "ISP-60.owner-uses-own-data", "stale"},
    {"Owner::1", "erase", "Account::1", kRights, true, kEntry, "ISP-53.owner-erases", "stale"},
    {"Owner::1", "append", "Collection::1/1", "service_delivery", false, kEntry, kStale, "stale"},
    {"Staff::3", "read_record", "Ledger::ledger", "accountability", true, kEntry, kWatchdog,
     "stale"},
    {"Staff::3", "review", "Report::1", "accountability", false, kEntry, kStale, "stale"},
    {"Staff::1000", "read_record", "Ledger::ledger", "accountability", false, kEntry, kStale,
     "stale"},
    {"Owner::1", "sign_in", "Account::1", "service_delivery", true, kTally,
     "ISP-60.owner-uses-own-data", "stale"},
    {"Owner::1", "search", "Collection::1/1", "service_delivery", true, kTally,
     "ISP-60.owner-uses-own-data", "stale"},
    {"Owner::1", "append", "Collection::1/1", "service_delivery", false, kEntry, kStale, "stale"},
    {"Staff::1000", "administer_accounts", "Account::1", "administration", false, kEntry, kStale,
     "stale"},
    {"DeliveryAgent::lmtp", "deliver", "Account::1", "service_delivery", false, kTally,
     "ISP-56.delivery-only-adds", "stale"},
    {"SystemJob::retention", "purge", "Account::2", "retention", false, kEntry, kStale, "stale"},
};

TEST(Rulebook, DecidesPeople) { expect_decisions(kCorpus); }

}  // namespace

std::span<const DecisionRow> people_rows() { return kCorpus; }

}  // namespace postvern::policy::engine::testing

// What the shipped rulebook says next to what it permits: of another resource, by somebody else, or
// the action beside it.
#include <gtest/gtest.h>

#include "tests/policy/rulebook/world.hpp"

namespace postvern::policy::engine::testing {
namespace {

constexpr auto kEntry = RecordStrength::entry;
constexpr auto kTally = RecordStrength::tally;
constexpr const char* kLegal = "legal_request";
constexpr const char* kAdminister = "ISP-52.operators-administer-accounts";

const DecisionRow kCorpus[] = {
    // Owners: of the whole account, not of a part of it; of their own
    {"Owner::1", "erase", "Collection::1/1", "subject_rights", false, kEntry, ""},
    {"Owner::1", "restrict", "Collection::1/1", "subject_rights", false, kEntry, ""},
    {"Owner::1", "give_consent", "Collection::1/1", "subject_rights", false, kEntry, ""},
    {"Owner::1", "restrict", "Account::2", "subject_rights", false, kEntry, ""},
    {"Owner::1", "set_retention", "Account::1", "service_delivery", true, kTally,
     "ISP-28.owner-limits-retention"},
    {"Owner::3", "list", "Account::3", "subject_rights", true, kTally, "ISP-60.owner-exports"},
    {"Owner::3", "set_retention", "Account::3", "service_delivery", false, kEntry, ""},
    // Others do not do it for them
    {"Staff::1000", "sign_in", "Account::3", "administration", false, kEntry, ""},
    {"Staff::0", "deliver", "Account::5", "service_delivery", false, kEntry,
     "ISP-60.restricted-data-rests"},
    {"Staff::1000", "erase", "Account::5", "subject_rights", false, kEntry, ""},
    {"Staff::4", "preserve", "Account::5", "preservation", false, kEntry,
     "ISP-60.restricted-data-rests"},
    {"DeliveryAgent::lmtp", "sign_in", "Account::5", "service_delivery", false, kTally,
     "ISP-56.delivery-only-adds"},
    // Under restriction the duties of the law are met, and accounts are listed
    {"SystemJob::retention", "purge", "Account::12", "retention", true, kEntry,
     "ISP-28.retention-purges-what-is-due"},
    {"Staff::1000", "list_accounts", "Account::5", "administration", true, kEntry, kAdminister},
    {"Staff::1000", "list_accounts", "Account::4", "administration", true, kEntry, kAdminister},
    // Backup
    {"Staff::1000", "backup", "Account::1", "backup", false, kEntry, ""},
    {"SystemJob::restore", "backup", "Account::1", "backup", false, kEntry, ""},
    {"SystemJob::backup", "restore", "Account::1", "backup", false, kEntry, ""},
    {"SystemJob::backup", "backup", "Collection::1/1", "backup", false, kEntry, ""},
    {"SystemJob::restore", "backup", "Site::site", "backup", false, kEntry, ""},
    {"SystemJob::restore", "restore", "Account::1", "backup", false, kEntry, ""},
    // Consent
    {"SystemJob::retrieval", "scan", "Account::2", "spam_filtering", false, kEntry, ""},
    {"Owner::1", "scan", "Account::1", "spam_filtering", false, kEntry,
     "ISP-55.optional-needs-consent"},
    {"SystemJob::backup", "retrieve", "Account::2", "retrieval", false, kEntry, ""},
    {"SystemJob::retrieval", "scan", "Account::2", "retrieval", false, kEntry, ""},
    {"SystemJob::retrieval", "retrieve", "Collection::2/1", "retrieval", true, kEntry,
     "ISP-29.retrieval-fetches"},
    // Processors
    {"Owner::2", "process", "Account::2", "retrieval", false, kEntry, "", "instructed"},
    {"Processor::1", "process", "Collection::2/1", "retrieval", false, kEntry, "", "instructed"},
    {"Processor::1", "process", "Account::2", "retrieval", false, kEntry, "", "empty instruction"},
    // Roles
    {"Staff::4", "list_accounts", "Account::1", "support", false, kEntry, ""},
    {"Staff::5", "list_accounts", "Collection::1/1", "support", false, kEntry, ""},
    {"Staff::5", "list_accounts", "Site::site", "support", true, kEntry,
     "ISP-4.support-sees-accounts"},
    {"Staff::1", "administer_staff", "Report::1", "administration", false, kEntry, ""},
    {"Founder::founder", "administer_staff", "Account::1", "administration", false, kEntry,
     "ISP-52.founder-only-founds"},
    {"Staff::1", "review", "Rulebook::rulebook", "administration", false, kEntry, ""},
    {"Staff::1", "install_rulebook", "Site::site", "administration", false, kEntry, ""},
    // Records and reports
    {"Staff::3", "review", "Ledger::ledger", "accountability", false, kEntry, ""},
    {"Staff::3", "read_record", "Site::site", "accountability", false, kEntry, ""},
    {"Staff::1000", "review", "Ledger::ledger", "accountability", false, kEntry, ""},
    {"SystemJob::ledger", "verify_record", "Site::site", "accountability", false, kEntry, ""},
    {"Staff::1", "review", "Report::1", "accountability", false, kEntry, ""},
    {"Staff::3", "publish", "Report::1", "accountability", false, kEntry, ""},
    {"Staff::1", "review", "Report::1", "supervision", false, kEntry, ""},
    {"Staff::1", "publish", "Report::1", "security", false, kEntry, ""},
    {"Staff::1", "notify_breach", "Site::site", "security", false, kEntry, ""},
    {"Staff::1", "supervise", "Report::1", "statistics", false, kEntry, ""},
    {"Staff::1", "publish", "Ledger::ledger", "statistics", false, kEntry, ""},
    // Cases: whoever handles them does so in cases, and they may be read while they lack something
    {"Staff::4", "open_case", "Account::1", kLegal, false, kEntry, ""},
    {"Staff::1", "read_case", "Report::1", kLegal, false, kEntry, ""},
    {"Staff::3", "object", "Report::1", kLegal, false, kEntry, ""},
    {"Staff::1", "answer_objection", "Report::1", kLegal, false, kEntry, ""},
    {"Staff::4", "notify", "Account::1", kLegal, false, kEntry, ""},
    {"Staff::1", "notify", "Case::untold", kLegal, false, kEntry, ""},
    {"SystemJob::notices", "keep_time", "Hold::over", kLegal, false, kEntry, "ISP-48.holds-are-unread"},
    {"SystemJob::notices", "keep_time", "Report::1", kLegal, false, kEntry, ""},
    {"SystemJob::notices", "notify", "Case::recused-unknown", kLegal, true, kEntry,
     "ISP-60.owners-are-told"},
    {"Staff::4", "read_case", "Case::no-approvals", kLegal, true, kEntry,
     "ISP-35.officers-handle-cases"},
    {"Staff::4", "read_case", "Case::no-route", kLegal, true, kEntry,
     "ISP-35.officers-handle-cases"},
    {"Staff::4", "read_case", "Case::C", kLegal, true, kEntry, "ISP-35.officers-handle-cases"},
    {"Staff::4", "read_case", "Case::S", kLegal, true, kEntry, "ISP-35.officers-handle-cases"},
    {"Staff::4", "read_case", "Case::N", kLegal, true, kEntry, "ISP-35.officers-handle-cases"},
    {"Staff::4", "read_case", "Case::D", kLegal, true, kEntry, "ISP-35.officers-handle-cases"},
    {"Staff::4", "read_case", "Case::K", kLegal, true, kEntry, "ISP-35.officers-handle-cases"},
    {"Staff::4", "disclose", "Case::privileged", kLegal, false, kEntry,
     "ISP-35.secrecy-and-privilege", "unsealed"},
    {"Staff::4", "disclose", "Case::D-without-foreign_ministry", kLegal, false, kEntry,
     "ISP-44.by-diplomatic-channels", "as ordered"},
    {"Staff::4", "disclose", "Case::D-without-attorney_general", kLegal, false, kEntry,
     "ISP-44.by-diplomatic-channels", "as ordered"},
    {"Staff::4", "disclose", "Case::D-without-ministry_of_justice", kLegal, false, kEntry,
     "ISP-44.by-diplomatic-channels", "as ordered"},
    {"Staff::4", "disclose", "Case::D-without-police_chief", kLegal, false, kEntry,
     "ISP-44.by-diplomatic-channels", "as ordered"},
    // Holds
    {"Staff::4", "preserve", "Account::1", "preservation", false, kEntry, ""},
    {"Staff::1", "preserve", "Case::sound", "preservation", false, kEntry, ""},
    {"Staff::1", "release_hold", "Hold::over", "preservation", false, kEntry, ""},
    {"Staff::4", "purge", "Hold::over", "preservation", false, kEntry, ""},
    {"SystemJob::ledger", "purge", "Hold::over", "retention", false, kEntry, ""},
    // Facts that are past excuse owners and the data protection officer, and nobody else.
    {"Staff::1000", "erase", "Account::1", "subject_rights", false, kEntry,
     "ISP-61.stale-facts-deny", "stale"},
    {"Owner::1", "list", "Account::1", "subject_rights", true, kTally, "ISP-60.owner-exports",
     "stale"},
    {"Owner::1", "delete_collection", "Collection::1/1", "service_delivery", true, kTally,
     "ISP-60.owner-uses-own-data", "stale"},
    {"Staff::3", "verify_record", "Ledger::ledger", "accountability", true, kEntry,
     "ISP-66.watchdog-reads-the-record", "stale"},
    // Facts are valid to the moment that they name, and including it.
    {"Owner::1", "sign_in", "Account::1", "service_delivery", true, kTally,
     "ISP-60.owner-uses-own-data", "fresh"},
    {"DeliveryAgent::lmtp", "deliver", "Account::1", "service_delivery", true, kTally,
     "ISP-56.delivery-adds", "fresh"},
    {"SystemJob::spam_filter", "scan", "Account::2", "spam_filtering", true, kTally,
     "ISP-16.spam-filter-scans", "fresh"},
};

TEST(Rulebook, PermitsNoMoreThanItSays) { expect_decisions(kCorpus); }

}  // namespace

std::span<const DecisionRow> scope_rows() { return kCorpus; }

}  // namespace postvern::policy::engine::testing

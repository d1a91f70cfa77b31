// What the shipped rulebook says of whatever it permits, asked without a purpose and for another
// one.
#include <gtest/gtest.h>

#include "tests/policy/rulebook/world.hpp"

namespace postvern::policy::engine::testing {
namespace {

constexpr auto kEntry = RecordStrength::entry;
constexpr auto kTally = RecordStrength::tally;
constexpr const char* kLegal = "legal_request";
constexpr const char* kNoPurpose = "ISP-56.purpose-on-every-access";
constexpr const char* kOnlyAdds = "ISP-56.delivery-only-adds";
constexpr const char* kOnlyScans = "ISP-16.spam-filter-only-scans";

const DecisionRow kCorpus[] = {
    // Owners
    {"Owner::1", "export", "Account::1", "", false, kEntry, kNoPurpose},
    {"Owner::1", "export", "Account::1", "retention", false, kEntry, ""},
    {"Owner::1", "change_credentials", "Account::1", "", false, kEntry, kNoPurpose},
    {"Owner::1", "change_credentials", "Account::1", "administration", false, kEntry, ""},
    {"Owner::1", "erase", "Account::1", "", false, kEntry, kNoPurpose},
    {"Owner::1", "erase", "Account::1", "service_delivery", false, kEntry, ""},
    {"Owner::1", "set_retention", "Account::1", "", false, kEntry, kNoPurpose},
    {"Owner::1", "set_retention", "Account::1", "retention", false, kEntry, ""},
    {"Owner::1", "restrict", "Account::1", "", false, kEntry, kNoPurpose},
    {"Owner::1", "restrict", "Account::1", "service_delivery", false, kEntry, ""},
    {"Owner::1", "give_consent", "Account::1", "", false, kEntry, kNoPurpose},
    {"Owner::1", "give_consent", "Account::1", "service_delivery", false, kEntry, ""},
    // The jobs of the house
    {"SystemJob::backup", "backup", "Account::1", "", false, kEntry, kNoPurpose},
    {"SystemJob::backup", "backup", "Account::1", "retention", false, kEntry, ""},
    {"SystemJob::restore", "restore", "Site::site", "", false, kEntry, kNoPurpose},
    {"SystemJob::restore", "restore", "Site::site", "administration", false, kEntry, ""},
    {"SystemJob::retention", "purge", "Hold::over", "", false, kEntry, kNoPurpose},
    {"SystemJob::retention", "purge", "Case::sound", "", false, kEntry, kNoPurpose},
    {"SystemJob::retention", "purge", "Hold::over", "preservation", false, kEntry, ""},
    {"SystemJob::ledger", "verify_record", "Ledger::ledger", "", false, kEntry, kNoPurpose},
    {"SystemJob::ledger", "verify_record", "Ledger::ledger", "security", false, kEntry, ""},
    {"SystemJob::retrieval", "retrieve", "Account::2", "", false, kEntry,
     "ISP-55.optional-needs-consent ISP-56.purpose-on-every-access"},
    {"SystemJob::retrieval", "retrieve", "Account::2", "spam_filtering", false, kEntry, ""},
    {"Processor::1", "process", "Account::2", "", false, kEntry,
     "ISP-55.optional-needs-consent ISP-56.purpose-on-every-access", "instructed"},
    // Delivery and the spam filter: refusals are counted, and the rules on purposes leave them
    // alone
    {"DeliveryAgent::lmtp", "deliver", "Account::1", "", false, kTally, kOnlyAdds},
    {"DeliveryAgent::lmtp", "deliver", "Account::1", "retention", false, kTally, kOnlyAdds},
    {"DeliveryAgent::lmtp", "deliver", "Account::1", "advertising", false, kTally, kOnlyAdds},
    {"DeliveryAgent::lmtp", "deliver", "Account::1", "profiling", false, kTally, kOnlyAdds},
    {"DeliveryAgent::lmtp", "deliver", "Account::1", "sale", false, kTally, kOnlyAdds},
    {"SystemJob::spam_filter", "scan", "Account::2", "", false, kTally, kOnlyScans},
    {"SystemJob::spam_filter", "scan", "Account::2", "tracking", false, kTally, kOnlyScans},
    {"SystemJob::spam_filter", "scan", "Account::2", "sale", false, kTally, kOnlyScans},
    {"SystemJob::spam_filter", "scan", "Account::2", "retrieval", false, kTally, kOnlyScans},
    // Those who run the house
    {"Staff::1000", "administer_accounts", "Account::1", "", false, kEntry, kNoPurpose},
    {"Staff::1000", "administer_accounts", "Account::1", "support", false, kEntry, ""},
    {"Staff::1000", "backup", "Site::site", "", false, kEntry, kNoPurpose},
    {"Staff::1000", "backup", "Site::site", "administration", false, kEntry, ""},
    {"Staff::1000", "read_record", "Ledger::ledger", "", false, kEntry, kNoPurpose},
    {"Staff::1000", "read_record", "Ledger::ledger", "security", false, kEntry, ""},
    {"Staff::5", "list_accounts", "Account::1", "", false, kEntry, kNoPurpose},
    {"Staff::5", "list_accounts", "Account::1", "service_delivery", false, kEntry, ""},
    {"Staff::1", "administer_staff", "Site::site", "", false, kEntry, kNoPurpose},
    {"Staff::1", "administer_staff", "Site::site", "accountability", false, kEntry, ""},
    {"Founder::founder", "administer_staff", "Site::site", "", false, kEntry, kNoPurpose},
    {"Founder::founder", "administer_staff", "Site::site", "service_delivery", false, kEntry, ""},
    {"Staff::1", "install_rulebook", "Rulebook::rulebook", "", false, kEntry, kNoPurpose},
    {"Staff::1", "install_rulebook", "Rulebook::rulebook", "accountability", false, kEntry, ""},
    // Those who watch over it
    {"Staff::3", "read_record", "Ledger::ledger", "", false, kEntry, kNoPurpose},
    {"Staff::3", "read_record", "Ledger::ledger", "security", false, kEntry, ""},
    {"Staff::3", "review", "Report::1", "", false, kEntry, kNoPurpose},
    {"Staff::3", "review", "Report::1", "statistics", false, kEntry, ""},
    {"Staff::1", "supervise", "Report::1", "", false, kEntry, kNoPurpose},
    {"Staff::1", "supervise", "Report::1", "security", false, kEntry, ""},
    {"Staff::1", "notify_breach", "Report::1", "", false, kEntry, kNoPurpose},
    {"Staff::1", "notify_breach", "Report::1", "supervision", false, kEntry, ""},
    {"Staff::1", "publish", "Report::1", "", false, kEntry, kNoPurpose},
    {"Staff::1", "publish", "Report::1", "supervision", false, kEntry, ""},
    // Cases
    {"Staff::4", "open_case", "Case::sound", "", false, kEntry, kNoPurpose},
    {"Staff::4", "open_case", "Case::sound", "administration", false, kEntry, ""},
    {"Staff::1", "read_case", "Case::sound", "", false, kEntry, kNoPurpose},
    {"Staff::1", "read_case", "Case::sound", "administration", false, kEntry, ""},
    {"Staff::1", "approve", "Case::sound", "", false, kEntry, kNoPurpose},
    {"Staff::1", "approve", "Case::sound", "administration", false, kEntry, ""},
    {"Staff::3", "object", "Case::sound", "", false, kEntry, kNoPurpose},
    {"Staff::3", "object", "Case::sound", "accountability", false, kEntry, ""},
    {"Staff::1", "answer_objection", "Case::objection", "", false, kEntry, kNoPurpose},
    {"Staff::1", "answer_objection", "Case::objection", "administration", false, kEntry, ""},
    {"Staff::4", "notify", "Case::untold", "", false, kEntry, kNoPurpose},
    {"Staff::4", "notify", "Case::untold", "administration", false, kEntry, ""},
    {"SystemJob::notices", "keep_time", "Case::sound", "", false, kEntry, kNoPurpose},
    {"SystemJob::notices", "keep_time", "Case::sound", "retention", false, kEntry, ""},
    {"Staff::4", "preserve", "Case::sound", "", false, kEntry, kNoPurpose},
    {"Staff::4", "preserve", "Case::sound", kLegal, false, kEntry, ""},
    {"Staff::4", "release_hold", "Hold::over", "", false, kEntry, kNoPurpose},
    {"Staff::4", "release_hold", "Hold::over", "retention", false, kEntry, ""},
};

TEST(Rulebook, PermitsNothingForAnotherPurpose) { expect_decisions(kCorpus); }

}  // namespace

std::span<const DecisionRow> purpose_rows() { return kCorpus; }

}  // namespace postvern::policy::engine::testing

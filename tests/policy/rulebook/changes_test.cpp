// What the shipped rulebook says where facts came, changed or ended: the end that an owner set, substitutes,
// silence, who may see what is held, instructions to processors.
#include <gtest/gtest.h>

#include "tests/policy/rulebook/world.hpp"

namespace postvern::policy::engine::testing {
namespace {

constexpr auto kEntry = RecordStrength::entry;
constexpr auto kTally = RecordStrength::tally;
constexpr const char* kLegal = "legal_request";
constexpr const char* kOwn = "service_delivery";
constexpr const char* kRights = "subject_rights";
constexpr const char* kEnded = "ISP-28.nothing-after-its-time";
constexpr const char* kSignIn = "ISP-60.sign-in-to-what-is-kept";
constexpr const char* kUses = "ISP-60.owner-uses-own-data";
constexpr const char* kApproved = "ISP-35.leaders-approve";
constexpr const char* kAppoints = "ISP-65.substitutes-are-appointed";
constexpr const char* kRecused = "ISP-52.the-named-stay-out";
constexpr const char* kSilent = "ISP-37.silence-is-kept";
constexpr const char* kUntold = "ISP-60.owners-are-told-first";
constexpr const char* kCarriedOut = "ISP-35.officers-carry-out-orders";
constexpr const char* kContracts = "ISP-69.director-contracts";

const DecisionRow kCorpus[] = {
    // To the end of its time an account is used, and after it nobody uses it.
    {"Owner::13", "read", "Collection::13/1", kOwn, true, kTally, kUses},
    {"Owner::13", "sign_in", "Account::13", kOwn, true, kTally, kUses},
    {"DeliveryAgent::lmtp", "deliver", "Account::13", kOwn, true, kTally, "ISP-56.delivery-adds"},
    {"SystemJob::spam_filter", "scan", "Account::13", "spam_filtering", true, kTally, "ISP-16.spam-filter-scans"},
    {"SystemJob::retrieval", "retrieve", "Account::13", "retrieval", true, kEntry, "ISP-29.retrieval-fetches"},
    {"SystemJob::backup", "backup", "Account::13", "backup", true, kEntry, "ISP-27.snapshot"},
    {"Owner::14", "read", "Collection::14/1", kOwn, false, kEntry, kEnded},
    {"Owner::14", "sign_in", "Account::14", kOwn, false, kTally, kSignIn},
    {"Owner::14", "export", "Account::14", kRights, false, kEntry, kEnded},
    {"Owner::14", "erase", "Account::14", kRights, true, kEntry, "ISP-53.owner-erases"},
    {"DeliveryAgent::lmtp", "deliver", "Account::14", kOwn, false, kTally, "ISP-56.delivery-only-adds"},
    {"SystemJob::spam_filter", "scan", "Account::14", "spam_filtering", false, kTally, "ISP-16.spam-filter-only-scans"},
    {"SystemJob::retrieval", "retrieve", "Account::14", "retrieval", false, kEntry, kEnded},
    {"SystemJob::backup", "backup", "Account::14", "backup", false, kEntry, kEnded},
    {"Processor::1", "process", "Account::14", "retrieval", false, kEntry, kEnded, "instructed"},
    {"SystemJob::retention", "purge", "Account::14", "retention", true, kEntry, "ISP-28.retention-purges-what-is-due"},
    {"Staff::1000", "administer_accounts", "Account::14", "administration", true, kEntry, "ISP-52.operators-administer-accounts"},
    {"Staff::1000", "list_accounts", "Account::14", "administration", true, kEntry, "ISP-52.operators-administer-accounts"},
    {"SystemJob::retention", "erase", "Account::14", "retention", true, kEntry, "ISP-53.retention-erases-what-has-ended"},
    {"SystemJob::retention", "erase", "Account::4", "retention", true, kEntry, "ISP-53.retention-erases-what-has-ended"},
    {"SystemJob::retention", "erase", "Account::16", "retention", true, kEntry, "ISP-53.retention-erases-what-has-ended"},
    {"SystemJob::retention", "erase", "Account::13", "retention", false, kEntry, ""},
    {"SystemJob::retention", "erase", "Account::1", "retention", false, kEntry, ""},
    {"SystemJob::retention", "erase", "Account::7", "retention", false, kEntry, ""},
    {"SystemJob::retention", "erase", "Account::8", "retention", false, kEntry, ""},
    {"SystemJob::retention", "erase", "Collection::14/1", "retention", false, kEntry, ""},
    {"SystemJob::retention", "erase", "Account::14", "administration", false, kEntry, ""},
    {"SystemJob::retention", "erase", "Account::14", "", false, kEntry, "ISP-56.purpose-on-every-access"},
    {"SystemJob::backup", "erase", "Account::14", "retention", false, kEntry, ""},
    // Whoever is refused a sign-in is counted, and others who try one are entered.
    {"Owner::1", "sign_in", "Collection::1/1", kOwn, false, kTally, kSignIn},
    {"Owner::9", "sign_in", "Account::9", kOwn, false, kTally, kSignIn},
    {"Staff::0", "sign_in", "Account::4", "administration", false, kEntry, "ISP-53.closed-account-stays-closed"},
    {"Staff::1000", "change_credentials", "Account::3", kOwn, false, kEntry, ""},
    {"Owner::1", "append", "Collection::1/1", kOwn, true, kTally, kUses, "fresh"},
    {"SystemJob::retention", "sign_in", "Account::14", "retention", false, kEntry, "ISP-28.nothing-after-its-time ISP-28.retention-only-purges"},
    // Substitutes read the case and approve in it, where they were appointed.
    {"Staff::15", "read_case", "Case::sound", kLegal, true, kEntry, "ISP-65.leaders-read-cases"},
    {"Staff::15", "read_case", "Case::substitutes-unknown", kLegal, false, kEntry, ""},
    {"Staff::15", "read_case", "Case::sound", "support", false, kEntry, ""},
    {"Staff::15", "approve", "Case::sound", kLegal, true, kEntry, kApproved},
    {"Staff::15", "approve", "Case::substitutes-unknown", kLegal, false, kEntry, ""},
    {"Staff::1", "approve", "Case::substitutes-unknown", kLegal, true, kEntry, kApproved},
    {"Staff::15", "decide_case", "Case::sound", kLegal, false, kEntry, ""},
    {"Staff::15", "extract", "Case::sound", kLegal, false, kEntry, "", "as ordered"},
    {"Owner::1", "approve", "Case::sound", kLegal, false, kEntry, ""},
    {"SystemJob::notices", "approve", "Case::sound", kLegal, false, kEntry, ""},
    {"Staff::1", "appoint_substitute", "Case::sound", kLegal, true, kEntry, kAppoints},
    {"Staff::2", "appoint_substitute", "Case::sound", kLegal, true, kEntry, kAppoints},
    {"Staff::3", "appoint_substitute", "Case::sound", kLegal, false, kEntry, ""},
    {"Staff::4", "appoint_substitute", "Case::sound", kLegal, false, kEntry, ""},
    {"Staff::15", "appoint_substitute", "Case::sound", kLegal, false, kEntry, ""},
    {"Staff::1", "appoint_substitute", "Case::sound", "administration", false, kEntry, ""},
    {"Staff::1", "appoint_substitute", "Case::sound", "", false, kEntry, "ISP-56.purpose-on-every-access"},
    {"Staff::1", "administer_processors", "Site::site", "", false, kEntry, "ISP-56.purpose-on-every-access"},
    {"Staff::1", "appoint_substitute", "Case::recused-unknown", kLegal, false, kEntry, kRecused},
    {"Staff::1", "appoint_substitute", "Site::site", kLegal, false, kEntry, ""},
    {"Staff::1", "open_case", "Case::sound", kLegal, false, kEntry, ""},
    // Approved is what lacks nothing but approvals.
    {"Staff::1", "approve", "Case::not-norwegian", kLegal, false, kEntry, ""},
    {"Staff::1", "approve", "Case::not-yet", kLegal, false, kEntry, ""},
    {"Staff::1", "approve", "Case::expired", kLegal, false, kEntry, ""},
    {"Staff::1", "approve", "Case::secret", kLegal, false, kEntry, ""},
    {"Staff::1", "approve", "Case::objection", kLegal, false, kEntry, ""},
    {"Staff::1", "approve", "Case::objection-unknown", kLegal, false, kEntry, ""},
    {"Staff::1", "approve", "Case::untold", kLegal, false, kEntry, kUntold},
    {"Staff::1", "approve", "Case::silent", kLegal, true, kEntry, kApproved},
    {"Staff::1", "approve", "Case::no-approvals", kLegal, true, kEntry, kApproved},
    {"Staff::4", "extract", "Case::silent", kLegal, true, kEntry, kCarriedOut, "as ordered"},
    // An order reaches no further than the case, nor backwards, nor to what is no class of data.
    {"Staff::4", "disclose", "Case::of-another", kLegal, false, kEntry, "ISP-35.only-what-the-order-names", "as ordered"},
    {"Staff::4", "disclose", "Case::accounts-unknown", kLegal, false, kEntry, "ISP-35.only-what-the-order-names", "as ordered"},
    {"Staff::4", "disclose", "Case::sound", kLegal, false, kEntry, "ISP-35.only-what-the-order-names", "backwards"},
    {"Staff::4", "disclose", "Case::of-two", kLegal, false, kEntry, "ISP-35.only-what-the-order-names", "other account"},
    {"Staff::4", "disclose", "Case::of-two", kLegal, true, kEntry, kCarriedOut, "as ordered"},
    {"Staff::4", "disclose", "Case::sound", kLegal, true, kEntry, kCarriedOut, "one moment"},
    {"Staff::4", "read_case", "Case::sound", "preservation", false, kEntry, ""},
    {"Staff::4", "disclose", "Case::of-all", kLegal, false, kEntry, "ISP-35.only-what-the-order-names", "access record"},
    {"Staff::4", "disclose", "Case::of-all", kLegal, true, kEntry, kCarriedOut, "calendar"},
    {"Staff::4", "disclose", "Case::of-all", kLegal, true, kEntry, kCarriedOut, "contacts"},
    {"Staff::4", "disclose", "Case::of-all", kLegal, true, kEntry, kCarriedOut, "files"},
    {"Staff::4", "preserve", "Case::duty_to_avert", "preservation", true, kEntry, "ISP-35.preservation-seals-apart"},
    // A case begins before anybody is named in it.
    {"Staff::4", "open_case", "Case::new", kLegal, true, kEntry, "ISP-35.officers-handle-cases"},
    {"Staff::4", "disclose", "Case::order_without_suspicion", kLegal, false, kEntry, "ISP-36.no-path-without-a-court", "as ordered"},
    {"Staff::4", "preserve", "Case::order_without_suspicion", "preservation", true, kEntry, "ISP-35.preservation-seals-apart"},
    {"Staff::4", "disclose", "Case::urgent_interception", kLegal, false, kEntry, "ISP-36.no-path-without-a-court", "as ordered"},
    {"Staff::4", "preserve", "Case::urgent_interception", "preservation", false, kEntry, ""},
    {"Staff::4", "preserve", "Case::european_preservation_order", "preservation", true, kEntry, "ISP-35.preservation-seals-apart"},
    // Silence by statute has no end, and one that is unknown is kept.
    {"Staff::4", "notify", "Case::statutory-silence", kLegal, false, kEntry, kSilent},
    {"Staff::4", "disclose", "Case::statutory-silence", kLegal, true, kEntry, kCarriedOut, "as ordered"},
    {"Staff::4", "notify", "Case::silence-without-end", kLegal, false, kEntry, kSilent},
    {"Staff::4", "disclose", "Case::silence-without-end", kLegal, false, kEntry, kUntold, "as ordered"},
    {"Staff::4", "notify", "Case::silence-unknown", kLegal, false, kEntry, kSilent},
    {"SystemJob::notices", "notify", "Case::silence-unknown", kLegal, false, kEntry, kSilent},
    {"Staff::4", "disclose", "Case::silence-unknown", kLegal, false, kEntry, kUntold, "as ordered"},
    {"Staff::4", "disclose", "Case::no-silence-with-end", kLegal, false, kEntry, kUntold, "as ordered"},
    {"Staff::4", "notify", "Case::no-silence-with-end", kLegal, true, kEntry, "ISP-60.owners-are-told"},
    {"Staff::4", "notify", "Case::odd-silence", kLegal, false, kEntry, kSilent},
    // Whoever is recused from a case does nothing with what is held for it.
    {"Staff::4", "release_hold", "Hold::over", "preservation", true, kEntry, "ISP-35.holds-are-released"},
    {"Staff::4", "release_hold", "Hold::of-recused", "preservation", false, kEntry, kRecused},
    {"Staff::4", "release_hold", "Hold::recused-unknown", "preservation", false, kEntry, kRecused},
    {"SystemJob::retention", "purge", "Hold::of-recused", "retention", true, kEntry, "ISP-28.retention-ends-holds"},
    // What is restricted rests, each part of it.
    {"SystemJob::retrieval", "retrieve", "Collection::5/1", "retrieval", false, kEntry, "ISP-60.restricted-data-rests"},
    {"SystemJob::retrieval", "retrieve", "Collection::2/1", "retrieval", true, kEntry, "ISP-29.retrieval-fetches"},
    // Processors work on an instruction that is on record.
    {"Processor::1", "process", "Account::2", "spam_filtering", true, kEntry, "ISP-77.processors-work-on-instruction", "instructed"},
    {"Processor::1", "process", "Account::15", "supervision", false, kEntry, "", "instructed"},
    {"Processor::4", "process", "Account::2", "retrieval", false, kEntry, "", "instructed"},
    {"Staff::1", "administer_processors", "Site::site", "administration", true, kEntry, kContracts},
    {"Staff::1", "administer_processors", "Site::site", "support", false, kEntry, ""},
    {"Staff::1", "administer_processors", "Ledger::ledger", "administration", false, kEntry, ""},
    {"Staff::2", "administer_processors", "Site::site", "administration", false, kEntry, ""},
    {"Staff::1000", "administer_processors", "Site::site", "administration", false, kEntry, ""},
    {"Founder::founder", "administer_processors", "Site::site", "administration", false, kEntry, "ISP-52.founder-only-founds"},
    // A snapshot is made of an account in a state that the rules know.
    {"SystemJob::backup", "backup", "Account::3", "backup", true, kEntry, "ISP-27.snapshot"},
    {"SystemJob::backup", "backup", "Account::10", "backup", false, kEntry, ""},
};

TEST(Rulebook, DecidesOnWhatChangedOrEnded) { expect_decisions(kCorpus); }

}  // namespace

std::span<const DecisionRow> change_rows() { return kCorpus; }

}  // namespace postvern::policy::engine::testing

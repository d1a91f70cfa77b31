// What the shipped rulebook says where something is not known: of an account, a hold, a case, a
// person or a question.
#include <gtest/gtest.h>

#include "tests/policy/rulebook/world.hpp"

namespace postvern::policy::engine::testing {
namespace {

constexpr auto kEntry = RecordStrength::entry;
constexpr auto kTally = RecordStrength::tally;
constexpr const char* kLegal = "legal_request";
constexpr const char* kOnlyScans = "ISP-16.spam-filter-only-scans";
constexpr const char* kNeedsConsent = "ISP-55.optional-needs-consent";
constexpr const char* kRestricted = "ISP-60.restricted-data-rests";
constexpr const char* kHeld = "ISP-28.held-octets-stay";

const DecisionRow kCorpus[] = {
    // An account that is not on record
    {"Owner::9", "give_consent", "Account::9", "subject_rights", false, kEntry, ""},
    {"Owner::9", "erase", "Account::9", "subject_rights", false, kEntry, ""},
    {"Owner::9", "restrict", "Account::9", "subject_rights", false, kEntry, ""},
    {"Owner::9", "change_credentials", "Account::9", "service_delivery", false, kEntry, ""},
    {"Owner::9", "set_retention", "Account::9", "service_delivery", false, kEntry, ""},
    {"SystemJob::spam_filter", "scan", "Account::9", "spam_filtering", false, kTally, kOnlyScans},
    {"SystemJob::retrieval", "retrieve", "Account::9", "retrieval", false, kEntry,
     "ISP-55.optional-needs-consent ISP-60.restricted-data-rests"},
    {"Processor::1", "process", "Account::9", "retrieval", false, kEntry,
     "ISP-55.optional-needs-consent ISP-60.restricted-data-rests",
     "instructed"},
    // The owner is known and the state is not.
    {"Owner::8", "read", "Collection::8/1", "service_delivery", false, kEntry, ""},
    {"Owner::8", "sign_in", "Account::8", "service_delivery", false, kTally,
     "ISP-60.sign-in-to-what-is-kept"},
    {"Owner::8", "export", "Account::8", "subject_rights", false, kEntry, ""},
    {"Owner::8", "give_consent", "Account::8", "subject_rights", false, kEntry, ""},
    {"Owner::8", "change_credentials", "Account::8", "service_delivery", false, kEntry, ""},
    {"Owner::8", "set_retention", "Account::8", "service_delivery", false, kEntry, ""},
    // A state that no rule knows is served like none.
    {"Owner::10", "read", "Collection::10/1", "service_delivery", false, kEntry, ""},
    {"Owner::10", "export", "Account::10", "subject_rights", false, kEntry, ""},
    {"Owner::10", "give_consent", "Account::10", "subject_rights", false, kEntry, ""},
    {"Owner::10", "change_credentials", "Account::10", "service_delivery", false, kEntry, ""},
    {"Owner::10", "set_retention", "Account::10", "service_delivery", false, kEntry, ""},
    {"DeliveryAgent::lmtp", "deliver", "Account::10", "service_delivery", false, kEntry, ""},
    {"SystemJob::spam_filter", "scan", "Account::10", "spam_filtering", false, kTally, kOnlyScans},
    {"SystemJob::retrieval", "retrieve", "Account::10", "retrieval", false, kEntry, ""},
    {"Processor::1", "process", "Account::10", "retrieval", false, kEntry, "", "instructed"},
    // Consent or the wish for snapshots is unknown: there is none.
    {"SystemJob::spam_filter", "scan", "Account::7", "spam_filtering", false, kTally, kOnlyScans},
    {"SystemJob::retrieval", "retrieve", "Account::7", "retrieval", false, kEntry, kNeedsConsent},
    {"Processor::1", "process", "Account::7", "retrieval", false, kEntry, kNeedsConsent,
     "instructed"},
    {"SystemJob::backup", "backup", "Account::7", "backup", false, kEntry, ""},
    // Whether processing is restricted is unknown: it is.
    {"SystemJob::spam_filter", "scan", "Account::11", "spam_filtering", false, kTally, kOnlyScans},
    {"SystemJob::retrieval", "retrieve", "Account::11", "retrieval", false, kEntry, kRestricted},
    // What somebody signed is unknown: it is not signed.
    {"Staff::13", "list_accounts", "Site::site", "administration", false, kEntry,
     "ISP-62.nobody-acts-unbound"},
    {"Staff::14", "list_accounts", "Site::site", "administration", false, kEntry,
     "ISP-62.nobody-acts-unbound"},
    // The end of a hold is unknown: it has not come.
    {"Staff::4", "release_hold", "Hold::unknown", "preservation", false, kEntry, kHeld},
    {"SystemJob::retention", "purge", "Hold::unknown", "retention", false, kEntry, kHeld},
    // The references of a case are unknown: there are none.
    {"Staff::4", "extract", "Case::C-unknown", kLegal, false, kEntry, "ISP-40.by-the-ministry",
     "as ordered"},
    {"Staff::4", "extract", "Case::S-unknown", kLegal, false, kEntry, "ISP-41.by-the-prosecutor",
     "as ordered"},
    {"Staff::4", "extract", "Case::N-unknown", kLegal, false, kEntry, "ISP-42.by-the-police-chief",
     "as ordered"},
    {"Staff::4", "extract", "Case::D-unknown", kLegal, false, kEntry,
     "ISP-44.by-diplomatic-channels", "as ordered"},
    {"Staff::4", "extract", "Case::K-unknown", kLegal, false, kEntry,
     "ISP-48.interception-by-kripos", "as ordered"},
    {"Staff::4", "extract", "Case::K-no-order", kLegal, false, kEntry,
     "ISP-35.no-disclosure-without-an-order ISP-35.only-what-the-order-names "
     "ISP-35.secrecy-and-privilege ISP-48.interception-by-kripos",
     "as ordered"},
    // What is to be handed over is not said: it is wider than the order.
    {"Staff::4", "disclose", "Case::sound", kLegal, false, kEntry,
     "ISP-35.only-what-the-order-names", "no class"},
    {"Staff::4", "disclose", "Case::sound", kLegal, false, kEntry,
     "ISP-35.only-what-the-order-names", "no end"},
};

TEST(Rulebook, DecidesOnWhatIsNotKnown) { expect_decisions(kCorpus); }

}  // namespace

std::span<const DecisionRow> unknown_rows() { return kCorpus; }

}  // namespace postvern::policy::engine::testing

// What the shipped rulebook says of the service: owners, delivery, retention, operators, backup.
#include <gtest/gtest.h>

#include <set>

#include "tests/policy/rulebook/world.hpp"

namespace postvern::policy::engine::testing {
namespace {

constexpr auto kEntry = RecordStrength::entry;
constexpr auto kTally = RecordStrength::tally;
constexpr const char* kService = "service_delivery";
constexpr const char* kUse = "ISP-60.owner-uses-own-data";
constexpr const char* kOwners = "ISP-60.content-is-the-owners";
constexpr const char* kStaff = "ISP-48.staff-see-no-content ISP-60.content-is-the-owners";
constexpr const char* kDisabled = "ISP-60.disabled-account-rests";
constexpr const char* kSignIn = "ISP-60.sign-in-to-what-is-kept";
constexpr const char* kClosed = "ISP-53.closed-account-stays-closed";
constexpr const char* kOnlyAdds = "ISP-56.delivery-only-adds";
constexpr const char* kOnlyPurges = "ISP-28.retention-only-purges";
constexpr const char* kAdminister = "ISP-52.operators-administer-accounts";
constexpr const char* kInspect = "ISP-61.operators-account-for-acts";

const DecisionRow kCorpus[] = {
    // Owners and their own data
    {"Owner::1", "sign_in", "Account::1", kService, true, kTally, kUse},
    {"Owner::1", "list", "Account::1", kService, true, kTally, kUse},
    {"Owner::1", "read", "Collection::1/1", kService, true, kTally, kUse},
    {"Owner::1", "search", "Collection::1/1", kService, true, kTally, kUse},
    {"Owner::1", "append", "Collection::1/1", kService, true, kTally, kUse},
    {"Owner::1", "mark", "Collection::1/1", kService, true, kTally, kUse},
    {"Owner::1", "copy", "Collection::1/1", kService, true, kTally, kUse},
    {"Owner::1", "move", "Collection::1/1", kService, true, kTally, kUse},
    {"Owner::1", "expunge", "Collection::1/1", kService, true, kTally, kUse},
    {"Owner::1", "create_collection", "Account::1", kService, true, kTally, kUse},
    {"Owner::1", "rename_collection", "Collection::1/1", kService, true, kTally, kUse},
    {"Owner::1", "delete_collection", "Collection::1/1", kService, true, kTally, kUse},
    {"Owner::1", "subscribe", "Collection::1/1", kService, true, kTally, kUse},
    {"Owner::1", "watch", "Collection::1/1", kService, true, kTally, kUse},
    {"Owner::1", "submit", "Account::1", kService, true, kTally, kUse},
    {"Owner::1", "change_credentials", "Account::1", kService, true, kTally,
     "ISP-3.owner-changes-credentials"},
    // Owners and what is not theirs to do
    {"Owner::1", "change_credentials", "Collection::1/1", kService, false, kEntry, ""},
    {"Owner::1", "change_credentials", "Account::2", kService, false, kEntry, ""},
    {"Owner::1", "sign_in", "Account::2", kService, false, kTally, kSignIn},
    {"Owner::1", "read", "Collection::2/1", kService, false, kEntry, kOwners},
    {"Owner::1", "expunge", "Collection::2/1", kService, false, kEntry, kOwners},
    {"Owner::1", "submit", "Account::2", kService, false, kEntry, kOwners},
    {"Owner::1", "deliver", "Collection::1/1", kService, false, kEntry, ""},
    {"Owner::1", "purge", "Collection::1/1", "retention", false, kEntry, ""},
    {"Owner::1", "administer_accounts", "Site::site", "administration", false, kEntry, ""},
    {"Owner::1", "list_accounts", "Site::site", "administration", false, kEntry, ""},
    {"Owner::1", "read_record", "Ledger::ledger", "accountability", false, kEntry, ""},
    {"Owner::1", "backup", "Site::site", "backup", false, kEntry, ""},
    {"Owner::9", "read", "Collection::9/1", kService, false, kEntry, kOwners},  // no such account
    {"Stranger::1", "read", "Collection::1/1", kService, false, kEntry, kOwners},
    {"Owner::1", "levitate", "Collection::1/1", kService, false, kEntry, ""},
    // Purposes
    {"Owner::1", "read", "Collection::1/1", "administration", false, kEntry, ""},
    {"Owner::1", "read", "Collection::1/1", "", false, kEntry, "ISP-56.purpose-on-every-access"},
    {"Owner::1", "read", "Collection::1/1", "advertising", false, kEntry, "ISP-59.no-advertising"},
    {"Owner::1", "search", "Collection::1/1", "profiling", false, kEntry, "ISP-16.no-profiling"},
    {"Owner::1", "watch", "Collection::1/1", "tracking", false, kEntry, "ISP-57.no-tracking"},
    {"Owner::1", "list", "Account::1", "sale", false, kEntry, "ISP-59.no-sale"},
    {"Staff::1000", "list_accounts", "Site::site", "advertising", false, kEntry,
     "ISP-59.no-advertising"},
    {"Staff::1000", "list_accounts", "Site::site", "sale", false, kEntry, "ISP-59.no-sale"},
    {"SystemJob::backup", "backup", "Site::site", "profiling", false, kEntry,
     "ISP-16.no-profiling"},
    {"DeliveryAgent::lmtp", "deliver", "Account::1", "tracking", false, kTally, kOnlyAdds},
    {"SystemJob::retention", "purge", "Account::2", "", false, kEntry,
     "ISP-56.purpose-on-every-access"},
    // Disabled and closed accounts
    {"Owner::3", "sign_in", "Account::3", kService, false, kTally, kSignIn},
    {"Owner::3", "append", "Collection::3/1", kService, false, kTally, kDisabled},
    {"Owner::3", "expunge", "Collection::3/1", kService, false, kTally, kDisabled},
    {"Owner::3", "change_credentials", "Account::3", kService, false, kTally, kDisabled},
    {"Owner::3", "read", "Collection::3/1", kService, false, kEntry, ""},
    {"Owner::4", "sign_in", "Account::4", kService, false, kTally, kSignIn},
    {"Owner::4", "read", "Collection::4/1", kService, false, kEntry, kClosed},
    // Delivery
    {"DeliveryAgent::lmtp", "deliver", "Account::1", kService, true, kTally, "ISP-56.delivery-adds"},
    {"DeliveryAgent::lmtp", "deliver", "Collection::1/1", kService, true, kTally,
     "ISP-56.delivery-adds"},
    {"DeliveryAgent::lmtp", "deliver", "Collection::3/1", kService, true, kTally,
     "ISP-56.delivery-adds"},
    {"DeliveryAgent::lmtp", "deliver", "Collection::4/1", kService, false, kEntry, ""},
    {"DeliveryAgent::lmtp", "deliver", "Account::9", kService, false, kEntry, ""},
    {"DeliveryAgent::lmtp", "deliver", "Site::site", kService, false, kEntry, ""},
    {"DeliveryAgent::lmtp", "read", "Collection::1/1", kService, false, kEntry,
     "ISP-60.content-is-the-owners ISP-56.delivery-only-adds"},
    {"DeliveryAgent::lmtp", "sign_in", "Account::1", kService, false, kTally, kOnlyAdds},
    {"DeliveryAgent::lmtp", "purge", "Account::2", "retention", false, kTally, kOnlyAdds},
    // Retention
    {"SystemJob::retention", "purge", "Account::2", "retention", true, kEntry,
     "ISP-28.retention-purges-what-is-due"},
    {"SystemJob::retention", "purge", "Collection::2/1", "retention", true, kEntry,
     "ISP-28.retention-purges-what-is-due"},
    {"SystemJob::retention", "purge", "Account::4", "retention", true, kEntry,
     "ISP-28.retention-purges-what-is-due"},
    {"SystemJob::retention", "purge", "Account::3", "retention", false, kEntry, ""},
    {"SystemJob::retention", "purge", "Account::1", "retention", false, kEntry, ""},
    {"SystemJob::retention", "purge", "Account::2", "administration", false, kEntry, ""},
    {"SystemJob::retention", "read", "Collection::2/1", "retention", false, kEntry,
     "ISP-60.content-is-the-owners ISP-28.retention-only-purges"},
    {"SystemJob::retention", "administer_accounts", "Account::2", "retention", false, kEntry,
     kOnlyPurges},
    {"SystemJob::ledger", "purge", "Account::2", "retention", false, kEntry, ""},
    {"Staff::1000", "purge", "Account::2", "retention", false, kEntry, ""},
    // Staff
    {"Staff::1000", "administer_accounts", "Site::site", "administration", true, kEntry,
     kAdminister},
    {"Staff::1000", "administer_accounts", "Account::1", "administration", true, kEntry,
     kAdminister},
    {"Staff::1000", "administer_accounts", "Account::4", "administration", true, kEntry,
     kAdminister},
    {"Staff::1000", "list_accounts", "Site::site", "administration", true, kEntry, kAdminister},
    {"Staff::1000", "list_accounts", "Site::site", kService, false, kEntry, ""},
    {"Staff::1000", "administer_accounts", "Collection::1/1", "administration", false, kEntry,
     ""},
    {"Staff::1000", "read", "Collection::1/1", "administration", false, kEntry, kStaff},
    {"Staff::1000", "search", "Collection::1/1", "security", false, kEntry, kStaff},
    {"Staff::1000", "list", "Account::1", "administration", false, kEntry, kStaff},
    {"Staff::1000", "copy", "Collection::1/1", kService, false, kEntry, kStaff},
    {"Staff::1000", "watch", "Collection::1/1", kService, false, kEntry, kStaff},
    {"Staff::0", "append", "Collection::1/1", "administration", false, kEntry, kStaff},
    {"Staff::0", "sign_in", "Account::1", "administration", false, kEntry, ""},
    {"Staff::0", "change_credentials", "Account::1", kService, false, kEntry, ""},
    {"Staff::0", "deliver", "Account::1", kService, false, kEntry, ""},
    {"Staff::1000", "read_record", "Ledger::ledger", "accountability", true, kEntry, kInspect},
    {"Staff::1000", "verify_record", "Ledger::ledger", "accountability", true, kEntry, kInspect},
    {"Staff::1000", "read_record", "Ledger::ledger", "administration", false, kEntry, ""},
    {"Staff::1000", "read_record", "Account::1", "accountability", false, kEntry, ""},
    {"SystemJob::ledger", "verify_record", "Ledger::ledger", "accountability", true, kEntry,
     "ISP-61.record-is-verified"},
    {"SystemJob::ledger", "read_record", "Ledger::ledger", "accountability", false, kEntry, ""},
    // Founding
    {"Founder::founder", "administer_staff", "Site::site", "administration", true, kEntry,
     "ISP-62.founder-enters-the-first"},
    {"Founder::founder", "administer_accounts", "Site::site", "administration", false, kEntry,
     "ISP-52.founder-only-founds"},
    {"Founder::founder", "administer_accounts", "Account::1", "administration", false, kEntry,
     "ISP-52.founder-only-founds"},
    {"Founder::founder", "list_accounts", "Site::site", "administration", false, kEntry,
     "ISP-52.founder-only-founds"},
    {"Founder::founder", "read", "Collection::1/1", kService, false, kEntry,
     "ISP-60.content-is-the-owners ISP-52.founder-only-founds"},
    // Backup and restore
    {"Staff::1000", "backup", "Site::site", "backup", true, kEntry, "ISP-27.backup"},
    {"SystemJob::backup", "backup", "Site::site", "backup", true, kEntry, "ISP-27.backup"},
    {"SystemJob::retention", "backup", "Site::site", "backup", false, kEntry, kOnlyPurges},
    {"SystemJob::backup", "restore", "Site::site", "backup", false, kEntry, ""},
    {"SystemJob::restore", "restore", "Site::site", "backup", true, kEntry, "ISP-27.restore"},
    {"SystemJob::restore", "read", "Collection::1/1", "backup", false, kEntry, kOwners},
    {"Staff::1000", "restore", "Site::site", "backup", false, kEntry, ""},
};

TEST(Rulebook, DecidesTheService) { expect_decisions(kCorpus); }

// Not by enumeration of rules but of requests: nobody but its owner is ever granted content.
TEST(Rulebook, ContentIsGrantedToItsOwnerOnly) {
    const Entities entities = facts();
    const std::set<std::string> content{"list",   "read",      "search", "append", "mark",
                                        "copy",   "move",      "expunge", "watch", "submit"};
    for (const char* principal : {"Owner::1", "Owner::2", "DeliveryAgent::lmtp", "Staff::0",
                                  "SystemJob::retention", "SystemJob::ledger",
                                  "SystemJob::backup", "SystemJob::restore", "Founder::founder"}) {
        for (const std::string& action : content) {
            for (const char* resource : {"Account::1", "Collection::1/1"}) {
                for (const char* purpose :
                     {"service_delivery", "retention", "administration", "security",
                      "accountability", "backup", "advertising", "profiling", "tracking", "sale"}) {
                    const Request request = make_request(principal, action, resource, purpose);
                    const bool own = std::string(principal) == "Owner::1" &&
                                     std::string(purpose) == "service_delivery";
                    EXPECT_EQ(decide(rulebook(), entities, request, Strictness::house).permitted,
                              own)
                        << principal << " " << action << " " << resource << " " << purpose;
                }
            }
        }
    }
}

}  // namespace

std::span<const DecisionRow> service_rows() { return kCorpus; }

}  // namespace postvern::policy::engine::testing

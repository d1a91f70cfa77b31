// What the shipped rulebook says: a corpus of request -> decision and the rules that decided.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <set>
#include <sstream>

#include "policy/engine/verdict.hpp"

namespace postvern::policy::engine {
namespace {

std::vector<Source> read_rulebook_files() {
    std::vector<Source> sources;
    const std::filesystem::path folder = POSTVERN_SOURCE_DIR "/policy/rulebook";
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() != ".cedar") continue;
        std::ifstream file(entry.path(), std::ios::binary);
        sources.push_back({entry.path().filename().string(),
                           {std::istreambuf_iterator<char>(file), {}}});
    }
    std::sort(sources.begin(), sources.end(),
              [](const Source& left, const Source& right) { return left.name < right.name; });
    return sources;
}

const RuleSet& rulebook() {
    static const RuleSet rules = RuleSet::parse(read_rulebook_files());
    return rules;
}

constexpr std::int64_t kMoment = 1'700'000'000;

// The facts that a request is decided over. Accounts: 1 open, 2 open, 3 disabled, 4 closed; each
// has a collection <account>/1; those of 2 and 4 are due for purging, that of 3 is not yet.
Entities facts() {
    Entities entities;
    const char* const states[] = {"open", "open", "disabled", "closed"};
    for (int account = 1; account <= 4; ++account) {
        const std::string id = std::to_string(account);
        Record attributes{{"owner", EntityUid{"Owner", id}}, {"state", states[account - 1]}};
        if (account == 2 || account == 4) attributes.set("purge_due", kMoment);
        if (account == 3) attributes.set("purge_due", kMoment + 1);
        entities.add({{"Account", id}, attributes, {}});
        attributes.set("kind", "mailbox");
        entities.add({{"Collection", id + "/1"}, attributes, {{"Account", id}}});
    }
    entities.add({{"Site", "site"}, {}, {}});
    entities.add({{"Ledger", "ledger"}, {}, {}});
    return entities;
}

// "Owner::1" and the like.
EntityUid uid(const std::string& text) {
    const std::size_t separator = text.find("::");
    return {text.substr(0, separator), text.substr(separator + 2)};
}

Request make_request(const std::string& principal, const std::string& action,
                     const std::string& resource, const std::string& purpose) {
    Record context{{"moment", kMoment}, {"channel", "imap"}};
    if (!purpose.empty()) context.set("purpose", purpose);
    return {uid(principal), {"Action", action}, uid(resource), context};
}

struct Row {
    const char* principal;
    const char* action;
    const char* resource;
    const char* purpose;
    bool permitted;
    RecordStrength record;
    const char* rules;  // ids, separated by a space, in the rulebook's order
};

constexpr auto kEntry = RecordStrength::entry;
constexpr auto kTally = RecordStrength::tally;
constexpr const char* kService = "service_delivery";
constexpr const char* kUse = "ISP-60.owner-uses-own-data";
constexpr const char* kOwners = "ISP-60.content-is-the-owners";
constexpr const char* kStaff = "ISP-48.staff-see-no-content ISP-60.content-is-the-owners";
constexpr const char* kDisabled = "ISP-60.disabled-account-rests";
constexpr const char* kClosed = "ISP-53.closed-account-stays-closed";
constexpr const char* kOnlyAdds = "ISP-56.delivery-only-adds";
constexpr const char* kOnlyPurges = "ISP-28.retention-only-purges";
constexpr const char* kAdminister = "ISP-52.staff-administer-accounts";
constexpr const char* kInspect = "ISP-61.staff-inspect-records";

const Row kCorpus[] = {
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
    {"Owner::1", "sign_in", "Account::2", kService, false, kEntry, ""},
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
    {"Operator::1000", "list_accounts", "Site::site", "advertising", false, kEntry,
     "ISP-59.no-advertising"},
    {"Operator::1000", "list_accounts", "Site::site", "sale", false, kEntry, "ISP-59.no-sale"},
    {"SystemJob::backup", "backup", "Site::site", "profiling", false, kEntry,
     "ISP-16.no-profiling"},
    {"DeliveryAgent::lmtp", "deliver", "Account::1", "tracking", false, kEntry,
     "ISP-57.no-tracking"},
    {"SystemJob::retention", "purge", "Account::2", "", false, kEntry,
     "ISP-56.purpose-on-every-access"},
    // Disabled and closed accounts
    {"Owner::3", "sign_in", "Account::3", kService, false, kTally, kDisabled},
    {"Owner::3", "append", "Collection::3/1", kService, false, kTally, kDisabled},
    {"Owner::3", "expunge", "Collection::3/1", kService, false, kTally, kDisabled},
    {"Owner::3", "change_credentials", "Account::3", kService, false, kTally, kDisabled},
    {"Owner::3", "read", "Collection::3/1", kService, false, kEntry, ""},
    {"Owner::4", "sign_in", "Account::4", kService, false, kEntry, kClosed},
    {"Owner::4", "read", "Collection::4/1", kService, false, kEntry, kClosed},
    // Delivery
    {"DeliveryAgent::lmtp", "deliver", "Account::1", kService, true, kTally, "ISP-56.delivery-adds"},
    {"DeliveryAgent::lmtp", "deliver", "Collection::1/1", kService, true, kTally,
     "ISP-56.delivery-adds"},
    {"DeliveryAgent::lmtp", "deliver", "Collection::3/1", kService, true, kTally,
     "ISP-56.delivery-adds"},
    {"DeliveryAgent::lmtp", "deliver", "Collection::4/1", kService, false, kEntry, kClosed},
    {"DeliveryAgent::lmtp", "deliver", "Account::9", kService, false, kEntry, ""},
    {"DeliveryAgent::lmtp", "deliver", "Site::site", kService, false, kEntry, ""},
    {"DeliveryAgent::lmtp", "read", "Collection::1/1", kService, false, kEntry,
     "ISP-60.content-is-the-owners ISP-56.delivery-only-adds"},
    {"DeliveryAgent::lmtp", "sign_in", "Account::1", kService, false, kEntry, kOnlyAdds},
    {"DeliveryAgent::lmtp", "purge", "Account::2", "retention", false, kEntry, kOnlyAdds},
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
    {"Operator::1000", "purge", "Account::2", "retention", false, kEntry, ""},
    // Staff
    {"Operator::1000", "administer_accounts", "Site::site", "administration", true, kEntry,
     kAdminister},
    {"Operator::1000", "administer_accounts", "Account::1", "administration", true, kEntry,
     kAdminister},
    {"Operator::1000", "administer_accounts", "Account::4", "administration", true, kEntry,
     kAdminister},
    {"Operator::1000", "list_accounts", "Site::site", "administration", true, kEntry, kAdminister},
    {"Operator::1000", "list_accounts", "Site::site", kService, false, kEntry, ""},
    {"Operator::1000", "administer_accounts", "Collection::1/1", "administration", false, kEntry,
     ""},
    {"Operator::1000", "read", "Collection::1/1", "administration", false, kEntry, kStaff},
    {"Operator::1000", "search", "Collection::1/1", "security", false, kEntry, kStaff},
    {"Operator::1000", "list", "Account::1", "administration", false, kEntry, kStaff},
    {"Operator::1000", "copy", "Collection::1/1", kService, false, kEntry, kStaff},
    {"Operator::1000", "watch", "Collection::1/1", kService, false, kEntry, kStaff},
    {"Operator::0", "append", "Collection::1/1", "administration", false, kEntry, kStaff},
    {"Operator::0", "sign_in", "Account::1", "administration", false, kEntry, ""},
    {"Operator::0", "change_credentials", "Account::1", kService, false, kEntry, ""},
    {"Operator::0", "deliver", "Account::1", kService, false, kEntry, ""},
    {"Operator::1000", "read_record", "Ledger::ledger", "accountability", true, kEntry, kInspect},
    {"Operator::1000", "verify_record", "Ledger::ledger", "accountability", true, kEntry, kInspect},
    {"Operator::1000", "read_record", "Ledger::ledger", "administration", false, kEntry, ""},
    {"Operator::1000", "read_record", "Account::1", "accountability", false, kEntry, ""},
    {"SystemJob::ledger", "verify_record", "Ledger::ledger", "accountability", true, kEntry,
     "ISP-61.record-is-verified"},
    {"SystemJob::ledger", "read_record", "Ledger::ledger", "accountability", false, kEntry, ""},
    // Founding
    {"Founder::founder", "administer_accounts", "Site::site", "administration", true, kEntry,
     "ISP-52.founder-makes-first-account"},
    {"Founder::founder", "administer_accounts", "Account::1", "administration", false, kEntry,
     "ISP-52.founder-only-founds"},
    {"Founder::founder", "list_accounts", "Site::site", "administration", false, kEntry,
     "ISP-52.founder-only-founds"},
    {"Founder::founder", "read", "Collection::1/1", kService, false, kEntry,
     "ISP-60.content-is-the-owners ISP-52.founder-only-founds"},
    // Backup and restore
    {"Operator::1000", "backup", "Site::site", "backup", true, kEntry, "ISP-27.backup"},
    {"SystemJob::backup", "backup", "Site::site", "backup", true, kEntry, "ISP-27.backup"},
    {"SystemJob::retention", "backup", "Site::site", "backup", false, kEntry, kOnlyPurges},
    {"SystemJob::backup", "restore", "Site::site", "backup", false, kEntry, ""},
    {"SystemJob::restore", "restore", "Site::site", "backup", true, kEntry, "ISP-27.restore"},
    {"SystemJob::restore", "read", "Collection::1/1", "backup", false, kEntry, kOwners},
    {"Operator::1000", "restore", "Site::site", "backup", false, kEntry, ""},
};

std::string join_ids(const Verdict& verdict) {
    std::string joined;
    for (const Policy* policy : verdict.determining) {
        joined += (joined.empty() ? "" : " ") + policy->id();
    }
    return joined;
}

TEST(Rulebook, DecidesTheCorpus) {
    const Entities entities = facts();
    for (const Row& row : kCorpus) {
        SCOPED_TRACE(::testing::Message() << row.principal << " " << row.action << " "
                                          << row.resource << " for " << row.purpose);
        const Request request =
            make_request(row.principal, row.action, row.resource, row.purpose);
        const Verdict verdict = decide(rulebook(), entities, request, Strictness::house);
        EXPECT_EQ(verdict.permitted, row.permitted);
        EXPECT_EQ(join_ids(verdict), row.rules);
        EXPECT_EQ(obligations(verdict).record, row.record);
        EXPECT_TRUE(verdict.errors.empty());
    }
}

TEST(Rulebook, EveryRuleDecidesSomethingInTheCorpus) {
    std::set<std::string> decided;
    for (const Row& row : kCorpus) {
        std::istringstream words(row.rules);
        decided.insert(std::istream_iterator<std::string>(words), {});
    }
    for (const Policy& policy : rulebook().policies()) {
        EXPECT_TRUE(decided.contains(policy.id())) << policy.id();
    }
}

// A forbid that errs denies everything in its scope; so none may, whatever the facts look like.
TEST(Rulebook, NoForbidCanErr) {
    const std::optional<Value> oddities[] = {
        std::nullopt, Value(1), Value(true), Value("open"), Value("closed"),
        Value(EntityUid{"Owner", "1"}), Value(Set({1, "a"})), Value(Record{{"a", 1}})};
    std::set<std::string> actions{"levitate"};
    for (const Row& row : kCorpus) actions.insert(row.action);
    std::size_t asked = 0;
    for (const auto& oddity : oddities) {
        Record odd;
        for (const char* name : {"owner", "state", "purge_due", "kind", "purpose", "moment"}) {
            if (oddity) odd.set(name, *oddity);
        }
        for (const char* resource : {"Account::1", "Collection::1/1", "Site::site", "Ledger::l"}) {
            Entities entities;
            entities.add({uid(resource), odd, {}});
            for (const char* principal :
                 {"Owner::1", "DeliveryAgent::lmtp", "SystemJob::retention", "SystemJob::x",
                  "Operator::0", "Founder::founder", "Stranger::1"}) {
                for (const std::string& action : actions) {
                    const Request request{uid(principal), {"Action", action}, uid(resource), odd};
                    const Verdict verdict =
                        decide(rulebook(), entities, request, Strictness::house);
                    for (const PolicyError& error : verdict.errors) {
                        EXPECT_EQ(error.policy->effect(), Effect::permit) << to_text(error);
                    }
                    ++asked;
                }
            }
        }
    }
    EXPECT_GT(asked, 4000U);
}

// Not by enumeration of rules but of requests: nobody but its owner is ever granted content.
TEST(Rulebook, ContentIsGrantedToItsOwnerOnly) {
    const Entities entities = facts();
    const std::set<std::string> content{"list",   "read",      "search", "append", "mark",
                                        "copy",   "move",      "expunge", "watch", "submit"};
    for (const char* principal : {"Owner::1", "Owner::2", "DeliveryAgent::lmtp", "Operator::0",
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
}  // namespace postvern::policy::engine

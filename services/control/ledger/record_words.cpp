#include "services/control/ledger/record_words.hpp"

#include <algorithm>
#include <array>

#include "policy/principal.hpp"
#include "records/ledger.hpp"

namespace postvern::services::control {

namespace {

using policy::Action;
using policy::Job;
using policy::Purpose;

// INVARIANT: by the number of the action.
constexpr std::array<ActWords, policy::kActionCount> kActs{{
    {Action::deliver, "delivered", "deliver", "mail to {account}", ""},
    {Action::sign_in, "signed in to", "sign in to", "{account}", ""},
    {Action::list, "looked at", "look at", "the folders of {account}", ""},
    {Action::read, "read", "read", "{data}", ""},
    {Action::search, "searched", "search", "{data}", ""},
    {Action::append, "added to", "add to", "{data}", ""},
    {Action::mark, "changed", "change", "marks in {data}", ""},
    {Action::copy, "copied", "copy", "items of {data}", ""},
    {Action::move, "moved", "move", "items of {data}", ""},
    {Action::expunge, "removed", "remove", "items from {data}", ""},
    {Action::create_collection, "made", "make", "a folder in {data}", ""},
    {Action::rename_collection, "renamed", "rename", "a folder in {data}", ""},
    {Action::delete_collection, "deleted", "delete", "a folder of {data}", ""},
    {Action::subscribe, "changed", "change", "the subscriptions of {account}", ""},
    {Action::watch, "waited for", "wait for", "changes in {data}", ""},
    {Action::submit, "sent", "send", "mail from {account}", ""},
    {Action::change_credentials, "changed", "change", "the passwords of {account}", ""},
    {Action::administer_accounts, "administered", "administer", "{account}", "the accounts of the house"},
    {Action::list_accounts, "looked up", "look up", "{account}", "the list of accounts"},
    {Action::purge, "destroyed", "destroy", "what was due in {account}", "what was held and is due"},
    {Action::backup, "copied", "copy", "{account} into a snapshot", "the whole site, sealed, into a backup"},
    {Action::restore, "restored", "restore", "{account} from a snapshot", "the whole site from a backup"},
    {Action::read_record, "read", "read", "the access record of {account}", "the access record"},
    {Action::verify_record, "checked", "check", "the access record of {account}", "the access record"},
    {Action::export_, "took a copy of", "take a copy of", "all that is kept of {account}", ""},
    {Action::erase, "erased", "erase", "{account} with its keys", ""},
    {Action::set_retention, "changed", "change", "how {account} is kept", ""},
    {Action::give_consent, "gave", "give", "consent to optional processing of {data}", ""},
    {Action::withdraw_consent, "withdrew", "withdraw", "consent to optional processing of {data}", ""},
    {Action::restrict, "restricted", "restrict", "the processing of {data}", ""},
    {Action::lift_restriction, "lifted", "lift", "the restriction of processing of {data}", ""},
    {Action::scan, "scanned", "scan", "{data} for spam", ""},
    {Action::retrieve, "fetched", "fetch", "mail for {account} from another provider", ""},
    {Action::administer_staff, "entered", "enter", "who works for the house and what they signed", ""},
    {Action::administer_processors, "entered", "enter", "which companies process data for the house", ""},
    {Action::process, "processed", "process", "{data} for the house", ""},
    {Action::supervise, "answered", "answer", "the supervisory authority about {account}",
     "the supervisory authority"},
    {Action::notify_breach, "gave", "give", "notice of a breach that touches {account}", "notice of a breach"},
    {Action::publish, "published", "publish", "numbers about {account}", "numbers about the service"},
    {Action::review, "reviewed", "review", "a report or a case about {account}", "a report, the rules or a case"},
    {Action::install_rulebook, "put", "put", "new rules in force", ""},
    {Action::open_case, "opened", "open", "a case on a request for {data}", "a case on a request for data"},
    {Action::read_case, "read", "read", "the case on a request for {data}", "a case on a request for data"},
    {Action::decide_case, "decided", "decide", "on a request for {data}", "on a request for data"},
    {Action::preserve, "sealed apart", "seal apart", "{data} for a case", "data for a case"},
    {Action::release_hold, "released", "release", "what was preserved of {data} for a case",
     "what was preserved for a case"},
    {Action::appoint_substitute, "appointed", "appoint", "a substitute in a case on {data}",
     "a substitute in a case"},
    {Action::approve, "approved", "approve", "the execution of an order on {data}", "the execution of an order"},
    {Action::object, "objected to", "object to", "handing over {data}", "handing over data"},
    {Action::answer_objection, "answered", "answer", "an objection to handing over {data}",
     "an objection to handing over data"},
    {Action::extract, "extracted", "extract", "what an order names of {data}", "what an order names"},
    {Action::disclose, "handed over", "hand over", "what an order names of {data}", "what an order names"},
    {Action::notify, "sent", "send", "notice of a case on {data}", "notice of a case"},
    {Action::keep_time, "kept", "keep", "the time limits of a case on {data}", "the time limits of a case"},
}};

constexpr bool is_by_number() {
    for (std::size_t i = 0; i < kActs.size(); ++i) {
        if (static_cast<std::size_t>(kActs[i].action) != i || kActs[i].done.empty()) return false;
    }
    return true;
}
static_assert(is_by_number());

// INVARIANT: by the number of the purpose.
constexpr std::array<std::string_view, policy::kPurposeCount> kPurposes{
    "to provide the service",
    "because its time was over",
    "to administer the service",
    "for security",
    "to account for what is done",
    "to guard against loss",
    "for advertising",
    "for profiling",
    "for tracking",
    "for sale",
    "to help {owner}",
    "to filter spam",
    "to fetch mail from another provider",
    "on {owner's} request",
    "because of a request for data",
    "to preserve data for a case",
    "to answer the supervisory authority",
    "for statistics",
};
static_assert(!kPurposes.back().empty());

// INVARIANT: by the number of the job.
constexpr std::array<std::string_view, policy::kJobCount> kJobs{
    "the retention job", "the job that keeps the access record", "the backup job",       "the restore job",
    "the spam filter",   "the retrieval job",                    "the preservation job", "the job that sends notices",
    "the statistics job",
};
static_assert(!kJobs.back().empty());

constexpr std::string_view kOperator = "an operator";
constexpr std::string_view kSupport = "support";
constexpr std::string_view kLegalOfficer = "a legal officer";
constexpr std::string_view kDirector = "the managing director";
constexpr std::string_view kProtectionOfficer = "the data protection officer";
constexpr std::string_view kLeaders = "the managing director or the second officer";

struct RuleOfOffice {
    std::string_view rule;
    std::string_view office;
};
// The rules that permit something to people of one office. One that others come under too, by appointment for
// example, tells no office.
constexpr RuleOfOffice kOffices[] = {
    {"ISP-27.backup", kOperator},
    {"ISP-35.holds-are-released", kLegalOfficer},
    {"ISP-35.officers-carry-out-orders", kLegalOfficer},
    {"ISP-35.officers-handle-cases", kLegalOfficer},
    {"ISP-35.preservation-seals-apart", kLegalOfficer},
    {"ISP-4.support-sees-accounts", kSupport},
    {"ISP-47.counts-are-published", kDirector},
    {"ISP-51.supervision-is-answered", kDirector},
    {"ISP-52.operators-administer-accounts", kOperator},
    {"ISP-60.owners-are-told", kLegalOfficer},
    {"ISP-61.operators-account-for-acts", kOperator},
    {"ISP-63.breaches-are-told", kDirector},
    {"ISP-65.director-answers-objections", kDirector},
    {"ISP-65.director-appoints", kDirector},
    {"ISP-65.substitutes-are-appointed", kLeaders},
    {"ISP-66.watchdog-objects", kProtectionOfficer},
    {"ISP-66.watchdog-reads-the-record", kProtectionOfficer},
    {"ISP-66.watchdog-reviews", kProtectionOfficer},
    {"ISP-69.director-contracts", kDirector},
    {"ISP-70.officers-install-rules", kLeaders},
};

// The place of `name` among the names of the first `count` values; `count`: it is none of them.
template <typename Enumeration>
std::size_t place_of(std::string_view wanted, std::size_t count) noexcept {
    std::size_t place = 0;
    while (place < count && name(Enumeration{static_cast<std::uint8_t>(place)}) != wanted) ++place;
    return place;
}

constexpr ActWords kDailyHeads{Action::publish, "published", "publish", "",
                               "how many entries the record has of each account, sealed"};

}  // namespace

const ActWords* words_of_act(std::string_view operation) noexcept {
    if (operation == records::kDailyHead) return &kDailyHeads;
    const std::size_t place = place_of<Action>(operation, kActs.size());
    return place < kActs.size() ? &kActs[place] : nullptr;
}

std::string_view words_of_purpose(std::string_view purpose) noexcept {
    const std::size_t place = place_of<Purpose>(purpose, kPurposes.size());
    return place < kPurposes.size() ? kPurposes[place] : std::string_view();
}

std::string_view words_of_job(std::string_view job) noexcept {
    const std::size_t place = place_of<Job>(job, kJobs.size());
    return place < kJobs.size() ? kJobs[place] : std::string_view("a job of the house");
}

std::vector<std::string_view> rule_ids(std::string_view rules) {
    std::vector<std::string_view> ids;
    while (!rules.empty()) {
        ids.push_back(rules.substr(0, rules.find(' ')));
        rules.remove_prefix(std::min(ids.back().size() + 1, rules.size()));
    }
    return ids;
}

std::string office_by_rules(std::string_view rules) {
    std::vector<std::string_view> offices;
    for (const std::string_view rule : rule_ids(rules)) {
        for (const RuleOfOffice& each : kOffices) {
            const bool known = std::find(offices.begin(), offices.end(), each.office) != offices.end();
            if (each.rule == rule && !known) offices.push_back(each.office);
        }
    }
    if (offices.size() == 1) return std::string(offices.front());
    std::string text = "a member of staff";
    for (std::size_t i = 0; i < offices.size(); ++i) {
        text += (i == 0 ? " (" : ", ") + std::string(offices[i]);
    }
    return text + (offices.empty() ? "" : ")");
}

}  // namespace postvern::services::control

// What the shipped rulebook says of requests for data: every route, every outright rejection, and every single
// thing without which nothing is extracted or handed over.
#include <gtest/gtest.h>

#include "tests/policy/rulebook/world.hpp"

namespace postvern::policy::engine::testing {
namespace {

constexpr auto kEntry = RecordStrength::entry;
constexpr const char* kLegal = "legal_request";
constexpr const char* kOfficer = "Staff::4";
constexpr const char* kOrdered = "as ordered";
constexpr const char* kCarriedOut = "ISP-35.officers-carry-out-orders";
constexpr const char* kNoOrder = "ISP-35.no-disclosure-without-an-order";
constexpr const char* kWider = "ISP-35.only-what-the-order-names";
constexpr const char* kNoCourt = "ISP-36.no-path-without-a-court";
constexpr const char* kUnapproved = "ISP-65.two-approve-disclosure";
constexpr const char* kSuspended = "ISP-66.objections-suspend";
constexpr const char* kSecrecy = "ISP-35.secrecy-and-privilege";
constexpr const char* kUntold = "ISP-60.owners-are-told-first";
constexpr const char* kNoRoute = "ISP-39.every-request-has-a-route";
constexpr const char* kMinistry = "ISP-40.by-the-ministry";
constexpr const char* kDiplomatic = "ISP-44.by-diplomatic-channels";
constexpr const char* kKripos = "ISP-48.interception-by-kripos";
constexpr const char* kRejected = "ISP-46.rejected-outright";
constexpr const char* kRejectedNoCourt = "ISP-36.no-path-without-a-court ISP-46.rejected-outright";
constexpr const char* kRecused = "ISP-52.the-named-stay-out";
constexpr const char* kHandled = "ISP-35.officers-handle-cases";
constexpr const char* kPreserved = "ISP-35.preservation-seals-apart";
constexpr const char* kApproved = "ISP-35.leaders-approve";
constexpr const char* kTold = "ISP-60.owners-are-told";

const DecisionRow kCorpus[] = {
    // An order that lacks nothing is carried out, no wider than it is.
    {kOfficer, "extract", "Case::sound", kLegal, true, kEntry, kCarriedOut, kOrdered},
    {kOfficer, "disclose", "Case::sound", kLegal, true, kEntry, kCarriedOut, kOrdered},
    {kOfficer, "extract", "Case::sound", kLegal, true, kEntry, kCarriedOut, "subscriber"},
    {kOfficer, "disclose", "Case::sound", kLegal, true, kEntry, kCarriedOut, "subscriber"},
    {kOfficer, "extract", "Case::sound", kLegal, false, kEntry, kWider, "other account"},
    {kOfficer, "disclose", "Case::sound", kLegal, false, kEntry, kWider, "other account"},
    {kOfficer, "extract", "Case::sound", kLegal, false, kEntry, kWider, "calendar"},
    {kOfficer, "disclose", "Case::sound", kLegal, false, kEntry, kWider, "calendar"},
    {kOfficer, "extract", "Case::sound", kLegal, false, kEntry, kWider, "earlier"},
    {kOfficer, "disclose", "Case::sound", kLegal, false, kEntry, kWider, "earlier"},
    {kOfficer, "extract", "Case::sound", kLegal, false, kEntry, kWider, "later"},
    {kOfficer, "disclose", "Case::sound", kLegal, false, kEntry, kWider, "later"},
    {kOfficer, "extract", "Case::sound", kLegal, false, kEntry, kWider, "no window"},
    {kOfficer, "disclose", "Case::sound", kLegal, false, kEntry, kWider, "no window"},
    {kOfficer, "extract", "Case::sound", kLegal, false, kEntry, kWider},
    {kOfficer, "disclose", "Case::sound", kLegal, false, kEntry, kWider},
    {kOfficer, "disclose", "Case::sound", "administration", false, kEntry, "", kOrdered},
    {kOfficer, "extract", "Case::sound", "security", false, kEntry, "", kOrdered},
    {kOfficer, "disclose", "Case::sound", "", false, kEntry, "ISP-56.purpose-on-every-access", kOrdered},
    {kOfficer, "disclose", "Case::sound", "sale", false, kEntry, "ISP-59.no-sale", kOrdered},
    // The order itself
    {kOfficer, "extract", "Case::not-validated", kLegal, false, kEntry, kNoOrder, kOrdered},
    {kOfficer, "disclose", "Case::not-validated", kLegal, false, kEntry, kNoOrder, kOrdered},
    {kOfficer, "extract", "Case::not-norwegian", kLegal, false, kEntry, kNoOrder, kOrdered},
    {kOfficer, "disclose", "Case::not-norwegian", kLegal, false, kEntry, kNoOrder, kOrdered},
    {kOfficer, "extract", "Case::not-yet", kLegal, false, kEntry, kNoOrder, kOrdered},
    {kOfficer, "disclose", "Case::not-yet", kLegal, false, kEntry, kNoOrder, kOrdered},
    {kOfficer, "extract", "Case::expired", kLegal, false, kEntry, kNoOrder, kOrdered},
    {kOfficer, "disclose", "Case::expired", kLegal, false, kEntry, kNoOrder, kOrdered},
    {kOfficer, "extract", "Case::no-order", kLegal, false, kEntry,
     "ISP-35.no-disclosure-without-an-order ISP-35.only-what-the-order-names "
     "ISP-35.secrecy-and-privilege",
     kOrdered},
    {kOfficer, "disclose", "Case::no-order", kLegal, false, kEntry,
     "ISP-35.no-disclosure-without-an-order ISP-35.only-what-the-order-names "
     "ISP-35.secrecy-and-privilege",
     kOrdered},
    {kOfficer, "disclose", "Case::empty", kLegal, false, kEntry,
     "ISP-52.the-named-stay-out ISP-35.no-disclosure-without-an-order "
     "ISP-35.only-what-the-order-names ISP-36.no-path-without-a-court "
     "ISP-65.two-approve-disclosure ISP-66.objections-suspend ISP-35.secrecy-and-privilege "
     "ISP-60.owners-are-told-first ISP-39.every-request-has-a-route",
     kOrdered},
    {kOfficer, "disclose", "Account::1", kLegal, false, kEntry, kNoOrder, kOrdered},
    {kOfficer, "extract", "Collection::1/1", kLegal, false, kEntry, kNoOrder, kOrdered},
    {kOfficer, "disclose", "Site::site", kLegal, false, kEntry, kNoOrder, kOrdered},
    {kOfficer, "disclose", "Ledger::ledger", kLegal, false, kEntry, kNoOrder, kOrdered},
    // Approvals and objections
    {kOfficer, "extract", "Case::no-approvals", kLegal, false, kEntry, kUnapproved, kOrdered},
    {kOfficer, "disclose", "Case::no-approvals", kLegal, false, kEntry, kUnapproved, kOrdered},
    {kOfficer, "extract", "Case::without-managing_director", kLegal, false, kEntry, kUnapproved, kOrdered},
    {kOfficer, "disclose", "Case::without-managing_director", kLegal, false, kEntry, kUnapproved, kOrdered},
    {kOfficer, "extract", "Case::without-second_officer", kLegal, false, kEntry, kUnapproved, kOrdered},
    {kOfficer, "disclose", "Case::without-second_officer", kLegal, false, kEntry, kUnapproved, kOrdered},
    {kOfficer, "extract", "Case::objection", kLegal, false, kEntry, kSuspended, kOrdered},
    {kOfficer, "disclose", "Case::objection", kLegal, false, kEntry, kSuspended, kOrdered},
    {kOfficer, "extract", "Case::objection-unknown", kLegal, false, kEntry, kSuspended, kOrdered},
    {kOfficer, "disclose", "Case::objection-unknown", kLegal, false, kEntry, kSuspended, kOrdered},
    // Secrecy, privilege, notice
    {kOfficer, "extract", "Case::secret", kLegal, false, kEntry, kSecrecy, kOrdered},
    {kOfficer, "disclose", "Case::secret", kLegal, false, kEntry, kSecrecy, kOrdered},
    {kOfficer, "extract", "Case::privileged", kLegal, false, kEntry, kSecrecy, kOrdered},
    {kOfficer, "extract", "Case::privileged", kLegal, true, kEntry, kCarriedOut, "to the court"},
    {kOfficer, "disclose", "Case::privileged", kLegal, false, kEntry, kSecrecy, kOrdered},
    {kOfficer, "disclose", "Case::privileged", kLegal, true, kEntry, kCarriedOut, "to the court"},
    {kOfficer, "extract", "Case::untold", kLegal, false, kEntry, kUntold, kOrdered},
    {kOfficer, "disclose", "Case::untold", kLegal, false, kEntry, kUntold, kOrdered},
    {kOfficer, "disclose", "Case::silent", kLegal, true, kEntry, kCarriedOut, kOrdered},
    {kOfficer, "disclose", "Case::silence-over", kLegal, false, kEntry, kUntold, kOrdered},
    {kOfficer, "notify", "Case::untold", kLegal, true, kEntry, kTold},
    {kOfficer, "notify", "Case::sound", kLegal, true, kEntry, kTold},
    {kOfficer, "notify", "Case::silent", kLegal, false, kEntry, "ISP-37.silence-is-kept"},
    {kOfficer, "notify", "Case::silence-over", kLegal, true, kEntry, kTold},
    {"SystemJob::notices", "notify", "Case::silence-over", kLegal, true, kEntry, kTold},
    {"SystemJob::notices", "notify", "Case::silent", kLegal, false, kEntry, "ISP-37.silence-is-kept"},
    {"SystemJob::notices", "read_case", "Case::sound", kLegal, false, kEntry, ""},
    // Clocks run whether silence stands or not, and are nobody's to hurry.
    {"SystemJob::notices", "keep_time", "Case::silent", kLegal, true, kEntry, "ISP-35.clocks-keep-time"},
    {"SystemJob::notices", "keep_time", "Case::no-order", kLegal, true, kEntry, "ISP-35.clocks-keep-time"},
    {"SystemJob::retention", "keep_time", "Case::sound", kLegal, false, kEntry, "ISP-28.retention-only-purges"},
    {kOfficer, "keep_time", "Case::sound", kLegal, false, kEntry, ""},
    {"Staff::1", "keep_time", "Case::sound", kLegal, false, kEntry, ""},
    // Paths of the law without a court lead to counsel, never to a disclosure.
    {kOfficer, "extract", "Case::prosecutor_order", kLegal, false, kEntry, kNoCourt, kOrdered},
    {kOfficer, "disclose", "Case::prosecutor_order", kLegal, false, kEntry, kNoCourt, kOrdered},
    {kOfficer, "extract", "Case::urgent_order", kLegal, false, kEntry, kNoCourt, kOrdered},
    {kOfficer, "disclose", "Case::urgent_order", kLegal, false, kEntry, kNoCourt, kOrdered},
    {kOfficer, "extract", "Case::subscriber_request", kLegal, false, kEntry, kNoCourt, "subscriber"},
    {kOfficer, "disclose", "Case::subscriber_request", kLegal, false, kEntry, kNoCourt, "subscriber"},
    {kOfficer, "extract", "Case::duty_to_avert", kLegal, false, kEntry, kNoCourt, kOrdered},
    {kOfficer, "disclose", "Case::duty_to_avert", kLegal, false, kEntry, kNoCourt, kOrdered},
    {kOfficer, "extract", "Case::european_production_order", kLegal, false, kEntry, kNoCourt, kOrdered},
    {kOfficer, "disclose", "Case::european_production_order", kLegal, false, kEntry, kNoCourt, kOrdered},
    {kOfficer, "disclose", "Case::preservation_order", kLegal, false, kEntry, kNoCourt, kOrdered},
    {kOfficer, "disclose", "Case::no-basis", kLegal, false, kEntry, kNoCourt, kOrdered},
    {kOfficer, "preserve", "Case::preservation_order", "preservation", true, kEntry, kPreserved},
    {kOfficer, "preserve", "Case::prosecutor_order", "preservation", true, kEntry, kPreserved},
    {kOfficer, "preserve", "Case::european_production_order", "preservation", true, kEntry, kPreserved},
    {kOfficer, "preserve", "Case::sound", "preservation", true, kEntry, kPreserved},
    {kOfficer, "preserve", "Case::urgent_order", "preservation", true, kEntry, kPreserved},
    {kOfficer, "preserve", "Case::subscriber_request", "preservation", false, kEntry, ""},
    {kOfficer, "preserve", "Case::no-basis", "preservation", false, kEntry, ""},
    {kOfficer, "preserve", "Account::1", "preservation", false, kEntry, ""},
    {"Staff::1", "approve", "Case::prosecutor_order", kLegal, false, kEntry, ""},
    {"Staff::1", "approve", "Case::no-basis", kLegal, false, kEntry, ""},
    {kOfficer, "decide_case", "Case::prosecutor_order", kLegal, true, kEntry, kHandled},
    {kOfficer, "decide_case", "Case::subscriber_request", kLegal, true, kEntry, kHandled},
    // Outright rejections: no preservation, no approval, nothing handed over; the officer answers.
    {kOfficer, "disclose", "Case::foreign_attorney", kLegal, false, kEntry, kRejectedNoCourt, kOrdered},
    {kOfficer, "disclose", "Case::foreign_authority", kLegal, false, kEntry, kRejectedNoCourt, kOrdered},
    {kOfficer, "disclose", "Case::private_party", kLegal, false, kEntry, kRejectedNoCourt, kOrdered},
    {kOfficer, "disclose", "Case::police_request", kLegal, false, kEntry, kRejectedNoCourt, kOrdered},
    {kOfficer, "disclose", "Case::subpoena", kLegal, false, kEntry, kRejectedNoCourt, kOrdered},
    {kOfficer, "disclose", "Case::intelligence_service", kLegal, false, kEntry, kRejectedNoCourt, kOrdered},
    {kOfficer, "disclose", "Case::unverified_sender", kLegal, false, kEntry, kRejectedNoCourt, kOrdered},
    {kOfficer, "disclose", "Case::bulk_request", kLegal, false, kEntry, kRejectedNoCourt, kOrdered},
    {kOfficer, "disclose", "Case::no_account", kLegal, false, kEntry, kRejectedNoCourt, kOrdered},
    {kOfficer, "extract", "Case::foreign_attorney", kLegal, false, kEntry, kRejectedNoCourt, kOrdered},
    {kOfficer, "extract", "Case::police_request", kLegal, false, kEntry, kRejectedNoCourt, kOrdered},
    {kOfficer, "extract", "Case::subpoena", kLegal, false, kEntry, kRejectedNoCourt, kOrdered},
    {kOfficer, "preserve", "Case::foreign_attorney", "preservation", false, kEntry, kRejected},
    {kOfficer, "preserve", "Case::foreign_authority", "preservation", false, kEntry, kRejected},
    {kOfficer, "preserve", "Case::private_party", "preservation", false, kEntry, kRejected},
    {kOfficer, "preserve", "Case::police_request", "preservation", false, kEntry, kRejected},
    {kOfficer, "preserve", "Case::subpoena", "preservation", false, kEntry, kRejected},
    {kOfficer, "preserve", "Case::intelligence_service", "preservation", false, kEntry, kRejected},
    {kOfficer, "preserve", "Case::unverified_sender", "preservation", false, kEntry, kRejected},
    {kOfficer, "preserve", "Case::bulk_request", "preservation", false, kEntry, kRejected},
    {kOfficer, "preserve", "Case::no_account", "preservation", false, kEntry, kRejected},
    {"Staff::1", "approve", "Case::foreign_attorney", kLegal, false, kEntry, kRejected},
    {"Staff::1", "approve", "Case::foreign_authority", kLegal, false, kEntry, kRejected},
    {"Staff::1", "approve", "Case::private_party", kLegal, false, kEntry, kRejected},
    {"Staff::1", "approve", "Case::police_request", kLegal, false, kEntry, kRejected},
    {"Staff::1", "approve", "Case::subpoena", kLegal, false, kEntry, kRejected},
    {"Staff::1", "approve", "Case::intelligence_service", kLegal, false, kEntry, kRejected},
    {"Staff::1", "approve", "Case::unverified_sender", kLegal, false, kEntry, kRejected},
    {"Staff::1", "approve", "Case::bulk_request", kLegal, false, kEntry, kRejected},
    {kOfficer, "decide_case", "Case::foreign_attorney", kLegal, true, kEntry, kHandled},
    {kOfficer, "decide_case", "Case::police_request", kLegal, true, kEntry, kHandled},
    {kOfficer, "decide_case", "Case::bulk_request", kLegal, true, kEntry, kHandled},
    // Routes
    {kOfficer, "disclose", "Case::no-route", kLegal, false, kEntry, kNoRoute, kOrdered},
    {kOfficer, "extract", "Case::no-route", kLegal, false, kEntry, kNoRoute, kOrdered},
    {kOfficer, "disclose", "Case::unknown-route", kLegal, false, kEntry, kNoRoute, kOrdered},
    {kOfficer, "disclose", "Case::C", kLegal, false, kEntry, kMinistry, kOrdered},
    {kOfficer, "extract", "Case::C", kLegal, false, kEntry, kMinistry, kOrdered},
    {kOfficer, "disclose", "Case::C-ministry", kLegal, true, kEntry, kCarriedOut, kOrdered},
    {kOfficer, "disclose", "Case::B", kLegal, false, kEntry, kMinistry, kOrdered},
    {kOfficer, "disclose", "Case::B-ministry", kLegal, true, kEntry, kCarriedOut, kOrdered},
    {kOfficer, "disclose", "Case::S", kLegal, false, kEntry, "ISP-41.by-the-prosecutor", kOrdered},
    {kOfficer, "extract", "Case::S", kLegal, false, kEntry, "ISP-41.by-the-prosecutor", kOrdered},
    {kOfficer, "disclose", "Case::S-prosecutor", kLegal, true, kEntry, kCarriedOut, kOrdered},
    {kOfficer, "disclose", "Case::N", kLegal, false, kEntry, "ISP-42.by-the-police-chief", kOrdered},
    {kOfficer, "extract", "Case::N", kLegal, false, kEntry, "ISP-42.by-the-police-chief", kOrdered},
    {kOfficer, "disclose", "Case::N-police", kLegal, true, kEntry, kCarriedOut, kOrdered},
    {kOfficer, "disclose", "Case::D", kLegal, false, kEntry, kDiplomatic, kOrdered},
    {kOfficer, "extract", "Case::D", kLegal, false, kEntry, kDiplomatic, kOrdered},
    {kOfficer, "disclose", "Case::D-all", kLegal, true, kEntry, kCarriedOut, kOrdered},
    {kOfficer, "disclose", "Case::K", kLegal, false, kEntry, kKripos, kOrdered},
    {kOfficer, "extract", "Case::K", kLegal, false, kEntry, kKripos, kOrdered},
    {kOfficer, "disclose", "Case::K-kripos", kLegal, true, kEntry, kCarriedOut, kOrdered},
    {kOfficer, "disclose", "Case::K-over", kLegal, false, kEntry, kKripos, kOrdered},
    // Recusal
    {kOfficer, "read_case", "Case::recused", kLegal, false, kEntry, kRecused},
    {kOfficer, "decide_case", "Case::recused", kLegal, false, kEntry, kRecused},
    {kOfficer, "extract", "Case::recused", kLegal, false, kEntry, kRecused, kOrdered},
    {kOfficer, "disclose", "Case::recused", kLegal, false, kEntry, kRecused, kOrdered},
    {kOfficer, "notify", "Case::recused", kLegal, false, kEntry, kRecused},
    {kOfficer, "preserve", "Case::recused", "preservation", false, kEntry, kRecused},
    {kOfficer, "read_case", "Case::recused-unknown", kLegal, false, kEntry, kRecused},
    {"Staff::1", "approve", "Case::recused-unknown", kLegal, false, kEntry, kRecused},
    {"Staff::3", "object", "Case::recused-unknown", kLegal, false, kEntry, kRecused},
    // Who does what in a case
    {kOfficer, "open_case", "Case::sound", kLegal, true, kEntry, kHandled},
    {kOfficer, "read_case", "Case::sound", kLegal, true, kEntry, kHandled},
    {kOfficer, "decide_case", "Case::sound", kLegal, true, kEntry, kHandled},
    {kOfficer, "approve", "Case::sound", kLegal, false, kEntry, ""},
    {"Staff::1", "read_case", "Case::sound", kLegal, true, kEntry, "ISP-65.leaders-read-cases"},
    {"Staff::2", "read_case", "Case::sound", kLegal, true, kEntry, "ISP-65.leaders-read-cases"},
    {"Staff::3", "read_case", "Case::sound", kLegal, true, kEntry, "ISP-65.leaders-read-cases"},
    {"Staff::1000", "read_case", "Case::sound", kLegal, false, kEntry, ""},
    {"Staff::5", "read_case", "Case::sound", kLegal, false, kEntry, ""},
    {"Owner::1", "read_case", "Case::sound", kLegal, false, kEntry, ""},
    {"Staff::1", "approve", "Case::sound", kLegal, true, kEntry, kApproved},
    {"Staff::2", "approve", "Case::sound", kLegal, true, kEntry, kApproved},
    {"Staff::1", "approve", "Case::not-validated", kLegal, false, kEntry, ""},
    {"Staff::1", "approve", "Case::no-order", kLegal, false, kEntry, ""},
    {"Staff::3", "approve", "Case::sound", kLegal, false, kEntry, "ISP-66.watchdog-sees-no-content"},
    {"Staff::12", "approve", "Case::sound", kLegal, false, kEntry, "ISP-66.watchdog-sees-no-content"},
    {"Staff::3", "object", "Case::sound", kLegal, true, kEntry, "ISP-66.watchdog-objects"},
    {"Staff::1", "object", "Case::sound", kLegal, false, kEntry, ""},
    {"Staff::1", "answer_objection", "Case::objection", kLegal, true, kEntry,
     "ISP-65.director-answers-objections"},
    {"Staff::2", "answer_objection", "Case::objection", kLegal, false, kEntry, ""},
    {"Staff::3", "answer_objection", "Case::objection", kLegal, false, kEntry,
     "ISP-66.watchdog-sees-no-content"},
    {"Staff::3", "extract", "Case::sound", kLegal, false, kEntry, "ISP-66.watchdog-sees-no-content",
     kOrdered},
    {"Staff::3", "disclose", "Case::sound", kLegal, false, kEntry, "ISP-66.watchdog-sees-no-content",
     kOrdered},
    {"Staff::1", "disclose", "Case::sound", kLegal, false, kEntry, "", kOrdered},
    {"Staff::2", "extract", "Case::sound", kLegal, false, kEntry, "", kOrdered},
    {"Staff::1000", "disclose", "Case::sound", kLegal, false, kEntry, "", kOrdered},
    {"Owner::1", "disclose", "Case::sound", kLegal, false, kEntry, "", kOrdered},
    {"SystemJob::backup", "disclose", "Case::sound", kLegal, false, kEntry, "", kOrdered},
    {"Processor::1", "disclose", "Case::sound", kLegal, false, kEntry,
     "ISP-69.processors-need-an-agreement", kOrdered},
    // Authorities ask and never act.
    {"Authority::1", "disclose", "Case::sound", kLegal, false, kEntry,
     "ISP-48.authorities-do-not-act", kOrdered},
    {"Authority::1", "read_case", "Case::sound", kLegal, false, kEntry,
     "ISP-48.authorities-do-not-act"},
    {"Authority::1", "supervise", "Report::1", "supervision", false, kEntry,
     "ISP-48.authorities-do-not-act"},
    {"Authority::1", "read", "Collection::1/1", kLegal, false, kEntry,
     "ISP-48.authorities-do-not-act ISP-60.content-is-the-owners"},
    // Holds
    {"SystemJob::preservation", "preserve", "Case::preservation_order", "preservation", true, kEntry,
     kPreserved},
    {"SystemJob::preservation", "preserve", "Hold::kept", "preservation", false, kEntry, ""},
    {"SystemJob::preservation", "preserve", "Case::preservation_order", "preservation", true, kEntry, kPreserved},
    {"SystemJob::retention", "purge", "Hold::over", "retention", true, kEntry,
     "ISP-28.retention-ends-holds"},
    {"SystemJob::retention", "purge", "Hold::kept", "retention", false, kEntry,
     "ISP-28.held-octets-stay"},
    {"SystemJob::retention", "purge", "Case::sound", "retention", true, kEntry, "ISP-28.retention-ends-cases"},
    {"SystemJob::retention", "purge", "Case::silence-over", "retention", true, kEntry, "ISP-28.retention-ends-cases"},
    {"SystemJob::retention", "purge", "Case::silent", "retention", false, kEntry, ""},
    {"SystemJob::retention", "purge", "Case::empty", "retention", false, kEntry, ""},
    {"SystemJob::retention", "purge", "Case::odd-silence", "retention", false, kEntry, ""},
    {"SystemJob::retention", "purge", "Case::silence-without-end", "retention", false, kEntry, ""},
    {"SystemJob::retention", "purge", "Case::statutory-silence", "retention", false, kEntry, ""},
    {"SystemJob::retention", "purge", "Case::sound", kLegal, false, kEntry, ""},
    {"SystemJob::retention", "purge", "Report::1", "retention", false, kEntry, ""},
    {"SystemJob::notices", "purge", "Case::sound", "retention", false, kEntry, ""},
    {kOfficer, "purge", "Case::sound", "retention", false, kEntry, ""},
    {kOfficer, "release_hold", "Hold::over", "preservation", true, kEntry,
     "ISP-35.holds-are-released"},
    {kOfficer, "release_hold", "Hold::kept", "preservation", false, kEntry,
     "ISP-28.held-octets-stay"},
    {kOfficer, "read", "Hold::kept", kLegal, false, kEntry,
     "ISP-48.staff-see-no-content ISP-60.content-is-the-owners ISP-48.holds-are-unread"},
    {kOfficer, "extract", "Hold::kept", kLegal, false, kEntry,
     "ISP-35.no-disclosure-without-an-order ISP-48.holds-are-unread", kOrdered},
    {"Owner::1", "read", "Hold::kept", "service_delivery", false, kEntry,
     "ISP-60.content-is-the-owners ISP-48.holds-are-unread"},
    {"Owner::1", "erase", "Hold::kept", "subject_rights", false, kEntry,
     "ISP-48.holds-are-unread ISP-28.held-octets-stay"},
    {"Owner::1", "erase", "Hold::over", "subject_rights", false, kEntry,
     "ISP-48.holds-are-unread"},
};

TEST(Rulebook, DecidesCases) { expect_decisions(kCorpus); }

}  // namespace

std::span<const DecisionRow> case_rows() { return kCorpus; }

}  // namespace postvern::policy::engine::testing

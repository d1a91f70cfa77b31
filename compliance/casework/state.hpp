// What the functions of Casework share. Private to compliance.
#pragma once

#include <exception>
#include <filesystem>
#include <map>
#include <mutex>
#include <string>

#include "compliance/casework.hpp"
#include "compliance/casework/answers.hpp"
#include "compliance/casework/steps.hpp"
#include "compliance/disclosure/request.hpp"
#include "compliance/disclosure/verification.hpp"

namespace postvern::compliance {

class BagWriter;
struct BagEvidence;
struct RecipientCertificate;

namespace casework {

// Statements and the request that they are about, as they lie in the file.
struct Signed {
    disclosure::Request request;
    std::string request_text;
    disclosure::Mandate mandate;
    std::vector<std::string> approvals;  // of the mandate, as they were signed
    std::vector<std::string> appointments;
    std::string attestation;
};

// Lines of the field "to-mail" that could not be done, and why not the last.
struct Unmailed {
    std::vector<std::string> lines{};
    std::exception_ptr failure{};
};

}  // namespace casework

inline constexpr const char* kNoSuchCase = "there is no such case";
// Names of clocks in a case's file.
inline constexpr const char* kAlarmClock = "alarm";  // when due() has something next
inline constexpr const char* kDutyClock = "duty";    // something that a step left to be done outside its transaction

struct Casework::State {
    CaseworkParts parts;
    RequestRules rules;
    LetterTemplates letters;
    HouseIdentity house;
    policy::Subject notices;       // jobs of the house
    policy::Subject preservation;
    policy::Subject deliverer;

    State(const CaseworkParts& given, RequestRules request_rules, LetterTemplates templates, HouseIdentity identity);

    std::int64_t now() const { return parts.site.settings().clock(); }
    casework::LetterOffice letter_office() const { return {letters, house}; }

    // The number of a case that `user` may know of.
    std::uint64_t number_of(const CaseWorker& by, std::string_view reference) const;
    bool is_recused(std::uint64_t number, std::uint32_t user) const;
    records::CaseFile read(const CaseWorker& by, std::uint64_t number) const;
    CaseSight sight_of(records::CaseFile file) const;

    // Leave for a job of the house, recorded.
    policy::Grant leave(const policy::Subject& job, policy::Action action, std::uint64_t number,
                        policy::Purpose purpose = policy::Purpose::legal_request);

    // What `taker` makes of `act` in the file as it is: the entry, and what came of it in `outcome`. Throws NeedsAction for a
    // step of another action than `held`.
    records::CaseEntry decide(const records::CaseFile& file, const records::Caller& caller, const CaseAct& act,
                              const casework::Prepared& prepared, std::optional<CaseActor> as, std::uint32_t user,
                              CaseOutcome& outcome) const;
    CaseOutcome take(const CaseWorker& by, std::uint64_t number, const CaseAct& act, casework::Prepared prepared);
    std::optional<policy::Extent> extent_for(policy::Action action, const CaseWorker& by, std::uint64_t number) const;
    // The accounts of the addresses that the case is about: those of its order as they were when it was entered.
    std::vector<casework::NamedAccount> accounts_of(const records::CaseFile& file) const;
    // All that is to be extracted, account by account and class by class.
    std::vector<policy::Extent> extents_of(const records::CaseFile& file) const;
    // The octets of the file's papers of that kind, the latest first.
    std::vector<std::string> papers_of(const CaseWorker& by, const records::CaseFile& file, std::string_view kind) const;
    records::OpenedKeys combine(const std::vector<casework::NamedAccount>& accounts, const disclosure::Request& request,
                                const disclosure::Partials& one, const disclosure::Partials& other,
                                const disclosure::Pins& pins) const;
    // Where a bag is made: sealed, and gone once it is a paper of its case.
    std::filesystem::path place_of_bag(const std::string& reference) const;
    // Of that case, finished or not, what a process left that was killed.
    void remove_bag(const std::string& reference) const;
    // Of all cases. Throws records::Unavailable: what may not stay could not be removed.
    void remove_bags() const;
    std::mutex extractions;  // made one at a time, from reading the case to the step
    casework::Signed signed_for(const CaseWorker& by, const records::CaseFile& file) const;
    // What two holders' partials open, sealed to whom the order names, in the file `place`, and its receipt. Throws Unacceptable, NotFound,
    // Unavailable and what verification throws; then nothing is left.
    casework::Prepared make_bag(const CaseWorker& by, const records::CaseFile& file, const CaseView& view,
                                const std::vector<std::string>& partials, std::string_view certificate,
                                const std::filesystem::path& place) const;
    void fill(BagWriter& bag, const CaseWorker& by, const records::CaseFile& file, const disclosure::Request& request,
              const std::vector<disclosure::Partials>& partials, const disclosure::Pins& pins) const;
    BagEvidence evidence_of(const CaseWorker& by, const records::CaseFile& file, const CaseView& view,
                            const casework::Signed& documents, const RecipientCertificate& recipient,
                            std::int64_t now) const;
    void add_record(BagEvidence& evidence, const CaseWorker& by, const records::CaseFile& file) const;
    // Of the signature in `act` over the order that comes with it or is on file; absent: there is none.
    std::optional<OrderSignatureFinding> examine_signature(const CaseWorker& by, std::uint64_t number,
                                                           const CaseAct& act) const;
    // Files in the bag that the last extraction made, as its receipt says; absent: there was none, or it is not theirs to read.
    std::optional<std::uint64_t> extracted_items(const CaseWorker& by, std::uint64_t number) const;
    casework::Prepared prepare(const CaseWorker& by, std::uint64_t number, const CaseAct& act) const;

    // --- The house's own (duties.cpp) ---------------------------------------------------------------
    // What the last step of a case left to be done: holds, mail to owners.
    void do_duties(std::uint64_t number);
    // The same. False: not all could be done; the clock does the rest at its next run.
    bool try_duties(std::uint64_t number);
    std::size_t held(std::uint64_t number, std::int64_t until) const;
    std::mutex duties;  // done one at a time: who looks whether something is done also does it
    void make_holds(const records::CaseFile& file);
    // A line of "to-mail" (add_notices).
    void mail_owner(const records::CaseFile& file, const std::string& line);
    casework::Unmailed mail_owners(const records::CaseFile& file);
    // The file with each line of "to-mail" naming its owner, also those that an earlier version left.
    records::CaseFile with_addressed(records::CaseFile file);
    // The next alarm of a case. False: none is due.
    bool ring(std::uint64_t number);
};

namespace casework {

// Clocks to be kept with a file whose case is `view`; `duty`: something is left to be done.
std::vector<records::CaseClock> clocks_of(const CaseView& view, bool duty, std::int64_t now);
// What lacks of an electronic signature that the order is said to bear, behind another sentence; empty: nothing.
std::string about_signature(const CaseView& view);
// Adds the letter `id`, if there is one to write, to the entry and the outcome.
void add_letter(const LetterOffice& office, const std::string& id, const CaseView& view, const records::CaseFile& file,
                const std::vector<Evidence>& missing, const CaseAct& act, std::int64_t now, records::CaseEntry& entry,
                CaseOutcome& outcome);
// A letter to each owner, which names no account but theirs, and what is to be put into mailboxes: the field "to-mail", in
// each line number of the paper and address. Throws records::Unacceptable where one cannot be written.
void add_notices(const LetterOffice& office, const std::string& id, const CaseView& view, const records::CaseFile& file,
                 const CaseAct& act, std::int64_t now, records::CaseEntry& entry, CaseOutcome& outcome);
// Whether its letter says what the extraction found.
bool tells_of_extraction(const CaseAct& act);
// Throws records::Unacceptable where `act` asks for a letter before its time, without what it says, or for one that is not true.
void require_asked_letter(const CaseView& view, const records::CaseFile& file, const CaseAct& act, const Prepared& prepared,
                          std::int64_t now);
// Whether the field "to-mail" has a line of an earlier version: the number of one letter to all owners, without an address.
bool is_unaddressed(const std::string& to_mail);
// The field with such lines addressed. Where there are several owners each gets a letter of their own, which `entry` then brings:
// the one to all names everybody's accounts. A line of a letter that cannot be written stays as it is.
std::string addressed(const LetterOffice& office, const CaseView& view, const records::CaseFile& file, const std::string& to_mail,
                      std::int64_t now, records::CaseEntry& entry);
// Throws records::Unacceptable unless the letter was written.
void require_written(const CaseOutcome& outcome, const std::string& id);

}  // namespace casework

}  // namespace postvern::compliance

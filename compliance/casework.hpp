// Requests for data, from the first letter to the end: whoever works on one takes a step here. The step's leave is asked at
// the Gate, what the table of steps says is asked of the case as it is (compliance/cases.hpp), and what came of it is
// written into the case's file with what the rules see of it, in one transaction: the step, its papers and the
// letter that answers it; or, where something lacks, the refusal with what lacks. Restarts and kills leave the case before
// a step or after it. Thread-safe; *blocking*. Failures: records/errors.hpp; policy::Denied.
//
// INVARIANT: nobody whom a case names or affects is shown that it exists. A signature counts only if it is by the key that
// stands on record for whoever hands it in.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compliance/bag.hpp"
#include "compliance/cases.hpp"
#include "compliance/case_clocks.hpp"
#include "compliance/intake.hpp"
#include "compliance/letters.hpp"
#include "compliance/order_signature.hpp"
#include "compliance/requests.hpp"
#include "compliance/transparency_report.hpp"
#include "policy/rulebook_file.hpp"
#include "records/accounts.hpp"
#include "records/archive.hpp"
#include "records/case_files.hpp"
#include "records/disclosure.hpp"
#include "records/site.hpp"

namespace postvern::compliance {

// Who acts, and how the Gate is asked for them: throws where it refuses.
struct CaseWorker {
    std::uint32_t user = 0;  // Unix user
    std::function<policy::Grant(policy::Action, policy::Resource, policy::Purpose, std::optional<policy::Extent>)> leave;
};

// Who the house is, in its letters.
struct HouseIdentity {
    std::string name{};
    std::vector<std::string> address{};
    std::vector<std::string> contact{};
    std::string postmaster{};  // address that notices to owners come from
};

// By which an order was quashed.
struct Quashing {
    std::string court{};
    std::string number{};
    std::int64_t day = 0;  // its beginning, Unix seconds
};

// What somebody brings for a step. What a step does not ask for is Unacceptable.
struct CaseAct {
    CaseStep step{};
    std::optional<CaseActor> office{};  // absent: the first of their offices that takes the step
    std::vector<Evidence> evidence{};   // that is at hand; each stays on file
    std::string reason{};
    std::vector<records::NewPaper> papers{};
    std::string signature{};  // a signed document (docs/formats/disclosure-documents.md): validate, approve, attest
    // classify
    std::optional<policy::Basis> basis{};  // absent: as proposed; reject from RECEIVED: unverified_sender, and no other
    std::optional<policy::Route> route{};
    std::vector<policy::Office> references{};
    // enter-order
    std::optional<CourtOrder> order{};
    NarrowerScope narrower{};  // scope
    // hold-for-counsel, preserve, renew, keep-silence: Unix seconds
    std::optional<std::int64_t> until{};
    policy::Silence silence = policy::Silence::none;  // keep-silence
    std::optional<std::uint32_t> person{};            // appoint, recuse
    CaseActor seat = CaseActor::managing_director;    // appoint
    std::optional<Quashing> quashing{};               // quash, after something was handed over: what the recall says
    std::optional<std::int64_t> answer_by{};          // until when the letter asks for an answer: a day, Unix seconds
    std::string letter{};                             // attach: id of a letter that no step writes, to be written now
    std::optional<std::int64_t> came{};               // complaint_answer, owner_answer: the day of what is answered, Unix seconds
    std::string owner{};                              // owner_answer: whose address; empty: the only one of the case
    std::vector<std::string> appointments{};          // appoint: signed by the officer in the other seat and by a validator
    Language language = Language::english;            // of the letter that answers
};

struct CaseLetter {
    std::string id{};             // of compliance/letters.hpp
    std::uint64_t paper = 0;      // its number in the file
    std::string lacks{};          // why it could not be written; then `paper` is 0
};

struct CaseOutcome {
    bool taken = false;
    std::string refusal{};           // one sentence, where it was not
    std::vector<Evidence> missing{};
    std::optional<CaseLetter> letter{};
    records::CaseFile file{};
};

// A case as whoever may read it is shown it.
struct CaseSight {
    records::CaseFile file{};
    CaseView view{};
    std::vector<RunningClock> clocks{};
    std::vector<CaseStep> open{};  // steps that the table has from its state, for whomever
};

// The disclosure key that is on record, as people tell it apart from others. Public.
struct KeyOnRecord {
    std::string site{};        // this site, to officers' devices: 32 hexadecimal digits
    std::uint64_t number = 0;  // 0: none is on record
    std::uint32_t epoch = 0;
    std::int64_t since = 0;    // Unix seconds
    std::string transcript{};  // of the ceremony: 64 hexadecimal digits
    records::SealingState sealing{};
};

struct CaseworkParts {
    records::Site& site;
    policy::Gate& gate;
    records::Cases& cases;
    records::CaseFiles& files;
    records::Accounts& accounts;
    records::Archive& archive;
    records::Disclosure& disclosure;
    std::function<policy::RulebookHash()> rulebook;  // that is in force
    // The files of a rulebook that is or was in force. Throws NotFound for another.
    std::function<std::vector<policy::RulebookFile>(const policy::RulebookHash&)> rules;
    // Of each bag; empty: none. What it throws ends the extraction, which left nothing then and is taken again.
    Timestamper timestamp{};
    OrderSigners order_signers{};  // whose certificates count for signatures of orders
};

// Days, at most, for which a request for extraction stands.
inline constexpr int kRequestDays = 14;

class Casework {
  public:
    // All are borrowed and outlive this.
    Casework(const CaseworkParts& parts, RequestRules rules, LetterTemplates letters, HouseIdentity house);
    ~Casework();

    // A new case from a letter. `papers`: what came with it; `named`: people of the house whom it names. The receipt, which
    // confirms nothing, answers it once the sender is found out.
    CaseOutcome open(const CaseWorker& by, const Intake& intake, std::string request_toml,
                     std::vector<records::NewPaper> papers, const std::vector<std::uint32_t>& named);

    const std::string& house_name() const noexcept;
    // The public key as officers' devices wrote it (docs/formats/disclosure-documents.md). [administer_staff] Unacceptable for
    // what is none, or of another site.
    void put_disclosure_key(const CaseWorker& by, std::string_view text);
    KeyOnRecord disclosure_key() const;

    // By the number or the public reference. records::NotFound for a case that there is not, and for one that keeps
    // whoever asks out: alike.
    CaseSight read(const CaseWorker& by, std::string_view reference) const;
    std::vector<CaseSight> list(const CaseWorker& by, bool closed_too) const;
    std::string paper(const CaseWorker& by, std::string_view reference, std::uint64_t number) const;
    // Of a paper of any size, from `offset` on: `most` octets or up to the end.
    records::CaseFiles::PaperPart paper_part(const CaseWorker& by, std::string_view reference, std::uint64_t number,
                                             std::uint64_t offset, std::uint64_t most) const;
    // What the rules of requests say of it.
    Proposal proposal(const CaseWorker& by, std::string_view reference) const;

    CaseOutcome take(const CaseWorker& by, std::string_view reference, CaseAct act);

    // Makes the request for extraction: the list of keys that the order covers, for the holders to approve. Its text is a paper
    // of kind "request". `days`: until it expires, 1 to kRequestDays.
    CaseOutcome request(const CaseWorker& by, std::string_view reference, int days);
    // Opens what the partials of two holders open, and nothing else, and seals it into a bag for whom the order names. The
    // bag is a paper of kind "bag". Plaintext is never on disk. A process that is killed leaves the case before the
    // step or after it. `certificate`: PEM or DER, of the hash that the order names.
    CaseOutcome extract(const CaseWorker& by, std::string_view reference, const std::vector<std::string>& partials,
                        std::string_view certificate);

    // What validators sign: the text of the order that is on file; NotFound without one.
    std::string order_text(const CaseWorker& by, std::string_view reference) const;

    // A form of the fields of an order, for that case, to be filled in.
    std::string order_form(const CaseSight& sight) const;
    // A letter of the case, typeset. NotFound for a paper that is no letter. TypesettingError.
    std::string letter_pdf(const CaseWorker& by, std::string_view reference, std::uint64_t number) const;

    // Cases that were closed and whose silence has ended or never was, by the period in which it did (docs/formats/transparency-report.md).
    // Of those that whoever asks may read. Throws as make_report() does: periods that have not ended are in interim reports alone.
    TransparencyReport report(const CaseWorker& by, const ReportSettings& settings) const;

    // --- The retention job's ---------------------------------------------------------------------
    // Cases whose files' time is over at `now`: they are closed, and 3 years since they were opened and 1 year since the last step
    // are over (GDPR Art. 5(1)(e); docs/operating/cases.md).
    // `damaged`: how many closed cases have steps that cannot be read. Their files stay, since nobody can say when their time is
    // over or as what they count, and keep no other file.
    std::vector<std::uint64_t> files_due(std::int64_t now, std::uint64_t& damaged) const;
    // Destroys the file, and keeps what the transparency report counts. False: it stays, for silence stands. [purge on the case]
    bool destroy_file(policy::Grant&& grant);
    // Forgets whose the cases were of which no entry is kept any more: whose files were destroyed 3 years before `now`.
    std::uint64_t forget_destroyed(std::int64_t now);

    // --- The clock's --------------------------------------------------------------------------------
    // Does all that is due at the site's clock, each alarm once, as jobs of the house. Value: how many were done; `failed`
    // is how many could not be.
    std::uint64_t run_due(std::uint64_t& failed);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace postvern::compliance

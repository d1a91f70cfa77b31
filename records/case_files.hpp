// The file of a case: what was received and sent, every step that was taken or tried, by whom, when and on what, and the
// clocks that run. What the words mean (states, steps, offices, kinds of papers, clocks) is compliance's; this
// keeps them, sealed under the site's key, and keeps what the rules see of the case (records/cases.hpp) in step with
// them: both change in one transaction. Every call but those that give numbers and moments consumes a Grant,
// is *blocking* and thread-safe. Failures: records/errors.hpp; policy::Denied for a grant of something else.
//
// INVARIANT: steps and papers are only ever added; what is damaged, missing or in another's place is found at each read
// (StorageError, which names the case and the step or paper).
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "records/cases.hpp"
#include "records/personnel.hpp"
#include "records/sha256.hpp"

namespace postvern::records {

class Commit;
class Ledger;

// Octets of one paper, of one that comes as a file, and of all fields of a file together, at most.
inline constexpr std::size_t kPaperLimit = std::size_t{64} * 1024 * 1024;
inline constexpr std::uint64_t kPaperFileLimit = std::uint64_t{1088} * 1024 * 1024;  // a whole bag, sealed
inline constexpr std::size_t kFieldsLimit = std::size_t{512} * 1024;
inline constexpr std::size_t kPapersLimit = 10'000;  // in one file

// Something that was received or made: an enclosure, an order, a signature, a letter.
struct Paper {
    std::uint64_t number = 0;  // 1, 2, 3, ... in its case
    std::string kind{};
    std::string name{};      // of the file that it came as, or what it is
    Sha256 hash{};           // of its octets
    std::uint64_t octets = 0;
    std::int64_t at = 0;     // Unix seconds
    std::optional<std::uint32_t> by{};  // Unix user; absent: the house itself
};

// A step that was taken, or that was tried and refused.
struct StepTaken {
    std::string step{};
    std::string office{};  // in which the step was taken
    bool taken = true;
    std::string from{};    // the state before
    std::string into{};    // and after; the same where nothing was taken
    std::string reason{};
    std::string outcome{};  // what came of it; of a refusal: why
    std::vector<std::string> evidence{};  // what it rested on, in words
    std::vector<std::uint64_t> papers{};  // numbers of papers that came with it or were made by it
    std::int64_t at = 0;                // given by the file, as is:
    std::optional<std::uint32_t> by{};  // Unix user; absent: the house itself
};

struct CaseClock {
    std::string name{};
    std::int64_t due = 0;                 // Unix seconds
    std::optional<std::int64_t> done{};
    friend bool operator==(const CaseClock&, const CaseClock&) = default;
};

struct CaseFile {
    std::uint64_t number = 0;
    std::string reference{};  // public: 32 hexadecimal digits; the same that the access record names the case by
    std::string state{};
    bool is_open = true;
    std::map<std::string, std::string> fields{};
    std::vector<CaseClock> clocks{};
    std::vector<StepTaken> steps{};
    std::vector<Paper> papers{};
    CaseRecord record{};  // what the rules see
};

struct NewPaper {
    std::string kind;
    std::string name;
    std::string octets;
    std::filesystem::path file{};  // in place of octets: read in pieces while it is kept; nobody changes it meanwhile
    std::optional<Sha256> hash{};  // SHA-256 that they must have: Unavailable where they have another; absent: any
};

// What is written into a file at once.
struct CaseEntry {
    StepTaken step;
    std::map<std::string, std::string> fields{};  // set or replaced; empty: removed
    std::vector<NewPaper> papers{};
    std::optional<std::vector<CaseClock>> clocks{};  // all that run from now on
    std::vector<CaseChange> changes{};
    bool closes = false;  // nothing is due any more; otherwise it is open
};

// Whoever asked, as they are on record.
struct Caller {
    std::optional<StaffMember> member{};  // absent: a job of the house
    std::vector<std::uint32_t> recused{};  // Unix users whom the case names or affects
    std::int64_t now = 0;                 // Unix seconds
    std::vector<StaffMember> signers{};   // everybody who has a key on record, for steps that rest on others' signatures
};

class CaseFiles {
  public:
    // Throws std::logic_error where the store serves another gate already.
    CaseFiles(Store& store, Vault& vault, policy::Gate& gate, const Ledger& ledger);

    // A new case, as Cases::open; `entry` is the first in its file. Value: its file. [open_case on case 0]
    CaseFile open(policy::Grant&& grant, std::vector<policy::AccountId> accounts,
                  std::vector<std::uint32_t> named, CaseEntry entry);
    // NotFound where there is none, also for a case without a file. [read_case; keep_time, notify, extract or disclose:
    // whoever does these for a case reads what they are about]
    CaseFile read(policy::Grant&& grant) const;
    std::string paper(policy::Grant&& grant, std::uint64_t number) const;  // [likewise] its octets; LimitReached beyond kPaperLimit
    // [likewise] Octets of a paper of whatever size, from `offset` on: `most` of them or up to the end. Memory: those, and 1 MiB.
    struct PaperPart {
        Paper of;
        std::string octets{};
    };
    PaperPart part(policy::Grant&& grant, std::uint64_t number, std::uint64_t offset, std::uint64_t most) const;
    // Of several. [likewise]
    std::vector<std::string> papers(policy::Grant&& grant, const std::vector<std::uint64_t>& numbers) const;

    // Whoever asked takes a step: `decide` sees the file as it is and gives the entry, in the transaction
    // that writes it, so that of two at once the second sees the first. What `decide` throws ends the call
    // with nothing written; it must not block. Value: the file afterwards. [any action on a case]
    using Decide = std::function<CaseEntry(const CaseFile& file, const Caller& caller)>;
    CaseFile take(policy::Grant&& grant, const Decide& decide);

    // Destroys the file of a case that is not open: steps, papers, fields, and what was known of it but whose it was, if they were
    // told: their entries in the access record outlast it. What `decide` makes of the file
    // is kept instead, sealed, and says nothing of which case it was; absent: the file stays. Unacceptable where it is open
    // or something is held for it; StorageError where something of it is damaged: it all stays then. Value: whether it was destroyed. [purge on a case]
    using Conclude = std::function<std::optional<std::string>(const CaseFile& file)>;
    bool destroy(policy::Grant&& grant, const Conclude& decide);
    // Forgets whose the cases were whose files were destroyed before `moment` (Unix seconds), when no entry of the access record is
    // theirs any more. Without a grant: a time of the house that is over, as Register::forget_before. Value: how many.
    std::uint64_t forget_destroyed(std::int64_t moment);
    // What was kept instead of files. [read_case on case 0]
    std::vector<std::string> concluded(policy::Grant&& grant) const;

    // --- Without a grant: numbers and moments, which say nothing about anybody --------------------
    std::vector<std::uint64_t> numbers(bool closed_too) const;  // ascending
    // The number of a case by its reference, or by its number in digits; absent: there is none.
    std::optional<std::uint64_t> find(std::string_view reference) const;
    struct Running {
        std::uint64_t legal_case = 0;
        CaseClock clock;
    };
    // Files that are not open: when their first and their last step was taken, Unix seconds.
    struct Ended {
        std::uint64_t legal_case = 0;
        std::int64_t opened = 0;
        std::int64_t ended = 0;
        std::string damage{};  // why they cannot be told, where a step is damaged or missing; such a file is not destroyed either
    };
    std::vector<Ended> ended() const;
    // Clocks of open cases that are not done, the earliest first.
    std::vector<Running> clocks() const;

  private:
    CaseFile file_of(Commit& commit, std::uint64_t number) const;
    policy::Grant require(policy::Grant&& grant, std::initializer_list<policy::Action> actions) const;

    Store& store_;
    Vault& vault_;
    policy::Gate& gate_;
    const Ledger& ledger_;
};

}  // namespace postvern::records

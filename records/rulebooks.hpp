// The rulebooks of a site: every one that was ever in force, with the files it consisted of and,
// where officers installed it, the statement that they signed. Nothing is ever removed, so that a
// decision of any day can be looked at under the rules of that day. *Blocking*, thread-safe.
// Failures: records/errors.hpp.
//
// INVARIANT: numbers are 1, 2, 3, ... without a gap, and the last one is in force. Once one was
// installed by signatures, every later one is.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "policy/gate.hpp"
#include "policy/rulebook_file.hpp"
#include "records/errors.hpp"
#include "records/rulebook_statement.hpp"

namespace postvern::records {

class Store;

struct RulebookSigner {
    policy::StaffRole office{};
    std::uint32_t user = 0;  // Unix user id on record when it was installed
    OfficerKey key;          // and the key
};

// One of them.
struct KeptRulebook {
    std::uint64_t number = 0;
    policy::RulebookHash hash{};
    std::int64_t since = 0;                      // Unix seconds
    std::string note;                            // the signed statement; empty: of the founding
    std::optional<RulebookStatement> statement;  // what it says
    std::vector<RulebookSigner> signers;
    // Why what is stored is not what officers signed: absent where statement and signatures are
    // found to be right.
    std::optional<std::string> fault;

    bool is_signed() const { return !note.empty(); }
    // Whether it should have been looked at again before `moment` (Unix seconds).
    bool is_overdue(std::int64_t moment) const;
};

// Throws Unacceptable for files that the hash does not tell apart from others or that cannot be
// written to a directory: none at all, over 1 MiB together, names that are no plain *.cedar names
// in ascending order, and texts with a zero octet.
void require_rulebook_form(std::span<const policy::RulebookFile> files);

class Rulebooks {
  public:
    // `site` is the origin of the checkpoints of the site's access record.
    Rulebooks(Store& store, std::string site);

    // --- What was and is in force ---------------------------------------------------------
    std::vector<KeptRulebook> history() const;  // by number
    // Absent before the first.
    std::optional<KeptRulebook> in_force() const;
    // Throws NotFound, and StorageError for files that are not what the hash says.
    std::vector<policy::RulebookFile> files(const policy::RulebookHash& hash) const;
    // The hash that begins with these hexadecimal digits, at least 8: those that stand in the
    // access record are 16. Throws NotFound, and Unacceptable for other texts and where several
    // begin so.
    policy::RulebookHash find(std::string_view digits) const;

    // --- Change ---------------------------------------------------------------------------
    // What officers would sign to put `files` in the place of what is in force. Unacceptable for a
    // review date that is not later than today and for files without form. They may be those in
    // force: looked at again, and good.
    RulebookStatement propose(std::span<const policy::RulebookFile> files,
                              std::chrono::sys_days review) const;
    // Returns where install() would now take `files` with `note`, a signed statement; otherwise
    // throws Unacceptable that says what is wrong with them, or who would have to sign.
    void examine(std::span<const policy::RulebookFile> files, std::string_view note) const;

    // Names the gate whose grants are honoured, once, before install(), which otherwise throws
    // policy::Denied. Throws std::logic_error the second time.
    void honour_grants_of(const policy::Gate& gate);
    // [install_rulebook on the rulebook] Puts `files` in force from now on, in one transaction with
    // all that examine() looks at; whoever decides by rules has to be told afterwards. Throws as
    // examine() does.
    KeptRulebook install(policy::Grant&& grant, std::span<const policy::RulebookFile> files,
                         std::string_view note);
    // Notes that the house decides by `files` while nobody has signed for any: at its founding.
    // Nothing happens where they are in force. Unacceptable once officers installed one.
    void keep_founding(std::span<const policy::RulebookFile> files);

  private:
    Store& store_;
    const std::string site_;
    std::atomic<const policy::Gate*> gate_{nullptr};
};

}  // namespace postvern::records

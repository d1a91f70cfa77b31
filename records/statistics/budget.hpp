// The budget: every release there ever was, as signed notes one after the other in DATA_DIR/statistics/budget, each of which
// names the hash of the one before; and a copy of the latest in KEYS/statistics, outside of the data, so that a budget which
// was cut short or rolled back is noticed. Notes are added, never changed; a file is replaced as a whole, durably,
// so that after a crash it is the old one or the new one. Used by one thread at a time.
//
// INVARIANT: days ascend; in any 31 days a table spends at most 31 shares.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "records/ledger/signed_note.hpp"
#include "records/statistics/release.hpp"

namespace postvern::records::statistics {

// Replaces `file` durably. Throws Unavailable.
void replace_file(const std::filesystem::path& file, std::string_view octets);

class Budget {
  public:
    struct Files {
        std::filesystem::path budget;
        std::filesystem::path latest;
    };
    // Reads and verifies; both files absent: nothing was released yet. `origin` is the first line of every release.
    // Throws StorageError, which names file and fault and what to do; Unavailable.
    Budget(Files files, ledger::NoteSigner signer, std::string origin);

    // Why `day` may not be released; empty: it may.
    std::string objection(const ReleasedDay& day) const;
    // Adds a release; durable when it returns. Throws Unacceptable with the objection; Unavailable when the disk
    // refuses, after which the same call may be made again.
    void add(const ReleasedDay& day);

    const std::vector<ReleasedDay>& days() const noexcept { return days_; }

  private:
    void read();
    void accept(std::string_view note);
    void compare_latest();
    [[noreturn]] void fail(const std::filesystem::path& file, const std::string& fault) const;

    const Files files_;
    const ledger::NoteSigner signer_;
    const ledger::NoteVerifier verifier_;
    const std::string origin_;
    std::string octets_;             // of the file
    std::vector<std::string> notes_;
    std::vector<ReleasedDay> days_;  // of each note
};

}  // namespace postvern::records::statistics

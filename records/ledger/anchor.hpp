// The anchor: the latest checkpoint in a file of its own outside of DATA_DIR (KEYS/checkpoint), which a
// roll-back of the data directory does not roll back. It is a checkpoint with three extension lines,
// "content commits N", "entries N" and "key commits N": how many commits content and key store had made, and
// how many entries were ever written, pending ones included. C2SP advises against extension lines in what logs publish, since monitors
// cannot check them; the anchor is never published.
// Used by one thread at a time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

#include "records/ledger.hpp"
#include "records/ledger/checkpoint.hpp"

namespace postvern::records::ledger {

struct Anchored {
    Checkpoint checkpoint;  // without the extensions
    StoreCommits commits;
    std::uint64_t entries = 0;
    friend bool operator==(const Anchored&, const Anchored&) = default;
};

class Anchor {
  public:
    explicit Anchor(std::filesystem::path file) : file_(std::move(file)) {}

    // Replaces the file durably: after a crash it holds the old anchor or the new one, never a part.
    // Throws Unavailable when it cannot be written.
    void write(const NoteSigner& signer, const Anchored& anchored) const;

    // Absent without a file. Throws StorageError, which names it, when it is damaged or not signed by
    // this ledger.
    std::optional<Anchored> read(const NoteVerifier& verifier) const;

    const std::filesystem::path& file() const noexcept { return file_; }

  private:
    std::filesystem::path file_;
};

}  // namespace postvern::records::ledger

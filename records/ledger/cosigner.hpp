// A witness, known by its key: finds and verifies its cosignatures on checkpoints. Source: C2SP
// tlog-cosignature, Ed25519. Thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "records/ledger/signed_note.hpp"

namespace postvern::records::ledger {

struct Cosignature {
    std::int64_t moment;  // Unix seconds, as the witness says; never 0
    std::string line;     // of the note, with its newline
};

class Cosigner {
  public:
    // Absent unless `verifier_key` is one of Ed25519 for cosignature/v1 whose key id is right.
    static std::optional<Cosigner> from(std::string_view verifier_key);

    // The latest of its cosignatures among the signatures of `note`; absent: there is none. Throws
    // Unacceptable where one that bears its name and key id does not verify: the note is malformed
    // then.
    std::optional<Cosignature> find_in(const SignedNote& note) const;

    // One name for two is confusing; one key counts once, whatever names it goes by, since
    // cosignatures do not commit to the name.
    bool clashes_with(const Cosigner& other) const {
        return key_.name == other.key_.name || key_.public_key == other.key_.public_key;
    }

    const std::string& name() const noexcept { return key_.name; }
    const std::string& verifier_key() const noexcept { return text_; }

  private:
    Cosigner(VerifierKey key, std::string_view text) : key_(std::move(key)), text_(text) {}
    VerifierKey key_;
    std::string text_;
};

}  // namespace postvern::records::ledger

// A checkpoint: the size and root of the tree at one moment, signed by the ledger as a note. Source:
// C2SP tlog-checkpoint. Plain value and free functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "records/ledger/signed_note.hpp"
#include "records/merkle/growth.hpp"

namespace postvern::records::ledger {

struct Checkpoint {
    std::string origin;  // names the log: "<site name>/ledger"
    merkle::TreeSize size = 0;
    merkle::Hash root{};
    std::vector<std::string> extensions;  // lines, none empty; published checkpoints have none
    friend bool operator==(const Checkpoint&, const Checkpoint&) = default;
};

// The lines of the note's text, each with its newline.
std::string text_of(const Checkpoint& checkpoint);

// Absent unless `text` is exactly what text_of() gives for some checkpoint.
std::optional<Checkpoint> parse_checkpoint(std::string_view text);

// The checkpoint in `note`, if `verifier`'s key signed it and its origin is the verifier's name.
std::optional<Checkpoint> open_checkpoint(const NoteVerifier& verifier, std::string_view note);

// For messages: "size 64, root <base64>".
std::string to_string(const Checkpoint& checkpoint);

}  // namespace postvern::records::ledger

// The one factory of a Gate. Executables and tests call it; a second gate does no harm, since an
// archive honours only grants of the gate that it was opened with.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "policy/credentials.hpp"
#include "policy/decision.hpp"
#include "policy/facts.hpp"
#include "policy/gate.hpp"
#include "policy/journal.hpp"

namespace postvern::policy {

// The SHA-256 of a rulebook, that is of the names (without directories) and texts of its files in their
// order, each ended by a zero octet. Its first octets are the RulebookVersion of every decision and record.
using RulebookHash = std::array<std::uint8_t, 32>;
using Sha256Port = std::function<RulebookHash(std::string_view)>;  // thread-safe

// What a gate works with. The policy library itself uses the standard library only: the hash comes
// in through a port as well.
struct Ports {
    std::shared_ptr<const Facts> facts;
    std::shared_ptr<Journal> journal;
    std::shared_ptr<Credentials> credentials;
    std::function<std::int64_t()> clock;  // Unix seconds; thread-safe
    Sha256Port sha256;
};

// A file of the rulebook: its name for messages, and its text.
struct RulebookFile {
    std::string name;
    std::string text;
};

class Assembly {
  public:
    // Throws language::SyntaxError (a std::runtime_error with file, line and column) for a rulebook
    // that does not load: is not Cedar, is not well typed under the schema of the house, or has a
    // forbid that is not proven free of errors. std::logic_error for an absent port.
    static std::unique_ptr<Gate> make_gate(std::span<const RulebookFile> rulebook, Ports ports);

    // Puts another rulebook in the place of the gate's, all of it or (if it throws, as make_gate
    // does) none. Questions that are being decided end under the one before; standing grants are
    // asked anew. Thread-safe.
    static void reload(Gate& gate, std::span<const RulebookFile> rulebook);

    // Of the rulebook that `gate` decides by now. Thread-safe.
    static RulebookHash rulebook_hash(const Gate& gate);
};

// What rulebook_hash() would be with these files.
RulebookHash hash_rulebook(std::span<const RulebookFile> rulebook, const Sha256Port& sha256);

// Reads every *.cedar file of `directory`, in the order of names. Throws std::runtime_error that names
// the directory when there is none or a file cannot be read.
std::vector<RulebookFile> read_rulebook(const std::string& directory);

}  // namespace postvern::policy

// The one factory of a Gate. Executables and tests call it; a second gate does no harm, since an
// archive honours only grants of the gate that it was opened with.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "policy/credentials.hpp"
#include "policy/decision.hpp"
#include "policy/facts.hpp"
#include "policy/gate.hpp"
#include "policy/journal.hpp"
#include "policy/rulebook_file.hpp"

namespace postvern::policy {

// What a gate works with. The policy library itself uses the standard library only: the hash comes
// in through a port as well.
struct Ports {
    std::shared_ptr<const Facts> facts;
    std::shared_ptr<Journal> journal;
    std::shared_ptr<Credentials> credentials;
    std::function<std::int64_t()> clock;  // Unix seconds; thread-safe
    Sha256Port sha256;
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

    // Returns where make_gate and reload would take `rulebook`; throws as they do. Thread-safe.
    static void require_loadable(std::span<const RulebookFile> rulebook, const Sha256Port& sha256);

    // Of the rulebook that `gate` decides by now. Thread-safe.
    static RulebookHash rulebook_hash(const Gate& gate);
};

// Reads every *.cedar file of `directory`, in the order of names. Throws std::runtime_error that names
// the directory when there is none or a file cannot be read.
std::vector<RulebookFile> read_rulebook(const std::string& directory);

}  // namespace postvern::policy

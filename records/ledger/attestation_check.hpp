// Compares what outsiders attested, as it is kept, with the checkpoints that it is about: part of
// Ledger::verify. Reads only.
#pragma once

#include <cstdint>
#include <filesystem>

#include "records/sql/connection.hpp"

namespace postvern::records::ledger {

struct AttestationCheck {
    std::uint64_t cosignatures = 0;
    std::uint64_t timestamps = 0;
};

// Each cosignature under the key that it was accepted by, and each timestamp; with `certificates`
// (PEM) also who signed it, as of the time that it states. Empty: only what it is about. Throws
// StorageError at the first fault.
AttestationCheck check_attestations(sql::Connection& connection,
                                    const std::filesystem::path& certificates);

}  // namespace postvern::records::ledger

// A witness outside of the house, asked to cosign a checkpoint. Source: C2SP tlog-witness.
#pragma once

#include <optional>

#include "records/attestations.hpp"
#include "services/outside/connection.hpp"

namespace postvern::services::outside {

// Submits `checkpoint` to the witness at that place, whose submission prefix is `prefix`, and keeps
// the cosignature. Absent: it cosigned. *Blocking*.
std::optional<records::WitnessTrouble> ask_witness(records::Attestations& attestations,
                                                   std::size_t witness, const WebAddress& prefix,
                                                   const records::SignedCheckpoint& checkpoint,
                                                   const Patience& patience);

// The size in the body of a 409: decimal, and a newline. Absent: it is something else.
std::optional<std::uint64_t> parse_size(std::string_view body);

}  // namespace postvern::services::outside

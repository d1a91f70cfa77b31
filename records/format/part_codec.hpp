// Envelopes and trees of parts as octets, two of the blocks of a serialized Summary.
// Thread safety: functions of their arguments. Reading throws SummaryError.
#pragma once

#include "records/format/wire.hpp"
#include "records/message.hpp"

namespace postvern::records::format {

void write_envelope(WireWriter& out, const Envelope& envelope);
Envelope read_envelope(WireReader& in);

void write_structure(WireWriter& out, const BodyPart& root);
// The tree of a message of `size` octets; all ranges are checked to lie where they must.
BodyPart read_structure(WireReader& in, std::uint64_t size);

}  // namespace postvern::records::format

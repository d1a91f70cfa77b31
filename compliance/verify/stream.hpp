// How many entries an account's stream had when the heads of a day were made, as it committed to them, and by which
// lookup tags their leaves are known.  docs/formats/ledger.md, "stream proof". Throws Fault.
#pragma once

#include "compliance/verify/verifier.hpp"

namespace postvern::compliance::verify {

struct Stream {
    std::uint64_t day = 0;  // since 1970-01-01 UTC
    std::uint64_t count = 0;
    std::vector<std::string> tags;  // 16 octets each, in the order of the stream
    Checkpoint checkpoint;          // in whose tree the commitment is
};
Stream open_stream(std::string_view text, const Trust& trust);
// Those of the stream's entries, by number from 0, whose leaves are not in the directory, which is checked as by
// check_tiles(), and goes on from the stream's checkpoint.
std::vector<std::uint64_t> missing_entries(const Stream& stream, const std::filesystem::path& directory,
                                           const Trust& trust);

}  // namespace postvern::compliance::verify

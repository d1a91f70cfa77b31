// Lines, numbers and hashes of the texts that postvern-verify reads, strictly. All throw Fault.
#pragma once

#include "compliance/verify/verifier.hpp"

namespace postvern::compliance::verify {

// Takes the next line, without its newline, off `rest`.
std::string_view take_line(std::string_view& rest);
// What follows `name` and a blank in the next line.
std::string_view take_field(std::string_view& rest, std::string_view name);
// RFC 4648 4, strictly: full padding, unused bits zero, nothing else.
std::string from_base64(std::string_view text);
// Without leading zeroes, signs or blanks.
std::uint64_t number_from(std::string_view text);
// Hashes in base64, a line each, up to an empty line.
std::vector<Hash> take_path(std::string_view& rest);
// The root that leads from a leaf along its PATH(index, D[size]).  RFC 6962 2.1.1
Hash climb(const Hash& leaf, std::uint64_t index, std::uint64_t size, std::span<const Hash> path);

}  // namespace postvern::compliance::verify

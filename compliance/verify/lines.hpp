// Lines, numbers, hashes and signatures as postvern-verify reads them, strictly. All throw Fault.
#pragma once

#include "compliance/verify/verifier.hpp"

namespace postvern::compliance::verify {

// Takes the next line, without its newline, off `rest`; of a field, what follows name and blank.
std::string_view take_line(std::string_view& rest);
std::string_view take_field(std::string_view& rest, std::string_view name);
Hash hash_from(std::string_view base64);
// A line each, up to an empty line.
std::vector<Hash> take_path(std::string_view& rest);
// RFC 4648 4, strictly: full padding, unused bits zero, nothing else.
std::string from_base64(std::string_view text);
// Decimal, without leading zeroes, signs or blanks.
std::uint64_t number_from(std::string_view text);
std::uint64_t big_endian(std::string_view octets);  // at most 8
std::string to_digits(std::string_view octets);     // hexadecimal
// The octets of a file; of one that is longer than `most`, that and one more.
std::string content(const std::filesystem::path& file, std::size_t most = kLargestText);

Hash sha256(std::string_view octets);
std::string hmac(std::string_view key, std::string_view text);  // HMAC-SHA256
// Ed25519, of a raw key of 32 octets. False for a signature or key that is none.
bool signs(std::string_view key, std::string_view text, std::string_view signature);
Hash leaf_hash(std::string_view leaf);
// MTH of subtrees of one size, of which the last may be smaller.  RFC 6962 2.1
Hash root_of(std::span<const Hash> subtrees);
// The root that leads from a leaf along its PATH(index, D[size]).  RFC 6962 2.1.1
Hash climb(const Hash& leaf, std::uint64_t index, std::uint64_t size, std::span<const Hash> path);

// What `work` returns; its fault is told as one of `place`.
template <typename Work>
auto in(const std::string& place, const Work& work) {
    try {
        return work();
    } catch (const Fault& fault) {
        throw Fault(place + ": " + fault.what());
    }
}

}  // namespace postvern::compliance::verify

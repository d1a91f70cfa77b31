#include "compliance/verify/stream.hpp"

#include <algorithm>
#include <map>

#include "compliance/verify/texts.hpp"

namespace postvern::compliance::verify {

namespace {

constexpr std::size_t kTagOffset = 40;  // in a leaf
constexpr std::size_t kTagSize = 16;
constexpr std::uint64_t kMostEntries = 1'000'000;

// HMAC-SHA256 of F(label, number): docs/formats/keys.md, "Notation".
std::string keyed(std::string_view key, std::string_view label, std::uint64_t number) {
    std::string message;
    const auto append = [&message](std::uint64_t value, int octets) {
        for (int shift = 8 * (octets - 1); shift >= 0; shift -= 8) {
            message += static_cast<char>(value >> shift & 0xff);
        }
    };
    append(label.size(), 4);
    message += label;
    append(number, 8);
    return hmac(key, message);
}

std::string secret_from(std::string_view text) {
    std::string octets = from_base64(text);
    if (octets.size() != sizeof(Hash)) throw Fault("has a key or commitment that is not of 32 octets");
    return octets;
}

// The root that the entry of the daily heads of `day` states.
std::string stated_root(std::string_view opening, std::uint64_t day) {
    constexpr std::size_t kRecord = 36;
    constexpr std::string_view kOperation = {"daily_head\0", 11};
    constexpr std::string_view kRootIs = "daily heads ";
    if (opening.size() != kOpeningSize ||
        opening.substr(kRecord + 64, kOperation.size()) != kOperation ||
        !opening.substr(kRecord + 144).starts_with(kRootIs)) {
        throw Fault("its entry is not one of daily heads");
    }
    if (big_endian(opening.substr(kRecord + 4, 4)) != day) throw Fault("its entry is of the daily heads of another day");
    return std::string(opening.substr(kRecord + 144 + kRootIs.size(), 2 * sizeof(Hash)));
}

}  // namespace

Stream open_stream(std::string_view text, const Trust& trust) {
    if (text.size() > kLargestText) throw Fault("is too long for a stream proof");
    std::string_view rest = text;
    if (take_line(rest) != "postvern-stream@v1") throw Fault("is not a stream proof");
    Stream stream;
    stream.day = number_from(take_field(rest, "day"));
    stream.count = number_from(take_field(rest, "count"));
    if (stream.count > kMostEntries) throw Fault("counts more entries than a stream can have");
    const std::string seed = secret_from(take_field(rest, "seed"));
    const std::string other = secret_from(take_field(rest, "other"));
    std::string stream_key;
    if (stream.count > 0) {
        stream_key = secret_from(take_field(rest, "key"));
        if (keyed(stream_key, "ledger daily head seed", stream.day) != seed) {
            throw Fault("its seed is not that of its key on day " + std::to_string(stream.day));
        }
    }
    const std::uint64_t index = number_from(take_field(rest, "index"));
    const std::vector<Hash> path = take_path(rest);
    const Proof proof = parse_proof(rest);
    stream.checkpoint = check_inclusion(proof, leaf_of(proof.extra), trust);
    const std::uint64_t heads = std::uint64_t{1} << std::min<std::size_t>(path.size(), 63);
    if (index >= heads) throw Fault("its head lies beyond the day's");
    const std::string head = keyed(seed, "ledger daily head", stream.count) + other;
    const Hash root = climb(leaf_hash(head), index, heads, path);
    if (to_digits(root) != stated_root(proof.extra, stream.day)) {
        throw Fault("its count is not what was committed to: the path does not lead to the day's root");
    }
    for (std::uint64_t counter = 0; counter < stream.count; ++counter) {
        stream.tags.push_back(keyed(stream_key, "ledger lookup tag", counter).substr(0, kTagSize));
    }
    return stream;
}

std::vector<std::uint64_t> missing_entries(const Stream& stream, const std::filesystem::path& directory,
                                           const Trust& trust) {
    std::map<std::string_view, std::uint64_t> absent;
    for (std::uint64_t counter = 0; counter < stream.count; ++counter) {
        absent.emplace(stream.tags[counter], counter);
    }
    check_tiles(directory, trust, stream.checkpoint, [&absent](std::string_view leaf) {
        absent.erase(leaf.substr(kTagOffset, kTagSize));
    });
    std::vector<std::uint64_t> missing;
    for (const auto& [tag, counter] : absent) missing.push_back(counter);
    std::sort(missing.begin(), missing.end());
    return missing;
}

}  // namespace postvern::compliance::verify

// What postvern-verify knows of an access record, for whoever does not trust the server that keeps
// it: from the C++ library and OpenSSL's libcrypto alone, sharing no line with the server. Sources:
// RFC 6962 2.1; C2SP signed-note, tlog-checkpoint, tlog-cosignature, tlog-proof and tlog-tiles;
// docs/formats/ledger.md. Free functions and plain values: thread-safe. All throw Fault, which says
// what is wrong and where. Read first this, then lines, proofs, tiles.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace postvern::compliance::verify {

struct Fault : std::runtime_error {
    using runtime_error::runtime_error;
};

inline constexpr std::size_t kLeafSize = 64;         // octets
inline constexpr std::size_t kLargestText = 65'536;  // octets of a checkpoint or a proof

using Hash = std::array<unsigned char, 32>;

// A verifier key of Ed25519: of a log, or of a witness.  C2SP signed-note, tlog-cosignature
enum class Kind : char { log = 1, witness = 4 };
struct Key {
    std::string name;
    std::string id;      // 4 octets
    std::string octets;  // 32
    Kind kind = Kind::log;
};
Key parse_key(std::string_view text, Kind kind = Kind::log);

// What a checkpoint must bear: the log's signature, and those of so many of the witnesses.
struct Trust {
    Trust(Key key, std::vector<Key> cosigners = {}, std::size_t number = 0)
        : log(std::move(key)), witnesses(std::move(cosigners)), quorum(number) {}
    Key log;
    std::vector<Key> witnesses;
    std::size_t quorum;
};

struct Checkpoint {
    std::string text;  // as signed: origin, size, root
    std::uint64_t size = 0;
    Hash root{};
};
// The checkpoint in a signed note. Signatures of other keys than `trust` names are ignored.
Checkpoint open_checkpoint(std::string_view note, const Trust& trust);

// C2SP tlog-proof
struct Proof {
    std::string extra;        // opaque octets; empty: none
    std::uint64_t index = 0;  // of the leaf, 0-based
    std::vector<Hash> path;   // RFC 6962 2.1.1, the leaf's sibling first
    std::string note;         // the signed checkpoint
};
Proof parse_proof(std::string_view text);
// Returns the checkpoint of `proof`, in whose tree `leaf` stands at the index that the proof says.
Checkpoint check_inclusion(const Proof& proof, std::string_view leaf, const Trust& trust);

// What an exported entry opens: day of the batch 4, seed 32, private record 512.
inline constexpr std::size_t kOpeningSize = 548;  // octets
std::string_view record_in(std::string_view opening);
std::string leaf_of(std::string_view opening);  // the leaf that commits to it
// Its private record in sentences, printable.
std::string in_words(std::string_view opening);
// What could steer a terminal is '?': control characters of ASCII and of Unicode, but for `kept`.
std::string printable(std::string text, char kept = '\0');

struct Sound {
    Checkpoint checkpoint;
    std::uint64_t files = 0;   // examined
    std::uint64_t beyond = 0;  // of later sizes than the checkpoint's, which says nothing of them
};
using Visit = std::function<void(std::string_view)>;
// A tlog-tiles directory: the tree is recomputed from the entry bundles and compared with every
// tile, partial ones of earlier sizes included, and with the checkpoint; it must begin with the
// tree of `earlier`, if that is given. One pass over the entries, at most 300 KiB of memory.
// `visit`, if given, sees each leaf, in order.
Sound check_tiles(const std::filesystem::path& directory, const Trust& trust,
                  const std::optional<Checkpoint>& earlier = {}, const Visit& visit = {});

}  // namespace postvern::compliance::verify

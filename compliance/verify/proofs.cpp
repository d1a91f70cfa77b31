#include <algorithm>
#include <set>

#include "compliance/verify/lines.hpp"

namespace postvern::compliance::verify {

namespace {

constexpr std::string_view kDash = "\xe2\x80\x94 ";  // U+2014 and a blank begin a signature
constexpr std::size_t kKeyIdSize = 4;
constexpr std::size_t kSeed = 4, kRecord = 36;  // offsets in an opening
constexpr std::size_t kTag = 16;                // and in its record

// A log signs the text; a witness what it says of the text, with the moment that the first 8 octets
// of its signature tell.
bool has_signed(const Key& key, std::string_view text, std::string_view signature) {
    if (key.kind == Kind::log) return signs(key.octets, text, signature);
    const std::uint64_t moment = big_endian(signature.substr(0, 8));
    return signature.size() == 72 && moment != 0 && moment >> 63 == 0 &&
           signs(key.octets,
                 "cosignature/v1\ntime " + std::to_string(moment) + '\n' + std::string(text),
                 signature.substr(8));
}

// The text of a note that bears what `trust` asks for.
std::string_view signed_text(std::string_view note, const Trust& trust) {
    // "the text is separated from the signatures by the last empty line in the note"
    const auto blank = note.rfind("\n\n");
    const auto is_control = [](unsigned char each) { return each < ' ' && each != '\n'; };
    const bool is_note = note.size() <= kLargestText && blank != std::string_view::npos &&
                         std::none_of(note.begin(), note.end(), is_control);
    if (!is_note) throw Fault("is not a signed note");
    const std::string_view text = note.substr(0, blank + 1);
    bool is_signed = false;
    std::set<std::string> cosigners;  // by key: one under several names is one
    for (std::string_view rest = note.substr(blank + 2); !rest.empty();) {
        const std::string_view line = take_line(rest);
        const auto space = line.rfind(' ');
        if (!line.starts_with(kDash) || space < kDash.size()) throw Fault("is not a signed note");
        const auto name = line.substr(kDash.size(), space - kDash.size());
        const std::string signature = from_base64(line.substr(space + 1));
        const auto is_of = [&](const Key& key) {
            if (name != key.name || !signature.starts_with(key.id)) return false;
            if (has_signed(key, text, std::string_view(signature).substr(kKeyIdSize))) return true;
            throw Fault("the signature of " + key.name + " does not verify");
        };
        if (signature.size() <= kKeyIdSize) throw Fault("is not a signed note");
        if (is_of(trust.log)) is_signed = true;
        for (const Key& witness : trust.witnesses) {
            if (is_of(witness)) cosigners.insert(witness.octets);
        }
    }
    if (!is_signed)
        throw Fault("is not signed by " + trust.log.name + " with the key that was given");
    if (cosigners.size() < trust.quorum) {
        throw Fault("bears the cosignatures of " + std::to_string(cosigners.size()) +
                    " of the witnesses, not of " + std::to_string(trust.quorum));
    }
    return text;
}

}  // namespace

Key parse_key(std::string_view text, Kind kind) {
    const auto first = std::min(text.find('+'), text.size());
    const auto second = text.find('+', first + 1);
    if (second == std::string_view::npos) throw Fault("is not a verifier key");
    const std::string decoded = from_base64(text.substr(second + 1));
    if (decoded.size() != 33 || decoded[0] != static_cast<char>(kind)) {
        throw Fault("is not a verifier key of Ed25519 for that");
    }
    Key key{std::string(text.substr(0, first)), {}, decoded.substr(1), kind};
    const Hash id = sha256(key.name + '\n' + decoded);
    key.id.assign(id.begin(), id.begin() + kKeyIdSize);
    if (key.name.empty() || text.substr(first + 1, second - first - 1) != to_digits(key.id)) {
        throw Fault("is not a verifier key: name, number and key do not belong together");
    }
    return key;
}

Checkpoint open_checkpoint(std::string_view note, const Trust& trust) {
    std::string_view rest = signed_text(note, trust);
    Checkpoint checkpoint;
    checkpoint.text = rest;
    const auto origin = take_line(rest);
    if (origin != trust.log.name)
        throw Fault("is of " + std::string(origin) + ", not of " + trust.log.name);
    checkpoint.size = number_from(take_line(rest));
    checkpoint.root = hash_from(take_line(rest));
    while (!rest.empty()) {
        if (take_line(rest).empty()) throw Fault("has an empty extension line");
    }
    return checkpoint;
}

Proof parse_proof(std::string_view text) {
    if (text.size() > kLargestText) throw Fault("is too long for a proof");
    if (take_line(text) != "c2sp.org/tlog-proof@v1") throw Fault("is not a tlog-proof");
    Proof proof;
    if (text.starts_with("extra ")) proof.extra = from_base64(take_field(text, "extra"));
    proof.index = number_from(take_field(text, "index"));
    proof.path = take_path(text);
    proof.note = text;
    return proof;
}

Checkpoint check_inclusion(const Proof& proof, std::string_view leaf, const Trust& trust) {
    const Checkpoint checkpoint = open_checkpoint(proof.note, trust);
    const std::string place = "leaf " + std::to_string(proof.index);
    if (proof.index >= checkpoint.size) {
        throw Fault(place + " lies beyond the tree of " + std::to_string(checkpoint.size) +
                    " leaves");
    }
    if (climb(leaf_hash(leaf), proof.index, checkpoint.size, proof.path) != checkpoint.root)
        throw Fault(place + ": the path does not lead from it to the root of the checkpoint");
    return checkpoint;
}

std::string_view record_in(std::string_view opening) {
    if (opening.size() == kOpeningSize) return opening.substr(kRecord);
    throw Fault("is not an exported entry: its extra line is not of 548 octets");
}

std::string leaf_of(std::string_view opening) {
    const std::string_view record = record_in(opening);
    return std::string("\1\0", 2).append(opening.substr(0, kSeed)).append(2, '\0') +
           hmac(opening.substr(kSeed, kRecord - kSeed), record) +
           std::string(record.substr(kTag, 16)).append(8, '\0');
}

}  // namespace postvern::compliance::verify

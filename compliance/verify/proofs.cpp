#define OPENSSL_SUPPRESS_DEPRECATED  // SHA256_Init() and its like: see sha256()
#include <openssl/evp.h>
#include <openssl/sha.h>

#include <algorithm>
#include <bit>
#include <charconv>
#include <memory>
#include <set>

#include "compliance/verify/lines.hpp"

namespace postvern::compliance::verify {

namespace {

constexpr std::string_view kDash = "\xe2\x80\x94 ";  // U+2014 and a blank begin a signature
constexpr std::size_t kKeyIdSize = 4;

const unsigned char* octets(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

// By the calls that libcrypto advises against since 3.0: those that it advises take memory at each hash, as long as the
// hash of a leaf takes.
Hash sha256(std::string_view text, std::string_view more = {}) {
    SHA256_CTX context;
    Hash hash;
    SHA256_Init(&context);
    SHA256_Update(&context, text.data(), text.size());
    SHA256_Update(&context, more.data(), more.size());
    SHA256_Final(hash.data(), &context);
    return hash;
}

Hash node_hash(const Hash& left, const Hash& right) {
    std::array<char, 65> node{1};
    std::copy(right.begin(), right.end(), std::copy(left.begin(), left.end(), node.begin() + 1));
    return sha256({node.data(), node.size()});
}

}  // namespace

std::string from_base64(std::string_view text) {
    const int padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
    std::string decoded(text.size() / 4 * 3 + 3, '\0');
    std::string again(text.size() + 5, '\0');  // with the zero octet that OpenSSL puts behind it
    const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(decoded.data()), octets(text),
                                     static_cast<int>(text.size()));
    if (size < padding || text.size() % 4 != 0) throw Fault("is not base64");
    decoded.resize(static_cast<std::size_t>(size - padding));
    again.resize(static_cast<std::size_t>(EVP_EncodeBlock(
        reinterpret_cast<unsigned char*>(again.data()), octets(decoded), size - padding)));
    if (again != text) throw Fault("is not base64");
    return decoded;
}

namespace {

Hash hash_from_base64(std::string_view text) {
    const std::string decoded = from_base64(text);
    Hash hash;
    if (decoded.size() != hash.size()) throw Fault("is not a hash of 32 octets");
    std::copy(decoded.begin(), decoded.end(), hash.begin());
    return hash;
}

}  // namespace

std::uint64_t number_from(std::string_view text) {
    std::uint64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    if (std::to_string(number) != text) throw Fault("is not a number");
    return number;
}

std::string_view take_line(std::string_view& rest) {
    const auto end = rest.find('\n');
    if (end == std::string_view::npos) throw Fault("ends too early");
    const auto line = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    return line;
}

std::string_view take_field(std::string_view& rest, std::string_view name) {
    const std::string_view line = take_line(rest);
    const bool is_it = line.size() > name.size() && line.starts_with(name) && line[name.size()] == ' ';
    if (!is_it) throw Fault("has no line '" + std::string(name) + "' where it belongs");
    return line.substr(name.size() + 1);
}

std::vector<Hash> take_path(std::string_view& rest) {
    std::vector<Hash> path;
    for (std::string_view line; !(line = take_line(rest)).empty();) {
        if (path.size() == 64) throw Fault("the path has more hashes than any tree asks for");
        path.push_back(hash_from_base64(line));
    }
    return path;
}

namespace {

// `signed_text` as the key signs it: a witness says when, in the first 8 octets of `signature`,
// which go.
std::string message(const Key& key, std::string_view& signature, std::string_view signed_text) {
    if (key.kind == Kind::log) return std::string(signed_text);
    std::uint64_t moment = 0;
    if (signature.size() != 72) return {};
    for (const char octet : signature.substr(0, 8))
        moment = moment << 8 | static_cast<unsigned char>(octet);
    signature.remove_prefix(8);
    if (moment == 0 || moment >> 63 != 0) return {};
    return "cosignature/v1\ntime " + std::to_string(moment) + '\n' + std::string(signed_text);
}

bool has_signed(const Key& key, std::string_view signature, std::string_view signed_text) {
    const std::string text = message(key, signature, signed_text);
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> known(
        EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, octets(key.octets),
                                    key.octets.size()),
        EVP_PKEY_free);
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                          EVP_MD_CTX_free);
    return !text.empty() && known && context &&
           EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, known.get()) == 1 &&
           EVP_DigestVerify(context.get(), octets(signature), signature.size(), octets(text),
                            text.size()) == 1;
}

// "the text is separated from the signatures by the last empty line in the note"
std::string_view signed_text(std::string_view note, const Trust& trust) {
    const auto is_control = [](char each) {
        return static_cast<unsigned char>(each) < ' ' && each != '\n';
    };
    const auto blank = note.rfind("\n\n");
    if (note.size() > kLargestText || blank == std::string_view::npos ||
        std::any_of(note.begin(), note.end(), is_control)) {
        throw Fault("is not a signed note");
    }
    const std::string_view text = note.substr(0, blank + 1);
    std::vector<const Key*> trusted{&trust.log};
    for (const Key& witness : trust.witnesses) trusted.push_back(&witness);
    std::set<std::string> cosigners;  // by key: one under several names is one
    bool is_signed = false;
    for (std::string_view rest = note.substr(blank + 2); !rest.empty();) {
        const std::string_view line = take_line(rest);
        const auto space = line.rfind(' ');
        if (!line.starts_with(kDash) || space < kDash.size()) throw Fault("is not a signed note");
        const std::string signature = from_base64(line.substr(space + 1));
        if (signature.size() <= kKeyIdSize) throw Fault("is not a signed note");
        for (const Key* key : trusted) {
            if (line.substr(kDash.size(), space - kDash.size()) != key->name ||
                !signature.starts_with(key->id)) {
                continue;
            }
            if (!has_signed(*key, std::string_view(signature).substr(kKeyIdSize), text)) {
                throw Fault("the signature of " + key->name + " does not verify");
            }
            is_signed = is_signed || key == &trust.log;
            if (key->kind == Kind::witness) cosigners.insert(key->octets);
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

Hash climb(const Hash& leaf, std::uint64_t index, std::uint64_t size, std::span<const Hash> path) {
    if (size == 1 && path.empty()) return leaf;
    if (size == 1 || path.empty())
        throw Fault("the path has not as many hashes as the tree's size asks for");
    const std::uint64_t k =
        std::bit_floor(size - 1);  // the largest power of two smaller than the size
    const auto below = path.first(path.size() - 1);
    return index < k ? node_hash(climb(leaf, index, k, below), path.back())
                     : node_hash(path.back(), climb(leaf, index - k, size - k, below));
}

Hash leaf_hash(std::string_view leaf) { return sha256({"\0", 1}, leaf); }

Hash root_of(std::span<const Hash> subtrees) {
    if (subtrees.empty()) return sha256({});
    if (subtrees.size() == 1) return subtrees[0];
    const std::size_t k = std::bit_floor(subtrees.size() - 1);
    return node_hash(root_of(subtrees.first(k)), root_of(subtrees.subspan(k)));
}

Key parse_key(std::string_view text, Kind kind) {
    const auto first = text.find('+');
    const auto second = text.find('+', first == std::string_view::npos ? first : first + 1);
    if (second == std::string_view::npos) throw Fault("is not a verifier key");
    const std::string decoded = from_base64(text.substr(second + 1));
    if (decoded.size() != 33 || decoded[0] != static_cast<char>(kind)) {
        throw Fault("is not a verifier key of Ed25519 for that");
    }
    Key key{std::string(text.substr(0, first)), {}, decoded.substr(1), kind};
    const Hash id = sha256(key.name + '\n' + decoded);
    key.id.assign(id.begin(), id.begin() + kKeyIdSize);
    std::string digits;
    for (const char octet : key.id) {
        for (const int shift : {4, 0}) digits += "0123456789abcdef"[octet >> shift & 15];
    }
    if (key.name.empty() || text.substr(first + 1, second - first - 1) != digits) {
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
    checkpoint.root = hash_from_base64(take_line(rest));
    while (!rest.empty()) {
        if (take_line(rest).empty()) throw Fault("has an empty extension line");
    }
    return checkpoint;
}

Proof parse_proof(std::string_view text) {
    if (text.size() > kLargestText) throw Fault("is too long for a proof");
    std::string_view rest = text;
    if (take_line(rest) != "c2sp.org/tlog-proof@v1") throw Fault("is not a tlog-proof");
    Proof proof;
    std::string_view line = take_line(rest);
    if (line.starts_with("extra ")) {
        proof.extra = from_base64(line.substr(6));
        line = take_line(rest);
    }
    if (!line.starts_with("index ")) throw Fault("has no index");
    proof.index = number_from(line.substr(6));
    proof.path = take_path(rest);
    proof.note = rest;
    return proof;
}

Checkpoint check_inclusion(const Proof& proof, std::string_view leaf, const Trust& trust) {
    Checkpoint checkpoint = open_checkpoint(proof.note, trust);
    if (proof.index >= checkpoint.size) {
        throw Fault("leaf " + std::to_string(proof.index) + " lies beyond the tree of " +
                    std::to_string(checkpoint.size) + " leaves");
    }
    if (climb(leaf_hash(leaf), proof.index, checkpoint.size, proof.path) != checkpoint.root) {
        throw Fault("leaf " + std::to_string(proof.index) +
                    ": the path does not lead from it to the root of the checkpoint");
    }
    return checkpoint;
}

}  // namespace postvern::compliance::verify

#include "compliance/verify/lines.hpp"

#define OPENSSL_SUPPRESS_DEPRECATED  // SHA256_Init() and its like: see sha256()
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

#include <algorithm>
#include <bit>
#include <charconv>
#include <fstream>
#include <memory>

namespace postvern::compliance::verify {

namespace {

const unsigned char* raw(std::string_view octets) {
    return reinterpret_cast<const unsigned char*>(octets.data());
}

Hash node_hash(const Hash& left, const Hash& right) {
    std::array<char, 65> node{1};
    std::copy(right.begin(), right.end(), std::copy(left.begin(), left.end(), node.begin() + 1));
    return sha256({node.data(), node.size()});
}

}  // namespace

std::string_view take_line(std::string_view& rest) {
    const auto end = rest.find('\n');
    if (end == std::string_view::npos) throw Fault("ends too early");
    const auto line = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    return line;
}

std::string_view take_field(std::string_view& rest, std::string_view name) {
    const std::string_view line = take_line(rest);
    if (line.starts_with(name) && line.substr(name.size()).starts_with(' ')) {
        return line.substr(name.size() + 1);
    }
    throw Fault("has no line '" + std::string(name) + "' where it belongs");
}

Hash hash_from(std::string_view base64) {
    const std::string octets = from_base64(base64);
    Hash hash;
    if (octets.size() != hash.size()) throw Fault("is not a hash of 32 octets");
    std::copy(octets.begin(), octets.end(), hash.begin());
    return hash;
}

std::vector<Hash> take_path(std::string_view& rest) {
    std::vector<Hash> path;
    for (std::string_view line; !(line = take_line(rest)).empty();) {
        if (path.size() == 64) throw Fault("the path has more hashes than any tree asks for");
        path.push_back(hash_from(line));
    }
    return path;
}

// OpenSSL overlooks blanks and unused bits: what it read must be written as it was.
std::string from_base64(std::string_view text) {
    const int padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
    std::basic_string<unsigned char> decoded(text.size() + 1, '\0'), again(text.size() + 5, '\0');
    const int size =
        EVP_DecodeBlock(decoded.data(), raw(text), static_cast<int>(text.size())) - padding;
    if (size >= 0) {
        again.resize(static_cast<std::size_t>(EVP_EncodeBlock(again.data(), decoded.data(), size)));
    }
    if (size < 0 || !std::equal(again.begin(), again.end(), text.begin(), text.end()))
        throw Fault("is not base64");
    return {decoded.begin(), decoded.begin() + size};
}

std::uint64_t number_from(std::string_view text) {
    std::uint64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    if (std::to_string(number) != text) throw Fault("is not a number");
    return number;
}

std::uint64_t big_endian(std::string_view octets) {
    std::uint64_t number = 0;
    for (const char octet : octets) number = number << 8 | static_cast<unsigned char>(octet);
    return number;
}

std::string to_digits(std::string_view octets) {
    std::string digits;
    for (const char octet : octets) {
        for (const int shift : {4, 0}) digits += "0123456789abcdef"[octet >> shift & 15];
    }
    return digits;
}

std::string content(const std::filesystem::path& file, std::size_t most) {
    std::string octets(most + 1, '\0');
    std::ifstream stream;
    stream.rdbuf()->pubsetbuf(nullptr, 0);  // read at once, into `octets`
    stream.open(file, std::ios::binary);
    stream.read(octets.data(), static_cast<std::streamsize>(octets.size()));
    if (stream.bad() || !stream.is_open()) throw Fault("cannot be read");
    octets.resize(static_cast<std::size_t>(stream.gcount()));
    return octets;
}

// By the calls that libcrypto advises against since 3.0: those that it advises take memory at each
// hash, as long as the hash of a leaf takes.
Hash sha256(std::string_view octets) {
    SHA256_CTX context;
    Hash hash;
    SHA256_Init(&context);
    SHA256_Update(&context, octets.data(), octets.size());
    SHA256_Final(hash.data(), &context);
    return hash;
}

std::string hmac(std::string_view key, std::string_view text) {
    Hash hash;
    if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), raw(text), text.size(),
             hash.data(), nullptr) == nullptr) {
        throw std::runtime_error("HMAC-SHA256 is not available");
    }
    return {hash.begin(), hash.end()};
}

bool signs(std::string_view key, std::string_view text, std::string_view signature) {
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> known(
        EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, raw(key), key.size()),
        EVP_PKEY_free);
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> check(EVP_MD_CTX_new(),
                                                                        EVP_MD_CTX_free);
    return known && check &&
           EVP_DigestVerifyInit(check.get(), nullptr, nullptr, nullptr, known.get()) == 1 &&
           EVP_DigestVerify(check.get(), raw(signature), signature.size(), raw(text),
                            text.size()) == 1;
}

Hash leaf_hash(std::string_view leaf) { return sha256('\0' + std::string(leaf)); }

Hash root_of(std::span<const Hash> subtrees) {
    if (subtrees.empty()) return sha256({});
    if (subtrees.size() == 1) return subtrees[0];
    const std::size_t k = std::bit_floor(subtrees.size() - 1);  // the largest power of two below
    return node_hash(root_of(subtrees.first(k)), root_of(subtrees.subspan(k)));
}

Hash climb(const Hash& leaf, std::uint64_t index, std::uint64_t size, std::span<const Hash> path) {
    if (size == 1 && path.empty()) return leaf;
    if (size <= 1 || path.empty())
        throw Fault("the path has not as many hashes as the tree's size asks for");
    const std::uint64_t k = std::bit_floor(size - 1);
    const auto below = path.first(path.size() - 1);
    return index < k ? node_hash(climb(leaf, index, k, below), path.back())
                     : node_hash(path.back(), climb(leaf, index - k, size - k, below));
}

}  // namespace postvern::compliance::verify

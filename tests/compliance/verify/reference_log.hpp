// A tiled log made straight from the definitions of RFC 6962 and C2SP tlog-tiles: slow, and
// obviously right. It shares nothing with the server's tree nor with postvern-verify.
#pragma once

#include <openssl/evp.h>
#include <openssl/sha.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <random>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace postvern::reference {

using Leaves = std::vector<std::string>;
using Files = std::map<std::string, std::string>;  // octets by path

inline std::string sha256(const std::string& text) {
    std::string hash(32, '\0');
    SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(),
           reinterpret_cast<unsigned char*>(hash.data()));
    return hash;
}

inline std::string leaf_hash(const std::string& leaf) {
    return sha256(std::string(1, '\0') + leaf);
}

// MTH(D[n]) over leaf hashes.  RFC 6962 2.1
inline std::string root(std::span<const std::string> hashes) {
    if (hashes.empty()) return sha256("");
    if (hashes.size() == 1) return hashes[0];
    std::size_t k = 1;
    while (k * 2 < hashes.size()) k *= 2;
    return sha256("\1" + root(hashes.first(k)) + root(hashes.subspan(k)));
}

// PATH(m, D[n])  RFC 6962 2.1.1
inline std::vector<std::string> path(std::size_t m, std::span<const std::string> hashes) {
    if (hashes.size() <= 1) return {};
    std::size_t k = 1;
    while (k * 2 < hashes.size()) k *= 2;
    auto found = m < k ? path(m, hashes.first(k)) : path(m - k, hashes.subspan(k));
    found.push_back(m < k ? root(hashes.subspan(k)) : root(hashes.first(k)));
    return found;
}

// SUBPROOF(m, D[n], b)  RFC 6962 2.1.2
inline std::vector<std::string> subproof(std::size_t m, std::span<const std::string> hashes,
                                         bool whole) {
    if (m == hashes.size()) return whole ? std::vector<std::string>{} : std::vector{root(hashes)};
    std::size_t k = 1;
    while (k * 2 < hashes.size()) k *= 2;
    const auto left = hashes.first(k);
    const auto right = hashes.subspan(k);
    auto found = m <= k ? subproof(m, left, whole) : subproof(m - k, right, false);
    found.push_back(m <= k ? root(right) : root(left));
    return found;
}

inline std::vector<std::string> hashes_of(const Leaves& leaves) {
    std::vector<std::string> hashes;
    for (const auto& leaf : leaves) hashes.push_back(leaf_hash(leaf));
    return hashes;
}

inline std::string base64(const std::string& octets) {
    std::string text(4 * ((octets.size() + 2) / 3) + 1, '\0');
    text.resize(static_cast<std::size_t>(EVP_EncodeBlock(
        reinterpret_cast<unsigned char*>(text.data()),
        reinterpret_cast<const unsigned char*>(octets.data()), static_cast<int>(octets.size()))));
    return text;
}

inline std::string hex(const std::string& octets) {
    std::string digits;
    for (const char octet : octets) {
        for (const int shift : {4, 0}) digits += "0123456789abcdef"[octet >> shift & 15];
    }
    return digits;
}

inline std::string from_hex(const std::string& digits) {
    std::string octets;
    for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
        octets += static_cast<char>(std::stoi(digits.substr(i, 2), nullptr, 16));
    }
    return octets;
}

// Signs notes, or cosigns checkpoints as a witness.  C2SP signed-note, tlog-cosignature
class Signer {
  public:
    static constexpr char kLog = 1;
    static constexpr char kWitness = 4;
    explicit Signer(std::string name, char seed = 's', char type = kLog) : name_(std::move(name)) {
        const std::string octets(32, seed);
        key_.reset(
            EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr,
                                         reinterpret_cast<const unsigned char*>(octets.data()), 32),
            EVP_PKEY_free);
        std::size_t size = 32;
        std::string known(33, type);
        EVP_PKEY_get_raw_public_key(key_.get(), reinterpret_cast<unsigned char*>(known.data() + 1),
                                    &size);
        id_ = sha256(name_ + '\n' + known).substr(0, 4);
        verifier_key_ = name_ + '+' + hex(id_) + '+' + base64(known);
    }
    // The octets of a signature.
    std::string signature_of(const std::string& text) const {
        const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                              EVP_MD_CTX_free);
        std::string signature(64, '\0');
        std::size_t size = 64;
        if (EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key_.get()) != 1 ||
            EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                           reinterpret_cast<const unsigned char*>(text.data()), text.size()) != 1) {
            throw std::runtime_error("not signed");
        }
        return signature;
    }
    std::string line(const std::string& text) const { return line_of(signature_of(text)); }
    // What a witness of that key says of the checkpoint `text`, at `moment`.
    std::string cosign(const std::string& text, std::uint64_t moment) const {
        std::string stamped;
        for (int shift = 56; shift >= 0; shift -= 8) stamped += static_cast<char>(moment >> shift);
        return line_of(
            stamped + signature_of("cosignature/v1\ntime " + std::to_string(moment) + '\n' + text));
    }
    std::string sign(const std::string& text) const { return text + '\n' + line(text); }
    std::string checkpoint(std::span<const std::string> hashes) const {
        return sign(name_ + '\n' + std::to_string(hashes.size()) + '\n' + base64(root(hashes)) +
                    '\n');
    }
    const std::string& verifier_key() const { return verifier_key_; }

  private:
    std::string line_of(const std::string& signature) const {
        return "\xe2\x80\x94 " + name_ + ' ' + base64(id_ + signature) + '\n';
    }
    std::string name_;
    std::shared_ptr<EVP_PKEY> key_;  // shared: signers may be copied
    std::string id_, verifier_key_;
};

inline std::string tile_path(const std::string& kind, std::size_t index, std::size_t width) {
    std::string text;
    do {
        const std::string group = std::to_string(1000 + index % 1000).substr(1);
        text = (text.empty() ? '/' + group : "/x" + group + text);
        index /= 1000;
    } while (index > 0);
    return "tile/" + kind + text + (width == 256 ? "" : ".p/" + std::to_string(width));
}

// The files that logs of these sizes have, without those partial ones that became full.
inline Files files_of(const Leaves& leaves, const std::vector<std::size_t>& sizes) {
    Files files;
    const auto hashes = hashes_of(leaves);
    std::size_t span = 1;  // leaves under one hash of the level: 256**l
    for (int level = 0; span <= leaves.size(); ++level, span *= 256) {
        std::vector<std::string>
            own;  // "MTH(D[(n * 256 + i) * 256**l : (n * 256 + i + 1) * 256**l])"
        for (std::size_t i = 0; (i + 1) * span <= leaves.size(); ++i) {
            own.push_back(root(std::span(hashes).subspan(i * span, span)));
        }
        const auto put = [&](std::size_t n, std::size_t width) {
            std::string tile, bundle;
            for (std::size_t i = n * 256; i < n * 256 + width; ++i) {
                tile += own[i];
                if (level == 0) bundle += std::string("\0\x40", 2) + leaves[i];
            }
            files[tile_path(std::to_string(level), n, width)] = tile;
            if (level == 0) files[tile_path("entries", n, width)] = bundle;
        };
        for (std::size_t n = 0; (n + 1) * 256 <= own.size(); ++n) put(n, 256);
        for (const std::size_t size : sizes) {
            const std::size_t width = size / span % 256;  // "floor(s / 256**l) mod 256"
            const std::size_t n = size / span / 256;
            if (width > 0 && n == own.size() / 256) put(n, width);
        }
    }
    return files;
}

inline Leaves random_leaves(std::size_t count, std::mt19937& random) {
    Leaves leaves;
    for (std::size_t i = 0; i < count; ++i) {
        std::string leaf(64, '\0');
        for (char& octet : leaf) octet = static_cast<char>(random());
        leaves.push_back(leaf);
    }
    return leaves;
}

inline void write(const std::filesystem::path& file, const std::string& octets) {
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << octets;
}

inline Files read(const std::filesystem::path& directory) {
    Files files;
    for (const auto& each : std::filesystem::recursive_directory_iterator(directory)) {
        if (each.is_directory()) continue;
        std::ifstream stream(each.path(), std::ios::binary);
        files[each.path().lexically_relative(directory).generic_string()] = {
            std::istreambuf_iterator<char>(stream), {}};
    }
    return files;
}

}  // namespace postvern::reference

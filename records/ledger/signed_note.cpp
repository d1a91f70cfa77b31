#include "records/ledger/signed_note.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <stdexcept>

#include "records/base64.hpp"
#include "records/sha256.hpp"

namespace postvern::records::ledger {

namespace {

constexpr std::string_view kDash = "\xe2\x80\x94 ";  // U+2014 and a blank begin a signature line
constexpr std::size_t kKeySize = 32;
constexpr std::size_t kKeyIdSize = 4;
constexpr std::size_t kSignatureSize = 64;
constexpr std::size_t kLongestNote = std::size_t{64} * 1024;
constexpr std::size_t kMostSignatures = 16;

struct FreeDigestContext {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using DigestContext = std::unique_ptr<EVP_MD_CTX, FreeDigestContext>;

const unsigned char* octets(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

bool is_name(std::string_view name) {
    return !name.empty() && std::all_of(name.begin(), name.end(), [](char character) {
        return character > ' ' && character < '\x7f' && character != '+';
    });
}

std::string hex(std::string_view text) {
    std::string digits;
    for (const char character : text) {
        constexpr std::string_view kDigits = "0123456789abcdef";
        digits += kDigits[static_cast<unsigned char>(character) >> 4];
        digits += kDigits[static_cast<unsigned char>(character) & 15];
    }
    return digits;
}

}  // namespace

std::string note_key_id(std::string_view name, std::string_view public_key, KeyKind kind) {
    std::string input(name);
    input += '\n';
    input += static_cast<char>(kind);
    input += public_key;
    return std::string(records::octets(sha256(input)).substr(0, kKeyIdSize));
}

std::optional<VerifierKey> parse_verifier_key(std::string_view text, KeyKind kind) {
    const auto first = text.find('+');
    if (first == std::string_view::npos) return {};
    const auto second = text.find('+', first + 1);
    if (second == std::string_view::npos) return {};
    const auto octets = from_base64(text.substr(second + 1));
    if (!octets || octets->size() != 1 + kKeySize || (*octets)[0] != static_cast<char>(kind))
        return {};

    VerifierKey key{std::string(text.substr(0, first)), {}, octets->substr(1)};
    key.key_id = note_key_id(key.name, key.public_key, kind);
    if (!is_name(key.name) || hex(key.key_id) != text.substr(first + 1, second - first - 1))
        return {};
    return key;
}

std::string signature_line(const NoteSignature& signature) {
    return std::string(kDash) + signature.name + ' ' +
           base64(signature.key_id + signature.signature) + '\n';
}

bool verifies(std::string_view public_key, std::string_view signature, std::string_view text) {
    const std::shared_ptr<EVP_PKEY> key(
        EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, octets(public_key), public_key.size()),
        EVP_PKEY_free);
    const DigestContext context(EVP_MD_CTX_new());
    return key && context &&
           EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
           EVP_DigestVerify(context.get(), octets(signature), signature.size(), octets(text),
                            text.size()) == 1;
}

std::optional<SignedNote> parse_note(std::string_view note) {
    if (note.size() > kLongestNote || !note.ends_with('\n')) return {};
    const bool clean = std::all_of(note.begin(), note.end(), [](char character) {
        return static_cast<unsigned char>(character) >= ' ' || character == '\n';
    });
    // "the text is separated from the signatures by the last empty line in the note"
    const auto blank = note.rfind("\n\n");
    if (!clean || blank == std::string_view::npos) return {};
    SignedNote parsed{std::string(note.substr(0, blank + 1)), {}};
    for (std::string_view lines = note.substr(blank + 2); !lines.empty();) {
        const auto end = lines.find('\n');
        const std::string_view line = lines.substr(0, end);
        lines.remove_prefix(end + 1);
        const auto space = line.rfind(' ');
        if (parsed.signatures.size() == kMostSignatures || !line.starts_with(kDash) ||
            space < kDash.size()) {
            return {};
        }
        const auto signature = from_base64(line.substr(space + 1));
        if (!signature || signature->size() <= kKeyIdSize) return {};
        parsed.signatures.push_back({std::string(line.substr(kDash.size(), space - kDash.size())),
                                     signature->substr(0, kKeyIdSize),
                                     signature->substr(kKeyIdSize)});
    }
    return parsed;
}

NoteSigner::NoteSigner(std::string name, const Secret& seed)
    : NoteSigner(std::move(name),
                 std::shared_ptr<EVP_PKEY>(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr,
                                                                        seed.data(), seed.size()),
                                           EVP_PKEY_free)) {}

NoteSigner::NoteSigner(std::string name, std::shared_ptr<evp_pkey_st> key)
    : name_(std::move(name)), key_(std::move(key)) {
    if (!is_name(name_)) throw std::logic_error("not a name for a signer of notes");
    std::string public_key(kKeySize, '\0');
    std::size_t size = public_key.size();
    if (!key_ || EVP_PKEY_get_raw_public_key(
                     key_.get(), reinterpret_cast<unsigned char*>(public_key.data()), &size) != 1) {
        throw std::logic_error("not an Ed25519 key");
    }
    key_id_ = note_key_id(name_, public_key);
    verifier_key_ =
        name_ + '+' + hex(key_id_) + '+' + base64(static_cast<char>(KeyKind::note) + public_key);
}

std::string NoteSigner::sign(std::string_view text) const {
    return std::string(text) + '\n' + signature_line(text);
}

std::string NoteSigner::signature_line(std::string_view text) const {
    if (!text.ends_with('\n')) throw std::logic_error("a note's text ends in a newline");
    std::string signature(kSignatureSize, '\0');
    std::size_t size = signature.size();
    const DigestContext context(EVP_MD_CTX_new());
    if (!context ||
        EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key_.get()) != 1 ||
        EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                       octets(text), text.size()) != 1) {
        throw std::runtime_error("Ed25519 signing failed");
    }
    return ledger::signature_line({name_, key_id_, signature});
}

std::optional<NoteVerifier> NoteVerifier::from(std::string_view verifier_key) {
    auto key = parse_verifier_key(verifier_key, KeyKind::note);
    if (!key) return {};
    return NoteVerifier(*std::move(key));
}

std::optional<std::string> NoteVerifier::open(std::string_view note) const {
    auto parsed = parse_note(note);
    if (!parsed) return {};
    bool signed_by_us = false;
    for (const NoteSignature& each : parsed->signatures) {
        if (each.name != key_.name || each.key_id != key_.key_id) continue;
        if (!verifies(key_.public_key, each.signature, parsed->text)) return {};
        signed_by_us = true;
    }
    if (!signed_by_us) return {};
    return std::move(parsed->text);
}

}  // namespace postvern::records::ledger

// Signed notes with Ed25519 signatures: a text, a blank line, signature lines "— <name> <base64>".
// Source: C2SP signed-note. Values and free functions, thread-safe.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "records/vault/secret.hpp"

struct evp_pkey_st;

namespace postvern::records::ledger {

struct NoteSignature {
    std::string name;       // of the key
    std::string key_id;     // 4 octets
    std::string signature;  // of whatever kind the key is of
};

// A note as it is written, nothing verified: its text with the final newline, and its signatures in order.
struct SignedNote {
    std::string text;
    std::vector<NoteSignature> signatures;
};

// Absent for what is no note, and for one over 64 KiB, of more than 16 signatures or with control characters.
std::optional<SignedNote> parse_note(std::string_view note);

// What an Ed25519 key signs, by its signature type.
enum class KeyKind : char {
    note = 1,         // texts of notes.  C2SP signed-note
    cosignature = 4,  // that a checkpoint was seen, and when.  C2SP tlog-cosignature
};

// The id of an Ed25519 key (32 octets) under `name`: SHA-256(name || 0x0A || kind || public
// key)[:4].
std::string note_key_id(std::string_view name, std::string_view public_key,
                        KeyKind kind = KeyKind::note);

// A verifier key taken apart.
struct VerifierKey {
    std::string name;
    std::string key_id;      // 4 octets
    std::string public_key;  // 32 octets
};

// Absent unless `text` is a verifier key of Ed25519 of that kind, "<name>+<key id>+<base64>", whose
// id is right.
std::optional<VerifierKey> parse_verifier_key(std::string_view text, KeyKind kind);

// "— <name> <base64>" with its newline.
std::string signature_line(const NoteSignature& signature);

// Whether `signature` is that of the Ed25519 key over `text`.  RFC 8032 5.1.7
bool verifies(std::string_view public_key, std::string_view signature, std::string_view text);

// Signs under one name. Thread-safe.
class NoteSigner {
  public:
    // `name`: not empty, without blanks and '+'; `seed`: the 32 octets of an Ed25519 private key (RFC 8032
    // 5.1.5). Throws std::logic_error otherwise.
    NoteSigner(std::string name, const Secret& seed);
    // With a private key of Ed25519. Throws likewise.
    NoteSigner(std::string name, std::shared_ptr<evp_pkey_st> key);

    // The note. Throws std::logic_error unless `text` ends in a newline.
    std::string sign(std::string_view text) const;
    // Only the line that the signature takes in it.
    std::string signature_line(std::string_view text) const;
    // The public half as a verifier key, "<name>+<key id>+<base64>".
    const std::string& verifier_key() const noexcept { return verifier_key_; }

  private:
    std::string name_;
    std::shared_ptr<evp_pkey_st> key_;  // shared: OpenSSL's own count, and signers may be copied
    std::string key_id_;
    std::string verifier_key_;
};

// Knows one key. Thread-safe.
class NoteVerifier {
  public:
    // Absent unless `verifier_key` is one of Ed25519 whose key id is right.
    static std::optional<NoteVerifier> from(std::string_view verifier_key);

    // The text of `note` with its final newline, if this key signed it. Signatures of other keys are
    // ignored; notes over 64 KiB, of more than 16 signatures or with control characters are refused.
    std::optional<std::string> open(std::string_view note) const;

    const std::string& name() const noexcept { return key_.name; }

  private:
    explicit NoteVerifier(VerifierKey key) : key_(std::move(key)) {}
    VerifierKey key_;
};

}  // namespace postvern::records::ledger

// Record keys, sealed to those who are to read when the site itself cannot any more (HPKE, RFC
// 9180). Each seal is enclosed in a slot of its own, so that it goes with the key. Used under a
// lease.
//
// INVARIANT: every key that is sealed at all has exactly one seal in the person's place. Where
// there is nobody it is to a key pair that was thrown away, so that the table does not show whose
// records anybody may see.
#pragma once

#include <optional>
#include <string>

#include "records/record_readers.hpp"
#include "records/sql/session.hpp"
#include "records/vault/site_keys.hpp"
#include "records/vault/x25519.hpp"

namespace postvern::records::vault {

// Numbers are on disk.
enum class SealKind : std::uint8_t { person = 1, officer = 2 };

class RecordSeals {
  public:
    // All are borrowed for the object's short life.
    RecordSeals(sql::Session& session, const SiteKeys& site) : session_(session), site_(site) {}

    // Adds the seals that the key of `lookup` lacks; true: there were some. Throws StorageError for
    // a public key that is not authentic.
    bool add(const std::string& lookup, const Secret& key, const RecordAudience& audience);
    // Whether add() would have something to do.
    bool lacks(const std::string& lookup, const RecordAudience& audience);
    // Whether an officer who is on record now can open the key; the second: whether every one can.
    bool has_officer(const std::string& lookup);
    bool has_every_officer(const std::string& lookup);

    // Absent: nothing is sealed to that pair. Throws StorageError for a seal that is damaged.
    std::optional<Secret> open(const std::string& lookup, SealKind kind, const KeyPair& pair);

    void destroy(const std::string& lookup);

  private:
    std::string reader_of(const std::string& lookup, SealKind kind,
                          std::string_view public_key) const;
    std::string label_of(const std::string& lookup, SealKind kind) const;
    bool is_sealed_to(const std::string& lookup, SealKind kind, std::string_view public_key);
    bool has_person(const std::string& lookup);
    std::optional<std::string> key_of(AccountId person);
    void insert(const std::string& lookup, const Secret& key, SealKind kind,
                std::string_view public_key);
    void destroy_person(const std::string& lookup);

    sql::Session& session_;
    const SiteKeys& site_;
};

}  // namespace postvern::records::vault

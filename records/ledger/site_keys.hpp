// What the access record derives from the site's key: its signature, pseudonyms, and the seeds of
// dummies. The same at every start. Immutable after construction: thread-safe.
#pragma once

#include <string>

#include "policy/principal.hpp"
#include "records/ledger/keys.hpp"
#include "records/ledger/leaf.hpp"
#include "records/ledger/private_record.hpp"
#include "records/ledger/signed_note.hpp"
#include "records/merkle/growth.hpp"

namespace postvern::records::ledger {

// "<site name>/ledger": what SiteKeys::origin() is.
std::string origin_of(const LedgerKeys& keys);

class SiteKeys {
  public:
    explicit SiteKeys(const LedgerKeys& keys);

    // "<site name>/ledger": origin of the checkpoints and name of the signer.
    const std::string& origin() const noexcept { return origin_; }
    const NoteSigner& signer() const noexcept { return signer_; }
    const NoteVerifier& verifier() const noexcept { return verifier_; }

    // HMAC of role and id: the same person in every record, and no way back without the site's key.
    Pseudonym pseudonym_of(const policy::Principal& principal) const;
    // Of an account's owner; of the house itself for kNoAccount.
    Pseudonym pseudonym_of(AccountId subject) const;
    // A number that only the key tells, from which an entry's place within its batch follows.
    std::uint64_t place_of(const LookupTag& tag) const;
    // How entries name a case; all zero for case 0, which is not opened yet.
    CaseReference reference_of_case(std::uint64_t number) const;

    // In place of the key of a stream that has no entry yet.
    Secret key_without_entries(const Pseudonym& subject, Stream stream) const;

    // The dummy at `index`: a commitment to kPrivateRecordSize zero octets under a seed that whoever holds
    // this key can recompute, and a tag that looks like any other.
    Leaf dummy(merkle::LeafIndex index, Day batch_day) const;

    // Seals what leads from an entry to its record key, so that the database shows no two entries of one
    // person as such.
    const Secret& index_key() const noexcept { return index_key_; }

  private:
    std::string origin_;
    NoteSigner signer_;
    NoteVerifier verifier_;
    Secret pseudonym_key_;
    Secret dummy_key_;
    Secret index_key_;
};

// HMAC-SHA256 of the record's octets under `seed` (32 octets).
Commitment commitment_to(const Secret& seed, std::string_view private_record);

// For names of keys: two digits an octet.
std::string hex(const Pseudonym& pseudonym);

}  // namespace postvern::records::ledger

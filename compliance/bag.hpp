// The bag that an authority or a court receives: what was extracted, and the evidence of how that came about, as a
// BagIt bag (RFC 8493) in one tar, sealed by CMS (RFC 5652, RFC 5083) to one certificate while it is written. Plain
// content is never on disk and never whole in memory: items pass through, and of each a line of the manifests (about
// 300 octets) stays until the end, in memory that is wiped. Format: docs/formats/bag.md. Used by one thread at a time;
// *blocking*.
//
// INVARIANT: nothing that the order does not name goes in: no other account, class or moment, and no other certificate
// opens it; where the order flags a privilege, the court's alone (Criminal Procedure Act 204, 205(3)).
// INVARIANT: until finish() returns, no file of the bag's name exists; a writer that goes without it leaves nothing.
// The file `<name>.part`, which a machine that stops can leave, holds ciphertext alone and may be removed.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compliance/recipient_certificate.hpp"
#include "records/identifiers.hpp"
#include "records/sha256.hpp"

namespace postvern::compliance {

// Octets of plain tar in one bag at most: `openssl cms -decrypt` reads a message whole, and no more than 2^31. A larger
// extraction goes into several bags.
inline constexpr std::uint64_t kLargestBag = std::uint64_t{1} << 30;
inline constexpr std::size_t kMostBagItems = 1'000'000;

// Over the SHA-256 of a text, a TimeStampResp in DER (RFC 3161), verified (records/hash_timestamp.hpp). May throw; the bag
// is then not made.
using Timestamper = std::function<std::string(const records::Sha256&)>;

struct BagSettings {
    std::filesystem::path file;  // the sealed bag, named *.cms by convention; its folder exists, the file does not
    std::string order{};         // the text that validators signed: docs/formats/disclosure-documents.md
    RecipientCertificate recipient{};  // the one that the order names; the court's where it flags a privilege
    std::string source{};              // who discloses: "Example Mail AS, Oslo"; one line, at most 200 octets
    std::int64_t moment = 0;           // Unix seconds: when the bag is made; all times in the tar are this one
    Timestamper timestamp{};           // empty: none
};

// One extracted item. It stands at data/<class>/<day of moment, UTC>/<number>.<ending>, numbered from 1 by class.
struct BagItem {
    records::DataClass data_class = records::DataClass::mail;
    std::string account{};    // canonical primary address, as in the order
    std::int64_t moment = 0;  // Unix seconds: INTERNALDATE of a message, when anything else was stored
    std::string name{};       // of a file, as its owner named it; stated in evidence/items.tsv, never a path
};

// One step of the chain of custody.
struct CustodyEntry {
    std::int64_t moment = 0;  // Unix seconds
    std::string who{};        // office and fingerprint of a key, or a job: no more of a person than the court needs
    std::string what{};       // "extracted", "sealed to certificate ...", in one line
};

// Names of BagEvidence::keys, the public keys (PEM) under whose signatures it came about: "managing_director",
// "second_officer", "data_protection_officer" and, each with any number behind it, "validator-1".

// What of the case's entries in the access record is not among the proofs: evidence/record.txt.
struct CaseRecordStatement {
    std::uint64_t pending = 0;   // entries that were recorded and not published when the bag was made
    std::uint64_t left_out = 0;  // the earliest entries, where there are too many
    // Unix seconds: entries recorded before it may have stayed closed, as the house keeps no copy of their keys so long.
    std::optional<std::int64_t> closed_before{};
    std::uint64_t steps_before = 0;  // steps of the case that were taken before that
};

// How it came about, beside the order, which is evidence/order.txt. Documents of docs/formats/disclosure-documents.md:
// exact octets, with their signatures.
struct BagEvidence {
    std::string request{};                          // evidence/request.txt
    std::vector<std::string> validations{};         // evidence/validation-<N>.txt: signatures over the order
    std::vector<std::string> approvals{};           // evidence/approval-<N>.txt
    std::vector<std::string> appointments{};        // evidence/appointment-<N>.txt: of substitutes, where there are any
    std::string attestation{};                      // evidence/attestation.txt: no objection standing
    std::map<std::string, std::string> keys{};      // evidence/keys/<name>.pem
    std::string instrument{};                       // evidence/instrument: the order as received; empty: not enclosed
    std::string decisions{};                        // evidence/decisions.jsonl: what was asked, decided and why
    std::map<std::string, std::string> rules{};     // evidence/rules/<name>.cedar, by name without ending
    std::vector<std::string> proofs{};              // evidence/proofs/<N>.tlog-proof: postvern ledger export, one each
    std::string checkpoint{};                       // evidence/checkpoint: a signed note
    std::optional<CaseRecordStatement> record{};    // evidence/record.txt
    std::vector<CustodyEntry> custody{};            // evidence/custody.tsv, ascending
};

struct BagReceipt {
    records::Sha256 sealed{};         // SHA-256 of the sealed file
    std::uint64_t sealed_size = 0;    // octets of it
    std::uint64_t payload_size = 0;   // octets of data/
    std::uint64_t items = 0;          // files in data/
    std::map<std::string, std::uint64_t> items_by_class{};  // "mail", "calendar", "contacts", "files", "subscriber"
    records::Sha256 manifest{};       // SHA-256 of manifest-sha256.txt
    records::Sha256 tag_manifest{};   // SHA-256 of tagmanifest-sha256.txt, which the timestamp is over
    records::Sha256 recipient{};      // SHA-256 of the certificate's DER
    bool timestamped = false;
};

class BagWriter {
  public:
    // Begins `<file>.part`. Throws records::Unacceptable for settings that cannot be met, among them a certificate that
    // is not in force at `moment`; AlreadyExists where there is a file of that name or another writer's part;
    // Unavailable where it cannot be written.
    explicit BagWriter(BagSettings settings);
    // Removes the part unless finish() has returned.
    ~BagWriter();
    BagWriter(const BagWriter&) = delete;
    BagWriter& operator=(const BagWriter&) = delete;

    // Adds an item. `octets` is borrowed for the call. After any failure of this and the next calls only the
    // destructor may follow. Throws LimitReached beyond kLargestBag or kMostBagItems; Unacceptable for what the order
    // does not name; Unavailable.
    void add(const BagItem& item, std::string_view octets);
    // The same in pieces: `next` gives the next octets, borrowed until it is called again, and nothing at the end. Throws
    // std::logic_error unless they are `size` octets together.
    void add(const BagItem& item, std::uint64_t size, const std::function<std::string_view()>& next);
    // data/subscriber.json: names, addresses, the existence of credentials, of all accounts; once. JSON.
    void add_subscriber(std::string_view json);

    // Writes evidence, manifests and timestamp, closes the seal, flushes the part to disk and gives it its name, all of
    // it or nothing. Throws as add(), and what the timestamper throws; Unacceptable where request, two
    // validations, two approvals, attestation, decisions or custody are missing. Afterwards the writer is over.
    BagReceipt finish(const BagEvidence& evidence);

  private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

// The receipt in lines for people and for the case: "sealed-sha256: ...", in a fixed order.  docs/formats/bag.md
std::string to_text(const BagReceipt& receipt);
// BagReceipt::items of that text. Throws records::StorageError for what is no receipt.
std::uint64_t items_in_receipt(std::string_view text);

}  // namespace postvern::compliance

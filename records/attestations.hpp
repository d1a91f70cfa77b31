// What outsiders attest to the access record: cosignatures of witnesses (C2SP tlog-cosignature),
// which say that they saw a checkpoint go on from all that they saw before, and timestamps (RFC
// 3161), which say that a checkpoint was there at a time. Both are of public data. Network work is
// the caller's: here are the questions, and the answers, which are untrusted octets, are verified
// and kept. Thread-safe. docs/decisions/0019
//
// INVARIANT: what is kept was verified; with a quorum no checkpoint without it is given out.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace postvern::records {

// Who attests, and how many of them it takes.
struct Attestors {
    // Verifier keys of Ed25519 for cosignature/v1, "<name>+<key id>+<base64>"; at most
    // kMostWitnesses, each name once.
    std::vector<std::string> witnesses{};
    // A checkpoint is given out once so many of them cosigned it; 0: at once, cosigned or not.
    std::uint32_t quorum = 0;
    // PEM, the authorities that certify timestamps; empty: none is taken.
    std::filesystem::path timestamp_certificates{};
};

// A signed note holds at most 16 signatures here, one of which is the ledger's.
inline constexpr std::size_t kMostWitnesses = 15;

// Throws Unacceptable, which says what of it cannot be used.
void require_usable(const Attestors& attestors);

// Throws Unacceptable, which names it, unless the file holds certificates in PEM, or none is named.
void require_certificates(const std::filesystem::path& file);

// A checkpoint as a signed note.
struct SignedCheckpoint {
    std::uint64_t size = 0;  // leaves; 0: there is none
    std::string note{};
};

// A question to a timestamp authority, kept until its answer comes.
struct TimestampQuestion {
    SignedCheckpoint checkpoint;
    std::uint64_t nonce;
    std::string octets;  // TimeStampReq, DER.  RFC 3161 2.4.1
};

// Why a witness has not cosigned.
struct WitnessTrouble {
    enum class Kind {
        silent,   // not reached, or no answer that can be used
        objects,  // it holds another tree for this record, or is not what its key says
    };
    Kind kind;
    std::string what;  // for people; no words of the witness
};

struct WitnessState {
    std::string name;
    std::uint64_t cosigned;              // size of the latest checkpoint that it cosigned; 0: none
    std::optional<std::int64_t> moment;  // when, as it says; Unix seconds
    std::optional<WitnessTrouble> trouble;
};

class Attestations {
  public:
    struct Parts;
    explicit Attestations(std::unique_ptr<Parts> parts);
    ~Attestations();

    // --- Witnesses, by their place in Attestors::witnesses
    // -------------------------------------------- The latest checkpoint, given out or not.
    SignedCheckpoint newest() const;
    // The size of the latest checkpoint which that witness cosigned; 0: none.
    std::uint64_t cosigned_by(std::size_t witness) const;
    // The body of add-checkpoint: that the tree of `checkpoint` goes on from that of `old_size`
    // leaves. Throws std::out_of_range unless old_size <= checkpoint.size.  C2SP tlog-witness
    std::string question_to_witness(const SignedCheckpoint& checkpoint,
                                    std::uint64_t old_size) const;
    // Keeps the cosignatures in `note`, a checkpoint of this ledger with its signature, and brings
    // what is given out up to them. Signatures of strangers are ignored. Value: the names of the
    // witnesses. Throws Unacceptable, which says what is wrong, and where there is none of a
    // witness; Unavailable.
    std::vector<std::string> accept(std::string_view note);
    // What became of asking that witness; absent: it cosigned. Kept in memory, for fault().
    void report(std::size_t witness, std::optional<WitnessTrouble> trouble);

    // --- Timestamps
    // ----------------------------------------------------------------------------------- A
    // question about the checkpoint that is given out, if it bears no timestamp, is of another tree
    // than the last that does, and that one was taken at least `interval` seconds ago.
    std::optional<TimestampQuestion> timestamp_due(std::int64_t interval) const;
    // Keeps the answer (TimeStampResp, DER). Throws Unacceptable, which says what does not verify;
    // Unavailable.
    void accept_timestamp(const TimestampQuestion& question, std::string_view answer);

    // All witnesses, in their order.
    std::vector<WitnessState> witnesses() const;
    // Which witnesses keep the latest checkpoints from being given out, and since when they have
    // cosigned nothing; and what witnesses object to. Absent: nothing. One batch may wait for its
    // witnesses without being a fault.
    std::optional<std::string> fault() const;

  private:
    std::unique_ptr<Parts> parts_;
};

}  // namespace postvern::records

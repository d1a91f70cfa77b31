// The access record: what was done to whose data, by whom, by which rules. Append-only; every entry is
// committed to by a leaf of an RFC 6962 tree whose signed checkpoints anybody can check, and told in a
// private record that only keys open, keys that are destroyed when its time is over.
// Thread-safe. Formats and crash states: docs/formats/ledger.md.
//
// INVARIANT: an entry is durable before its grant; published leaves never change; no row names anybody.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "policy/journal.hpp"
#include "records/attestations.hpp"
#include "records/errors.hpp"
#include "records/identifiers.hpp"

namespace postvern::policy {
class Gate;
class Grant;
}  // namespace postvern::policy

namespace postvern::records {

class LedgerKeys;
class ReadingKey;

// How many transactions each store beside the ledger has committed.
struct StoreCommits {
    std::uint64_t content = 0;
    std::uint64_t keys = 0;
    friend bool operator==(const StoreCommits&, const StoreCommits&) = default;
};

struct LedgerSettings {
    std::filesystem::path data_directory;  // holds ledger.db
    std::filesystem::path keys_directory;  // holds the anchor, `checkpoint`; outside of data and backups
    std::function<std::int64_t()> clock;   // Unix seconds; thread-safe
    // Durable ones; neither number ever falls, save by a restore. Thread-safe.
    std::function<StoreCommits()> commits;
    std::uint32_t batch_size = 32;         // leaves published at once, exactly
    std::chrono::milliseconds batch_interval = std::chrono::minutes(10);
    std::chrono::milliseconds tally_interval = std::chrono::minutes(1);
    // Every account, each of which commits once a day to the number of its entries; absent: none does. Called
    // on the ledger's thread.
    std::function<std::vector<AccountId>()> accounts{};
    // The cases, of those about that account or of all, whose owners were told and about which no silence stands: what is
    // recorded of them in the restricted stream is shown. Absent: none. Thread-safe.
    std::function<std::vector<std::uint64_t>(std::optional<AccountId>)> told_cases{};
    Attestors attestors{};
    // How long after a month's end the site keeps copies of its record keys that an officer can open.
    std::chrono::seconds site_copy_age = std::chrono::hours(35 * 24);
};

// The operation of the entry that no request caused: the ledger states the root of the day's heads.
inline constexpr std::string_view kDailyHead = "daily_head";

// One entry, opened. Pseudonyms are 32 hexadecimal digits.
struct RecordedAct {
    // 1-based, in the order of recording. To an owner: among what that owner is shown, so that it tells
    // nothing of what else there is; lower once earlier entries are gone.
    std::uint64_t sequence;
    std::optional<std::uint64_t> leaf;  // 0-based; absent: pending
    std::int64_t moment;                // Unix seconds, rounded down
    std::int64_t rounded_to;            // seconds: 15 minutes, of a request for data one
    std::string_view role;              // static text, as the next but one
    std::string actor;
    std::string_view data;
    std::string subject;
    std::string operation;
    std::string purpose;
    std::string legal_basis;
    std::string rules;                  // ids, by blanks
    bool cut;                           // legal basis or rules were longer than the record holds
    policy::RulebookVersion rulebook;
    policy::Outcome outcome;
    std::string_view objects;           // band of the upper bound: "0", "1", "2-10", ... "10001-"
    std::string_view retention{};       // one of retention_names()
    bool restricted = false;            // in the restricted stream
    std::string case_reference{};       // 32 hexadecimal digits; empty: of no case, or one not opened yet
    bool about_the_house = false;       // `subject` is no account, but the house itself
    std::string_view job{};             // policy::name of the job that acted; empty: none did
};

// The classes of how long an entry is kept: "staff-access", "legal", ...
std::span<const std::string_view> retention_names() noexcept;

// Which entries; absent: all.
struct RecordFilter {
    std::optional<AccountId> subject{};
    std::optional<policy::Principal> actor{};
    std::optional<std::int64_t> from{};    // Unix seconds, inclusive, against the rounded moment
    std::optional<std::int64_t> before{};  // exclusive
    std::string retention{};               // one of retention_names(); empty: all, as below
    std::optional<policy::Purpose> purpose{};
    std::optional<policy::Action> action{};
    std::optional<policy::Outcome> outcome{};
    std::string rule{};            // id of one of the rules that decided, or what is before the id's first dot
    std::string case_reference{};  // 32 hexadecimal digits, small letters
    std::uint64_t after_sequence = 0;    // for the next page
    std::size_t most = 1000;             // entries returned at most
};

// One reading of the record.
struct RecordedActs {
    std::vector<RecordedAct> acts;
    // Entries that may fit the filter and stayed closed: the site has no copy of their keys any more, and the
    // reader's private key opens none of them.
    std::uint64_t sealed = 0;
};

// What sealing keys anew came to.
struct SealedKeys {
    std::uint64_t keys = 0;     // of records and streams
    std::uint64_t added = 0;    // of them: sealed to somebody to whom they were not before
    // Of them: an officer on record cannot open it, since the site has no copy left; all where there is no officer.
    std::uint64_t lacking = 0;
};

// An owner's accesses of one day through one channel.
struct AccessTally {
    Day day;
    policy::Channel channel;
    std::uint64_t count;
};

// That a leaf is in the tree of a checkpoint; can be checked without the ledger.
struct LeafProof {
    std::uint64_t index;                               // 0-based
    std::string leaf;                                  // 64 octets
    std::vector<std::array<std::uint8_t, 32>> path;    // RFC 6962 2.1.1, leaf first
    std::string checkpoint;                            // a signed note
    // As C2SP tlog-proof writes it, with the leaf as its extra data.
    std::string text() const;
};

// A published entry for whoever is to check it without the ledger: the proof of its leaf, and what the leaf
// commits to. Says about somebody what the record says.
struct ExportedEntry {
    LeafProof proof;
    std::string opening;  // day of the batch 4, seed 32, private record 512 octets
    // As C2SP tlog-proof writes it, with the opening as its extra data; `postvern-verify record` reads it.
    std::string text() const;
};

// How many entries an account's visible stream had on a day, as the account committed to it in the record, and what
// is needed to find each of them among the public leaves. Whoever has it can tell the account's entries from others'.
struct StreamProof {
    Day day;
    std::uint64_t count;
    std::string stream_key{};  // 32 octets; empty without entries
    std::string seed;          // of the commitment to the count, 32 octets
    std::string other;         // commitment to the other stream's count, which stays closed
    std::uint64_t index;       // in the tree of the day's heads
    std::vector<std::array<std::uint8_t, 32>> path;
    ExportedEntry head;        // the entry that states the tree's root
    // `postvern-verify stream` reads it; docs/formats/ledger.md.
    std::string text() const;
};

// What the record holds of one case, for the bag of what is disclosed in it.
struct CaseEvidence {
    std::vector<RecordedAct> acts;    // opened, in the order of recording; those without a leaf are not published yet
    std::vector<std::string> proofs;  // ExportedEntry::text() of each that has a leaf, in that order, under `checkpoint`
    std::string checkpoint;           // a signed note; empty: none is given out yet
    std::uint64_t pending = 0;        // of the acts: without a leaf under that checkpoint
    std::uint64_t left_out = 0;       // entries of the case beyond kMostCaseEntries, the earliest
    // Unix seconds: of entries recorded before it some stay closed, since the site has no copy of their keys any more; of
    // which cases they are nobody here can tell. Absent: every entry since `since` was opened.
    std::optional<std::int64_t> closed_before;
};
inline constexpr std::size_t kMostCaseEntries = 20'000;

// What an examination found. Sound without a fault.
struct LedgerExamination {
    std::uint64_t leaves = 0;
    std::uint64_t checkpoints = 0;
    std::uint64_t entries = 0;    // published and pending
    std::uint64_t opened = 0;     // of them: opened and found to be what their leaves commit to
    std::uint64_t destroyed = 0;  // of them: their keys are destroyed, only the commitment remains
    std::uint64_t sealed = 0;     // of them: the site has no copy of their keys, an officer's key opens them
    std::uint64_t dummies = 0;    // leaves opened as dummies; 0 without keys
    std::uint64_t tiles = 0;      // files in DATA_DIR/tiles that were compared with the leaves
    std::uint64_t cosignatures = 0;  // of witnesses, verified
    std::uint64_t timestamps =
        0;  // that are of their checkpoints; signed by whom is trusted, where that is known
    // The first fault, by position: "leaf 17: ...". Absent: none.
    std::optional<std::string> fault;
};

// What whoever examines a ledger trusts, beside its verifier key.
struct ExaminationTrust {
    std::string checkpoint{};  // an earlier one, as a signed note; empty: none
    std::filesystem::path
        timestamp_certificates{};  // PEM; empty: signatures of timestamps are not looked at
    const ReadingKey* key = nullptr;  // of an officer, borrowed: opens what the site no longer can
};

class Ledger final : public policy::Journal {
  public:
    // Opens DATA_DIR/ledger.db, made at the first start. `keys` is borrowed. Throws StorageError that says
    // which checkpoint contradicts the store when it was rolled back (a recorded `postvern restore` is
    // the way), or what is damaged; Unavailable when the disk refuses.
    Ledger(LedgerSettings settings, LedgerKeys& keys);
    // Writes what waits and the tallies.
    ~Ledger() override;

    // After a restore of older data: appends an entry for `act` (of action restore) that names the anchored
    // checkpoint which the store contradicts, publishes it, and anchors the store as it is. Call it
    // before the ledger is opened. Throws as the constructor does, but for contradictions.
    static void acknowledge_restore(const LedgerSettings& settings, LedgerKeys& keys,
                                    const policy::Act& act);

    // --- policy::Journal ----------------------------------------------------------------------
    void tally(const policy::Act& act) override;
    void record(const policy::Act& act, std::function<void(std::exception_ptr)> done) override;

    // --- Public: tells nothing about anybody --------------------------------------------------
    // Whether no act was ever entered.
    bool is_empty() const noexcept;
    // The latest checkpoint that is given out, a signed note with its cosignatures; empty before
    // the first batch and while none bears the quorum of witnesses.
    std::string head() const;
    // "<site name>/ledger": the first line of checkpoints, which names the site wherever it is signed for.
    const std::string& origin() const noexcept;
    // "<name>+<key id>+<base64>": checks the signatures of checkpoints.
    const std::string& verifier_key() const noexcept;
    // Throws NotFound for a leaf that is not published.
    LeafProof prove(std::uint64_t leaf) const;
    // How entries name a case: 32 hexadecimal digits in small letters, which tell nothing of it.
    std::string case_reference(std::uint64_t number) const;
    // Counts since the start of what is tallied without a subject; never stored.
    std::uint64_t tallied(policy::Channel channel, policy::Action action,
                          policy::Outcome outcome) const;
    // Transactions in which entries were written since the start.
    std::uint64_t commits() const noexcept;
    // Why the latest publication or writing of tallies failed, or which witnesses hold publication
    // up; absent: neither.
    std::optional<std::string> standing_fault() const;
    // What outsiders say of the checkpoints.
    Attestations& attestations() const noexcept;

    // --- Under a grant ------------------------------------------------------------------------
    // To read is action read_record; owners do it also by leave to export what is theirs.

    // Names the gate whose grants are honoured: once, before the calls below, which otherwise throw
    // policy::Denied. Throws std::logic_error the second time. `gate` is borrowed.
    void honour_grants_of(const policy::Gate& gate);

    // Opened entries in order; of the restricted stream those of the settings' told_cases
    // alone. An owner's grant shows that owner's alone, whatever the filter says, numbered from 1 as they are
    // shown: other numbers would tell how much else there is. Entries whose keys are destroyed are left out.
    // Throws StorageError that names the entry which is damaged. With a grant of action review on a case: that
    // case's entries in both streams; on case 0: those of cases that were not opened yet.
    std::vector<RecordedAct> entries(policy::Grant&& grant, const RecordFilter& filter) const;
    // The same, and how many stayed closed. An owner's grant opens by the owner's private key where it holds
    // one, any other by the officer's `key` where it is given; both else by the site's copies. An entry
    // whose term is over by the clock is not opened by anything.
    RecordedActs read(policy::Grant&& grant, const RecordFilter& filter,
                      const ReadingKey* key = nullptr) const;
    // One entry, and whom and which case of those that are known it names: pseudonyms tell nobody by themselves.
    // Absent: there is no such entry for this grant, or its keys are destroyed. Grants as for entries(), but for
    // owners'.
    struct EverNamed {
        std::span<const policy::Principal> actors;
        std::span<const AccountId> subjects;
        std::span<const std::uint64_t> cases;
    };
    struct NamedAct {
        RecordedAct act;
        std::optional<policy::Principal> actor{};
        std::optional<AccountId> subject{};  // kNoAccount: the house
        std::optional<std::uint64_t> legal_case{};
    };
    std::optional<NamedAct> entry(policy::Grant&& grant, std::uint64_t sequence,
                                  const EverNamed& known, const ReadingKey* key = nullptr) const;
    // One entry, to be checked elsewhere, by the number that entries() shows under such a grant. Throws
    // NotFound where there is none for this grant, its keys are destroyed or it is not published yet.
    ExportedEntry export_entry(policy::Grant&& grant, std::uint64_t sequence,
                               const ReadingKey* key = nullptr) const;
    // The entries of one case in both streams, about the house and about the accounts for which there is a grant, of
    // action extract on that case, each with its extent; of no other account's and no other case's. `since` (Unix
    // seconds): the case was opened then. Nothing is opened by anybody's private key. Throws StorageError as entries() does.
    CaseEvidence case_evidence(std::vector<policy::Grant> grants, std::int64_t since) const;
    // Of the owner whose grant it is, as of the latest published daily heads. Throws NotFound where there are none, or
    // the account was made after them.
    StreamProof stream_proof(policy::Grant&& grant) const;
    // Stored tallies and those still in memory, by day and channel. Owners see their own only:
    // policy::Denied for another's.
    std::vector<AccessTally> tallies(policy::Grant&& grant, AccountId account) const;
    // Whether the owner of the grant's account, action set_retention, is counted from now on. What was
    // counted of who is not is removed. `keep` stores the choice; where that fails, or the removal, the owner
    // is counted or not as before.
    void want_tallies(const policy::Grant& grant, bool wanted, const std::function<void()>& keep);
    // Seals keys of which the site has no copy any more to officers and owners who came later, by the private `key`
    // of an officer to whom they are sealed; action read_record on the whole record.
    SealedKeys seal_anew(policy::Grant&& grant, std::span<const AccountId> people, const ReadingKey& key);
    // Destroys all keys of the account's records and its tallies, action administer_accounts or erase on
    // that account: its leaves are random values from then on. GDPR Art. 17
    void erase_subject(policy::Grant&& grant);

    // --- Care ---------------------------------------------------------------------------------
    // Owners who are not counted: those that chose so before this start. Before anybody is admitted.
    void leave_uncounted(std::span<const AccountId> accounts);
    // Publishes one batch now, and brings DATA_DIR/tiles up to it. Throws Unavailable, also where the batch is
    // published and only the anchor or the tiles could not be written: they catch up with the next one.
    void publish_now();
    // Writes the tallies now. Throws Unavailable.
    void flush_tallies();
    // Destroys the keys of records whose term is over at `now` (Unix seconds; never later than the clock
    // says) and removes what they sealed; and the site's own copies of keys that are old enough. Value: how many
    // keys of the former kind.
    std::size_t purge(std::int64_t now);
    // Seals the keys of records and streams to those who are to read and cannot yet: officers whose keys were
    // entered since, and those of `people` who have new keys.
    SealedKeys seal_anew(std::span<const AccountId> people);
    // Writes a consistent copy of ledger.db (0600). Throws AlreadyExists, Unavailable.
    void backup(const std::filesystem::path& file) const;

    // Checks a ledger read-only, as of one moment, also while another process writes: recomputes
    // the tree from the leaves, compares it with every stored subtree, checkpoint and tile, checks
    // each signature and attestation, the anchor, whether the tree goes on from the checkpoint that
    // is trusted, and with `keys` each private record and dummy. `verifier_key` is needed without
    // keys only. Throws Unacceptable for a trusted checkpoint which this ledger did not sign;
    // otherwise only when the files cannot be read at all.
    static LedgerExamination verify(const std::filesystem::path& data_directory,
                                    const std::filesystem::path& keys_directory,
                                    const LedgerKeys& keys, const ExaminationTrust& trust = {});
    static LedgerExamination verify(const std::filesystem::path& data_directory,
                                    const std::filesystem::path& keys_directory,
                                    std::string_view verifier_key,
                                    const ExaminationTrust& trust = {});

  private:
    enum class Opening { normal, after_restore };
    Ledger(LedgerSettings settings, LedgerKeys& keys, Opening opening);
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace postvern::records

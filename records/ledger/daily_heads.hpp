// Daily heads: once a day every account commits to how many entries its two streams have, in 64 octets that
// are of one size and tell nothing, whether there is an entry or none. The heads of a day are the leaves of an
// RFC 6962 tree of their own, in the order of their hashes; its root is an entry of the house, and so a leaf of
// the access record. A person who is given the opening of the visible half sees whether an entry is missing; the
// half of the restricted stream stays closed. Layout: docs/formats/ledger.md.
// Works within the caller's transaction. Used by the writer's thread only; `stream_proof` by the readers'.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "records/ledger.hpp"
#include "records/ledger/record_keys.hpp"
#include "records/ledger/site_keys.hpp"
#include "records/merkle/tree.hpp"
#include "records/sql/statement.hpp"

namespace postvern::records::ledger {

// Heads of one day are at least so many and a power of two: with random ones added, their number does not tell
// how many accounts there are.
inline constexpr std::size_t kFewestHeads = 64;

// What stands before a day's root, in 64 hexadecimal digits, as the legal basis of the entry that states it.
inline constexpr std::string_view kDailyHeadsAre = "daily heads ";

// What an account commits to for one stream.
struct HalfHead {
    std::uint64_t count = 0;  // entries in the stream
    Secret seed;              // of this day's commitment, 32 octets
    // HMAC-SHA256 of the count under the seed.
    std::string commitment() const;
};

class DailyHeads {
  public:
    // All are borrowed.
    DailyHeads(sql::Connection& connection, RecordKeys& keys, const SiteKeys& site);

    // The record that states the root of the heads of `day` over `accounts`, to be appended next, at `moment`
    // (Unix seconds); absent where that day, or a later one, has its heads already.
    std::optional<PrivateRecord> make(Day day, std::int64_t moment, std::span<const AccountId> accounts);
    // Enters the number that its entry was given.
    void enter(Day day, std::int64_t sequence);
    // Removes the heads of days whose entry's term is over at `now` (Unix seconds).
    void remove_due(std::int64_t now);

    // The latest heads whose entry is among the first `published` leaves: day, that entry, and the hashes of the tree's leaves. Absent: none.
    struct Published {
        Day day;
        std::int64_t sequence;
        std::string hashes;  // 32 octets each, ascending
    };
    static std::optional<Published> latest(sql::Connection& connection, merkle::TreeSize published);
    // The legal basis of the entry that states the root of `hashes`. Throws StorageError unless they are as make()
    // leaves them.
    static std::string statement_of(std::string_view hashes);
    // Where `hash` stands among them, and the path to their root. Throws NotFound where it does not.
    static std::pair<std::uint64_t, merkle::InclusionProof> inclusion(const Published& heads,
                                                                      const merkle::Hash& hash);

    // What `account` committed to for `stream` on `day`, when the stream had `count` entries. The seed follows from
    // the stream's key, and of a stream without entries, which has none, from the site's.
    static HalfHead half(const SiteKeys& site, AccountId account, Stream stream, Day day,
                         const std::optional<Secret>& stream_key, std::uint64_t count);
    // The leaf of the tree of heads, 64 octets.
    static std::string leaf(const HalfHead& visible, const HalfHead& restricted);

  private:
    HalfHead present_half(AccountId account, Stream stream, Day day);

    RecordKeys& keys_;
    const SiteKeys& site_;
    sql::Statement select_last_, insert_, enter_, remove_, select_counter_, select_days_;
};

}  // namespace postvern::records::ledger

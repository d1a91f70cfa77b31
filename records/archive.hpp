// Collections and their items, sealed. Every call consumes a Grant of the gate that the archive was
// opened with, and acts within it: its action, account, collection, items, purpose and moment; a grant
// that does not fit throws policy::Denied. Thread-safe. Calls marked *blocking* read from disk or seal:
// run them on a pool, not on an event loop; the others hand the work to the store's writer and call
// `done` after the commit is durable, from its thread (see Done). Failures: records/errors.hpp.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/gate.hpp"
#include "records/errors.hpp"
#include "records/identifiers.hpp"
#include "records/message.hpp"
#include "records/view.hpp"

namespace postvern::records {

class Store;
class Vault;

// What a collection is for (RFC 6154 2; RFC 9051 7.3.1). Numbers are on disk.
enum class CollectionRole : std::uint8_t {
    none = 0, inbox = 1, drafts = 2, sent = 3, trash = 4, junk = 5, archive = 6, all = 7, flagged = 8,
};

struct Collection {
    CollectionId id{};
    CollectionKind kind = CollectionKind::mailbox;
    CollectionRole role = CollectionRole::none;
    bool selectable = true;  // false: a name that holds nothing but other collections
    std::string path;        // UTF-8 NFC, '/' between levels
    UidValidity uid_validity{};
    Uid uid_next{};
    ModSeq highest_modseq{};
    std::uint64_t items = 0;
    std::uint64_t unseen = 0;
    std::uint64_t deleted = 0;  // items flagged \Deleted
    std::uint64_t octets = 0;
};

struct Quota {
    std::uint64_t used = 0;   // octets: visible items at full size, each copy
    std::uint64_t limit = 0;  // octets
    std::uint64_t items = 0;
};

// A message to be added. `octets` with CRLF line ends, kept until done.
struct Incoming {
    std::shared_ptr<const std::string> octets;
    InternalDate date;
    std::uint8_t system_flags = 0;
    std::vector<std::string> keywords;
};
// A paper of a case's file that goes into a mailbox, once.
struct MailedPaper {
    std::uint64_t legal_case = 0;
    std::uint64_t paper = 0;
};
// Where: the collection that the grant names (append), or the account's INBOX (deliver).
struct Placement {
    policy::Grant grant;
    Incoming item;
    std::optional<MailedPaper> once{};  // placed unless that paper was before, which is kept in the same transaction; beyond the quota too
};
struct Placed {
    CollectionId collection{};
    UidValidity uid_validity{};
    Uid uid{};
};

struct Item {
    ItemState state;
    std::string summary;  // serialized (records/message.hpp), if asked for
    std::string content;  // octets, if asked for
};
enum class Fields : std::uint8_t { summary = 1, content = 2, both = 3 };

// Items of one grant in ascending order of UIDs, in batches. No statement and no transaction survives a
// batch. Not thread-safe, but may move between threads.
class ItemStream {
  public:
    ItemStream(ItemStream&&) noexcept;
    ItemStream& operator=(ItemStream&&) noexcept;
    ~ItemStream();
    // The next items: at most 64 or, beyond the first, 1 MiB of them; empty at the end. Items that were
    // erased meanwhile are left out. *Blocking.* Throws policy::Denied when the grant no longer stands, and
    // StorageError behind the last item when one was damaged and left out.
    std::vector<Item> next();

  private:
    friend class Archive;
    struct State;
    explicit ItemStream(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

// An open collection: the latest published view, until it is let go. Thread-safe.
class Watch {
  public:
    virtual ~Watch() = default;
    virtual std::shared_ptr<const View> view() const = 0;
    // Whether the owner may still be shown changes; asked anew when facts or rules changed.
    virtual bool stands() const = 0;
    // The collection has been deleted.
    virtual bool gone() const = 0;
};

struct FlagChange {
    enum class Mode : std::uint8_t { replace, add, remove } mode = Mode::replace;
    std::uint8_t system = 0;
    std::vector<std::string> keywords;
};

// UIDs of a copy: source[i] became target[i] (RFC 4315 3).
struct Copied {
    UidValidity uid_validity{};
    std::vector<Uid> source;
    std::vector<Uid> target;
};

class Archive {
  public:
    // Throws std::logic_error where the store serves another gate already.
    Archive(Store& store, Vault& vault, policy::Gate& gate);
    ~Archive();

    // --- Collections (action in brackets) ---------------------------------------------------
    // All collections of the account, parents before children, INBOX first. [list] *Blocking.*
    std::vector<Collection> collections(policy::Grant&& grant);
    // Paths that the owner subscribed to, existing or not. [list] *Blocking.*
    std::vector<std::string> subscriptions(policy::Grant&& grant);
    Quota quota(policy::Grant&& grant);  // [list] *Blocking.*

    // Makes the collection and those above it that do not exist. [create_collection] *Blocking* (seals
    // the name on the calling thread). AlreadyExists; Unacceptable for an empty or over-long level.
    void create(policy::Grant&& grant, std::string_view path, CollectionKind kind, CollectionRole role,
                Done<CollectionId> done);
    // Gives the collection of the grant a new path, its children along with it; renaming INBOX moves its
    // items into a new collection (RFC 9051 6.3.6). [rename_collection] *Blocking.*
    void rename(policy::Grant&& grant, std::string_view path, Done<std::monostate> done);
    // Removes the collection of the grant and its items; with children it stays as a name that holds
    // nothing, unless it did so before: Unacceptable (RFC 9051 6.3.5). [delete_collection]
    void remove(policy::Grant&& grant, Done<std::monostate> done);
    void subscribe(policy::Grant&& grant, std::string_view path, bool subscribed,
                   Done<std::monostate> done);  // [subscribe] *Blocking.*

    // --- Items --------------------------------------------------------------------------------
    // Opens the collection of the grant; `changed` is called after each publication and change
    // of the account's facts, from the writer's
    // thread, until the watch is destroyed; it must not block. [watch] *Blocking* on first use.
    std::unique_ptr<Watch> watch(policy::Grant&& grant, std::function<void()> changed);

    // Items of the grant's UID set that exist. [read or search] *Blocking* in next() only.
    ItemStream read(policy::Grant&& grant, Fields fields);

    // Adds messages, all in one transaction or none. What was there already gives Placed{}. Summarises and seals on the calling thread.
    // [deliver, append] *Blocking.* OverQuota, NotFound, Unavailable.
    void add(std::vector<Placement> placements, Done<std::vector<Placed>> done);

    // Changes flags of the grant's items. The new states are in the view published before `done`.
    // New keywords are sealed on the calling thread. [mark] *Blocking.*
    // Value: UIDs changed or left as they were (all that exist).
    void mark(policy::Grant&& grant, FlagChange change, Done<std::vector<Uid>> done);

    // Copies the items of `from` [copy] into the collection of `to` [append], or moves them [move]:
    // rows only. One transaction. OverQuota on copies.
    void copy(policy::Grant&& from, policy::Grant&& to, Done<Copied> done);
    void move(policy::Grant&& from, policy::Grant&& to, Done<Copied> done);

    // Removes those of the grant's items that are flagged \Deleted. [expunge] Value: their UIDs.
    void expunge(policy::Grant&& grant, Done<std::vector<Uid>> done);

    // Names of the account's keywords, by bit. [list] *Blocking.*
    std::vector<std::string> keywords(policy::Grant&& grant);

    // --- Retention ----------------------------------------------------------------------------
    // Destroys what is due in the account at the grant's moment: tombstones past 90 days, wraps and
    // octets of unreferenced objects, a closed account altogether. [purge] Value: how many rows.
    void purge(policy::Grant&& grant, Done<std::uint64_t> done);

  private:
    friend class ItemStream;
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace postvern::records

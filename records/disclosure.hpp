// Disclosure by keys, on the records' side: the disclosure key on record, to which every period key is sealed
// as it is made; the lists of sealed keys that a case may have opened; and the items that the keys which
// were opened then open, and no others. Nothing here can open anything by itself: the shares of the disclosure key lie
// with its holders (docs/formats/disclosure-key.md). All calls are *blocking* and thread-safe, save those of a
// stream. Failures: records/errors.hpp; policy::Denied for a grant of something else.
//
// INVARIANT: nothing of another account, class or moment than the grant's Extent is opened, and no octets of
// an item whose period key was not opened by the holders.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "policy/gate.hpp"
#include "records/disclosure_key.hpp"
#include "records/errors.hpp"
#include "records/identifiers.hpp"
#include "records/message.hpp"

namespace postvern::records {

class Store;
class Vault;

// What is listed for one account.
struct DisclosableKeys {
    AccountId account{};
    threshold::Octets<32> salt{};      // of threshold::account_id
    std::vector<DisclosableKey> keys;  // ascending by Label::key_id
    std::uint64_t items = 0;    // in the classes and days: an upper bound of what is in the window
    std::uint64_t lacking = 0;  // of these: cannot be opened, since their key is not sealed to any disclosure key
};

// An item as its owner would have got it: EML of mail; ICS, VCF or the octets of the other classes. Wiped with its object.
struct DisclosedItem {
    DataClass data_class = DataClass::mail;
    InternalDate date;   // when it was stored; within the window
    std::uint64_t number = 0;  // of its object: the same in every list of this store
    std::string octets;

    DisclosedItem() = default;
    DisclosedItem(DisclosedItem&&) noexcept;
    DisclosedItem& operator=(DisclosedItem&&) noexcept;
    ~DisclosedItem();
};

// Items of one extent, in the order of their numbers, in batches; an item of several folders comes once. Not thread-safe, but may move
// between threads.
class Extraction {
  public:
    Extraction(Extraction&&) noexcept;
    Extraction& operator=(Extraction&&) noexcept;
    ~Extraction();
    // The next items: at most 64, or 1 MiB and the item that crosses it; empty at the end. *Blocking.* policy::Denied
    // when the grant no longer stands: an objection, an order that ended. StorageError behind the last item when
    // one was damaged and left out.
    std::vector<DisclosedItem> next();
    // Items of the extent's days that were not opened, since their keys were not: known at the end.
    std::uint64_t unopened() const noexcept;

  private:
    friend class Disclosure;
    struct State;
    explicit Extraction(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

// Unix seconds, both included.
struct Moments {
    std::int64_t from = 0;
    std::int64_t until = 0;
};

// Subscriber data: a class of its own, without date and without key.
struct SubscriberData {
    std::vector<std::string> addresses;   // canonical, the primary one first
    std::optional<std::int64_t> created;  // Unix seconds; absent: before this was kept
    bool closed = false;                  // what is known was kept by a hold
    // Credentials that exist; nothing of what they are.
    bool password = false;
    bool recovery_code = false;
    std::uint32_t app_passwords = 0;
};

class Disclosure {
  public:
    // Throws std::logic_error where the store serves another gate already.
    Disclosure(Store& store, Vault& vault, policy::Gate& gate);

    // --- The key on record (public: needs no grant to be shown) ------------------------------
    // Puts a key or a new epoch of the one in force on record; period keys are sealed to it from then on. A later epoch of the
    // same key replaces the earlier one and nothing is sealed anew for it; another key replaces it, and all that is sealed to
    // the former counts as lacking. [administer_staff on the site] Unacceptable: an epoch that is not later, a key
    // that was replaced before.
    void put_key(policy::Grant&& grant, const threshold::PublicKey& key);
    std::optional<DisclosureKey> key() const;
    // All that were ever on record in their last epochs, by number: seals to former ones stay as they are.
    std::vector<DisclosureKey> all_keys() const;
    SealingState sealing() const;

    // --- For a case ---------------------------------------------------------------------------
    // Of each address its accounts: the open one, else those that are held and were closed since; none where there is neither. Of an
    // address that was given anew, those that had it at some moment of `when` (absent: ever), the open one first: it has had its
    // primary address since it was made. An answer to a letter never depends on it. [open_case on case 0, or decide_case]
    std::vector<std::vector<AccountId>> named(policy::Grant&& grant, const std::vector<std::string>& addresses,
                                              std::optional<Moments> when = {}) const;

    // The keys of what `account` has, or of what is held of it, in a class and the UTC days that the window touches.
    // Window: Unix seconds, both included. [decide_case on the case] Unacceptable unless the order on
    // record, validated, covers account, class and window. NotFound without such an account.
    DisclosableKeys keys(policy::Grant&& grant, AccountId account, DataClass data_class,
                         std::int64_t window_from, std::int64_t window_until) const;

    // Items in the grant's Extent whose keys are in `opened`; others in there are wiped unused. [extract on the case, with an
    // Extent of a class that has dates] Unacceptable for a key that is not what its commitment says.
    Extraction open(policy::Grant&& grant, OpenedKeys opened);

    // [extract on the case, with an Extent of subscriber data] NotFound.
    SubscriberData subscriber(policy::Grant&& grant) const;

  private:
    policy::Grant require(policy::Grant&& grant, policy::Action action,
                          policy::ResourceType type) const;

    Store& store_;
    Vault& vault_;
    policy::Gate& gate_;
};

}  // namespace postvern::records

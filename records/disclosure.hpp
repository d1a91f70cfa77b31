// Disclosure by keys, on the records' side: the disclosure key on record, to which every period key is sealed
// as it is made; the lists of sealed keys that a case may have opened; and the items that the keys which
// were opened then open, and no others. Nothing here can open anything by itself: the shares of the disclosure key lie
// with its holders (docs/formats/disclosure-key.md). All calls are *blocking* and thread-safe, save those of a
// stream. Failures: records/errors.hpp; policy::Denied for a grant of something else.
//
// INVARIANT: nothing of another account, class or moment than the grant's Extent is opened, and no octets of
// an item whose period key was not opened by the holders.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "policy/gate.hpp"
#include "records/errors.hpp"
#include "records/identifiers.hpp"
#include "records/message.hpp"

namespace postvern::records {

class Store;
class Vault;

// The public half of a disclosure key, as its holders made it (threshold::PublicKey as octets). A plain value.
struct DisclosureKey {
    using Element = std::array<std::uint8_t, 32>;  // of ristretto255, encoded
    std::uint64_t number = 0;  // 1, 2, ... as put on record, the same for all epochs of one key; 0: not on record yet
    std::uint64_t epoch = 0;   // 1, 2, ...: rises when shares were refreshed or a holder replaced
    std::int64_t since = 0;    // Unix seconds: when this epoch was put on record
    Element key{};
    std::array<Element, 3> shares{};  // verification shares of holders 1, 2 and 3
    Element transcript{};             // hash of the ceremony
    friend bool operator==(const DisclosureKey&, const DisclosureKey&) = default;
};

// How far the seals are. A key that is sealed to another than the disclosure key in force lacks a seal.
struct SealingState {
    std::uint64_t keys = 0;      // period keys of accounts that exist
    std::uint64_t lacking = 0;   // of these: not sealed to the key in force; opened at the owner's next sign-in
    std::uint64_t accounts = 0;  // that have such
};

// A wrapped key as the holders' devices get it. `id` stands in the label that its ciphertext is bound to.
struct DisclosableKey {
    PeriodKeyId id{};
    DataClass data_class = DataClass::mail;
    Day day{};
    std::string commitment;         // 32 octets
    std::string ciphertext;         // TDH2 (docs/formats/disclosure-key.md)
    std::uint64_t sealed_to = 0;    // DisclosureKey::number
};

// What is listed for one account.
struct DisclosableKeys {
    std::string site_id;     // 16 octets
    std::string salt;        // 32 octets: account id = SHA-256 of domain, salt and the primary address
    std::string account_id;  // 32 octets
    std::vector<DisclosableKey> keys;  // ascending by id
    std::uint64_t items = 0;    // in the classes and days: an upper bound of what is in the window
    std::uint64_t lacking = 0;  // of these: cannot be opened, since their key is not sealed to any disclosure key
};

// Period keys that the holders' partials combined to. Wiped with its object; not copyable. Not thread-safe.
class OpenedKeys {
  public:
    OpenedKeys();
    OpenedKeys(OpenedKeys&&) noexcept;
    OpenedKeys& operator=(OpenedKeys&&) noexcept;
    ~OpenedKeys();
    // Replaces one of the same number. The caller wipes `key`.
    void add(PeriodKeyId id, std::span<const std::uint8_t, 32> key);
    std::size_t size() const noexcept;

  private:
    friend class Extraction;
    friend class Disclosure;
    struct Keys;
    std::unique_ptr<Keys> keys_;
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
    // The next items: at most 64 or, beyond the first, 1 MiB of them; empty at the end. *Blocking.* policy::Denied
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
    // Puts a key or a new epoch of the one in force on record; period keys are sealed to it from then on. The same
    // element takes a later epoch only, and nothing is sealed anew for it. [administer_staff on the site]
    // Unacceptable: what is no key (an element that does not decode, the identity, shares that do not lie on one line with the key),
    // an epoch that is not later, a key that was replaced before.
    void put_key(policy::Grant&& grant, const DisclosureKey& key);
    std::optional<DisclosureKey> key() const;
    // All that were ever on record in their last epochs, by number: seals to former ones stay as they are.
    std::vector<DisclosureKey> all_keys() const;
    SealingState sealing() const;

    // --- For a case ---------------------------------------------------------------------------
    // The account of an address: an open one's, else one that is held and was closed since. Absent: neither. An answer to a letter never
    // depends on it. [open_case on case 0, or decide_case]
    std::optional<AccountId> named(policy::Grant&& grant, std::string_view address) const;

    // The keys of what `account` has, or of what is held of it, in a class and the UTC days that the window touches.
    // Window: Unix seconds, both included. [decide_case on the case] Unacceptable unless the order on
    // record, validated, covers account, class and window. NotFound without such an account.
    DisclosableKeys keys(policy::Grant&& grant, AccountId account, DataClass data_class,
                         std::int64_t window_from, std::int64_t window_until) const;

    // Items in the grant's Extent whose keys are in `opened`. [extract on the case, with an Extent of a class that has
    // dates] Unacceptable for a key that is not what its commitment says: a combination of wrong
    // partials.
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

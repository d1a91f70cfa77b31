// What is touched: an account, a collection and possibly some of its items, the site, or the
// access record. Plain values.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <vector>

#include "policy/principal.hpp"

namespace postvern::policy {

enum class CollectionId : std::uint64_t {};
inline constexpr CollectionId kNoCollection{0};

enum class CollectionKind : std::uint8_t { mailbox, calendar, addressbook, files };

// A set of item UIDs as ascending, disjoint, non-adjacent closed ranges.
// INVARIANT: 1 <= first <= last for each range.
class UidSet {
  public:
    struct Range {
        std::uint32_t first;
        std::uint32_t last;
        friend bool operator==(const Range&, const Range&) = default;
    };

    UidSet() = default;
    UidSet(std::initializer_list<std::uint32_t> uids);

    static UidSet all();

    // Adds `uid`; cheapest in ascending order. 0 throws std::logic_error.
    void add(std::uint32_t uid) { add(uid, uid); }
    void add(std::uint32_t first, std::uint32_t last);

    bool contains(std::uint32_t uid) const noexcept;
    // Whether every UID of `other` is in this set.
    bool covers(const UidSet& other) const noexcept;
    bool empty() const noexcept { return ranges_.empty(); }
    // How many UIDs the ranges span (up to 2^32 - 1).
    std::uint64_t size() const noexcept;
    const std::vector<Range>& ranges() const noexcept { return ranges_; }

    friend bool operator==(const UidSet&, const UidSet&) = default;

  private:
    std::vector<Range> ranges_;
};

enum class ResourceType : std::uint8_t {
    account,
    collection,
    site,
    ledger,
    legal_case,  // a request for data
    hold,        // sealed octets that are kept apart for a case
    report,
    rulebook,
};

struct Resource {
    ResourceType type = ResourceType::site;
    AccountId account = kNoAccount;
    CollectionId collection = kNoCollection;
    CollectionKind kind = CollectionKind::mailbox;
    UidSet items{};  // of a collection: the items that the act may touch
    std::uint64_t number = 0;  // of a case, hold or report, as the register gave it

    static Resource site() { return {}; }
    static Resource ledger() { return {.type = ResourceType::ledger}; }
    static Resource rulebook() { return {.type = ResourceType::rulebook}; }
    // A case, hold or report.
    static Resource numbered(ResourceType type, std::uint64_t number) {
        return {.type = type, .number = number};
    }
    static Resource of(AccountId account) {
        return {.type = ResourceType::account, .account = account};
    }
    static Resource of(AccountId account, CollectionId collection, UidSet items = {},
                       CollectionKind kind = CollectionKind::mailbox) {
        return {.type = ResourceType::collection,
                .account = account,
                .collection = collection,
                .kind = kind,
                .items = std::move(items)};
    }
};

}  // namespace postvern::policy

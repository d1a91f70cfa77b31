// What a collection holds at one commit, without content: an immutable value, shared by all sessions
// that have it open. The archive publishes a new one after each commit that changes the collection;
// views share what did not change. Thread-safe (immutable).
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "records/identifiers.hpp"

namespace postvern::records {

// System flags of RFC 9051 2.3.2, as bits.
struct SystemFlag {
    static constexpr std::uint8_t seen = 1;
    static constexpr std::uint8_t answered = 2;
    static constexpr std::uint8_t flagged = 4;
    static constexpr std::uint8_t deleted = 8;
    static constexpr std::uint8_t draft = 16;
};

// Keywords are bits into the account's sealed table of keywords (at most 64).
struct Flags {
    std::uint8_t system = 0;
    std::uint64_t keywords = 0;
    friend bool operator==(const Flags&, const Flags&) = default;
};

struct ItemState {
    Uid uid{};
    Flags flags;
    ModSeq modseq{};
    std::uint64_t size = 0;  // octets of the item as the client sees it
    ObjectId object{};
    Day day{};               // UTC day of INTERNALDATE
};

class View {
  public:
    // What a commit did to a collection.
    struct Change {
        std::vector<ItemState> upserted;  // ascending UIDs; new ones are above all earlier
        std::vector<Uid> removed;         // ascending
        Uid uid_next{};
        ModSeq highest_modseq{};
    };

    // `items` in ascending order of UIDs.
    View(UidValidity validity, Uid uid_next, ModSeq highest_modseq, std::span<const ItemState> items);
    // The view after `change`.
    std::shared_ptr<const View> after(const Change& change) const;

    UidValidity uid_validity() const noexcept { return validity_; }
    Uid uid_next() const noexcept { return uid_next_; }
    ModSeq highest_modseq() const noexcept { return highest_modseq_; }

    std::size_t size() const noexcept { return starts_.back(); }
    // Item at `index` (0-based; the IMAP sequence number is index + 1). Requires index < size().
    const ItemState& operator[](std::size_t index) const noexcept;
    // Index of the first item whose UID is at least `uid`; size() if none.
    std::size_t lower_bound(Uid uid) const noexcept;
    // Index of `uid`, if it is there.
    std::optional<std::size_t> find(Uid uid) const noexcept;

    // The items in runs, ascending, none empty. A run that two views share is the same memory, so that who
    // compares views need not look into it.
    std::size_t runs() const noexcept { return chunks_.size(); }
    std::span<const ItemState> run(std::size_t index) const noexcept { return *chunks_[index]; }

  private:
    using Chunk = std::vector<ItemState>;
    View() = default;
    void append(std::span<const ItemState> items);
    void count();

    static constexpr std::size_t kChunk = 256;

    UidValidity validity_{};
    Uid uid_next_{};
    ModSeq highest_modseq_{};
    std::vector<std::shared_ptr<const Chunk>> chunks_;  // none empty
    std::vector<std::size_t> starts_{0};                // index of each chunk's first item; last: size
};

}  // namespace postvern::records

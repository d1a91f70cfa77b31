// Where entries are found that no batch has published yet: by lookup tag, without a look at other entries, so that how
// long it takes does not tell how many there are. Thread-safe.
#pragma once

#include <cstdint>
#include <cstring>
#include <mutex>
#include <optional>
#include <span>
#include <unordered_map>

#include "records/ledger/leaf.hpp"

namespace postvern::records::ledger {

class PendingEntries {
  public:
    // Lookup tags are keyed hashes: any of their octets are as good as a hash.
    struct Hash {
        std::size_t operator()(const LookupTag& tag) const noexcept {
            std::size_t octets = 0;
            std::memcpy(&octets, tag.data(), sizeof octets);
            return octets;
        }
    };
    using Places = std::unordered_map<LookupTag, std::int64_t, Hash>;  // numbers by tag

    // Before they are durable: makes room for so many.
    void reserve(std::size_t more) {
        const std::lock_guard lock(mutex_);
        const std::size_t all = entries_.size() + more;
        // Also of the first ones: a table that never had any takes its one bucket for full.
        if (all >= entries_.bucket_count()) entries_.reserve(2 * all);
    }
    // Once they are durable, and room was made: it allocates nothing, and so does not fail.
    void add(Places&& places) noexcept {
        const std::lock_guard lock(mutex_);
        entries_.merge(places);
    }
    // Once they are published.
    void remove(std::span<const LookupTag> tags) {
        const std::lock_guard lock(mutex_);
        for (const LookupTag& tag : tags) entries_.erase(tag);
    }
    // The entry's number. Absent: it is published, or there is none.
    std::optional<std::int64_t> find(const LookupTag& tag) const {
        const std::lock_guard lock(mutex_);
        const auto found = entries_.find(tag);
        if (found == entries_.end()) return {};
        return found->second;
    }

  private:
    mutable std::mutex mutex_;
    Places entries_;
};

}  // namespace postvern::records::ledger

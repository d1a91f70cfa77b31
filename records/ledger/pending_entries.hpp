// Where entries are found that no batch has published yet: by lookup tag, without a look at other entries, so that how
// long it takes does not tell how many there are. Thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <span>

#include "records/ledger/leaf.hpp"

namespace postvern::records::ledger {

class PendingEntries {
  public:
    using Places = std::map<LookupTag, std::int64_t>;  // numbers by tag

    // Once they are durable: it allocates nothing, and so does not fail.
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

// What was read about accounts, kept in memory until facts change. Thread-safe.
#pragma once

#include <cstdint>
#include <exception>
#include <mutex>
#include <optional>
#include <unordered_map>

namespace postvern::records {

template <typename Key, typename Value>
class FactsCache {
  public:
    // What is known of `key` in this generation of facts (Store::facts_generation, taken before), or what
    // `read` finds: an optional value. That there is none is not kept, so that strangers who ask for what
    // does not exist fill no memory.
    template <typename Read>
    std::optional<Value> find(std::uint64_t generation, const Key& key, Read read) {
        return find(generation, key, [](const Value&) { return true; }, read);
    }

    // The same; what is known and not `fresh` is read anew. Where that fails it is given as it is: whether
    // stale facts will do is the rules' to say.
    template <typename Fresh, typename Read>
    std::optional<Value> find(std::uint64_t generation, const Key& key, Fresh fresh, Read read) {
        std::optional<Value> known = look_up(generation, key);
        if (known && fresh(*known)) return known;
        try {
            // Facts that change from here on are stored under a generation that nobody asks for again.
            std::optional<Value> value = read();
            const std::lock_guard lock(mutex_);
            if (value && generation == generation_) known_.insert_or_assign(key, *value);
            return value;
        } catch (const std::exception&) {
            if (!known) throw;
            return known;
        }
    }

  private:
    std::optional<Value> look_up(std::uint64_t generation, const Key& key) {
        const std::lock_guard lock(mutex_);
        if (generation > generation_) {
            known_.clear();
            generation_ = generation;
        }
        const auto found = generation == generation_ ? known_.find(key) : known_.end();
        if (found == known_.end()) return {};
        return found->second;
    }

    std::mutex mutex_;
    std::uint64_t generation_ = 0;
    std::unordered_map<Key, Value> known_;
};

}  // namespace postvern::records

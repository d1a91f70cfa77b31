// A hash of texts, and an index from hashes to dense numbers: what Vocabulary and requests intern
// names with. Not thread-safe while it grows.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include "policy/engine/compiled/cell.hpp"

namespace postvern::policy::engine::compiled {

// Of `text` under `salt`: for tables in memory only, not for anything that leaves the process.
inline std::uint64_t hash_of(std::string_view text, std::uint64_t salt) {
    __extension__ using Wide = unsigned __int128;
    const auto mix = [](std::uint64_t left, std::uint64_t right) {
        const Wide product = static_cast<Wide>(left) * right;
        return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64U);
    };
    constexpr std::uint64_t kFirst = 0x9E3779B97F4A7C15U;
    constexpr std::uint64_t kSecond = 0xD6E8FEB86659FD93U;
    const auto word = [](const char* octets, std::size_t count) {
        std::uint64_t value = 0;
        std::memcpy(&value, octets, count);
        return value;
    };
    std::uint64_t state = mix(salt ^ kFirst, text.size() ^ kSecond);
    const char* octets = text.data();
    std::size_t left = text.size();
    for (; left > 8; octets += 8, left -= 8) state = mix(state ^ word(octets, 8), kSecond);
    // The last one to eight octets, overlapping those before where there are any.
    if (text.size() >= 8) return mix(state ^ word(octets + left - 8, 8), kFirst);
    if (left >= 4) {
        return mix(state ^ (word(octets, 4) << 32U | word(octets + left - 4, 4)), kFirst);
    }
    std::uint64_t tail = 0;
    for (std::size_t index = 0; index < left; ++index) {
        tail = tail << 8U | static_cast<unsigned char>(octets[index]);
    }
    return mix(state ^ tail, kFirst);
}

// From hashes to numbers; what the numbers stand for is the owner's affair.
class HashIndex {
  public:
    // The first number under `hash` that `is_it` accepts, or kNone.
    template <class Predicate>
    std::uint32_t find(std::uint64_t hash, Predicate is_it) const {
        if (slots_.empty()) return kNone;
        const std::size_t mask = slots_.size() - 1;
        const auto mark = static_cast<std::uint32_t>(hash >> 32U);
        for (std::size_t place = hash & mask;; place = (place + 1) & mask) {
            const Slot slot = slots_[place];
            if (slot.era != era_) return kNone;
            if (slot.mark == mark && is_it(slot.number)) return slot.number;
        }
    }

    // Only for what find() did not find.
    void insert(std::uint64_t hash, std::uint32_t number);

    // Forgets everything and keeps the memory.
    void clear();

  private:
    struct Slot {
        std::uint32_t mark = 0;  // upper half of the hash
        std::uint32_t number = 0;
        std::uint64_t hash = 0;
        std::uint64_t era = 0;  // empty unless it is the index's
    };

    void place(const Slot& slot);

    std::vector<Slot> slots_;  // a power of two, at most half full
    std::size_t used_ = 0;
    std::uint64_t era_ = 1;
};

}  // namespace postvern::policy::engine::compiled

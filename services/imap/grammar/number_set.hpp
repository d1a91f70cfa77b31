#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace postvern::services::imap::grammar {

// Numbers `first` to `last`, both included, first <= last, first >= 1.
struct Interval {
    std::uint32_t first;
    std::uint32_t last;

    bool operator==(const Interval&) const = default;
};

// A set of UIDs or of message sequence numbers without "*". INVARIANT: intervals ascend, neither
// overlap nor touch. A value; not thread-safe.
class NumberSet {
  public:
    NumberSet() = default;
    explicit NumberSet(std::vector<Interval> intervals);  // in any order, overlapping or not

    // Ascending numbers need amortised constant time; others linear time. 0 is ignored.
    void add(std::uint32_t number);

    bool contains(std::uint32_t number) const noexcept;
    bool empty() const noexcept { return intervals_.empty(); }
    std::uint64_t size() const noexcept;  // how many numbers
    std::span<const Interval> intervals() const noexcept { return intervals_; }

    // As <uid-set>: "1:3,7". Empty for the empty set.  RFC 9051 9
    std::string to_string() const;

    bool operator==(const NumberSet&) const = default;

  private:
    void normalise();

    std::vector<Interval> intervals_;
};

}  // namespace postvern::services::imap::grammar

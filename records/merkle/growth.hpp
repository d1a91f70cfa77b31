// A growing RFC 6962 tree in constant memory: keeps only the right edge, the roots of the complete
// subtrees that the size's binary digits name (at most 64 hashes), and hands out each subtree that
// becomes complete. Used by one thread at a time.
//
// INVARIANT: a subtree that was handed out never changes.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "records/merkle/hash.hpp"

namespace postvern::records::merkle {

using LeafIndex = std::uint64_t;  // 0-based
using TreeSize = std::uint64_t;   // number of leaves; 0: the empty tree

// A complete subtree: the 2^level leaves from position * 2^level on. Level 0 holds the leaf hashes;
// a tree of 2^n leaves has the levels 0 to n.
struct Subtree {
    unsigned level;
    std::uint64_t position;  // 0-based within its level
    friend bool operator==(const Subtree&, const Subtree&) = default;
};

// Where stored subtrees are read from.
class Subtrees {
  public:
    virtual ~Subtrees() = default;
    // Hash of a complete subtree of the tree. Throws what the store throws.
    virtual Hash hash_of(Subtree subtree) const = 0;
};

class Growth {
  public:
    // The empty tree.
    Growth() = default;
    // Goes on from a stored tree of `size` leaves: reads its right edge, at most 64 hashes.
    Growth(const Subtrees& stored, TreeSize size);

    // Adds a leaf by its leaf hash at index size(), then calls `complete` for each subtree that it
    // completes, level 0 (the leaf itself) first; amortised two calls a leaf.
    void append(const Hash& leaf, const std::function<void(Subtree, const Hash&)>& complete);

    // Adds a leaf whose hashes are known: by level its own and those of the subtrees that it completes, as
    // append() hands them out. Hashes nothing. Throws std::logic_error unless they are as many as it completes.
    void append(std::span<const Hash> completed);

    TreeSize size() const noexcept { return size_; }
    // MTH of the leaves so far; empty_root() without leaves.  RFC 6962 2.1
    Hash root() const;

  private:
    TreeSize size_ = 0;
    std::vector<Hash> edge_;  // complete subtrees from left to right, the largest first
};

}  // namespace postvern::records::merkle

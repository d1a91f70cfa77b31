// Roots and proofs of a stored RFC 6962 tree, of its present and of every earlier size. A view over
// stored subtrees without state of its own: as thread-safe as they are.
#pragma once

#include <vector>

#include "records/merkle/growth.hpp"
#include "records/merkle/hash.hpp"

namespace postvern::records::merkle {

// Sibling hashes (32 octets each), leaf first; empty for a tree of one leaf.
using InclusionProof = std::vector<Hash>;
// Hashes of PROOF(m, D[n]) in the order of the RFC; empty when both sizes are equal.
using ConsistencyProof = std::vector<Hash>;

class Tree {
  public:
    // The tree of the first `size` leaves; `stored` is borrowed and holds at least as many.
    Tree(const Subtrees& stored, TreeSize size) : stored_(stored), size_(size) {}

    TreeSize size() const noexcept { return size_; }

    // MTH(D[size]); empty_root() for size 0. Reads at most 64 hashes.  RFC 6962 2.1
    Hash root() const;

    // Merkle audit path of leaf `index` (0-based): ceil(log2(size)) hashes at most, as many reads
    // again for the right edge. Throws std::out_of_range unless index < size.  RFC 6962 2.1.1
    InclusionProof inclusion_proof(LeafIndex index) const;

    // Proof that the first `earlier` leaves are the leaves of the earlier tree: ceil(log2(size)) + 1
    // hashes at most. Throws std::out_of_range unless 0 < earlier <= size (the RFC defines no proof
    // from the empty tree, with which every tree is consistent).  RFC 6962 2.1.2
    ConsistencyProof consistency_proof(TreeSize earlier) const;

  private:
    // Leaves [begin, begin + count) where begin is a multiple of the smallest power of two that is not
    // less than count: the ranges of which the RFC's definitions speak.
    struct Range {
        LeafIndex begin;
        TreeSize count;
    };
    Hash hash_of(Range range) const;

    const Subtrees& stored_;
    TreeSize size_;
};

// Whether `proof` leads from `leaf` (a leaf hash) at `index` (0-based) to `root` in a tree of `size`
// leaves. False for any index not less than size.  RFC 9162 2.1.3.2 (the algorithm; the proofs of
// RFC 6962 are the same)
bool proves_inclusion(const InclusionProof& proof, const Hash& leaf, LeafIndex index, TreeSize size,
                      const Hash& root);

// Whether `proof` shows that the tree of `earlier` leaves with `earlier_root` is a prefix of the tree of
// `later` leaves with `later_root`. Equal sizes: an empty proof and equal roots. earlier = 0: an
// empty proof and the empty tree's root. False when earlier > later.  RFC 9162 2.1.4.2
bool proves_consistency(const ConsistencyProof& proof, TreeSize earlier, const Hash& earlier_root,
                        TreeSize later, const Hash& later_root);

}  // namespace postvern::records::merkle

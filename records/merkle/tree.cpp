#include "records/merkle/tree.hpp"

#include <algorithm>
#include <bit>
#include <stdexcept>

namespace postvern::records::merkle {

namespace {

// "let k be the largest power of two smaller than n": n > 1.
TreeSize split(TreeSize count) { return std::bit_floor(count - 1); }

}  // namespace

Hash Tree::hash_of(Range range) const {
    if (std::has_single_bit(range.count)) {
        const auto level = static_cast<unsigned>(std::countr_zero(range.count));
        return stored_.hash_of({level, range.begin >> level});
    }
    const TreeSize k = split(range.count);
    return node_hash(hash_of({range.begin, k}), hash_of({range.begin + k, range.count - k}));
}

Hash Tree::root() const { return size_ == 0 ? empty_root() : hash_of({0, size_}); }

InclusionProof Tree::inclusion_proof(LeafIndex index) const {
    if (index >= size_) throw std::out_of_range("inclusion proof of a leaf beyond the tree");
    // PATH(m, D[n]), from the root down; the RFC lists the siblings from the leaf up.
    InclusionProof path;
    Range range{0, size_};
    while (range.count > 1) {
        const TreeSize k = split(range.count);
        const Range left{range.begin, k};
        const Range right{range.begin + k, range.count - k};
        const bool goes_left = index < right.begin;
        path.push_back(hash_of(goes_left ? right : left));
        range = goes_left ? left : right;
    }
    std::reverse(path.begin(), path.end());
    return path;
}

ConsistencyProof Tree::consistency_proof(TreeSize earlier) const {
    if (earlier == 0 || earlier > size_) {
        throw std::out_of_range("consistency proof from a size outside the tree");
    }
    // SUBPROOF(m, D[n], b), from the root down; `whole` is the b of the RFC: the earlier tree is a
    // complete subtree, whose hash the verifier has.
    ConsistencyProof proof;
    Range range{0, size_};
    bool whole = true;
    while (range.begin + range.count != earlier) {
        const TreeSize k = split(range.count);
        const Range left{range.begin, k};
        const Range right{range.begin + k, range.count - k};
        const bool goes_left = earlier <= right.begin;
        proof.push_back(hash_of(goes_left ? right : left));
        range = goes_left ? left : right;
        whole = whole && goes_left;
    }
    if (!whole) proof.push_back(hash_of(range));
    std::reverse(proof.begin(), proof.end());
    return proof;
}

bool proves_inclusion(const InclusionProof& proof, const Hash& leaf, LeafIndex index, TreeSize size,
                      const Hash& root) {
    if (index >= size) return false;
    LeafIndex node = index;      // fn
    LeafIndex last = size - 1;   // sn
    Hash hash = leaf;            // r
    for (const Hash& sibling : proof) {
        if (last == 0) return false;
        if ((node & 1) != 0 || node == last) {
            hash = node_hash(sibling, hash);
            while ((node & 1) == 0 && node != 0) {
                node >>= 1;
                last >>= 1;
            }
        } else {
            hash = node_hash(hash, sibling);
        }
        node >>= 1;
        last >>= 1;
    }
    return last == 0 && hash == root;
}

bool proves_consistency(const ConsistencyProof& proof, TreeSize earlier, const Hash& earlier_root,
                        TreeSize later, const Hash& later_root) {
    if (earlier > later) return false;
    if (earlier == later) return proof.empty() && earlier_root == later_root;
    if (earlier == 0) return proof.empty() && earlier_root == empty_root();

    LeafIndex node = earlier - 1;  // fn
    LeafIndex last = later - 1;    // sn
    while ((node & 1) != 0) {
        node >>= 1;
        last >>= 1;
    }
    // An earlier tree of a power of two is a complete subtree: its own hash begins the path.
    auto step = proof.begin();
    if (!std::has_single_bit(earlier) && step == proof.end()) return false;
    Hash from_earlier = std::has_single_bit(earlier) ? earlier_root : *step++;  // fr
    Hash from_later = from_earlier;                                            // sr
    if (step == proof.end()) return false;
    for (; step != proof.end(); ++step) {
        if (last == 0) return false;
        if ((node & 1) != 0 || node == last) {
            from_earlier = node_hash(*step, from_earlier);
            from_later = node_hash(*step, from_later);
            while ((node & 1) == 0 && node != 0) {
                node >>= 1;
                last >>= 1;
            }
        } else {
            from_later = node_hash(from_later, *step);
        }
        node >>= 1;
        last >>= 1;
    }
    return last == 0 && from_earlier == earlier_root && from_later == later_root;
}

}  // namespace postvern::records::merkle

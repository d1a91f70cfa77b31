#include "records/merkle/growth.hpp"

#include <bit>
#include <stdexcept>

namespace postvern::records::merkle {

Growth::Growth(const Subtrees& stored, TreeSize size) : size_(size) {
    for (unsigned level = 64; level-- > 0;) {
        // Everything left of this subtree is in subtrees of higher levels.
        if ((size >> level & 1) != 0) edge_.push_back(stored.hash_of({level, (size >> level) - 1}));
    }
}

void Growth::append(const Hash& leaf, const std::function<void(Subtree, const Hash&)>& complete) {
    Hash hash = leaf;
    std::uint64_t position = size_;
    unsigned level = 0;
    complete({level, position}, hash);
    // Like a carry in binary addition: each set low digit is a subtree that finds its right half.
    for (; (position & 1) != 0; position >>= 1) {
        hash = node_hash(edge_.back(), hash);
        edge_.pop_back();
        complete({++level, position >> 1}, hash);
    }
    edge_.push_back(hash);
    ++size_;
}

void Growth::append(std::span<const Hash> completed) {
    if (completed.size() != static_cast<std::size_t>(std::countr_one(size_)) + 1) {
        throw std::logic_error("a leaf completes other subtrees");
    }
    edge_.resize(edge_.size() - (completed.size() - 1));
    edge_.push_back(completed.back());
    ++size_;
}

Hash Growth::root() const {
    if (edge_.empty()) return empty_root();
    Hash hash = edge_.back();
    for (std::size_t i = edge_.size() - 1; i-- > 0;) hash = node_hash(edge_[i], hash);
    return hash;
}

}  // namespace postvern::records::merkle

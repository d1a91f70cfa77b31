#include "records/ledger/hashed_leaves.hpp"

namespace postvern::records::ledger {

namespace {

constexpr std::size_t kBlock = 4096;  // leaves

}  // namespace

HashedLeaves::HashedLeaves(sql::Connection& connection)
    : select_(connection, "SELECT leaf, octets FROM leaves ORDER BY leaf"), rows_(select_.query()) {
    begin_next();
}

std::optional<HashedLeaves::Leaf> HashedLeaves::next() {
    if (at_ == present_.places.size()) {
        hashing_.get();
        std::swap(present_, following_);
        at_ = 0;
        begin_next();
        if (present_.places.empty()) return {};
    }
    const Block::Place from = at_ == 0 ? Block::Place{} : present_.places[at_ - 1];
    const Block::Place& to = present_.places[at_++];
    return Leaf{
        to.row,
        std::string_view(present_.octets).substr(from.octets_end, to.octets_end - from.octets_end),
        std::span(present_.hashes).subspan(from.hashes_end, to.hashes_end - from.hashes_end)};
}

void HashedLeaves::begin_next() {
    read(following_);
    hashing_ = std::async(std::launch::async, [this] { hash(following_); });
}

void HashedLeaves::read(Block& block) {
    block.places.clear();
    block.octets.clear();
    while (!ended_ && block.places.size() < kBlock) {
        const auto row = rows_.next();
        ended_ = !row;  // once: a query that is asked again begins again
        if (ended_) return;
        block.octets += row->octets(1);
        block.places.push_back({row->integer(0), block.octets.size(), 0});
    }
}

void HashedLeaves::hash(Block& block) {
    block.hashes.clear();
    std::size_t from = 0;
    for (Block::Place& place : block.places) {
        const auto leaf = std::string_view(block.octets).substr(from, place.octets_end - from);
        growth_.append(
            merkle::leaf_hash(leaf),
            [&block](merkle::Subtree, const merkle::Hash& hash) { block.hashes.push_back(hash); });
        from = place.octets_end;
        place.hashes_end = block.hashes.size();
    }
}

}  // namespace postvern::records::ledger

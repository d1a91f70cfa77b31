#include "records/ledger/hashed_leaves.hpp"

#include <algorithm>

#include "records/errors.hpp"
#include "records/ledger/leaf.hpp"
#include "records/ledger/tree_store.hpp"

namespace postvern::records::ledger {

namespace {

constexpr std::size_t kBlock = 4096;  // leaves; full rows

}  // namespace

HashedLeaves::HashedLeaves(sql::Connection& connection)
    : select_(connection, "SELECT number, octets FROM leaves ORDER BY number"), rows_(select_.query()) {
    read(waiting_);
    begin_next();
}

std::optional<HashedLeaves::Leaf> HashedLeaves::next() {
    if (at_ == present_.places.size()) {
        if (present_.failure) std::rethrow_exception(present_.failure);
        hashing_.get();
        std::swap(present_, following_);
        at_ = 0;
        begin_next();
        if (present_.places.empty()) {
            if (present_.failure) std::rethrow_exception(present_.failure);
            return {};
        }
    }
    const Block::Place from = at_ == 0 ? Block::Place{} : present_.places[at_ - 1];
    const Block::Place& to = present_.places[at_++];
    return Leaf{
        to.index,
        std::string_view(present_.octets).substr(from.octets_end, to.octets_end - from.octets_end),
        std::span(present_.hashes).subspan(from.hashes_end, to.hashes_end - from.hashes_end)};
}

void HashedLeaves::begin_next() {
    std::swap(following_, waiting_);
    hashing_ = std::async(std::launch::async, [this] { hash(following_); });
    read(waiting_);
}

void HashedLeaves::read(Block& block) {
    block.places.clear();
    block.octets.clear();
    try {
        read_rows(block);
    } catch (...) {
        block.failure = std::current_exception();
        ended_ = true;
    }
}

void HashedLeaves::read_rows(Block& block) {
    while (!ended_ && block.places.size() < kBlock) {
        const auto row = rows_.next();
        ended_ = !row;  // once: a query that is asked again begins again
        if (ended_) return;
        const auto octets = row->octets(1);
        const auto number = static_cast<std::uint64_t>(row->integer(0));
        if (octets.empty() || octets.size() > kRowLength * kLeafSize) {
            throw StorageError("leaf " + std::to_string(number * kRowLength) + ": its row has " +
                               std::to_string(octets.size()) + " octets");
        }
        for (std::size_t from = 0; from < octets.size(); from += kLeafSize) {
            const auto leaf = octets.substr(from, kLeafSize);
            block.octets += leaf;
            block.places.push_back({number * kRowLength + from / kLeafSize, block.octets.size(), 0});
        }
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

#include "records/ledger/tree_store.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "records/errors.hpp"
#include "records/ledger/leaf.hpp"

namespace postvern::records::ledger {

namespace {

// The root over `nodes`, which are a power of two.
merkle::Hash root_over(std::vector<merkle::Hash> nodes) {
    for (; nodes.size() > 1; nodes.resize(nodes.size() / 2)) {
        for (std::size_t i = 0; i < nodes.size() / 2; ++i) {
            nodes[i] = merkle::node_hash(nodes[2 * i], nodes[2 * i + 1]);
        }
    }
    return nodes.front();
}

}  // namespace

TreeStore::TreeStore(sql::Connection& connection)
    : file_(connection.file().string()),
      last_row_(connection,
                "SELECT number, length(octets) FROM leaves ORDER BY number DESC LIMIT 1"),
      select_leaves_(connection, "SELECT octets FROM leaves WHERE number = ?"),
      select_hashes_(connection, "SELECT octets FROM hashes WHERE level = ? AND number = ?"),
      put_leaves_(connection,
                  "INSERT INTO leaves (number, octets) VALUES (?, ?) "
                  "ON CONFLICT DO UPDATE SET octets = excluded.octets"),
      put_hashes_(connection,
                  "INSERT INTO hashes (level, number, octets) VALUES (?, ?, ?) "
                  "ON CONFLICT DO UPDATE SET octets = excluded.octets") {}

merkle::TreeSize TreeStore::size() const {
    auto rows = last_row_.query();
    const auto row = rows.next();
    if (!row) return 0;
    const auto length = static_cast<std::uint64_t>(row->integer(1));
    if (length == 0 || length % kLeafSize != 0 || length > kRowLength * kLeafSize) {
        throw StorageError(file_ + ": the last row of leaves has " + std::to_string(length) + " octets");
    }
    return static_cast<std::uint64_t>(row->integer(0)) * kRowLength + length / kLeafSize;
}

std::string TreeStore::leaves(merkle::LeafIndex first, std::uint64_t count) const {
    const auto octets = select_leaves_.octets(first / kRowLength).value_or("");
    const auto from = first % kRowLength * kLeafSize;
    if (octets.size() < from + count * kLeafSize) {
        const auto missing = first - first % kRowLength + std::max(octets.size(), from) / kLeafSize;
        throw StorageError(file_ + ": leaf " + std::to_string(missing) + " is missing");
    }
    return octets.substr(from, count * kLeafSize);
}

std::string TreeStore::hashes(unsigned level, std::uint64_t first, std::uint64_t count) const {
    const auto octets = select_hashes_.octets(level, first / kRowLength).value_or("");
    const auto from = first % kRowLength * merkle::kHashSize;
    if (octets.size() < from + count * merkle::kHashSize) {
        throw StorageError(file_ + ": subtree " + std::to_string(first) + " of level " +
                           std::to_string(level) + " is missing or damaged");
    }
    return octets.substr(from, count * merkle::kHashSize);
}

std::string TreeStore::leaf(merkle::LeafIndex index) const { return leaves(index, 1); }

merkle::Hash TreeStore::hash_of(merkle::Subtree subtree) const {
    const unsigned above = subtree.level % kRowHeight;
    const unsigned stored = subtree.level - above;
    const auto count = std::uint64_t{1} << above;
    const auto first = subtree.position << above;
    std::vector<merkle::Hash> nodes;
    nodes.reserve(count);
    if (stored == 0) {
        const std::string octets = leaves(first, count);
        for (std::string_view rest = octets; !rest.empty(); rest.remove_prefix(kLeafSize)) {
            nodes.push_back(merkle::leaf_hash(rest.substr(0, kLeafSize)));
        }
    } else {
        const std::string octets = hashes(stored, first, count);
        for (std::string_view rest = octets; !rest.empty(); rest.remove_prefix(merkle::kHashSize)) {
            nodes.push_back(merkle::hash_from(rest.substr(0, merkle::kHashSize)));
        }
    }
    return root_over(std::move(nodes));
}

void TreeStore::append(merkle::Growth& growth, std::span<const std::string> leaves) {
    while (!leaves.empty()) {
        const auto number = growth.size() / kRowLength;
        const auto held = growth.size() % kRowLength;
        std::string octets = select_leaves_.octets(number).value_or("");
        if (octets.size() != held * kLeafSize) {
            throw StorageError(file_ + ": the leaves do not end with leaf " +
                               std::to_string(growth.size()));
        }
        const auto fitting = leaves.first(std::min<std::size_t>(leaves.size(), kRowLength - held));
        for (const std::string& leaf : fitting) {
            octets += leaf;
            growth.append(merkle::leaf_hash(leaf), [this](merkle::Subtree at, const merkle::Hash& hash) {
                if (at.level > 0 && at.level % kRowHeight == 0) append(at, hash);
            });
        }
        put_leaves_.run(number, sql::Blob{octets});
        leaves = leaves.subspan(fitting.size());
    }
}

void TreeStore::append(merkle::Subtree at, const merkle::Hash& hash) {
    const auto number = at.position / kRowLength;
    std::string octets = select_hashes_.octets(at.level, number).value_or("");
    if (octets.size() != at.position % kRowLength * merkle::kHashSize) {
        throw StorageError(file_ + ": the subtrees of level " + std::to_string(at.level) +
                           " do not end with number " + std::to_string(at.position));
    }
    octets += merkle::octets(hash);
    put_hashes_.run(at.level, number, sql::Blob{octets});
}

}  // namespace postvern::records::ledger

#include "records/ledger/tree_store.hpp"

#include "records/errors.hpp"

namespace postvern::records::ledger {

TreeStore::TreeStore(sql::Connection& connection)
    : file_(connection.file().string()),
      size_(connection, "SELECT coalesce(max(leaf) + 1, 0) FROM leaves"),
      select_leaf_(connection, "SELECT octets FROM leaves WHERE leaf = ?"),
      select_subtree_(connection, "SELECT hash FROM subtrees WHERE level = ? AND position = ?"),
      insert_leaf_(connection, "INSERT INTO leaves (leaf, octets) VALUES (?, ?)"),
      insert_subtree_(connection, "INSERT INTO subtrees (level, position, hash) VALUES (?, ?, ?)") {}

merkle::TreeSize TreeStore::size() const {
    return static_cast<merkle::TreeSize>(*size_.integer());
}

std::string TreeStore::leaf(merkle::LeafIndex index) const {
    auto octets = select_leaf_.octets(index);
    if (!octets) throw StorageError(file_ + ": leaf " + std::to_string(index) + " is missing");
    return *std::move(octets);
}

merkle::Hash TreeStore::hash_of(merkle::Subtree subtree) const {
    if (subtree.level == 0) return merkle::leaf_hash(leaf(subtree.position));
    const auto hash = select_subtree_.octets(subtree.level, subtree.position);
    if (!hash || hash->size() != merkle::kHashSize) {
        throw StorageError(file_ + ": subtree " + std::to_string(subtree.position) + " of level " +
                           std::to_string(subtree.level) + " is missing or damaged");
    }
    return merkle::hash_from(*hash);
}

void TreeStore::append(merkle::Growth& growth, std::string_view leaf) {
    insert_leaf_.run(growth.size(), sql::Blob{leaf});
    growth.append(merkle::leaf_hash(leaf), [this](merkle::Subtree at, const merkle::Hash& hash) {
        if (at.level > 0) insert_subtree_.run(at.level, at.position, sql::Blob{merkle::octets(hash)});
    });
}

}  // namespace postvern::records::ledger

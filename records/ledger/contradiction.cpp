#include "records/ledger/contradiction.hpp"

#include "records/merkle/tree.hpp"

namespace postvern::records::ledger {

std::optional<std::string> contradiction(const Anchored& anchored, const TreeStore& tree,
                                         StoreCommits commits, std::uint64_t entries) {
    const std::string anchor = "the anchored checkpoint (" + to_string(anchored.checkpoint) + ") ";
    const auto size = tree.size();
    if (size < anchored.checkpoint.size) {
        return anchor + "is of a larger tree than ledger.db holds (" + std::to_string(size) +
               " leaves)";
    }
    const merkle::Tree then(tree, anchored.checkpoint.size);
    if (then.root() != anchored.checkpoint.root) {
        return anchor + "has another root than ledger.db has at that size";
    }
    if (commits.content < anchored.commits.content) {
        return anchor + "was written after " + std::to_string(anchored.commits.content) +
               " commits of content, the store holds " + std::to_string(commits.content);
    }
    if (commits.keys < anchored.commits.keys) {
        return anchor + "was written after " + std::to_string(anchored.commits.keys) +
               " commits of keys, keys.db holds " + std::to_string(commits.keys) +
               "; what was erased or revoked since would be readable and valid again";
    }
    if (entries < anchored.entries) {
        return anchor + "was written after " + std::to_string(anchored.entries) +
               " entries, ledger.db holds " + std::to_string(entries);
    }
    return {};
}

}  // namespace postvern::records::ledger

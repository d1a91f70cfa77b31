// Whether the store was rolled back: what the anchor says against what lies in DATA_DIR.
#pragma once

#include <optional>
#include <string>

#include "records/ledger/anchor.hpp"
#include "records/ledger/tree_store.hpp"

namespace postvern::records::ledger {

// Absent when the tree of `tree` continues the anchored one and no count is behind. Else says
// which checkpoint contradicts what, for the operator.
std::optional<std::string> contradiction(const Anchored& anchored, const TreeStore& tree,
                                         StoreCommits commits, std::uint64_t entries);

}  // namespace postvern::records::ledger

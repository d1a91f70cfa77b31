#include "records/ledger/stored_subtrees.hpp"

namespace postvern::records::ledger {

StoredSubtrees::Level::Level(sql::Connection& connection, unsigned level)
    : select(connection, "SELECT position, hash FROM subtrees WHERE level = ? ORDER BY position"),
      rows(select.query(level)) {}

bool StoredSubtrees::holds(merkle::Subtree at, const merkle::Hash& hash) {
    while (levels_.size() < at.level) {
        const auto level = static_cast<unsigned>(levels_.size()) + 1;
        levels_.push_back(std::make_unique<Level>(connection_, level));
    }
    const auto row = levels_[at.level - 1]->rows.next();
    return row && static_cast<std::uint64_t>(row->integer(0)) == at.position &&
           row->octets(1) == merkle::octets(hash);
}

std::optional<merkle::Subtree> StoredSubtrees::left_over() {
    for (unsigned level = 1; level <= levels_.size(); ++level) {
        if (const auto row = levels_[level - 1]->rows.next()) {
            return merkle::Subtree{level, static_cast<std::uint64_t>(row->integer(0))};
        }
    }
    sql::Statement others(
        connection_, "SELECT level, position FROM subtrees WHERE level < 1 OR level > ? LIMIT 1");
    auto rows = others.query(levels_.size());
    const auto row = rows.next();
    if (!row) return {};
    return merkle::Subtree{static_cast<unsigned>(row->integer(0)),
                           static_cast<std::uint64_t>(row->integer(1))};
}

}  // namespace postvern::records::ledger

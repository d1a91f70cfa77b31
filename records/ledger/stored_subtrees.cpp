#include "records/ledger/stored_subtrees.hpp"

#include "records/ledger/tree_store.hpp"

namespace postvern::records::ledger {

StoredSubtrees::Level::Level(sql::Connection& connection, unsigned level)
    : select_(connection, "SELECT number, octets FROM hashes WHERE level = ? ORDER BY number"),
      rows_(select_.query(level)) {}

std::optional<std::string_view> StoredSubtrees::Level::next() {
    ++position_;
    while (at_ == octets_.size()) {
        const auto row = ended_ ? std::nullopt : rows_.next();
        ended_ = !row;  // once: a query that is asked again begins again
        if (ended_) return {};
        position_ = static_cast<std::uint64_t>(row->integer(0)) * kRowLength;
        octets_ = row->octets(1);
        at_ = 0;
        if (octets_.empty() || octets_.size() > kRowLength * merkle::kHashSize) return std::string_view();
    }
    const auto hash = std::string_view(octets_).substr(at_, merkle::kHashSize);
    at_ += hash.size();
    return hash;
}

bool StoredSubtrees::holds(merkle::Subtree at, const merkle::Hash& hash) {
    while (levels_.size() < at.level / kRowHeight) {
        const auto level = static_cast<unsigned>(levels_.size() + 1) * kRowHeight;
        levels_.push_back(std::make_unique<Level>(connection_, level));
    }
    Level& level = *levels_[at.level / kRowHeight - 1];
    const auto stored = level.next();
    return stored && level.position() == at.position && *stored == merkle::octets(hash);
}

std::optional<merkle::Subtree> StoredSubtrees::left_over() {
    for (std::size_t i = 0; i < levels_.size(); ++i) {
        if (levels_[i]->next()) {
            return merkle::Subtree{static_cast<unsigned>(i + 1) * kRowHeight, levels_[i]->position()};
        }
    }
    sql::Statement others(connection_,
                          "SELECT level, number FROM hashes WHERE level < 1 OR level % ? != 0 OR level > ? LIMIT 1");
    auto rows = others.query(kRowHeight, levels_.size() * kRowHeight);
    const auto row = rows.next();
    if (!row) return {};
    return merkle::Subtree{static_cast<unsigned>(row->integer(0)),
                           static_cast<std::uint64_t>(row->integer(1)) * kRowLength};
}

}  // namespace postvern::records::ledger

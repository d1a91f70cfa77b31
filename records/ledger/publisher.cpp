#include "records/ledger/publisher.hpp"

#include <algorithm>
#include <stdexcept>
#include <vector>

#include "records/errors.hpp"
#include "records/ledger/retention.hpp"

namespace postvern::records::ledger {

namespace {

struct Pending {
    std::int64_t sequence;
    Leaf leaf;
};

Pending pending_from(const sql::Row& row, Day batch_day, const std::string& file) {
    Pending pending{row.integer(0), {batch_day, {}, {}}};
    const auto tag = row.octets(2);
    if (row.octets(1).size() != merkle::kHashSize || tag.size() != kTagSize) {
        throw StorageError(file + ": entry " + std::to_string(pending.sequence) + " is damaged");
    }
    pending.leaf.commitment = merkle::hash_from(row.octets(1));
    std::copy(tag.begin(), tag.end(), pending.leaf.tag.begin());
    return pending;
}

}  // namespace

std::optional<std::string> latest_note(sql::Connection& connection) {
    return sql::Statement(connection, "SELECT note FROM checkpoints ORDER BY size DESC LIMIT 1")
        .octets();
}

Publisher::Publisher(sql::Connection& connection, TreeStore& tree, const SiteKeys& site,
                     const Anchor& anchor, Settings settings)
    : connection_(connection),
      tree_(tree),
      site_(site),
      anchor_(anchor),
      settings_(std::move(settings)),
      growth_(tree, tree.size()),
      count_entries_(connection, "SELECT seq FROM sqlite_sequence WHERE name = 'entries'"),
      select_pending_(connection, "SELECT sequence, commitment, tag FROM entries WHERE leaf IS NULL "
                                  "ORDER BY sequence LIMIT ?"),
      place_(connection, "UPDATE entries SET leaf = ? WHERE sequence = ?"),
      insert_checkpoint_(connection, "INSERT INTO checkpoints (size, note) VALUES (?, ?)") {
    if (settings_.batch_size == 0) throw std::logic_error("a batch has at least one leaf");
    const auto note = latest_note(connection);
    const auto latest = note ? open_checkpoint(site.verifier(), *note) : std::nullopt;
    if (note.has_value() != (growth_.size() > 0) || (note && latest != checkpoint())) {
        throw StorageError(connection.file().string() +
                           ": the latest checkpoint is not one of its tree; run `postvern ledger "
                           "verify`, then put back a backup with `postvern restore`");
    }
}

void Publisher::publish() {
    const Day today = day_of(settings_.clock());
    merkle::Growth growth = growth_;
    sql::Transaction transaction(connection_);

    std::vector<Pending> batch;
    for (const auto& row : select_pending_.query(settings_.batch_size)) {
        batch.push_back(pending_from(row, today, connection_.file().string()));
    }
    for (const Pending& pending : batch) {
        place_.run(growth.size(), pending.sequence);
        tree_.append(growth, encode(pending.leaf));
    }
    for (auto filled = batch.size(); filled < settings_.batch_size; ++filled) {
        tree_.append(growth, encode(site_.dummy(growth.size(), today)));
    }
    const Checkpoint next{site_.origin(), growth.size(), growth.root(), {}};
    const std::string note = site_.signer().sign(text_of(next));
    insert_checkpoint_.run(next.size, std::string_view(note));
    transaction.commit();
    growth_ = std::move(growth);
}

void Publisher::write_anchor() {
    Anchored present{checkpoint(), settings_.commits(), entries()};
    anchor_.write(site_.signer(), present);
    anchored_ = std::move(present);
}

void Publisher::refresh_anchor() {
    if (anchored_ != Anchored{checkpoint(), settings_.commits(), entries()}) write_anchor();
}

std::uint64_t Publisher::entries() {
    return static_cast<std::uint64_t>(count_entries_.integer().value_or(0));
}

bool Publisher::has_pending() {
    auto rows = select_pending_.query(1);
    return rows.next().has_value();
}

}  // namespace postvern::records::ledger

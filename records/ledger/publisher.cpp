#include "records/ledger/publisher.hpp"

#include <algorithm>
#include <numeric>
#include <stdexcept>
#include <vector>

#include "records/errors.hpp"
#include "records/ledger/retention.hpp"
#include "records/ledger/sealed_entry.hpp"
#include "records/ledger/stored_entry.hpp"

namespace postvern::records::ledger {

namespace {

// How far behind the last visible entry of a batch restricted ones are looked for, in batches.
constexpr std::size_t kBatchesSearched = 64;

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
      select_pending_(connection, kSelectPendingEntries),
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

Publisher::Pending Publisher::pending_from(const sql::Row& row, Day batch_day) const {
    const StoredEntry entry = stored_entry(row, connection_.file().string());
    // What was erased before it was published belongs to no stream any more.
    const Stream stream =
        entry.content ? stream_of(*entry.content, site_.index_key()) : Stream::visible;
    return {entry.sequence, stream, {batch_day, entry.commitment, entry.tag}};
}

std::vector<std::optional<Publisher::Pending>> Publisher::next_batch(Day batch_day) {
    const std::size_t kept = settings_.batch_size / 8;
    std::vector<Pending> visible, restricted;
    std::size_t behind = 0;
    for (const auto& row : select_pending_.query()) {
        const bool is_full = visible.size() == settings_.batch_size - kept;
        if (is_full && (restricted.size() >= kept || ++behind > settings_.batch_size * kBatchesSearched)) break;
        Pending pending = pending_from(row, batch_day);
        const bool is_visible = pending.stream == Stream::visible;
        auto& chosen = is_visible ? visible : restricted;
        const std::size_t most = is_visible || kept == 0 ? settings_.batch_size - kept : kept;
        if (chosen.size() < most) chosen.push_back(std::move(pending));
    }
    std::vector<std::optional<Pending>> places(settings_.batch_size);
    std::vector<std::size_t> free(places.size());
    std::iota(free.begin(), free.end(), std::size_t{0});
    for (auto* chosen : {&visible, &restricted}) {
        for (Pending& pending : *chosen) {
            if (free.empty()) break;
            const auto at = free.begin() + static_cast<std::ptrdiff_t>(
                                               site_.place_of(pending.leaf.tag) % free.size());
            places[*at] = std::move(pending);
            free.erase(at);
        }
    }
    return places;
}

std::vector<LookupTag> Publisher::publish() {
    const Day today = day_of(settings_.clock());
    merkle::Growth growth = growth_;
    sql::Transaction transaction(connection_);

    std::vector<LookupTag> published;
    std::vector<std::string> leaves;
    for (const auto& pending : next_batch(today)) {
        const merkle::LeafIndex index = growth.size() + leaves.size();
        if (pending) {
            place_.run(index, pending->sequence);
            published.push_back(pending->leaf.tag);
        }
        leaves.push_back(encode(pending ? pending->leaf : site_.dummy(index, today)));
    }
    tree_.append(growth, leaves);
    const Checkpoint next{site_.origin(), growth.size(), growth.root(), {}};
    const std::string note = site_.signer().sign(text_of(next));
    insert_checkpoint_.run(next.size, std::string_view(note));
    transaction.commit();
    growth_ = std::move(growth);
    return published;
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
    auto rows = select_pending_.query();
    return rows.next().has_value();
}

}  // namespace postvern::records::ledger

// ItemStream: items of a grant, read and opened batch by batch.
#include <algorithm>
#include <exception>
#include <utility>

#include "records/archive/item_rows.hpp"
#include "records/archive/stored_object.hpp"
#include "records/archive/state.hpp"
#include "records/vault/sealed_object.hpp"

namespace postvern::records {

namespace {

constexpr std::size_t kBatchItems = 64;
constexpr std::uint64_t kBatchOctets = std::uint64_t{1} << 20;

bool has(Fields fields, Fields wanted) {
    return (static_cast<int>(fields) & static_cast<int>(wanted)) != 0;
}

}  // namespace

struct ItemStream::State {
    Archive::State& archive;
    policy::Grant grant;
    Fields fields;
    std::size_t range = 0;       // index of the range that is being read
    std::uint32_t next_uid = 0;  // in it; 0: from its start
    std::exception_ptr damage;   // of an item that was left out
    bool checked = false;        // the collection is the account's

    void check_collection(sql::Readers::Lease& reader);
    std::vector<ItemState> next_states(sql::Readers::Lease& reader);
    void go_back_to(Uid uid);
    std::vector<Item> open(sql::Readers::Lease& reader, const std::vector<ItemState>& states);
    bool open_summary(sql::Readers::Lease& reader, Item& item);
    bool open_content(sql::Readers::Lease& reader, const ItemState& state, std::string& octets);
    bool read_stored(sql::Readers::Lease& reader, const ItemState& state, std::string& octets,
                     InternalDate& date);
    Secret open_key(const ObjectLabel& label, std::string_view wrap);
};

ItemStream::ItemStream(std::unique_ptr<State> state) : state_(std::move(state)) {}
ItemStream::ItemStream(ItemStream&&) noexcept = default;
ItemStream& ItemStream::operator=(ItemStream&&) noexcept = default;
ItemStream::~ItemStream() = default;

ItemStream Archive::read(policy::Grant&& grant, Fields fields) {
    policy::Grant held = std::move(grant);
    state_->require(held, {policy::Action::read, policy::Action::search});
    return ItemStream(std::make_unique<ItemStream::State>(
        ItemStream::State{*state_, std::move(held), fields, 0, 0, nullptr, false}));
}

std::vector<Item> ItemStream::next() {
    auto reader = state_->archive.store.reader();
    state_->check_collection(reader);
    // One snapshot for the batch: a statement by itself takes and gives up the log's locks, two system calls
    // an item.
    sql::Transaction snapshot(reader.connection(), sql::Transaction::Kind::read);
    std::vector<Item> batch;
    std::vector<ItemState> states;
    do {
        // Between batches the grant is held against the facts and rules of now.
        if (!state_->archive.gate.still_stands(state_->grant)) {
            throw policy::Denied(policy::Decision{});
        }
        states = state_->next_states(reader);
        batch = state_->open(reader, states);
    } while (batch.empty() && !states.empty());  // all of them were erased meanwhile: go on
    // One damaged item does not keep the others: it is reported when they have been read.
    if (batch.empty() && state_->damage) std::rethrow_exception(std::exchange(state_->damage, nullptr));
    return batch;
}

void ItemStream::State::check_collection(sql::Readers::Lease& reader) {
    if (checked) return;
    const auto& resource = grant.resource();
    if (!reader("SELECT 1 FROM collections WHERE id = ? AND account = ?")
             .integer(resource.collection, resource.account)) {
        throw NotFound("no such collection");
    }
    checked = true;
}

// The next rows, at most a batch of them, and the position behind them.
std::vector<ItemState> ItemStream::State::next_states(sql::Readers::Lease& reader) {
    std::vector<ItemState> states;
    const auto& ranges = grant.resource().items.ranges();
    auto& select = reader(
        "SELECT uid, modseq, flags, keywords, size, day, object FROM items"
        " WHERE collection = ? AND uid BETWEEN ? AND ? ORDER BY uid LIMIT ?");
    while (range < ranges.size() && states.size() < kBatchItems) {
        const std::uint32_t from = std::max(ranges[range].first, next_uid);
        const std::size_t wanted = kBatchItems - states.size();
        std::size_t found = 0;
        for (const auto& row :
             select.query(grant.resource().collection, from, ranges[range].last, wanted)) {
            states.push_back(read_item(row));
            ++found;
        }
        if (found < wanted || number(states.back().uid) == ranges[range].last) {
            ++range;
        } else {
            next_uid = number(states.back().uid) + 1;
        }
    }
    return states;
}

void ItemStream::State::go_back_to(Uid uid) {
    const auto& ranges = grant.resource().items.ranges();
    const auto holder =
        std::partition_point(ranges.begin(), ranges.end(),
                             [&](const UidSet::Range& each) { return each.last < number(uid); });
    range = static_cast<std::size_t>(holder - ranges.begin());
    next_uid = number(uid);
}

// Opens what was asked for; once 1 MiB is open, the rest is left for the next batch.
std::vector<Item> ItemStream::State::open(sql::Readers::Lease& reader,
                                          const std::vector<ItemState>& states) {
    std::vector<Item> batch;
    std::uint64_t octets = 0;
    for (const ItemState& state : states) {
        Item item{state, {}, {}};
        const bool content = has(fields, Fields::content);
        if (content && !batch.empty() && octets + state.size > kBatchOctets) {
            go_back_to(state.uid);
            break;
        }
        octets += content ? state.size : 0;
        try {
            if (content && !open_content(reader, state, item.content)) continue;
            if (has(fields, Fields::summary) && !open_summary(reader, item)) continue;
            batch.push_back(std::move(item));
        } catch (const StorageError&) {
            damage = std::current_exception();
        }
    }
    return batch;
}

Secret ItemStream::State::open_key(const ObjectLabel& label, std::string_view wrap) {
    return archive.vault.open_object_key(grant, label, wrap);
}

// Value: whether the object is still there.
bool ItemStream::State::open_summary(sql::Readers::Lease& reader, Item& item) {
    auto& select = reader("SELECT period_key, wrap, octets FROM summaries WHERE object = ?");
    auto rows = select.query(item.state.object);
    if (const auto row = rows.next()) {
        const ObjectLabel label{grant.resource().account, item.state.object, ObjectKind::summary,
                                PeriodKeyId{static_cast<std::uint64_t>(row->integer(0))}};
        const Secret key = open_key(label, row->octets(1));
        open_chunk(key, label, 0, ChunkPlace::last, row->octets(2), item.summary);
        try {
            SummaryView view(item.summary);
            return true;
        } catch (const SummaryError&) {
            // Written by another version: made anew below.
        }
    }
    std::string content = item.content;
    InternalDate date;
    if (!read_stored(reader, item.state, content, date)) return false;
    item.summary = serialize(summarize(content, date));
    return true;
}

bool ItemStream::State::open_content(sql::Readers::Lease& reader, const ItemState& state,
                                     std::string& octets) {
    InternalDate date;
    return read_stored(reader, state, octets, date);
}

bool ItemStream::State::read_stored(sql::Readers::Lease& reader, const ItemState& state,
                                    std::string& octets, InternalDate& date) {
    octets.clear();
    std::int64_t parts = 0;
    ObjectLabel label{grant.resource().account, state.object, ObjectKind::content, {}};
    Secret key;
    {
        auto& select = reader("SELECT period_key, wrap, parts FROM objects WHERE id = ?");
        auto rows = select.query(state.object);
        const auto row = rows.next();
        if (!row) return false;
        label.period = PeriodKeyId{static_cast<std::uint64_t>(row->integer(0))};
        parts = row->integer(2);
        key = open_key(label, row->octets(1));
    }
    if (!read_parts(reader, label, key, parts, octets)) return false;  // erased and swept meanwhile
    date = take_stored_date(octets);
    return true;
}

}  // namespace postvern::records

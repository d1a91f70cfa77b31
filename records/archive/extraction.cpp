#include "records/archive/extraction.hpp"

#include <algorithm>
#include <exception>
#include <utility>

#include "records/vault/held_keys.hpp"
#include "records/vault/object_key.hpp"
#include "records/vault/sealed_object.hpp"

namespace postvern::records {

namespace {

constexpr std::size_t kBatchItems = 64;
constexpr std::size_t kBatchOctets = std::size_t{1} << 20;
// Short strings lie in the object itself, and would be copied when it moves.
constexpr std::size_t kOnTheHeap = 64;

void add_own(sql::Readers::Lease& reader, Candidates& found, AccountId account,
             DataClass data_class, Day from, Day until) {
    auto rows = reader(
                    "SELECT o.id, o.period_key, min(i.day) FROM collections c"
                    " JOIN items i ON i.collection = c.id JOIN objects o ON o.id = i.object"
                    " WHERE c.account = ? AND c.kind = ? AND i.day BETWEEN ? AND ? GROUP BY o.id")
                    .query(account, kind_of(data_class), from, until);
    for (const auto& row : rows) {
        Candidate own;
        own.object.object = ObjectId{static_cast<std::uint64_t>(row.integer(0))};
        own.object.account = account;
        own.object.data_class = data_class;
        own.object.period = PeriodKeyId{static_cast<std::uint64_t>(row.integer(1))};
        own.object.day = static_cast<Day>(row.integer(2));
        found[own.object.object].push_back(std::move(own));
    }
}

void add_held(sql::Readers::Lease& reader, Vault& vault, Candidates& found, AccountId account,
              DataClass data_class, Day from, Day until) {
    for (const auto& [hold, scope] : vault.held_keys().of(account)) {
        for (HeldObject& object : read_held(reader, vault, hold)) {
            const bool wanted = object.account == account && object.data_class == data_class &&
                                from <= object.day && object.day <= until;
            if (wanted) found[object.object].push_back({hold, std::move(object)});
        }
    }
}

}  // namespace

Candidates find_candidates(sql::Readers::Lease& reader, Vault& vault, AccountId account,
                           DataClass data_class, Day from, Day until) {
    // One snapshot: what is deleted meanwhile is seen here or there.
    sql::Transaction snapshot(reader.connection(), sql::Transaction::Kind::read);
    Candidates found;
    add_own(reader, found, account, data_class, from, until);
    add_held(reader, vault, found, account, data_class, from, until);
    return found;
}

std::optional<DataClass> keyed(policy::DisclosureClass disclosed) {
    const auto classes = keyed_classes({disclosed});
    if (classes.empty()) return {};
    return *classes.begin();
}

DisclosedItem::DisclosedItem(DisclosedItem&&) noexcept = default;
DisclosedItem& DisclosedItem::operator=(DisclosedItem&& other) noexcept {
    if (this != &other) {
        wipe(octets);
        data_class = other.data_class;
        date = other.date;
        number = other.number;
        octets = std::move(other.octets);
    }
    return *this;
}
DisclosedItem::~DisclosedItem() { wipe(octets); }

struct Extraction::State {
    Store& store;
    policy::Gate& gate;
    policy::Grant grant;
    policy::Extent extent;
    OpenedKeys opened;
    Candidates candidates;
    Candidates::const_iterator next{};
    std::uint64_t unopened = 0;
    std::exception_ptr damage{};

    const threshold::PeriodKey* key(PeriodKeyId id) const {
        const auto found = opened.find(number(id));
        return found == opened.end() ? nullptr : &found->second;
    }
    std::optional<std::string> wrap_of(sql::Readers::Lease& reader, const Candidate& way,
                                       std::int64_t& parts) const;
    bool open(sql::Readers::Lease& reader, const Candidate& way, DisclosedItem& item) const;
    std::optional<DisclosedItem> open_any(sql::Readers::Lease& reader,
                                          const std::vector<Candidate>& ways);
    bool in_window(const InternalDate& date) const {
        return *extent.window_from <= date.seconds && date.seconds <= *extent.window_until;
    }
};

// The object's key under its period key. Absent: it is gone, or the hold's key was not opened.
std::optional<std::string> Extraction::State::wrap_of(sql::Readers::Lease& reader, const Candidate& way,
                                                      std::int64_t& parts) const {
    if (way.hold == 0) {
        auto rows = reader("SELECT wrap, parts FROM objects WHERE id = ? AND period_key = ?")
                        .query(way.object.object, way.object.period);
        const auto row = rows.next();
        if (!row) return {};
        parts = row->integer(1);
        return std::string(row->octets(0));
    }
    parts = way.object.parts;
    if (number(way.object.hold_key) == 0) return way.object.wrap;
    const auto* held = key(way.object.hold_key);
    if (held == nullptr) return {};
    return unwrap_held(Secret::copy_of(held->view()), way.hold, way.object);
}

// Value: whether it was opened.
bool Extraction::State::open(sql::Readers::Lease& reader, const Candidate& way,
                             DisclosedItem& item) const {
    const auto* period = key(way.object.period);
    if (period == nullptr) return false;
    std::int64_t parts = 0;
    const auto wrap = wrap_of(reader, way, parts);
    if (!wrap) return false;
    const ObjectLabel label{way.object.account, way.object.object, ObjectKind::content,
                            way.object.period};
    const Secret object_key =
        vault::unwrap_object_key(Secret::copy_of(period->view()), label, *wrap);
    item.octets.reserve(kOnTheHeap);
    if (!read_parts(reader, label, object_key, parts, item.octets)) {
        wipe(item.octets);
        item.octets.clear();
        return false;
    }
    item.date = take_stored_date(item.octets);
    item.data_class = way.object.data_class;
    item.number = number(way.object.object);
    return true;
}

std::optional<DisclosedItem> Extraction::State::open_any(sql::Readers::Lease& reader,
                                                         const std::vector<Candidate>& ways) {
    std::exception_ptr fault;
    for (const Candidate& way : ways) {
        DisclosedItem item;
        try {
            if (!open(reader, way, item)) continue;
        } catch (const StorageError&) {
            fault = std::current_exception();
            continue;
        }
        if (!in_window(item.date)) return {};
        return item;
    }
    if (fault) {
        damage = fault;
    } else {
        ++unopened;
    }
    return {};
}

Extraction::Extraction(std::unique_ptr<State> state) : state_(std::move(state)) {}
Extraction::Extraction(Extraction&&) noexcept = default;
Extraction& Extraction::operator=(Extraction&&) noexcept = default;
Extraction::~Extraction() = default;

std::vector<DisclosedItem> Extraction::next() {
    State& state = *state_;
    auto reader = state.store.reader();
    sql::Transaction snapshot(reader.connection(), sql::Transaction::Kind::read);
    std::vector<DisclosedItem> batch;
    std::size_t octets = 0;
    // Before each batch: an objection, or the end of the order, stops what has begun.
    if (!state.gate.still_stands(state.grant)) throw policy::Denied(policy::Decision{});
    while (state.next != state.candidates.cend() && batch.size() < kBatchItems &&
           octets < kBatchOctets) {
        if (auto item = state.open_any(reader, state.next->second)) {
            octets += item->octets.size();
            batch.push_back(std::move(*item));
        }
        ++state.next;
    }
    if (batch.empty() && state.damage) std::rethrow_exception(std::exchange(state.damage, nullptr));
    return batch;
}

std::uint64_t Extraction::unopened() const noexcept { return state_->unopened; }

// --- Disclosure ---------------------------------------------------------------------------------

namespace {

// Only what the extent's candidates are wrapped under, and only what fits its commitment.
void keep_fitting(OpenedKeys& opened, const Candidates& candidates,
                  const std::vector<DisclosableKey>& listed, AccountId account) {
    const auto wanted = wrapping_keys(candidates);
    std::map<std::uint64_t, const DisclosableKey*> known;
    for (const DisclosableKey& key : listed) {
        if (wanted.contains(key.label.key_id)) known.emplace(key.label.key_id, &key);
    }
    std::erase_if(opened, [&](const auto& entry) { return !known.contains(entry.first); });
    for (const auto& [id, key] : opened) {
        const threshold::Label& label = known.at(id)->label;
        if (commitment_of(account, label)(key) != label.commitment) {
            throw Unacceptable("an opened key is not the one that its label commits to");
        }
    }
}

}  // namespace

std::set<std::uint64_t> wrapping_keys(const Candidates& candidates) {
    std::set<std::uint64_t> keys;
    for (const auto& [object, ways] : candidates) {
        for (const Candidate& way : ways) {
            keys.insert(number(way.object.period));
            if (number(way.object.hold_key) != 0) keys.insert(number(way.object.hold_key));
        }
    }
    return keys;
}

Extraction Disclosure::open(policy::Grant&& grant, OpenedKeys opened) {
    policy::Grant held =
        require(std::move(grant), policy::Action::extract, policy::ResourceType::legal_case);
    const auto extent = held.extent();
    const auto data_class = extent ? keyed(extent->data_class) : std::nullopt;
    if (!data_class || !extent->window_from || !extent->window_until) {
        throw Unacceptable("what is opened is of one account, one class with a date, and a window");
    }
    const Day from = day_of(*extent->window_from);
    const Day until = day_of(*extent->window_until);
    Candidates candidates;
    {
        auto reader = store_.reader();
        candidates = find_candidates(reader, vault_, extent->account, *data_class, from, until);
    }
    keep_fitting(opened, candidates,
                 vault_.disclosable_keys(extent->account, *data_class, from, until), extent->account);
    auto state = std::make_unique<Extraction::State>(
        Extraction::State{store_, gate_, std::move(held), *extent, std::move(opened),
                          std::move(candidates)});
    state->next = state->candidates.cbegin();
    return Extraction(std::move(state));
}

}  // namespace postvern::records

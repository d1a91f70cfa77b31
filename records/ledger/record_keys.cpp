#include "records/ledger/record_keys.hpp"

#include <charconv>
#include <map>

#include "records/vault/aead.hpp"
#include "records/vault/framing.hpp"
#include "records/vault/kdf.hpp"

namespace postvern::records::ledger {

namespace {

constexpr std::string_view kNameLabel = "ledger record key name";
// Keys held in memory; more are dropped and fetched anew.
constexpr std::size_t kMostHeld = 4096;

}  // namespace

RecordAudience audience_of(AccountId subject, Stream stream) {
    return {.officers = true, .person = stream == Stream::visible ? subject : policy::kNoAccount};
}

namespace {

template <typename Number>
std::optional<Number> number_of(std::string_view digits) {
    Number number{};
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc() || end != digits.data() + digits.size()) return {};
    return number;
}

}  // namespace

bool is_stream_key(std::string_view name) {
    const auto known = read_key_name(name);
    return known && !known->records;
}

std::optional<std::optional<std::int64_t>> term_of_key(std::string_view name) {
    constexpr std::string_view kTally = "ledger/tallies/";
    if (name.starts_with(kTally)) {
        const auto day = number_of<std::int32_t>(name.substr(kTally.size()));
        if (!day) return {};
        return end_of_tally_term(Day{*day});
    }
    const auto known = read_key_name(name);
    if (!known) return {};
    if (!known->records) return std::optional<std::int64_t>();
    return end_of_term(known->records->retention, known->records->month);
}

std::string key_reference_of(std::string_view name, const Secret& index_key) {
    const auto named = vault::Framing("ledger record key").text(name);
    return std::string(vault::hmac(index_key.view(), named.view()).view().substr(0, 16));
}

std::string opened_key_name(std::string_view sealed, const Secret& index_key) {
    return vault::open_small(index_key, kNameLabel, sealed, "ledger.db: the name of a record key");
}

RecordKeys::RecordKeys(sql::Connection& connection, LedgerKeys& keys, const SiteKeys& site)
    : keys_(keys),
      site_(site),
      select_id_(connection, "SELECT id FROM record_keys WHERE reference = ?"),
      insert_(connection, "INSERT INTO record_keys (reference, destroy_after, sealed_name) "
                          "VALUES (?, ?, ?) RETURNING id"),
      select_name_(connection, "SELECT sealed_name FROM record_keys WHERE id = ?"),
      select_all_(connection, "SELECT id, destroy_after, sealed_name FROM record_keys ORDER BY id"),
      remove_(connection, "DELETE FROM record_keys WHERE id = ?") {}

RecordKeys::Held RecordKeys::use(const std::string& name, std::optional<std::int64_t> destroy_after,
                                 const RecordAudience& audience) {
    if (const auto held = held_.find(name); held != held_.end()) {
        return held->second;
    }
    const std::string reference = key_reference_of(name, site_.index_key());
    const sql::Blob blob{reference};
    Secret key = keys_.record_key_for(name, audience);
    auto id = select_id_.integer(blob);
    if (!id) {
        const std::string sealed = vault::seal_small(site_.index_key(), kNameLabel, std::string_view(name));
        id = insert_.integer(blob, destroy_after, sql::Blob{sealed});
    }
    if (held_.size() >= kMostHeld) forget();
    return held_.insert_or_assign(name, Held{*id, std::make_shared<const Secret>(std::move(key))}).first->second;
}

std::optional<std::string> RecordKeys::name_of(std::int64_t id) {
    const auto sealed = select_name_.octets(id);
    if (!sealed) return {};
    return opened_key_name(*sealed, site_.index_key());
}

RecordKeyState RecordKeys::state(std::int64_t id) {
    const auto name = name_of(id);
    return name ? keys_.state(*name) : RecordKeyState::absent;
}

std::size_t RecordKeys::destroy_due(std::int64_t now) {
    return destroy([now](const Listed& key) { return key.destroy_after && *key.destroy_after <= now; });
}

std::size_t RecordKeys::destroy_named(std::string_view prefix) {
    return destroy([prefix](const Listed& key) { return key.name.starts_with(prefix); });
}

std::vector<RecordKeys::Listed> RecordKeys::list() {
    std::vector<Listed> listed;
    for (const auto& row : select_all_.query()) {
        const auto after = row.is_null(1) ? std::nullopt : std::optional(row.integer(1));
        listed.push_back({row.integer(0), after, opened_key_name(row.octets(2), site_.index_key())});
    }
    return listed;
}

std::size_t RecordKeys::destroy(const std::function<bool(const Listed&)>& is_due) {
    forget();
    std::size_t destroyed = 0;
    for (const Listed& key : list()) {
        if (!is_due(key)) continue;
        keys_.destroy(key.name);
        remove_.run(key.id);
        ++destroyed;
    }
    return destroyed;
}

std::size_t RecordKeys::give_up_due(std::int64_t month_end) {
    forget();
    std::size_t given_up = 0;
    for (const Listed& key : list()) {
        const auto name = read_key_name(key.name);
        // The restricted stream is the officers' alone: its entries could not be shown to whom they are about when
        // silence ends. Those copies stay until their term.
        const bool due = name && name->records && name->stream == Stream::visible &&
                         end_of(name->records->month) <= month_end;
        if (due && keys_.give_up(key.name)) ++given_up;
    }
    return given_up;
}

SealedKeys RecordKeys::seal_anew(std::span<const AccountId> people, const ReadingKey* by) {
    std::map<std::string, AccountId> by_names;
    for (const AccountId account : people) {
        by_names.emplace(key_names_of(site_.pseudonym_of(account)), account);
    }
    SealedKeys sealed;
    for (const Listed& key : list()) {
        const auto name = read_key_name(key.name);
        if (!name) continue;  // of tallies: they stay with the site
        const auto person = by_names.find(name->person);
        const bool known = person != by_names.end();
        const AccountId subject = known ? person->second : policy::kNoAccount;
        const RecordSealing sealing = keys_.seal(key.name, audience_of(subject, name->stream), by);
        ++sealed.keys;
        sealed.added += sealing.added ? 1 : 0;
        sealed.lacking += sealing.lacking ? 1 : 0;
    }
    return sealed;
}

}  // namespace postvern::records::ledger

#include "records/ledger/record_keys.hpp"

#include <charconv>
#include <vector>

#include "records/vault/aead.hpp"
#include "records/vault/framing.hpp"
#include "records/vault/kdf.hpp"

namespace postvern::records::ledger {

namespace {

constexpr std::string_view kNameLabel = "ledger record key name";
// Keys held in memory; more are dropped and fetched anew.
constexpr std::size_t kMostHeld = 4096;

std::string_view name(Stream stream) {
    return stream == Stream::restricted ? "restricted" : "visible";
}

}  // namespace

std::string key_names_of(const Pseudonym& subject) { return "ledger/" + hex(subject) + '/'; }

std::string record_key_name(const PrivateRecord& record) {
    return key_names_of(record.subject) + "records/" +
           std::to_string(static_cast<unsigned>(record.retention)) + '/' +
           to_string(month_of(record.moment)) + '/' + std::string(name(record.stream));
}

std::string stream_key_name(const Pseudonym& subject, Stream stream) {
    return key_names_of(subject) + "stream/" + std::string(name(stream));
}

std::string tally_key_name(Day day) {
    return "ledger/tallies/" + std::to_string(static_cast<std::int32_t>(day));
}

namespace {

// What stands behind the last but `count` strokes of a name.
std::vector<std::string_view> last_parts(std::string_view name, std::size_t count) {
    std::vector<std::string_view> parts;
    while (parts.size() < count) {
        const auto stroke = name.rfind('/');
        if (stroke == std::string_view::npos) return {};
        parts.insert(parts.begin(), name.substr(stroke + 1));
        name = name.substr(0, stroke);
    }
    return parts;
}

template <typename Number>
std::optional<Number> number_of(std::string_view digits) {
    Number number{};
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc() || end != digits.data() + digits.size()) return {};
    return number;
}

}  // namespace

bool is_stream_key(std::string_view name) {
    const auto parts = last_parts(name, 2);
    return parts.size() == 2 && parts[0] == "stream";
}

std::optional<std::optional<std::int64_t>> term_of_key(std::string_view name) {
    if (name.starts_with("ledger/tallies/")) {
        const auto day = number_of<std::int32_t>(last_parts(name, 1)[0]);
        if (!day) return {};
        return end_of_tally_term(Day{*day});
    }
    if (is_stream_key(name)) return std::optional<std::int64_t>();
    const auto parts = last_parts(name, 4);  // "records", class, month, stream
    if (parts.size() != 4 || parts[0] != "records" || parts[2].size() != 7) return {};
    const auto retention = number_of<unsigned>(parts[1]);
    const auto year = number_of<int>(parts[2].substr(0, 4));
    const auto month = number_of<unsigned>(parts[2].substr(5));
    if (!retention || !year || !month) return {};
    return end_of_term(RetentionClass{static_cast<std::uint8_t>(*retention)}, {*year, *month});
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

RecordKeys::Held RecordKeys::use(const std::string& name, std::optional<std::int64_t> destroy_after) {
    if (const auto held = held_.find(name); held != held_.end()) {
        return {held->second.id, held->second.key};
    }
    const std::string reference = key_reference_of(name, site_.index_key());
    const sql::Blob blob{reference};
    Secret key = keys_.record_key(name);
    auto id = select_id_.integer(blob);
    if (!id) {
        const std::string sealed = vault::seal_small(site_.index_key(), kNameLabel, std::string_view(name));
        id = insert_.integer(blob, destroy_after, sql::Blob{sealed});
    }
    if (held_.size() >= kMostHeld) held_.clear();
    const auto& kept = held_.insert_or_assign(name, Entry{*id, std::move(key)}).first->second;
    return {kept.id, kept.key};
}

std::optional<Secret> RecordKeys::find(std::int64_t id) {
    const auto sealed = select_name_.octets(id);
    if (!sealed) return {};
    return keys_.find_record_key(opened_key_name(*sealed, site_.index_key()));
}

std::size_t RecordKeys::destroy_due(std::int64_t now) {
    return destroy([now](std::optional<std::int64_t> destroy_after, const std::string&) {
        return destroy_after && *destroy_after <= now;
    });
}

std::size_t RecordKeys::destroy_named(std::string_view prefix) {
    return destroy([prefix](std::optional<std::int64_t>, const std::string& name) {
        return name.starts_with(prefix);
    });
}

std::size_t RecordKeys::destroy(
    const std::function<bool(std::optional<std::int64_t>, const std::string&)>& is_due) {
    forget();
    std::vector<std::pair<std::int64_t, std::string>> due;
    for (const auto& row : select_all_.query()) {
        auto name = opened_key_name(row.octets(2), site_.index_key());
        const auto after = row.is_null(1) ? std::nullopt : std::optional(row.integer(1));
        if (is_due(after, name)) due.emplace_back(row.integer(0), std::move(name));
    }
    for (const auto& [id, name] : due) {
        keys_.destroy(name);
        remove_.run(id);
    }
    return due.size();
}

}  // namespace postvern::records::ledger

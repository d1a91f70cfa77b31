#include "records/ledger/record_keys.hpp"

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
    const auto named = vault::Framing("ledger record key").text(name);
    const Secret reference = vault::hmac(site_.index_key().view(), named.view());
    const sql::Blob blob{reference.view().substr(0, 16)};
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

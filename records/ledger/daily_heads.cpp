#include "records/ledger/daily_heads.hpp"

#include <algorithm>
#include <bit>

#include "records/errors.hpp"
#include "records/ledger/lookup_tag.hpp"
#include "records/merkle/growth.hpp"
#include "records/vault/framing.hpp"
#include "records/vault/kdf.hpp"

namespace postvern::records::ledger {

namespace {

constexpr auto kRetention = RetentionClass::staff_access;

// A tree in memory.
class HeadTree final : public merkle::Subtrees {
  public:
    explicit HeadTree(std::span<const merkle::Hash> hashes) {
        merkle::Growth growth;
        for (const merkle::Hash& hash : hashes) {
            growth.append(hash, [this](merkle::Subtree at, const merkle::Hash& node) {
                if (levels_.size() <= at.level) levels_.resize(at.level + 1);
                levels_[at.level].push_back(node);
            });
        }
    }
    merkle::Hash hash_of(merkle::Subtree at) const override {
        return levels_.at(at.level).at(static_cast<std::size_t>(at.position));
    }
    merkle::TreeSize size() const { return levels_.front().size(); }

  private:
    std::vector<std::vector<merkle::Hash>> levels_;
};

merkle::Hash root_of(std::span<const merkle::Hash> hashes) {
    const HeadTree tree(hashes);
    return merkle::Tree(tree, tree.size()).root();
}

void pad(std::vector<merkle::Hash>& hashes) {
    const std::size_t size = std::bit_ceil(std::max(hashes.size(), kFewestHeads));
    while (hashes.size() < size) {
        hashes.push_back(merkle::hash_from(Secret::random(merkle::kHashSize).view()));
    }
}

std::vector<merkle::Hash> hashes_in(std::string_view octets) {
    std::vector<merkle::Hash> hashes;
    for (std::size_t at = 0; at + merkle::kHashSize <= octets.size(); at += merkle::kHashSize) {
        hashes.push_back(merkle::hash_from(octets.substr(at, merkle::kHashSize)));
    }
    const bool is_whole = hashes.size() * merkle::kHashSize == octets.size() &&
                          hashes.size() >= kFewestHeads && std::has_single_bit(hashes.size());
    if (!is_whole || !std::is_sorted(hashes.begin(), hashes.end())) {
        throw StorageError("the list of hashes is damaged");
    }
    return hashes;
}

PrivateRecord record_of(Day day, std::int64_t moment, std::string_view hashes, const SiteKeys& site) {
    PrivateRecord record;
    record.retention = kRetention;
    record.role = RecordedRole::system_job;
    record.day = day;
    record.moment = rounded_moment(kRetention, moment);
    record.actor = site.pseudonym_of(policy::Principal::job(policy::Job::ledger));
    record.subject = site.pseudonym_of(policy::kNoAccount);
    record.operation = kDailyHead;
    record.purpose = policy::name(policy::Purpose::accountability);
    record.data = RecordedData::access_record;
    record.outcome = policy::Outcome::granted;
    record.legal_basis = DailyHeads::statement_of(hashes);
    return record;
}

}  // namespace

std::string HalfHead::commitment() const {
    const auto message = vault::Framing("ledger daily head").number(count);
    return std::string(vault::hmac(seed.view(), message.view()).view());
}

DailyHeads::DailyHeads(sql::Connection& connection, RecordKeys& keys, const SiteKeys& site)
    : keys_(keys),
      site_(site),
      select_last_(connection, "SELECT max(day) FROM daily_heads"),
      insert_(connection, "INSERT INTO daily_heads (day, hashes) VALUES (?, ?)"),
      enter_(connection, "UPDATE daily_heads SET sequence = ? WHERE day = ?"),
      remove_(connection, "DELETE FROM daily_heads WHERE day = ?"),
      select_counter_(connection, "SELECT sealed_counter FROM streams WHERE reference = ?"),
      select_days_(connection, "SELECT day FROM daily_heads ORDER BY day") {}

HalfHead DailyHeads::half(const SiteKeys& site, AccountId account, Stream stream, Day day,
                          const std::optional<Secret>& stream_key, std::uint64_t count) {
    const auto message =
        vault::Framing("ledger daily head seed").number(static_cast<std::uint64_t>(day));
    const Secret key = count > 0 && stream_key
                           ? stream_key->clone()
                           : site.key_without_entries(site.pseudonym_of(account), stream);
    return {count, vault::hmac(key.view(), message.view())};
}

HalfHead DailyHeads::present_half(AccountId account, Stream stream, Day day) {
    const auto key = keys_.find(stream_key_name(site_.pseudonym_of(account), stream));
    return half(site_, account, stream, day, key, key ? next_in_stream(select_counter_, *key) : 0);
}

std::string DailyHeads::leaf(const HalfHead& visible, const HalfHead& restricted) {
    return visible.commitment() + restricted.commitment();
}

std::optional<PrivateRecord> DailyHeads::make(Day day, std::int64_t moment,
                                              std::span<const AccountId> accounts) {
    const auto last = select_last_.integer();
    if (last && *last >= static_cast<std::int32_t>(day)) return {};
    std::vector<merkle::Hash> hashes;
    hashes.reserve(accounts.size());
    for (const AccountId account : accounts) {
        hashes.push_back(merkle::leaf_hash(leaf(present_half(account, Stream::visible, day),
                                                present_half(account, Stream::restricted, day))));
    }
    pad(hashes);
    std::sort(hashes.begin(), hashes.end());
    std::string octets;
    for (const merkle::Hash& hash : hashes) octets += merkle::octets(hash);
    insert_.run(day, sql::Blob{octets});
    return record_of(day, moment, octets, site_);
}

void DailyHeads::enter(Day day, std::int64_t sequence) { enter_.run(sequence, day); }

void DailyHeads::remove_due(std::int64_t now) {
    std::vector<std::int64_t> due;
    for (const auto& row : select_days_.query()) {
        const auto after = end_of_term(kRetention, month_of(row.integer(0) * kSecondsPerDay));
        if (after && *after <= now) due.push_back(row.integer(0));
    }
    for (const std::int64_t day : due) remove_.run(day);
}

std::optional<DailyHeads::Published> DailyHeads::latest(sql::Connection& connection,
                                                        merkle::TreeSize published) {
    sql::Statement select(connection,
                          "SELECT day, daily_heads.sequence, hashes FROM daily_heads JOIN entries "
                          "ON entries.sequence = daily_heads.sequence WHERE leaf < ? "
                          "ORDER BY day DESC LIMIT 1");
    auto rows = select.query(published);
    const auto row = rows.next();
    if (!row) return {};
    return Published{Day{static_cast<std::int32_t>(row->integer(0))}, row->integer(1),
                     std::string(row->octets(2))};
}

std::string DailyHeads::statement_of(std::string_view hashes) {
    return std::string(kDailyHeadsAre) + records::hexadecimal(root_of(hashes_in(hashes)));
}

std::pair<std::uint64_t, merkle::InclusionProof> DailyHeads::inclusion(const Published& heads,
                                                                       const merkle::Hash& hash) {
    const std::vector<merkle::Hash> hashes = hashes_in(heads.hashes);
    const auto found = std::lower_bound(hashes.begin(), hashes.end(), hash);
    if (found == hashes.end() || *found != hash) {
        throw NotFound("the latest daily heads hold none of this account: it is newer, or entries are missing");
    }
    const auto index = static_cast<std::uint64_t>(found - hashes.begin());
    const HeadTree tree(hashes);
    return {index, merkle::Tree(tree, tree.size()).inclusion_proof(index)};
}

}  // namespace postvern::records::ledger

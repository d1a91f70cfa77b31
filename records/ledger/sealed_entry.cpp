#include "records/ledger/sealed_entry.hpp"

#include "records/errors.hpp"
#include "records/ledger/big_endian.hpp"
#include "records/ledger/site_keys.hpp"
#include "records/vault/aead.hpp"
#include "records/vault/drawn_octets.hpp"
#include "records/vault/framing.hpp"

namespace postvern::records::ledger {

namespace {

constexpr char kVersion = '\1';
constexpr std::size_t kSeedSize = vault::kSeedOctets;
// Of the number in a key reference: the entry is in the restricted stream.
constexpr std::uint64_t kRestrictedBit = std::uint64_t{1} << 63;

// Binds a seal to its entry, so that no entry's octets can be put in another's place.
vault::Framing bound_to(std::string_view what, const Commitment& commitment, const LookupTag& tag) {
    vault::Framing framing(what);
    framing.text(merkle::octets(commitment));
    framing.text({reinterpret_cast<const char*>(tag.data()), tag.size()});
    return framing;
}

std::uint64_t opened_reference(const SealedEntry& entry, const Secret& index_key) {
    const auto label = bound_to("ledger key reference", entry.commitment, entry.tag);
    const std::string number =
        vault::open_small(index_key, label.view(), entry.key_reference, "the key reference");
    if (number.size() != 8) throw StorageError("the key reference is damaged: it has a wrong length");
    return big_endian<std::uint64_t>(number);
}

}  // namespace

SealedEntry seal_entry(const PrivateRecord& record, const Secret& index_key, std::int64_t key_id,
                       const Secret& record_key) {
    const std::string octets = encode(record);
    const Secret seed = vault::draw_seed();
    SealedEntry entry{commitment_to(seed, octets), record.tag, {}, {}};

    std::string id;
    append_big_endian(id, static_cast<std::uint64_t>(key_id) |
                              (record.stream == Stream::restricted ? kRestrictedBit : 0));
    const auto reference = bound_to("ledger key reference", entry.commitment, entry.tag);
    entry.key_reference = vault::seal_small(index_key, reference.view(), std::string_view(id));

    std::string plain(seed.view());
    plain += octets;
    const auto label = bound_to("ledger entry", entry.commitment, entry.tag);
    entry.sealed = kVersion + vault::seal_small(record_key, label.view(), std::string_view(plain));
    wipe(plain);
    return entry;
}

std::int64_t key_id_of(const SealedEntry& entry, const Secret& index_key) {
    return static_cast<std::int64_t>(opened_reference(entry, index_key) & ~kRestrictedBit);
}

Stream stream_of(const SealedEntry& entry, const Secret& index_key) {
    const bool restricted = (opened_reference(entry, index_key) & kRestrictedBit) != 0;
    return restricted ? Stream::restricted : Stream::visible;
}

OpenedEntry open_whole_entry(const SealedEntry& entry, const Secret& record_key) {
    if (entry.sealed.empty() || entry.sealed[0] != kVersion) {
        throw StorageError("the sealed record is of an unknown format");
    }
    const auto label = bound_to("ledger entry", entry.commitment, entry.tag);
    std::string plain = vault::open_small(
        record_key, label.view(), std::string_view(entry.sealed).substr(1), "the sealed record");
    if (plain.size() != kSeedSize + kPrivateRecordSize) {
        throw StorageError("the sealed record is damaged: it has a wrong length");
    }
    Secret seed = Secret::copy_of(std::string_view(plain).substr(0, kSeedSize));
    std::string octets = plain.substr(kSeedSize);
    const bool committed = commitment_to(seed, octets) == entry.commitment;
    auto record = decode_private_record(octets);
    wipe(plain);
    if (!committed || !record || record->tag != entry.tag) {
        throw StorageError("the private record is not the one that its leaf commits to");
    }
    return {std::move(seed), std::move(octets), *std::move(record)};
}

PrivateRecord open_entry(const SealedEntry& entry, const Secret& record_key) {
    return open_whole_entry(entry, record_key).record;
}

}  // namespace postvern::records::ledger

#include "records/ledger/lookup_tag.hpp"

#include <algorithm>

#include "records/errors.hpp"
#include "records/ledger/big_endian.hpp"
#include "records/vault/aead.hpp"
#include "records/vault/framing.hpp"
#include "records/vault/kdf.hpp"

namespace postvern::records::ledger {

LookupTag tag_of(const Secret& stream_key, std::uint64_t counter) {
    const auto message = vault::Framing("ledger lookup tag").number(counter);
    const Secret hash = vault::hmac(stream_key.view(), message.view());
    LookupTag tag;
    std::copy_n(hash.data(), tag.size(), tag.begin());
    return tag;
}

std::string reference_of(const Secret& stream_key) {
    const vault::Framing message("ledger stream reference");
    return std::string(vault::hmac(stream_key.view(), message.view()).view().substr(0, 16));
}

std::uint64_t opened_counter(const Secret& stream_key, std::string_view reference, std::string_view sealed) {
    const std::string octets =
        vault::open_small(stream_key, reference, sealed, "ledger.db: a stream's counter");
    if (octets.size() != 8) throw StorageError("ledger.db: a stream's counter is damaged");
    return big_endian<std::uint64_t>(octets);
}

std::uint64_t next_in_stream(sql::Statement& select_counter, const Secret& stream_key) {
    const std::string reference = reference_of(stream_key);
    const auto sealed = select_counter.octets(sql::Blob{reference});
    return sealed ? opened_counter(stream_key, reference, *sealed) : 0;
}

}  // namespace postvern::records::ledger

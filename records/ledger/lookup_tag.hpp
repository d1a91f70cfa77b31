// What a stream's key gives: the lookup tags of its entries, the name of its row, and how many entries it has.
// Pure functions, but for the last, which reads.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "records/ledger/leaf.hpp"
#include "records/sql/statement.hpp"
#include "records/vault/secret.hpp"

namespace postvern::records::ledger {

// PRF(stream key, counter): of the stream's entry number `counter`, from 0.
LookupTag tag_of(const Secret& stream_key, std::uint64_t counter);

// Under what its row in `streams` is found without naming anybody; 16 octets.
std::string reference_of(const Secret& stream_key);

// What `sealed` counts, of the row `reference`. Throws StorageError when it is damaged.
std::uint64_t opened_counter(const Secret& stream_key, std::string_view reference, std::string_view sealed);

// How many entries the stream has, which is the next one's number. `select_counter` selects the sealed counter by
// reference. Throws StorageError when it is damaged.
std::uint64_t next_in_stream(sql::Statement& select_counter, const Secret& stream_key);

}  // namespace postvern::records::ledger

// How much is stored, as the statistics may know it: a sum that is clipped account by account. Thread-safe.
#pragma once

#include <cstdint>

namespace postvern::records {

class Store;

// The sum, over all accounts, of what each holds in `unit` octets, rounded up and at most `most`. *Blocking.* Throws what
// the store throws.
std::uint64_t stored_units(Store& store, std::uint64_t unit, std::uint64_t most);

}  // namespace postvern::records

#include "records/statistics/stored.hpp"

#include "records/archive/store.hpp"

namespace postvern::records {

std::uint64_t stored_units(Store& store, std::uint64_t unit, std::uint64_t most) {
    auto reader = store.reader();
    const auto size = static_cast<std::int64_t>(unit);
    const auto sum = reader("SELECT SUM(MIN((used + ? - 1) / ?, ?)) FROM accounts")
                         .integer(size, size, static_cast<std::int64_t>(most));
    return static_cast<std::uint64_t>(sum.value_or(0));  // no account: no sum
}

}  // namespace postvern::records

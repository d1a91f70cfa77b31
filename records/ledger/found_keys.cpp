#include "records/ledger/found_keys.hpp"

namespace postvern::records::ledger {

const FoundKey& FoundKeys::find(std::int64_t id) {
    const auto known = found_.find(id);
    if (known != found_.end()) return known->second;
    return found_.emplace(id, look_up(id)).first->second;
}

FoundKey FoundKeys::look_up(std::int64_t id) {
    const auto name = keys_.name_of(id);
    const auto read = name ? read_key_name(*name) : std::nullopt;
    if (!read || !read->records) return {};
    const auto end = end_of_term(read->records->retention, read->records->month);
    if (end && *end <= now_) return {};
    FoundKey found{keys_.find(*name, opener_), {}};
    if (!found.key && keys_.state(*name) == RecordKeyState::sealed) found.name = read;
    return found;
}

}  // namespace postvern::records::ledger

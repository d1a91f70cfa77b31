#include "services/control/ledger/reading_key.hpp"

namespace postvern::services::control {

void set_reading_key(Arguments& arguments, std::string_view name, const records::ReadingKey& key) {
    arguments.set(name, key.to_text());
}

std::optional<records::ReadingKey> reading_key_in(const Arguments& arguments) {
    const auto text = arguments.find("record-key");
    if (!text) return {};
    return records::ReadingKey::of_text(*text);
}

}  // namespace postvern::services::control

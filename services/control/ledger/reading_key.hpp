// The private key that opens records, as it goes with a command.
#pragma once

#include <optional>

#include "records/reading_key.hpp"
#include "services/control/arguments.hpp"

namespace postvern::services::control {

// Puts it under `name`; the arguments wipe it when they go.
void set_reading_key(Arguments& arguments, std::string_view name, const records::ReadingKey& key);

// What --record-key brought; absent without. Throws records::Unacceptable for what is no key.
std::optional<records::ReadingKey> reading_key_in(const Arguments& arguments);

}  // namespace postvern::services::control

// Flags between wire and store: system flags are bits on both sides, yet other ones; keywords are
// names on the wire and bits of the account's table in the store. Pure functions.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "records/view.hpp"
#include "services/imap/grammar/flags.hpp"

namespace postvern::services::imap {

// Names of the account's keywords by bit. Shared with those who evaluate a search on another thread.
using Keywords = std::shared_ptr<const std::vector<std::string>>;

// The store's bits of the system flags in `flags`.
std::uint8_t system_bits(const grammar::FlagSet& flags) noexcept;
std::uint8_t system_bit(grammar::SystemFlag flag) noexcept;  // 0 for \Recent

// Whether `keywords` names every keyword bit that is set.
bool covers(const Keywords& keywords, std::uint64_t bits) noexcept;

// The bit of a keyword, in any case; absent: no message of the account has ever had it.
std::optional<std::uint64_t> keyword_bit(const Keywords& keywords, std::string_view name) noexcept;

// As the client sees them. Bits without a name are left out.
grammar::FlagSet wire_flags(const records::Flags& flags, const Keywords& keywords);

// All flags there are: of FLAGS in answer to SELECT.  RFC 9051 7.3.5
grammar::FlagSet every_flag(const Keywords& keywords);

}  // namespace postvern::services::imap

// The files of a rulebook, and the hash that names them, as plain values: to hold them decides
// nothing. What decides by them is made by policy/assembly.hpp alone.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace postvern::policy {

// A file of the rulebook: its name for messages, and its text.
struct RulebookFile {
    std::string name;
    std::string text;
    friend bool operator==(const RulebookFile&, const RulebookFile&) = default;
};

// The SHA-256 of a rulebook, that is of the names (without directories) and texts of its files in
// their order, each ended by a zero octet. Its first octets are the RulebookVersion of every
// decision and record.
using RulebookHash = std::array<std::uint8_t, 32>;
using Sha256Port = std::function<RulebookHash(std::string_view)>;  // thread-safe

// What names `rulebook`. Thread-safe.
RulebookHash hash_rulebook(std::span<const RulebookFile> rulebook, const Sha256Port& sha256);

}  // namespace postvern::policy

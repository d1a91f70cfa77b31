#include "services/imap/flags.hpp"

#include <array>
#include <utility>

#include "services/imap/grammar/characters.hpp"

namespace postvern::services::imap {

namespace {

using Wire = grammar::SystemFlag;
using Stored = records::SystemFlag;

constexpr std::array<std::pair<Wire, std::uint8_t>, 5> kPairs{{
    {Wire::answered, Stored::answered},
    {Wire::flagged, Stored::flagged},
    {Wire::deleted, Stored::deleted},
    {Wire::seen, Stored::seen},
    {Wire::draft, Stored::draft},
}};

}  // namespace

std::uint8_t system_bit(grammar::SystemFlag flag) noexcept {
    for (const auto& [wire, stored] : kPairs) {
        if (wire == flag) return stored;
    }
    return 0;
}

std::uint8_t system_bits(const grammar::FlagSet& flags) noexcept {
    std::uint8_t bits = 0;
    for (const auto& [wire, stored] : kPairs) {
        if (flags.has(wire)) bits |= stored;
    }
    return bits;
}

bool covers(const Keywords& keywords, std::uint64_t bits) noexcept {
    const std::size_t known = keywords ? keywords->size() : 0;
    return known >= 64 || (bits >> known) == 0;
}

std::optional<std::uint64_t> keyword_bit(const Keywords& keywords, std::string_view name) noexcept {
    if (!keywords) return std::nullopt;
    for (std::size_t bit = 0; bit < keywords->size(); ++bit) {
        if (grammar::equal_ignoring_case((*keywords)[bit], name)) return std::uint64_t{1} << bit;
    }
    return std::nullopt;
}

grammar::FlagSet wire_flags(const records::Flags& flags, const Keywords& keywords) {
    grammar::FlagSet set;
    for (const auto& [wire, stored] : kPairs) {
        if ((flags.system & stored) != 0) set.set(wire);
    }
    if (flags.keywords == 0 || !keywords) return set;
    for (std::size_t bit = 0; bit < keywords->size(); ++bit) {
        if ((flags.keywords >> bit & 1) != 0) set.keywords.push_back((*keywords)[bit]);
    }
    return set;
}

grammar::FlagSet every_flag(const Keywords& keywords) {
    grammar::FlagSet set;
    for (const auto& [wire, stored] : kPairs) set.set(wire);
    if (keywords) set.keywords = *keywords;
    return set;
}

}  // namespace postvern::services::imap

// A court order as validators sign it: what the officer who entered it took from the instrument, in one text.
// Whoever reads it, a device or the server, reads the same. docs/formats/disclosure-documents.md. Plain values.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compliance/disclosure/signing.hpp"

namespace postvern::compliance::disclosure {

using CaseReference = std::array<std::uint8_t, 16>;

// As in a label; subscriber data have no period keys.
enum class OrderedClass : std::uint8_t { mail = 1, calendar = 2, contacts = 3, files = 4, subscriber = 5 };

struct CourtOrder {
    std::string text;  // the exact octets
    Hash hash{};       // SHA-256 of the text

    CaseReference case_reference{};
    std::vector<std::string> accounts;   // canonical primary addresses, each once
    std::vector<OrderedClass> classes;   // each once
    std::int64_t window_from = 0;        // Unix seconds; empty, from == until, in an order for subscriber data alone
    std::int64_t window_until = 0;       // exclusive
    std::int64_t in_force_from = 0;
    std::int64_t in_force_until = 0;     // exclusive, later
    Hash recipient{};                    // SHA-256 of the DER certificate that the bag is encrypted to
    Hash court_recipient{};              // zeros unless a privilege is flagged
    bool is_privileged = false;
    // Names of lines for which nobody may sign: what is needed is "none", the owner is under no suspicion (ISP-38),
    // counsel is required and not appointed.
    std::vector<std::string> defects;
    // Every line as it stands, for people: name and value, both printable.
    std::vector<std::pair<std::string, std::string>> lines;
};

inline constexpr std::size_t kLargestOrder = 64 * 1024;  // octets
inline constexpr std::size_t kMostAccounts = 64;

// Throws SyntaxError.
CourtOrder parse_order(std::string_view text);

// Whether the UTC day (days since 1970-01-01) has a moment in the order's window.
bool in_window(const CourtOrder& order, std::int64_t day);
bool names_class(const CourtOrder& order, std::uint8_t data_class);

std::string_view name(OrderedClass data_class);

}  // namespace postvern::compliance::disclosure

// What postvern-verify knows of a transparency report: that its figures are those of the commitments that it lists, and
// what of them is opened. docs/formats/transparency-report.md. Shares no line with the server. Plain values; throw Fault.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compliance/verify/verifier.hpp"

namespace postvern::compliance::verify {

inline constexpr std::size_t kLargestReport = std::size_t{64} * 1024 * 1024;  // octets

struct Figure {
    std::string instrument, country, outcome, period;
    std::uint64_t count = 0, opened = 0;
    std::vector<std::string> commitments;  // 64 digits each, ascending
};
struct Report {
    std::string publisher, site, from, until, made, previous, root;  // previous: empty for the first
    std::uint64_t cases = 0;
    std::vector<Figure> figures;
};
// The canonical JSON and nothing else, whose counts, openings and root were recomputed.
Report open_report(std::string_view json);

// Throws unless `signature`, the line of a signed note, is of the data protection officer's key (32 octets) over `json`.
void check_report_signature(std::string_view json, std::string_view signature, std::string_view key);

// The figure that counts the case of this random number (32 octets), opened or not; absent: none does.
std::optional<std::size_t> figure_that_counts(const Report& report, std::string_view random);

std::string in_words(const Report& report);

}  // namespace postvern::compliance::verify

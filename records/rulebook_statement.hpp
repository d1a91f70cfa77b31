// What the officers of the house sign so that a rulebook comes into force: which rules, at which
// site, in the place of which, and when they are to be looked at again. A text of six lines, the
// body of a signed note (C2SP signed-note). Format: docs/formats/rulebook-statement.md. Values and
// pure functions, thread-safe.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "policy/rulebook_file.hpp"
#include "records/officer_key.hpp"

namespace postvern::records {

// Who signs, each another person: the controller, and somebody beside them (ISP-65, ISP-70).
inline constexpr std::array kSigningOffices = {policy::StaffRole::managing_director,
                                               policy::StaffRole::second_officer};

struct RulebookStatement {
    std::string site;          // origin of the checkpoints of the site's access record
    std::uint64_t number = 0;  // of this rulebook among all that were in force there, 1-based
    policy::RulebookHash rulebook{};
    policy::RulebookHash replaces{};  // the one before, number - 1
    std::chrono::sys_days review{};   // last day on which nobody has to ask whether it still fits
    friend bool operator==(const RulebookStatement&, const RulebookStatement&) = default;
};

// The text that is signed; ends in a newline.
std::string to_text(const RulebookStatement& statement);
// Absent unless `text` is exactly what to_text() gives for some statement.
std::optional<RulebookStatement> parse_statement(std::string_view text);

// "2027-05-01"
std::string to_text(std::chrono::sys_days day);

// A file that holds a statement, whether or not somebody signed it yet. Throws Unacceptable for
// anything else.
RulebookStatement read_statement(std::string_view file);
// `file` with one signature more. Throws Unacceptable for what holds no statement, where this key
// signed in that office already, and for an office that does not sign rulebooks.
std::string sign_statement(std::string_view file, policy::StaffRole office,
                           const OfficerSigningKey& key);

}  // namespace postvern::records

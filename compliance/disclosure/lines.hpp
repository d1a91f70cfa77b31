// Texts of lines "name: value", LF at their ends: written, and read with nothing passed over. Every document of this
// folder has one text for one meaning. Throws SyntaxError, with the line.
#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "compliance/disclosure/refused.hpp"

namespace postvern::compliance::disclosure {

std::string to_hex(std::span<const std::uint8_t> octets);
// Into all of `out`; false for anything but that many digits in small letters.
bool from_hex(std::string_view digits, std::span<std::uint8_t> out);

// "2027-03-01T09:30:00Z", of the years 1970 to 9999.
std::string to_moment(std::int64_t unix_seconds);
std::optional<std::int64_t> from_moment(std::string_view text);
// "2027-03-01", of days since 1970-01-01.
std::string to_date(std::int64_t day);

// UTF-8 of 1 to `most` octets that shows as it reads: no control characters, none that turn the direction of
// writing, no blank at either end.
bool is_plain(std::string_view text, std::size_t most);

class LineReader {
  public:
    explicit LineReader(std::string_view text) : rest_(text) {}

    std::size_t line() const { return line_; }
    bool at_end() const { return rest_.empty(); }
    // Whether the next line is "name: ..." or "name:".
    bool is_next(std::string_view name) const;
    // What is left, from the next line on.
    std::string_view rest() const { return rest_; }

    void expect_line(std::string_view whole);
    void expect_end();
    std::string_view value(std::string_view name);
    template <std::size_t N>
    void hex(std::string_view name, std::array<std::uint8_t, N>& out) {
        if (!from_hex(value(name), out)) refuse(name, std::to_string(2 * N) + " hexadecimal digits in small letters");
    }
    std::uint64_t number(std::string_view name, std::uint64_t most);
    std::int64_t moment(std::string_view name);
    // The lines below "name:" that begin with two blanks, without those.
    std::string block(std::string_view name);

    // For the line that was read last.
    [[noreturn]] void refuse(std::string_view name, const std::string& expected) const;

  private:
    std::string_view take();

    std::string_view rest_;
    std::size_t line_ = 0;
};

// The text of a block named `name`.
std::string to_block(std::string_view name, std::string_view text);

}  // namespace postvern::compliance::disclosure

// Boundary delimiter lines of the multiparts that are open at one point of a message.
// Thread safety: a value; borrows the message.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace postvern::records::format {

// A line that delimits a part of the open multipart `level` (0-based, outermost first).
struct Delimiter {
    std::size_t level = 0;
    bool closing = false;   // "--boundary--"
    std::size_t begin = 0;  // of the line, in the message
    std::size_t end = 0;    // after its line end
};

// The stack of open boundaries. A line delimits if it is "--", the boundary, "--" for the closing
// one, and white space. RFC 2046 5.1.1 would take any line that begins so; that lets "--ab" end a
// part of boundary "a", and no generator writes it: the common parsers all ask for the whole line,
// and so does this one.
class Delimiters {
  public:
    explicit Delimiters(std::string_view message) : message_(message) {}

    void open(std::string boundary);
    void close_innermost();
    std::size_t open_count() const { return open_.size(); }

    // The delimiter that the line at `begin` is, if any. Where boundaries are equal the innermost
    // wins.
    std::optional<Delimiter> at(std::size_t begin) const;
    // The first delimiter at or after `begin`, the start of a line.
    std::optional<Delimiter> find(std::size_t begin) const;

  private:
    std::optional<std::size_t> level_of(const std::string& boundary) const;

    std::string_view message_;
    std::vector<std::string> open_;
    // Levels by boundary, ascending: a hundred open multiparts cost a line no more than one.
    std::unordered_map<std::string, std::vector<std::size_t>> levels_;
};

}  // namespace postvern::records::format

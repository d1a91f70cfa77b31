// Rule text and its name. A SourceText is checked once (size, UTF-8) and immutable afterwards, so
// that threads may share it; everything behind it may rely on well-formed UTF-8.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "policy/language/position.hpp"
#include "policy/language/syntax_error.hpp"

namespace postvern::policy::language {

// A rule file as read: its name for messages, and its octets.
struct Source {
    std::string name;
    std::string text;
};

class SourceText {
  public:
    // Throws SyntaxError if the text exceeds kMaxSourceOctets or is not UTF-8.
    explicit SourceText(Source source);

    const std::string& name() const { return source_.name; }
    std::string_view text() const { return source_.text; }
    std::string_view text(Span span) const;

    // Line and column of the octet at `offset` (0-based; the end of the text is a valid place).
    Position position(std::size_t offset) const;

    // The error "problem" at `offset`, with its line as excerpt.
    SyntaxError error(std::size_t offset, std::string problem) const;

  private:
    std::string_view line_text(std::size_t line) const;

    Source source_;
    std::vector<std::uint32_t> line_starts_;
};

}  // namespace postvern::policy::language

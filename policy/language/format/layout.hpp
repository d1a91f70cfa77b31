// Text with places where lines may break. A group stays on one line if it fits there with what
// follows it up to the next such place; otherwise it breaks at all of its own, the groups inside it
// each decide anew. Comments run to the end of their line and so force a break. Not thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace postvern::policy::language {

class Layout {
  public:
    void text(std::string_view text) { add(Kind::text, std::string(text)); }
    // A space, or a line break where the group breaks; and nothing, or a line break.
    void space_or_break() { add(Kind::space_or_break, " "); }
    void break_if_needed() { add(Kind::break_if_needed, {}); }
    void line_break() { add(Kind::line_break, {}); }
    void empty_line() { add(Kind::empty_line, {}); }
    // Behind what stands on the line, and on a line of its own. Texts from "//" on.
    void trailing_comment(std::string comment) { add(Kind::trailing_comment, std::move(comment)); }
    void own_line_comment(std::string comment) { add(Kind::own_line_comment, std::move(comment)); }

    void begin_group() { add(Kind::begin_group, {}); }
    // A comment at the very end does not break the group: it stands behind it.
    void end_group();
    void indent() { add(Kind::indent, {}); }
    void outdent() { add(Kind::outdent, {}); }

    // Everything, in lines of at most `width` characters where that can be; ends with a line break
    // unless it is empty.
    std::string render(std::size_t width) const;

  private:
    enum class Kind : std::uint8_t {
        text,
        space_or_break,
        break_if_needed,
        line_break,
        empty_line,
        trailing_comment,
        own_line_comment,
        begin_group,
        end_group,
        indent,
        outdent,
    };
    struct Part {
        Kind kind;
        std::string text;
    };
    class Renderer;

    void add(Kind kind, std::string text) { parts_.push_back({kind, std::move(text)}); }
    std::vector<std::size_t> group_widths() const;

    std::vector<Part> parts_;
};

}  // namespace postvern::policy::language

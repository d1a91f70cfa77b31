#include "policy/language/format/layout.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "policy/language/utf8.hpp"

namespace postvern::policy::language {

namespace {

constexpr std::size_t kIndent = 4;
constexpr std::size_t kNeverFits = std::numeric_limits<std::size_t>::max() / 4;

}  // namespace

void Layout::end_group() {
    const bool commented = !parts_.empty() && parts_.back().kind == Kind::trailing_comment;
    parts_.push_back({Kind::end_group, {}});
    if (commented) std::swap(parts_.back(), parts_[parts_.size() - 2]);
}

// Writes the parts one by one. Indentation is written with the first text of a line, so that no
// line ends in spaces.
class Layout::Renderer {
  public:
    Renderer(std::vector<std::size_t> group_widths, std::size_t width)
        : group_widths_(std::move(group_widths)), width_(width) {}

    void write(std::size_t index, const Part& part) {
        switch (part.kind) {
            case Kind::text:
                return put(part.text);
            case Kind::space_or_break:
            case Kind::break_if_needed:
                if (!broken_.empty() && !broken_.back()) return put(part.text);
                return break_line();
            case Kind::line_break:
                return break_line();
            case Kind::empty_line:
                break_line();
                if (!output_.empty() && !output_.ends_with("\n\n")) output_.push_back('\n');
                return;
            case Kind::trailing_comment:
                return put_comment((column_ == 0 ? "" : "  ") + part.text);
            case Kind::own_line_comment:
                break_line();
                return put_comment(part.text);
            case Kind::begin_group:
                return broken_.push_back(column_or_indent() + group_widths_[index] > width_);
            case Kind::end_group:
                return broken_.pop_back();
            case Kind::indent:
                ++depth_;
                return;
            case Kind::outdent:
                --depth_;
                return;
        }
    }

    std::string finish() {
        break_line();
        return std::move(output_);
    }

  private:
    std::size_t column_or_indent() const { return column_ == 0 ? depth_ * kIndent : column_; }

    void put(std::string_view text) {
        if (commented_) break_line();
        if (column_ == 0) {
            text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
            if (text.empty()) return;
            column_ = depth_ * kIndent;
            output_.append(column_, ' ');
        }
        output_ += text;
        column_ += count_code_points(text);
    }

    void put_comment(std::string_view comment) {
        put(comment);
        commented_ = true;
    }

    // Ends the line if anything stands on it.
    void break_line() {
        commented_ = false;
        if (column_ == 0) return;
        while (output_.ends_with(' ')) output_.pop_back();
        output_.push_back('\n');
        column_ = 0;
    }

    std::vector<std::size_t> group_widths_;
    std::size_t width_;
    std::string output_;
    std::vector<bool> broken_;
    std::size_t depth_ = 0;
    std::size_t column_ = 0;  // 0: nothing stands on the line yet
    bool commented_ = false;  // a comment ended the line
};

// For each beginning of a group, by index of part: its width on one line, with what follows it up
// to the next place to break.
std::vector<std::size_t> Layout::group_widths() const {
    std::vector<std::size_t> widths(parts_.size());
    std::size_t behind = 0;    // width from here to the end of all, all on one line
    std::size_t to_break = 0;  // from here to the next place to break
    std::size_t comments = 0;  // comments and fixed breaks from here to the end of all
    struct Open {
        std::size_t behind;
        std::size_t to_break;
        std::size_t comments;
    };
    std::vector<Open> open;
    for (std::size_t index = parts_.size(); index-- > 0;) {
        const Part& part = parts_[index];
        const std::size_t size = count_code_points(part.text);
        switch (part.kind) {
            case Kind::text:
                behind += size;
                to_break += size;
                break;
            case Kind::space_or_break:
            case Kind::break_if_needed:
                behind += size;
                to_break = 0;
                break;
            case Kind::end_group:
                open.push_back({behind, to_break, comments});
                break;
            case Kind::begin_group:
                widths[index] = comments != open.back().comments
                                    ? kNeverFits
                                    : behind - open.back().behind + open.back().to_break;
                open.pop_back();
                break;
            case Kind::indent:
            case Kind::outdent:
                break;
            default:  // comments and fixed breaks
                ++comments;
                to_break = 0;
                break;
        }
    }
    return widths;
}

std::string Layout::render(std::size_t width) const {
    Renderer renderer(group_widths(), width);
    for (std::size_t index = 0; index < parts_.size(); ++index) {
        renderer.write(index, parts_[index]);
    }
    return renderer.finish();
}

}  // namespace postvern::policy::language

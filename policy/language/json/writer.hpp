// Writes JSON text (RFC 8259), indented by two spaces, or on one line. Not thread-safe. Brackets
// nest no deeper than kMaxJsonDepth, for no reader would take them: beyond it, std::length_error.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace postvern::policy::language::json {

// `text` as a JSON string, quoted and escaped. `text` is UTF-8.
std::string to_quoted(std::string_view text);

class Writer {
  public:
    enum class Layout : std::uint8_t { indented, one_line };

    explicit Writer(Layout layout = Layout::indented) : layout_(layout) {}

    // Values, in the order of the text. Inside an object each follows a name().
    void begin_object() { open('{'); }
    void end_object() { close('}'); }
    void begin_array() { open('['); }
    void end_array() { close(']'); }
    void name(std::string_view name);
    void string(std::string_view value) { put(to_quoted(value)); }
    void integer(std::int64_t value) { put(std::to_string(value)); }
    void boolean(bool value) { put(value ? "true" : "false"); }
    void null() { put("null"); }

    // A name and its value.
    void string(std::string_view member, std::string_view value) { name(member), string(value); }
    void integer(std::string_view member, std::int64_t value) { name(member), integer(value); }
    void boolean(std::string_view member, bool value) { name(member), boolean(value); }

    // All that was written; complete once everything begun has ended.
    const std::string& text() const { return text_; }

  private:
    void open(char bracket);
    void close(char bracket);
    void put(std::string_view value);
    void separate();
    void break_line();

    Layout layout_;
    std::string text_;
    std::vector<bool> filled_;  // per open bracket: whether something stands in it already
    bool named_ = false;        // a name was written, its value is due
};

}  // namespace postvern::policy::language::json

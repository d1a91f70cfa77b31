#include "policy/language/json/writer.hpp"

#include <stdexcept>

#include "policy/language/limits.hpp"

namespace postvern::policy::language::json {

// RFC 8259 7: what must be escaped are '"', '\' and the control characters.
std::string to_quoted(std::string_view text) {
    constexpr std::string_view kHex = "0123456789abcdef";
    std::string quoted = "\"";
    for (const char octet : text) {
        const auto value = static_cast<unsigned char>(octet);
        if (octet == '"' || octet == '\\') {
            quoted += {'\\', octet};
        } else if (octet == '\n') {
            quoted += "\\n";
        } else if (octet == '\t') {
            quoted += "\\t";
        } else if (octet == '\r') {
            quoted += "\\r";
        } else if (value < 0x20) {
            quoted += {'\\', 'u', '0', '0', kHex[value >> 4U], kHex[value & 0xFU]};
        } else {
            quoted.push_back(octet);
        }
    }
    quoted.push_back('"');
    return quoted;
}

void Writer::name(std::string_view name) {
    separate();
    text_ += to_quoted(name);
    text_ += layout_ == Layout::indented ? ": " : ":";
    named_ = true;
}

void Writer::put(std::string_view value) {
    separate();
    text_ += value;
}

void Writer::open(char bracket) {
    if (filled_.size() == kMaxJsonDepth) {
        throw std::length_error("JSON of at most " + std::to_string(kMaxJsonDepth) +
                                " levels of nesting cannot hold this");
    }
    separate();
    text_.push_back(bracket);
    filled_.push_back(false);
}

void Writer::close(char bracket) {
    const bool filled = filled_.back();
    filled_.pop_back();
    if (filled) break_line();
    text_.push_back(bracket);
}

// What stands between the last value and the next: nothing between a name and its value.
void Writer::separate() {
    if (named_ || filled_.empty()) {
        named_ = false;
        return;
    }
    if (filled_.back()) text_.push_back(',');
    filled_.back() = true;
    break_line();
}

void Writer::break_line() {
    if (layout_ == Layout::one_line) return;
    text_.push_back('\n');
    text_.append(2 * filled_.size(), ' ');
}

}  // namespace postvern::policy::language::json

#include "services/smtp/grammar/header.hpp"

#include <algorithm>

namespace postvern::services::smtp::grammar {
namespace {

bool is_field_name(std::string_view name) {
    // ftext: printable US-ASCII without colon.  RFC 5322 2.2
    return !name.empty() && std::all_of(name.begin(), name.end(),
                                        [](char c) { return c > ' ' && c <= '~' && c != ':'; });
}

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t") == text.npos; }

}  // namespace

Header::Header(std::string_view message) {
    for (std::size_t at = 0; at < message.size();) {
        const auto line_end = message.find("\r\n", at);
        if (line_end == message.npos) throw SyntaxError(at, "a line that ends with CRLF");
        const auto line = message.substr(at, line_end - at);
        const auto next = line_end + 2;
        if (line.empty()) return;
        if (line.front() == ' ' || line.front() == '\t') {
            // A continuation of spaces alone looks like the end of the header to some.
            if (fields_.empty() || is_blank(line)) throw SyntaxError(at, "a header field");
            Field& field = fields_.back();
            field.body = message.substr(field.begin, next - field.begin);
            field.body.remove_prefix(field.name.size() + 1);
            field.end = next;
        } else {
            const auto colon = line.find(':');
            const auto name = line.substr(0, colon);
            if (colon == line.npos || !is_field_name(name)) throw SyntaxError(at, "a header field");
            fields_.push_back(
                {name, message.substr(at + colon + 1, next - at - colon - 1), at, next});
        }
        at = next;
    }
}

std::size_t Header::count(std::string_view name) const {
    return static_cast<std::size_t>(
        std::count_if(fields_.begin(), fields_.end(),
                      [&](const Field& field) { return equal_ignoring_case(field.name, name); }));
}

const Field* Header::find(std::string_view name) const {
    const auto field = std::find_if(fields_.begin(), fields_.end(), [&](const Field& candidate) {
        return equal_ignoring_case(candidate.name, name);
    });
    return field == fields_.end() ? nullptr : &*field;
}

}  // namespace postvern::services::smtp::grammar

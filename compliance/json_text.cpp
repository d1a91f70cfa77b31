#include "compliance/json_text.hpp"

#include "compliance/requests/ascii.hpp"

namespace postvern::compliance {

namespace {

// The letter of a control character that has a short form; 0: it has none.
char short_form(char control) {
    switch (control) {
        case '\b': return 'b';
        case '\f': return 'f';
        case '\n': return 'n';
        case '\r': return 'r';
        case '\t': return 't';
        default: return 0;
    }
}

void append_control(std::string& json, char control) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    const auto octet = static_cast<unsigned char>(control);
    if (const char letter = short_form(control)) {
        json.append({'\\', letter});
    } else {
        json.append("\\u00").append({kDigits[octet >> 4U], kDigits[octet & 15U]});
    }
}

}  // namespace

std::string json_text(std::string_view text) {
    const bool is_text = requests::is_utf8(text);
    std::string json = "\"";
    for (const char each : text) {
        const auto octet = static_cast<unsigned char>(each);
        if (each == '"' || each == '\\') {
            json.append({'\\', each});
        } else if (octet < 0x20 || octet == 0x7f) {
            append_control(json, each);
        } else if (octet >= 0x80 && !is_text) {
            json += "\\ufffd";
        } else {
            json += each;
        }
    }
    return json + '"';
}

}  // namespace postvern::compliance

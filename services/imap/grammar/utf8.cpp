#include "services/imap/grammar/utf8.hpp"

#include <algorithm>

namespace postvern::services::imap::grammar {

namespace {

struct LeadOctet {
    std::size_t length;  // octets of the sequence, 0 if none begins so
    char32_t bits;       // of the lead octet
    char32_t smallest;   // below this the form is overlong (RFC 3629 3)
};

LeadOctet classify(unsigned char octet) noexcept {
    if (octet < 0x80) return {1, octet, 0};
    if (octet >= 0xC2 && octet <= 0xDF) return {2, octet & 0x1FU, 0x80};
    if (octet >= 0xE0 && octet <= 0xEF) return {3, octet & 0x0FU, 0x800};
    if (octet >= 0xF0 && octet <= 0xF4) return {4, octet & 0x07U, 0x10000};
    return {0, 0, 0};
}

}  // namespace

std::optional<char32_t> next_code_point(std::string_view text, std::size_t& position) noexcept {
    if (position >= text.size()) return std::nullopt;
    const LeadOctet lead = classify(static_cast<unsigned char>(text[position]));
    if (lead.length == 0 || lead.length > text.size() - position) return std::nullopt;
    char32_t code_point = lead.bits;
    for (std::size_t i = 1; i < lead.length; ++i) {
        const auto octet = static_cast<unsigned char>(text[position + i]);
        if ((octet & 0xC0U) != 0x80U) return std::nullopt;
        code_point = (code_point << 6) | (octet & 0x3FU);
    }
    const bool surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
    if (code_point < lead.smallest || code_point > 0x10FFFF || surrogate) return std::nullopt;
    position += lead.length;
    return code_point;
}

bool is_valid_utf8(std::string_view text) noexcept {
    for (std::size_t position = 0; position < text.size();) {
        if (!next_code_point(text, position)) return false;
    }
    return true;
}

bool is_ascii(std::string_view text) noexcept {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

void append_utf8(std::string& out, char32_t code_point) {
    const auto tail = [&](int shift) {
        out += static_cast<char>(0x80U | ((code_point >> shift) & 0x3FU));
    };
    if (code_point < 0x80) {
        out += static_cast<char>(code_point);
    } else if (code_point < 0x800) {
        out += static_cast<char>(0xC0U | (code_point >> 6));
        tail(0);
    } else if (code_point < 0x10000) {
        out += static_cast<char>(0xE0U | (code_point >> 12));
        tail(6);
        tail(0);
    } else {
        out += static_cast<char>(0xF0U | (code_point >> 18));
        tail(12);
        tail(6);
        tail(0);
    }
}

}  // namespace postvern::services::imap::grammar

#include "services/smtp/grammar/mailbox.hpp"

#include <algorithm>

#include "services/sign_in/utf8.hpp"
#include "services/smtp/grammar/address_literal.hpp"

namespace postvern::services::smtp::grammar {
namespace {

constexpr std::size_t kLabelLimit = 63;  // RFC 1035 2.3.4

bool is_dot_string(std::string_view text) {
    if (text.empty() || text.front() == '.' || text.back() == '.') return false;
    if (text.find("..") != text.npos) return false;
    return std::all_of(text.begin(), text.end(), [](char c) { return c == '.' || is_atext(c); });
}

std::string take_local_part(Cursor& cursor) {
    const auto begin = cursor.offset();
    std::string local;
    if (cursor.peek() == '"') {
        local = take_quoted_string(cursor);
    } else {
        local = cursor.take_while([](char c) { return c == '.' || is_atext(c); });
        if (!is_dot_string(local)) cursor.fail_at(begin, "a local part");
    }
    if (local.size() > kLocalPartLimit) cursor.fail_at(begin, "a local part of at most 64 octets");
    if (!is_clean_utf8(local)) cursor.fail_at(begin, "a local part in UTF-8");
    return local;
}

// sub-domain = Let-dig [Ldh-str], or a U-label.  RFC 5321 4.1.2, RFC 6531 3.3
void take_label(Cursor& cursor) {
    const auto begin = cursor.offset();
    const auto label = cursor.take_while(
        [](char c) { return is_letter(c) || is_digit(c) || c == '-' || !is_ascii(c); });
    if (label.empty() || label.front() == '-' || label.back() == '-') {
        cursor.fail_at(begin, "a domain name");
    }
    if (label.size() > kLabelLimit) cursor.fail_at(begin, "a label of at most 63 octets");
}

}  // namespace

bool is_atext(char c) {
    constexpr std::string_view kOthers = "!#$%&'*+-/=?^_`{|}~";
    return is_letter(c) || is_digit(c) || !is_ascii(c) || kOthers.find(c) != kOthers.npos;
}

bool is_clean_utf8(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (is_control(text[i])) return false;
        // The C1 control characters are C2 80 to C2 9F.
        const bool begins_c1 = text[i] == '\xC2' && i + 1 < text.size();
        if (begins_c1 && static_cast<unsigned char>(text[i + 1]) < 0xA0) return false;
    }
    return sign_in::is_utf8(text);
}

// Quoted-string = DQUOTE *QcontentSMTP DQUOTE; only printable ASCII, spaces and UTF-8 may stand in
// it, escaped or not.  RFC 5321 4.1.2
std::string take_quoted_string(Cursor& cursor) {
    cursor.expect('"', "a quotation mark");
    std::string content;
    while (!cursor.take('"')) {
        cursor.take('\\');
        if (cursor.at_end() || is_control(cursor.peek())) cursor.fail("a printable character");
        content += cursor.peek();
        cursor.skip();
    }
    return content;
}

std::string take_host(Cursor& cursor) {
    const auto begin = cursor.offset();
    if (cursor.peek() == '[') {
        take_address_literal(cursor);
    } else {
        take_label(cursor);
        while (cursor.take('.')) take_label(cursor);
    }
    const auto host = cursor.text().substr(begin, cursor.offset() - begin);
    if (host.size() > kDomainLimit) cursor.fail_at(begin, "a domain of at most 255 octets");
    if (!is_clean_utf8(host)) cursor.fail_at(begin, "a domain in UTF-8");
    return std::string(host);
}

Mailbox take_mailbox(Cursor& cursor) {
    Mailbox mailbox;
    mailbox.local = take_local_part(cursor);
    cursor.expect('@', "an at sign");
    mailbox.domain = take_host(cursor);
    return mailbox;
}

std::string Mailbox::text() const {
    std::string text;
    if (is_dot_string(local)) {
        text = local;
    } else {
        text = '"';
        for (const char c : local) {
            if (c == '"' || c == '\\') text += '\\';
            text += c;
        }
        text += '"';
    }
    if (!domain.empty()) text.append("@").append(domain);
    return text;
}

bool Mailbox::is_ascii() const {
    const auto fits = [](char c) { return grammar::is_ascii(c); };
    return std::all_of(local.begin(), local.end(), fits) &&
           std::all_of(domain.begin(), domain.end(), fits);
}

}  // namespace postvern::services::smtp::grammar

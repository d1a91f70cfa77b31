#include "services/imap/grammar/mailbox_name.hpp"

#include "records/net_unicode.hpp"
#include "services/imap/grammar/characters.hpp"
#include "services/imap/grammar/modified_utf7.hpp"
#include "services/imap/grammar/utf8.hpp"

namespace postvern::services::imap::grammar {

namespace {

constexpr std::string_view kInbox = "INBOX";

// RFC 9051 5.1: a name is Net-Unicode (RFC 5198 2), without control characters and without the
// line and paragraph separators.
bool is_allowed(char32_t code_point) {
    const bool control = code_point < 0x20 || (code_point >= 0x7F && code_point <= 0x9F);
    return !control && code_point != 0x2028 && code_point != 0x2029;
}

bool is_name_text(std::string_view text) {
    if (text.size() > kMailboxNameLimit) return false;
    for (std::size_t position = 0; position < text.size();) {
        const auto code_point = next_code_point(text, position);
        if (!code_point || !is_allowed(*code_point)) return false;
    }
    return true;
}

// RFC 9051 5.1: INBOX in any case is one mailbox; so, then, are the levels below it.
void canonicalise_inbox(std::string& name) {
    const bool ends_level =
        name.size() == kInbox.size() || (name.size() > kInbox.size() && name[kInbox.size()] == '/');
    if (ends_level &&
        equal_ignoring_case(std::string_view(name).substr(0, kInbox.size()), kInbox)) {
        name.replace(0, kInbox.size(), kInbox);
    }
}

// In UTF-8, as the client wrote it.
std::optional<std::string> decode(std::string_view wire, MailboxEncoding encoding) {
    std::optional<std::string> text;
    switch (encoding) {
        case MailboxEncoding::modified_utf7:
            text = decode_modified_utf7(wire);
            break;
        case MailboxEncoding::utf8:
            text = std::string(wire);
            break;
    }
    if (text && !is_name_text(*text)) return std::nullopt;
    return text;
}

}  // namespace

std::optional<std::string> decode_list_pattern(std::string_view wire, MailboxEncoding encoding) {
    const auto text = decode(wire, encoding);
    if (!text) return std::nullopt;
    // RFC 9051 5.1: names are Net-Unicode, whichever form the client's system composes.
    return records::normalised(*text);
}

std::optional<MailboxName> decode_mailbox_name(std::string_view wire, MailboxEncoding encoding) {
    auto text = decode(wire, encoding);
    if (!text) return std::nullopt;
    MailboxName name{records::normalised(*text)};
    canonicalise_inbox(name.utf8);
    if (name.utf8 != *text) name.other_spelling = std::move(*text);
    return name;
}

}  // namespace postvern::services::imap::grammar

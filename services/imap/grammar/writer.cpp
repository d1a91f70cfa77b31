#include "services/imap/grammar/writer.hpp"

#include <algorithm>

#include "services/imap/grammar/characters.hpp"
#include "services/imap/grammar/modified_utf7.hpp"
#include "services/imap/grammar/utf8.hpp"

namespace postvern::services::imap::grammar {

namespace {

// Longer strings go out as literals, so that lines stay of a length that clients read.
constexpr std::size_t kQuotedLimit = 1024;

// In one pass, and octet by octet: searching for one of a set calls memchr for each octet.
bool fits_quotes(std::string_view text, QuotedText mode) {
    if (text.size() > kQuotedLimit) return false;
    unsigned char any = 0;
    for (const char c : text) {
        if (c == '\r' || c == '\n') return false;
        any |= static_cast<unsigned char>(c);
    }
    return any < 0x80 || (mode == QuotedText::utf8 && is_valid_utf8(text));
}

void write_quoted(std::string& out, std::string_view text) {
    const auto is_special = [](char c) { return c == '"' || c == '\\'; };
    out += '"';
    for (auto run = text.begin(); run != text.end();) {
        const auto special = std::find_if(run, text.end(), is_special);
        out.append(run, special);
        run = special;
        if (special != text.end()) {
            out += '\\';
            out += *run++;
        }
    }
    out += '"';
}

}  // namespace

void write_string(std::string& out, std::string_view text, QuotedText mode) {
    std::string without_nul;
    if (text.find('\0') != std::string_view::npos) {
        without_nul = text;
        std::erase(without_nul, '\0');
        text = without_nul;
    }
    if (fits_quotes(text, mode)) {
        write_quoted(out, text);
    } else {
        write_literal_header(out, text.size(), LiteralKind::text);
        out += text;
    }
}

void write_nstring(std::string& out, const std::optional<std::string>& text, QuotedText mode) {
    if (text) {
        write_string(out, *text, mode);
    } else {
        out += "NIL";
    }
}

void write_astring(std::string& out, std::string_view text, QuotedText mode) {
    const bool bare = !text.empty() && text.size() <= kQuotedLimit &&
                      std::all_of(text.begin(), text.end(), is_astring_char) &&
                      !equal_ignoring_case(text, "NIL");
    if (bare) {
        out += text;
    } else {
        write_string(out, text, mode);
    }
}

void write_mailbox(std::string& out, std::string_view utf8, MailboxEncoding encoding) {
    if (encoding == MailboxEncoding::utf8) {
        write_astring(out, utf8, QuotedText::utf8);
    } else {
        write_astring(out, encode_modified_utf7(utf8), QuotedText::ascii);
    }
}

void write_number(std::string& out, std::uint64_t number) { out += std::to_string(number); }

void write_literal_header(std::string& out, std::uint64_t octets, LiteralKind kind) {
    out += kind == LiteralKind::binary ? "~{" : "{";
    write_number(out, octets);
    out += "}\r\n";
}

void write_flags(std::string& out, const FlagSet& flags) {
    out += '(';
    const std::size_t first = out.size();
    const auto add = [&](std::string_view name) {
        if (out.size() != first) out += ' ';
        out += name;
    };
    for (const SystemFlag flag : {SystemFlag::answered, SystemFlag::flagged, SystemFlag::deleted,
                                  SystemFlag::seen, SystemFlag::draft, SystemFlag::recent}) {
        if (flags.has(flag)) add(system_flag_name(flag));
    }
    for (const std::string& keyword : flags.keywords) add(keyword);
    out += ')';
}

void write_date_time(std::string& out, const DateTime& moment) {
    write_quoted(out, format_date_time(moment));
}

void write_text(std::string& out, std::string_view text) {
    for (const char c : text) out += is_printable(c) ? c : '?';
}

std::string_view status_item_name(StatusItem item) noexcept {
    switch (item) {
        case StatusItem::messages:
            return "MESSAGES";
        case StatusItem::recent:
            return "RECENT";
        case StatusItem::uid_next:
            return "UIDNEXT";
        case StatusItem::uid_validity:
            return "UIDVALIDITY";
        case StatusItem::unseen:
            return "UNSEEN";
        case StatusItem::deleted:
            return "DELETED";
        case StatusItem::deleted_storage:
            return "DELETED-STORAGE";
        case StatusItem::size:
            return "SIZE";
        case StatusItem::append_limit:
            return "APPENDLIMIT";
    }
    return {};
}

}  // namespace postvern::services::imap::grammar

// SEARCH keys that look into a message.  RFC 9051 6.4.4
#include "records/format/gmime.hpp"
#include "records/format/header.hpp"
#include "records/format/text_matcher.hpp"
#include "records/message_search.hpp"
#include "records/message_section.hpp"

namespace postvern::records {
namespace {

constexpr std::size_t kMaxDateOctets = 256;

bool contains(std::string_view text, const Needle& needle) {
    format::TextMatcher matcher(needle.folded());
    return matcher.feed(text) || matcher.finish();
}

// A needle may stand in any field, with its name.
bool block_contains(std::string_view header, const Needle& needle) {
    format::FieldReader fields(header);
    while (const auto field = fields.next()) {
        const auto value = format::decode_header_text(format::unfold(field->value));
        if (contains(std::string(field->name) + ": " + value, needle)) return true;
    }
    return false;
}

// Content in a transfer encoding that nobody knows is searched as it is.
bool content_contains(std::string_view body, const BodyPart& part, const Needle& needle) {
    std::string decoded;
    if (part.encoding == "base64" || part.encoding == "quoted-printable") {
        decoded = decode_part(body, part.encoding).value();
        body = decoded;
    }
    const auto* charset = part.parameter("charset");
    format::TextMatcher matcher(needle.folded());
    format::convert_text(body, charset ? *charset : std::string(),
                         [&](std::string_view piece) { return !matcher.feed(piece); });
    return matcher.finish();
}

bool part_contains(std::string_view message, const BodyPart& part, const Needle& needle) {
    if (part.kind == PartKind::leaf) {
        return part.type == "text" && content_contains(cut(message, part.body), part, needle);
    }
    if (part.kind == PartKind::message &&
        block_contains(cut(message, part.children.front().header), needle)) {
        return true;
    }
    for (const auto& child : part.children) {
        if (part_contains(message, child, needle)) return true;
    }
    return false;
}

}  // namespace

Needle::Needle(std::string_view utf8) { format::fold_text(format::valid_utf8(utf8), folded_); }

bool header_contains(std::string_view header, std::string_view field_name, const Needle& needle) {
    format::FieldReader fields(header);
    while (const auto field = fields.next()) {
        if (!field->is(field_name)) continue;
        if (needle.folded().empty()) return true;
        if (contains(format::decode_header_text(format::unfold(field->value)), needle)) return true;
    }
    return false;
}

bool text_contains(std::string_view message, const BodyPart& root, const Needle& needle,
                   SearchScope scope) {
    if (needle.folded().empty()) return true;
    if (scope == SearchScope::message && block_contains(cut(message, root.header), needle))
        return true;
    return part_contains(message, root, needle);
}

std::optional<SentDate> parse_sent_date(std::string_view value) {
    if (value.size() > kMaxDateOctets) return std::nullopt;
    const auto date = format::decode_date(std::string(value));
    if (!date) return std::nullopt;
    const std::chrono::year_month_day day{std::chrono::year(date->year),
                                          std::chrono::month(static_cast<unsigned>(date->month)),
                                          std::chrono::day(static_cast<unsigned>(date->day))};
    return SentDate{day, date->seconds};
}

}  // namespace postvern::records

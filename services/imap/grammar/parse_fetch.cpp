// FETCH: RFC 9051 6.4.5, RFC 3501 6.4.5, RFC 3516 4.2.
#include <array>
#include <utility>

#include "services/imap/grammar/characters.hpp"
#include "services/imap/grammar/parse_functions.hpp"

namespace postvern::services::imap::grammar {

namespace {

constexpr std::array<std::pair<std::string_view, FetchItem>, 7> kItems = {{
    {"BODY", FetchItem::body},
    {"BODYSTRUCTURE", FetchItem::body_structure},
    {"ENVELOPE", FetchItem::envelope},
    {"FLAGS", FetchItem::flags},
    {"INTERNALDATE", FetchItem::internal_date},
    {"RFC822.SIZE", FetchItem::rfc822_size},
    {"UID", FetchItem::uid},
}};

// "[" is an ATOM-CHAR, but ends these names.
constexpr bool is_name_char(char c) { return is_alpha(c) || is_digit(c) || c == '.'; }

std::uint32_t parse_part_number(Cursor& cursor, const std::vector<std::uint32_t>& part) {
    if (part.size() == kPartDepthLimit) cursor.fail("a shallower part");
    return cursor.nz_number();
}

// <section-part> up to "]" or the text that follows its last ".". True if text must follow.
bool parse_part(Cursor& cursor, std::vector<std::uint32_t>& part) {
    while (cursor.next_is_digit()) {
        part.push_back(parse_part_number(cursor, part));
        if (!cursor.take('.')) return false;
    }
    return true;
}

// <header-list>
std::vector<std::string> parse_header_list(Cursor& cursor) {
    std::vector<std::string> fields;
    cursor.space();
    cursor.expect('(', "a list of header field names");
    do {
        if (fields.size() == kHeaderFieldLimit) cursor.fail("fewer header field names");
        fields.push_back(cursor.astring());
    } while (cursor.take(' '));
    cursor.expect(')', "the end of the header field names");
    return fields;
}

// <section-text>; MIME needs a part (RFC 9051 6.4.5.1).
void parse_section_text(Cursor& cursor, Section& section) {
    const std::size_t begin = cursor.offset();
    const std::string name = to_upper(cursor.run(is_name_char, "a section's text"));
    if (name == "HEADER") {
        section.text = SectionText::header;
    } else if (name == "TEXT") {
        section.text = SectionText::text;
    } else if (name == "MIME" && !section.part.empty()) {
        section.text = SectionText::mime;
    } else if (name == "HEADER.FIELDS" || name == "HEADER.FIELDS.NOT") {
        section.text =
            name == "HEADER.FIELDS" ? SectionText::header_fields : SectionText::header_fields_not;
        section.fields = parse_header_list(cursor);
    } else {
        Cursor::fail_at(begin, "a section's text");
    }
}

// <section>
Section parse_section(Cursor& cursor) {
    Section section;
    cursor.expect('[', "a section");
    if (cursor.take(']')) return section;
    if (parse_part(cursor, section.part)) parse_section_text(cursor, section);
    cursor.expect(']', "the end of the section");
    return section;
}

// <section-binary>
std::vector<std::uint32_t> parse_binary_section(Cursor& cursor) {
    std::vector<std::uint32_t> part;
    cursor.expect('[', "a section");
    if (cursor.take(']')) return part;
    if (parse_part(cursor, part)) cursor.fail("a part number");
    cursor.expect(']', "the end of the section");
    return part;
}

// [<partial>]
std::optional<Partial> parse_partial(Cursor& cursor) {
    if (!cursor.take('<')) return std::nullopt;
    Partial partial{cursor.number64(), 0};
    cursor.expect('.', "a \".\" between offset and length");
    const std::size_t begin = cursor.offset();
    const bool leading_zero = cursor.next_is('0');
    partial.length = cursor.number64();
    if (leading_zero) Cursor::fail_at(begin, "a length above 0");
    cursor.expect('>', "the end of the partial range");
    return partial;
}

FetchAttribute parse_body(Cursor& cursor, SeenEffect effect) {
    Section section = parse_section(cursor);
    return FetchSection{std::move(section), parse_partial(cursor), effect, SectionAlias::body};
}

FetchAttribute parse_binary(Cursor& cursor, SeenEffect effect) {
    auto part = parse_binary_section(cursor);
    return FetchBinary{std::move(part), parse_partial(cursor), effect};
}

FetchSection whole(SectionText text, SeenEffect effect, SectionAlias alias) {
    return FetchSection{Section{{}, text, {}}, std::nullopt, effect, alias};
}

// <fetch-att>, its name already read.
FetchAttribute parse_named(Cursor& cursor, const std::string& name, std::size_t begin) {
    if (name == "BODY" && cursor.next_is('[')) return parse_body(cursor, SeenEffect::marks_seen);
    if (name == "BODY.PEEK") return parse_body(cursor, SeenEffect::peeks);
    if (name == "BINARY") return parse_binary(cursor, SeenEffect::marks_seen);
    if (name == "BINARY.PEEK") return parse_binary(cursor, SeenEffect::peeks);
    if (name == "BINARY.SIZE") return FetchBinarySize{parse_binary_section(cursor)};
    // RFC 3501 6.4.5: the three RFC822 forms of rev1 and what each equals.
    if (name == "RFC822") {
        return whole(SectionText::all, SeenEffect::marks_seen, SectionAlias::rfc822);
    }
    if (name == "RFC822.HEADER") {
        return whole(SectionText::header, SeenEffect::peeks, SectionAlias::rfc822_header);
    }
    if (name == "RFC822.TEXT") {
        return whole(SectionText::text, SeenEffect::marks_seen, SectionAlias::rfc822_text);
    }
    for (const auto& [known, item] : kItems) {
        if (known == name) return item;
    }
    Cursor::fail_at(begin, "a fetch attribute");
}

FetchAttribute parse_attribute(Cursor& cursor) {
    const std::size_t begin = cursor.offset();
    return parse_named(cursor, to_upper(cursor.run(is_name_char, "a fetch attribute")), begin);
}

// RFC 9051 6.4.5: "FAST", "ALL" and "FULL" each extend the one before; none for other names.
std::vector<FetchAttribute> expand_macro(std::string_view name) {
    std::vector<FetchAttribute> attributes;
    if (name != "FAST" && name != "ALL" && name != "FULL") return attributes;
    attributes = {FetchItem::flags, FetchItem::internal_date, FetchItem::rfc822_size};
    if (name != "FAST") attributes.emplace_back(FetchItem::envelope);
    if (name == "FULL") attributes.emplace_back(FetchItem::body);
    return attributes;
}

std::vector<FetchAttribute> parse_attribute_list(Cursor& cursor) {
    std::vector<FetchAttribute> attributes;
    cursor.expect('(', "a list of fetch attributes");
    do {
        if (attributes.size() == kFetchAttributeLimit) cursor.fail("fewer fetch attributes");
        attributes.push_back(parse_attribute(cursor));
    } while (cursor.take(' '));
    cursor.expect(')', "the end of the fetch attributes");
    return attributes;
}

std::vector<FetchAttribute> parse_attributes(Cursor& cursor) {
    if (cursor.next_is('(')) return parse_attribute_list(cursor);
    const std::size_t begin = cursor.offset();
    const std::string name = to_upper(cursor.run(is_name_char, "fetch attributes"));
    auto attributes = expand_macro(name);
    if (attributes.empty()) attributes.push_back(parse_named(cursor, name, begin));
    return attributes;
}

}  // namespace

CommandBody parse_fetch(Cursor& cursor, Numbering numbering) {
    cursor.space();
    Fetch fetch{numbering, parse_sequence_set(cursor), {}, {}};
    cursor.space();
    fetch.attributes = parse_attributes(cursor);
    if (cursor.take(' ')) fetch.modifiers = parse_parameters(cursor);  // RFC 4466 2.4
    return fetch;
}

}  // namespace postvern::services::imap::grammar

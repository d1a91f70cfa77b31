// Parts that several commands share.
#include <algorithm>
#include <array>
#include <utility>

#include "services/imap/grammar/characters.hpp"
#include "services/imap/grammar/parse_functions.hpp"

namespace postvern::services::imap::grammar {

namespace {

// Deepest nesting, and most elements, of an extension's value; most parameters of a command.
// Limits of this server.
constexpr std::size_t kExtensionDepthLimit = 8;
constexpr std::size_t kExtensionElementLimit = 256;
constexpr std::size_t kParameterLimit = 16;

constexpr std::array<std::pair<std::string_view, StatusItem>, 9> kStatusItems = {{
    {"APPENDLIMIT", StatusItem::append_limit},
    {"DELETED", StatusItem::deleted},
    {"DELETED-STORAGE", StatusItem::deleted_storage},
    {"MESSAGES", StatusItem::messages},
    {"RECENT", StatusItem::recent},
    {"SIZE", StatusItem::size},
    {"UIDNEXT", StatusItem::uid_next},
    {"UIDVALIDITY", StatusItem::uid_validity},
    {"UNSEEN", StatusItem::unseen},
}};

constexpr bool is_sequence_char(char c) {
    return is_digit(c) || c == '*' || c == ':' || c == ',' || c == '$';
}

// <tagged-ext-val> takes sequence-sets beside astrings, so "*" is allowed.
constexpr bool is_extension_char(char c) { return is_astring_char(c) || c == '*'; }

ExtensionValue parse_extension_value(Cursor& cursor, std::size_t depth) {
    if (cursor.next_is('"')) return {cursor.quoted()};
    if (auto literal = cursor.take_literal()) return {std::move(*literal)};
    if (!cursor.next_is('(')) {
        return {std::string(cursor.run(is_extension_char, "a parameter's value"))};
    }
    if (depth == kExtensionDepthLimit) cursor.fail("a shallower value");
    cursor.expect('(', "a list");
    std::vector<ExtensionValue> elements;
    if (!cursor.take(')')) {
        do {
            if (elements.size() == kExtensionElementLimit) cursor.fail("a shorter list");
            elements.push_back(parse_extension_value(cursor, depth + 1));
        } while (cursor.take(' '));
        cursor.expect(')', "the end of the list");
    }
    return {std::move(elements)};
}

StatusItem parse_status_item(Cursor& cursor) {
    const std::size_t begin = cursor.offset();
    const std::string name = cursor.word("a status item");
    for (const auto& [known, item] : kStatusItems) {
        if (known == name) return item;
    }
    Cursor::fail_at(begin, "a status item");
}

}  // namespace

SequenceSet parse_sequence_set(Cursor& cursor) {
    const std::size_t begin = cursor.offset();
    auto set = SequenceSet::parse(cursor.run(is_sequence_char, "a sequence set"));
    if (!set) Cursor::fail_at(begin, "a sequence set");
    return std::move(*set);
}

void parse_flag(Cursor& cursor, FlagSet& flags) {
    const std::size_t begin = cursor.offset();
    std::string text;
    if (cursor.take('\\')) text = '\\';
    text += cursor.atom("a flag");
    if (!add_flag(flags, text)) Cursor::fail_at(begin, "a flag that clients may set");
}

FlagSet parse_flag_list(Cursor& cursor) {
    FlagSet flags;
    cursor.expect('(', "a list of flags");
    if (cursor.take(')')) return flags;
    do {
        parse_flag(cursor, flags);
    } while (cursor.take(' '));
    cursor.expect(')', "the end of the flags");
    return flags;
}

std::vector<StatusItem> parse_status_items(Cursor& cursor) {
    std::vector<StatusItem> items;
    cursor.expect('(', "a list of status items");
    do {
        const StatusItem item = parse_status_item(cursor);
        if (std::find(items.begin(), items.end(), item) == items.end()) items.push_back(item);
    } while (cursor.take(' '));
    cursor.expect(')', "the end of the status items");
    return items;
}

Parameters parse_parameters(Cursor& cursor) {
    Parameters parameters;
    cursor.expect('(', "a list of parameters");
    do {
        if (parameters.size() == kParameterLimit) cursor.fail("fewer parameters");
        Parameter parameter{cursor.word("a parameter"), std::nullopt};
        // A space may precede the value of this parameter or the name of the next.
        if (cursor.extension_value_follows()) {
            cursor.space();
            parameter.value = parse_extension_value(cursor, 0);
        }
        parameters.push_back(std::move(parameter));
    } while (cursor.take(' '));
    cursor.expect(')', "the end of the parameters");
    return parameters;
}

}  // namespace postvern::services::imap::grammar

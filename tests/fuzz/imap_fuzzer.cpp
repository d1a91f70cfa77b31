// Fuzzes the IMAP grammar: the input is what a client sends, as one stream. Every command must be
// parsed or refused with a SyntaxError inside the text, within the limits of the reader, and
// whatever was understood must hold the invariants of the AST.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "services/imap/grammar/list_pattern.hpp"
#include "services/imap/grammar/modified_utf7.hpp"
#include "services/imap/grammar/parser.hpp"
#include "services/imap/grammar/utf8.hpp"
#include "services/imap/grammar/writer.hpp"

namespace postvern::services::imap::grammar {
namespace {

using Disposition = LiteralAnnouncement::Disposition;

void require(bool holds) {
    if (!holds) std::abort();
}

std::string_view take_line(std::string_view& stream) {
    const std::size_t end = std::min(stream.find("\r\n"), stream.size());
    const std::string_view line = stream.substr(0, end);
    stream.remove_prefix(std::min(end + 2, stream.size()));
    return line;
}

void check_name(const MailboxName& name) {
    require(is_valid_utf8(name.utf8) && !name.utf8.empty());
    require(decode_modified_utf7(encode_modified_utf7(name.utf8)) == name.utf8);
}

void check_set(const SequenceSet& set) {
    const NumberSet numbers = set.resolve(1000);
    if (numbers.empty()) return;
    const auto again = SequenceSet::parse(numbers.to_string());
    require(again && again->resolve(1) == numbers);
}

void check_attribute(const FetchAttribute& attribute) {
    std::string name;
    write_fetch_name(name, attribute);
    require(!name.empty());
}

void check_depth(const search::Key& key, std::size_t depth) {
    require(depth <= kSearchDepthLimit);
    const auto* combination = std::get_if<search::Combination>(&key.value);
    if (combination == nullptr) return;
    require(!combination->keys.empty());
    for (const search::Key& inner : combination->keys) check_depth(inner, depth + 1);
}

// INVARIANTs of the commands that have some.
struct BodyCheck {
    template <typename Other>
    void operator()(const Other& /*body*/) const {}
    void operator()(const Select& body) const { check_name(body.mailbox); }
    void operator()(const Append& body) const { check_name(body.mailbox); }
    void operator()(const Copy& body) const {
        check_name(body.mailbox);
        check_set(body.messages);
    }
    void operator()(const Search& body) const { check_depth(body.program, 0); }
    void operator()(const Fetch& body) const {
        check_set(body.messages);
        require(!body.attributes.empty());
        for (const FetchAttribute& attribute : body.attributes) check_attribute(attribute);
    }
    void operator()(const List& body) const {
        require(!body.patterns.empty());
        for (const std::string& pattern : body.patterns) {
            matches_list_pattern(pattern, "INBOX/a/b");
        }
    }
};

void parse_and_check(const CommandText& text, MailboxEncoding encoding) {
    std::size_t octets = 0;
    for (const CommandPiece& piece : text.pieces()) octets += piece.octets.size();
    try {
        const Command command = parse(text, encoding);
        require(tag_of(text.pieces().front().octets) == command.tag);
        std::visit(BodyCheck{}, command.body);
    } catch (const SyntaxError& error) {
        require(error.offset() <= octets);
    }
}

// Serves one step of the reader. False at the end of the stream or of the connection.
bool serve(CommandReader& reader, const ReaderStep& step, std::string_view& stream,
           MailboxEncoding encoding) {
    if (std::holds_alternative<CommandComplete>(step)) {
        parse_and_check(reader.take(), encoding);
        return true;
    }
    if (const auto* refusal = std::get_if<Refusal>(&step)) {
        return refusal->connection == Refusal::Connection::keep;
    }
    const auto& literal = std::get<LiteralAnnouncement>(step);
    if (literal.disposition == Disposition::stream) parse_and_check(reader.take(), encoding);
    if (literal.octets > stream.size()) return false;
    if (literal.disposition == Disposition::collect) {
        reader.feed_literal(std::string(stream.substr(0, literal.octets)));
    } else if (literal.disposition == Disposition::discard) {
        reader.literal_discarded();
    }
    stream.remove_prefix(literal.octets);
    return true;
}

// As the session does, which keeps both ends of what is longer than it takes.
ReaderStep feed(CommandReader& reader, std::string_view line, std::size_t session_limit) {
    constexpr std::size_t kFirst = 64;
    constexpr std::size_t kLast = 32;
    if (line.size() <= session_limit) return reader.feed_line(line);
    return reader.feed_long_line(line.substr(0, kFirst), line.substr(line.size() - kLast));
}

// The first octet chooses encoding and limits; the rest is the client's stream.
void read_stream(std::string_view input) {
    if (input.empty()) return;
    const auto encoding =
        (input[0] & 1) != 0 ? MailboxEncoding::utf8 : MailboxEncoding::modified_utf7;
    ReaderLimits limits;
    limits.line_octets = 4096;
    limits.literal_octets = 512;
    limits.discard_octets = 1024;
    limits.stream_append = (input[0] & 2) != 0;
    const std::size_t session_limit = (input[0] & 4) != 0 ? 128 : limits.line_octets;
    CommandReader reader(limits);
    std::string_view stream = input.substr(1);
    while (!stream.empty()) {
        if (!serve(reader, feed(reader, take_line(stream), session_limit), stream, encoding)) break;
    }
}

}  // namespace
}  // namespace postvern::services::imap::grammar

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    postvern::services::imap::grammar::read_stream({reinterpret_cast<const char*>(data), size});
    return 0;
}

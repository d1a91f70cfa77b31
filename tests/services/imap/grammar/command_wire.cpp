#include "tests/services/imap/grammar/command_wire.hpp"

#include <algorithm>
#include <stdexcept>

namespace postvern::services::imap::grammar::testing {

namespace {

using Disposition = LiteralAnnouncement::Disposition;

// Takes the first line of `wire`, with its CRLF.
std::string_view take_line(std::string_view& wire) {
    const std::size_t end = std::min(wire.find("\r\n"), wire.size());
    const std::string_view line = wire.substr(0, end);
    wire.remove_prefix(std::min(end + 2, wire.size()));
    return line;
}

}  // namespace

Command read_command(std::string_view wire, MailboxEncoding encoding) {
    CommandReader reader{ReaderLimits{}};
    for (;;) {
        const ReaderStep step = reader.feed_line(take_line(wire));
        if (std::holds_alternative<CommandComplete>(step)) return parse(reader.take(), encoding);
        if (std::holds_alternative<Refusal>(step)) throw std::runtime_error("refused");
        const auto& literal = std::get<LiteralAnnouncement>(step);
        if (literal.disposition == Disposition::stream) return parse(reader.take(), encoding);
        if (literal.octets > wire.size()) throw std::runtime_error("the literal is cut short");
        reader.feed_literal(std::string(wire.substr(0, literal.octets)));
        wire.remove_prefix(literal.octets);
    }
}

}  // namespace postvern::services::imap::grammar::testing

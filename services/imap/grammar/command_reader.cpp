#include "services/imap/grammar/command_reader.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <utility>

#include "services/imap/grammar/characters.hpp"
#include "services/imap/grammar/numbers.hpp"

namespace postvern::services::imap::grammar {

namespace {

// Stands for an announced size that no <number64> holds: over every limit.
constexpr std::uint64_t kBeyondNumber64 = std::numeric_limits<std::uint64_t>::max();

// The announcement that ends `line`, which then loses it; absent if the line ends otherwise.
// RFC 9051 9 (literal, literal8), RFC 7888 8
std::optional<LiteralAnnouncement> split_announcement(std::string_view& line) {
    if (!line.ends_with('}')) return std::nullopt;
    const std::size_t brace = line.rfind('{');
    if (brace == std::string_view::npos) return std::nullopt;
    std::string_view count = line.substr(brace + 1, line.size() - brace - 2);
    const bool synchronizing = !count.ends_with('+');
    if (!synchronizing) count.remove_suffix(1);
    if (count.empty() || !std::all_of(count.begin(), count.end(), is_digit)) return std::nullopt;
    const bool binary = brace > 0 && line[brace - 1] == '~';
    line = line.substr(0, binary ? brace - 1 : brace);
    return LiteralAnnouncement{parse_number(count, kNumber64Limit).value_or(kBeyondNumber64),
                               synchronizing, binary, LiteralAnnouncement::Disposition::collect};
}

// The same where only the end of the line is known. One that may have begun before it is of unknown
// size.
std::optional<LiteralAnnouncement> announcement_at_end(std::string_view last) {
    constexpr std::string_view kNonSynchronizing = "+}";
    if (const auto announced = split_announcement(last)) return announced;
    if (!last.ends_with(kNonSynchronizing)) return std::nullopt;
    last.remove_suffix(kNonSynchronizing.size());
    if (!std::all_of(last.begin(), last.end(), is_digit)) return std::nullopt;
    return LiteralAnnouncement{kBeyondNumber64, false, false,
                               LiteralAnnouncement::Disposition::collect};
}

// What follows "tag APPEND " in `line`, absent in any other command.
std::optional<std::string_view> append_arguments(std::string_view line) {
    constexpr std::string_view kAppend = "APPEND ";
    const std::size_t space = line.find(' ');
    if (space == std::string_view::npos) return std::nullopt;
    const std::string_view rest = line.substr(space + 1);
    if (!equal_ignoring_case(rest.substr(0, kAppend.size()), kAppend)) return std::nullopt;
    return rest.substr(kAppend.size());
}

}  // namespace

ReaderStep CommandReader::feed_line(std::string_view line) {
    begin_line(line);
    const auto announced = split_announcement(line);
    if (!refused_) refused_ = fault_of(line, announced);
    if (refused_) return skip(announced);

    text_.append({.kind = CommandPiece::Kind::line, .octets = std::string(line)});
    if (announced) return accept(*announced);
    state_ = State::ready;
    return CommandComplete{};
}

ReaderStep CommandReader::feed_long_line(std::string_view first, std::string_view last) {
    begin_line(first);
    if (!refused_) refused_ = Refusal::Reason::line_too_long;
    return skip(announcement_at_end(last));
}

void CommandReader::skip_rest() {
    if (state_ != State::idle) throw std::logic_error("a command is being read");
    refused_ = Refusal::Reason::by_session;
    state_ = State::inside;
}

void CommandReader::begin_line(std::string_view line) {
    if (state_ != State::idle && state_ != State::inside) {
        throw std::logic_error("a literal or the command is due, not a line");
    }
    if (state_ == State::idle) tag_ = tag_of(line);
    state_ = State::inside;
}

std::optional<Refusal::Reason> CommandReader::fault_of(
    std::string_view line, const std::optional<LiteralAnnouncement>& announced) {
    if (line.size() > limits_.line_octets - std::min(line_octets_, limits_.line_octets)) {
        return Refusal::Reason::line_too_long;
    }
    line_octets_ += line.size();
    if (announced && ++literal_count_ > limits_.literal_count) {
        return Refusal::Reason::too_many_literals;
    }
    return std::nullopt;
}

ReaderStep CommandReader::accept(const LiteralAnnouncement& announced) {
    if (limits_.stream_append && announces_message()) {
        text_.append({.kind = CommandPiece::Kind::message,
                      .octets = {},
                      .announced_octets = announced.octets,
                      .announced_non_synchronizing = !announced.synchronizing,
                      .announced_binary = announced.binary});
        state_ = State::ready;
        LiteralAnnouncement streamed = announced;
        streamed.disposition = LiteralAnnouncement::Disposition::stream;
        return streamed;
    }
    const std::uint64_t room =
        limits_.literal_octets - std::min<std::uint64_t>(literal_octets_, limits_.literal_octets);
    if (announced.octets > room) {
        refused_ = Refusal::Reason::literal_too_large;
        return skip(announced);
    }
    literal_octets_ += announced.octets;
    due_ = announced;
    state_ = State::collecting;
    return announced;
}

// RFC 7888 4: a refused non-synchronizing literal is on its way. It is read and dropped with the
// rest of its command, or the connection ends. A synchronizing one will not be sent (RFC 9051 4.3).
ReaderStep CommandReader::skip(const std::optional<LiteralAnnouncement>& announced) {
    text_.clear();
    if (announced && !announced->synchronizing && announced->octets <= limits_.discard_octets) {
        state_ = State::discarding;
        LiteralAnnouncement dropped = *announced;
        dropped.disposition = LiteralAnnouncement::Disposition::discard;
        return dropped;
    }
    const bool on_its_way = announced && !announced->synchronizing;
    Refusal refusal{*refused_, on_its_way ? Refusal::Connection::close : Refusal::Connection::keep,
                    std::move(tag_)};
    reset();
    return refusal;
}

// APPEND's message is the literal after its mailbox, and the mailbox may be a literal itself; flags
// and date cannot.  RFC 9051 9, append
bool CommandReader::announces_message() const {
    const auto& pieces = text_.pieces();
    const auto arguments = append_arguments(pieces.front().octets);
    if (!arguments) return false;
    return arguments->empty() ? pieces.size() == 3 : pieces.size() == 1;
}

void CommandReader::feed_literal(std::string&& octets) {
    if (state_ != State::collecting || octets.size() != due_->octets) {
        throw std::logic_error("not the literal that was announced");
    }
    text_.append(
        {.kind = due_->binary ? CommandPiece::Kind::binary_literal : CommandPiece::Kind::literal,
         .octets = std::move(octets)});
    due_.reset();
    state_ = State::inside;
}

void CommandReader::literal_discarded() {
    if (state_ != State::discarding) throw std::logic_error("no literal was to be discarded");
    state_ = State::inside;
}

CommandText CommandReader::take() {
    if (state_ != State::ready) throw std::logic_error("the command is not complete");
    CommandText taken = std::move(text_);
    reset();
    return taken;
}

void CommandReader::reset() noexcept {
    text_.clear();
    tag_.reset();
    line_octets_ = 0;
    literal_octets_ = 0;
    literal_count_ = 0;
    due_.reset();
    refused_.reset();
    state_ = State::idle;
}

}  // namespace postvern::services::imap::grammar

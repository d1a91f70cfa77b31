#include "services/imap/grammar/command_text.hpp"

#include <utility>

#include "services/imap/grammar/characters.hpp"
#include "services/imap/grammar/secret.hpp"

namespace postvern::services::imap::grammar {

CommandText::CommandText(CommandText&& other) noexcept { pieces_.swap(other.pieces_); }

CommandText& CommandText::operator=(CommandText&& other) noexcept {
    if (this == &other) return *this;
    clear();
    pieces_.swap(other.pieces_);
    return *this;
}

CommandText::~CommandText() { clear(); }

void CommandText::append(CommandPiece&& piece) {
    pieces_.push_back(std::move(piece));
    wipe(piece.octets);  // a short string was copied, not moved
}

void CommandText::clear() noexcept {
    for (CommandPiece& piece : pieces_) wipe(piece.octets);
    pieces_.clear();
}

std::optional<std::string> tag_of(std::string_view line) {
    std::size_t length = 0;
    while (length < line.size() && is_tag_char(line[length])) ++length;
    if (length == 0 || length > kTagLimit) return std::nullopt;
    if (length < line.size() && line[length] != ' ') return std::nullopt;
    return std::string(line.substr(0, length));
}

}  // namespace postvern::services::imap::grammar

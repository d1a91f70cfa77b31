#include "services/smtp/grammar/dot_decoder.hpp"

#include <cstring>

namespace postvern::services::smtp::grammar {

DotDecoder::State DotDecoder::after(char octet) const {
    switch (state_) {
        case State::line_start:
            if (octet == '.') return State::after_dot;
            return octet == '\r' ? State::after_return : State::in_line;
        case State::after_dot:
            return octet == '\r' ? State::after_dot_return : State::in_line;
        case State::after_dot_return:
            if (octet == '\n') return State::complete;
            return octet == '\r' ? State::after_return : State::in_line;
        case State::after_return:
            if (octet == '\n') return State::line_start;
            return octet == '\r' ? State::after_return : State::in_line;
        default:
            return octet == '\r' ? State::after_return : State::in_line;
    }
}

std::size_t DotDecoder::decode(std::string_view chunk, Content& content) {
    std::size_t given = 0;  // octets of `chunk` that content has, or shall not have
    std::size_t at = 0;
    while (at < chunk.size() && !is_complete()) {
        if (state_ == State::in_line) {
            // Nothing before the next CR can matter.
            const auto* found = std::memchr(chunk.data() + at, '\r', chunk.size() - at);
            if (found == nullptr) {
                at = chunk.size();
                break;
            }
            at = static_cast<std::size_t>(static_cast<const char*>(found) - chunk.data());
        }
        const State before = state_;
        state_ = after(chunk[at]);
        const bool is_withheld = state_ == State::after_dot || state_ == State::after_dot_return;
        if (is_withheld || is_complete()) {
            content.append(chunk.substr(given, at - given));
            given = at + 1;
        } else if (before == State::after_dot_return) {
            content.append("\r");
        }
        ++at;
    }
    content.append(chunk.substr(given, at - given));
    return at;
}

}  // namespace postvern::services::smtp::grammar

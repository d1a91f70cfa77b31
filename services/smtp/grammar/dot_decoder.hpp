// DotDecoder: finds the end of what follows DATA and undoes dot-stuffing (RFC 5321 4.5.2), whatever
// the chunks in which the octets come. Only CR LF "." CR LF ends the data; LF "." LF, CR "." CR, LF
// "." CR LF and their like never do, so that no second message can be smuggled into one (RFC
// 5321 2.3.8, 4.1.1.4).
//
//    (state, octet)      '.'              CR                 LF             other
//    line_start          after_dot        after_return       in_line        in_line
//    in_line             in_line          after_return       in_line        in_line
//    after_return        in_line          after_return       line_start     in_line
//    after_dot           in_line          after_dot_return   in_line        in_line     (the dot is
//    dropped) after_dot_return    as after_return, with its CR given out first       LF: complete
//
// Not thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "services/smtp/grammar/content.hpp"

namespace postvern::services::smtp::grammar {

class DotDecoder {
  public:
    // Gives the octets of `chunk` that belong to the message to `content`, and returns how many
    // octets of `chunk` were used: all of them, or, when the message is complete, those up to its
    // end.
    std::size_t decode(std::string_view chunk, Content& content);

    bool is_complete() const { return state_ == State::complete; }

  private:
    enum class State : std::uint8_t {
        line_start,  // also at first: DATA's own line end stands before the message
        in_line,
        after_return,
        after_dot,
        after_dot_return,
        complete,
    };
    State after(char octet) const;

    State state_ = State::line_start;
};

}  // namespace postvern::services::smtp::grammar

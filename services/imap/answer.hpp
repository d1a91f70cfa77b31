// How a command ends: the tagged response, and the failures that become one. Plain values.
#pragma once

#include <exception>
#include <string>
#include <string_view>
#include <utility>

namespace postvern::services::imap {

enum class Condition {
    ok,
    no,
    bad,
    given,  // the command has written its tagged response itself
};

// A tagged status response: condition, response code without brackets (empty: none), text.
// RFC 9051 7.1
struct Answer {
    Condition condition = Condition::ok;
    std::string code;
    std::string text;
};

inline Answer ok(std::string_view text, std::string code = {}) {
    return {Condition::ok, std::move(code), std::string(text)};
}
inline Answer no(std::string_view code, std::string_view text) {
    return {Condition::no, std::string(code), std::string(text)};
}
inline Answer bad(std::string_view text) { return {Condition::bad, {}, std::string(text)}; }

// Thrown where a command cannot go on.
struct Refused : std::exception {
    explicit Refused(Answer given) : answer(std::move(given)) {}
    const char* what() const noexcept override { return "the command is refused"; }
    Answer answer;
};

// The answer to a failure. Its wording never tells whether a forbidden thing exists.  RFC 9051 7.1,
// RFC 5530 3
struct FailureAnswer {
    Answer answer;
    bool is_ours = false;  // a fault of the server: worth an event
};
FailureAnswer answer_to_failure(const std::exception_ptr& failure);

}  // namespace postvern::services::imap

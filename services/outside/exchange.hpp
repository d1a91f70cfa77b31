// One question and one answer over HTTP/1.1, with limits: who answers is a stranger. Redirects are
// not followed. Blocking; thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "services/outside/connection.hpp"

namespace postvern::services::outside {

struct Question {
    WebAddress address;  // whole, with its path
    std::string_view media_type;
    std::string_view body;
};

struct WebAnswer {
    unsigned status;
    std::string body;  // at most kLongestAnswer
};

inline constexpr std::size_t kLongestAnswer = std::size_t{64} * 1024;  // octets

// POST. Throws Unanswered: who is asked cannot be reached in time, or answers with something that
// is not HTTP/1.1, or too much.  RFC 9110 9.3.3, RFC 9112
WebAnswer post(const Question& question, const Patience& patience);

}  // namespace postvern::services::outside

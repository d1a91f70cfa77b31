#include "services/smtp/grammar/reply.hpp"

namespace postvern::services::smtp::grammar {
namespace {

std::string enhanced_prefix(const Reply& reply) {
    const unsigned first_digit = reply.code / 100;
    if (!reply.enhanced || first_digit == 3) return {};
    return std::to_string(first_digit) + '.' + std::to_string(reply.enhanced->subject) + '.' +
           std::to_string(reply.enhanced->detail) + ' ';
}

}  // namespace

void write(std::string& output, const Reply& reply) {
    const auto code = std::to_string(reply.code);
    const auto enhanced = enhanced_prefix(reply);
    std::string_view rest = reply.text;
    for (;;) {
        const auto end = rest.find('\n');
        output.append(code).append(end == rest.npos ? " " : "-").append(enhanced);
        for (const char c : rest.substr(0, end)) output += c < ' ' || c > '~' ? '?' : c;
        output.append("\r\n");
        if (end == rest.npos) return;
        rest.remove_prefix(end + 1);
    }
}

}  // namespace postvern::services::smtp::grammar

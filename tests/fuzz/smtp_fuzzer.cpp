// Fuzz target for what strangers send to SMTP and LMTP. The first octet chooses: a command line, a
// message behind DATA cut into chunks, or a header. Beyond not crashing, what the parsers promise
// is checked.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "services/smtp/grammar/command.hpp"
#include "services/smtp/grammar/dot_decoder.hpp"
#include "services/smtp/grammar/header.hpp"

namespace {

using namespace postvern::services::smtp::grammar;

void check(bool holds) {
    if (!holds) std::abort();
}

template <class Parse>
void try_parse(std::string_view text, Parse parse) {
    try {
        parse();
    } catch (const SyntaxError& error) {
        check(error.offset <= text.size());
    }
}

// What was accepted is written so that it reads back the same.
void check_round_trip(const Mailbox& mailbox) {
    const auto text = mailbox.text();
    if (mailbox.domain.empty()) return;
    Cursor cursor(text);
    check(take_mailbox(cursor) == mailbox && cursor.at_end());
}

void fuzz_command(std::string_view line) {
    try_parse(line, [&] { parse_command_line(line); });
    try_parse(line, [&] { parse_hello(line); });
    try_parse(line, [&] {
        const auto mail = parse_mail(line);
        if (mail.sender) check_round_trip(*mail.sender);
    });
    try_parse(line, [&] { check_round_trip(parse_recipient(line)); });
    try_parse(line, [&] { parse_chunk(line); });
    try_parse(line, [&] { parse_auth(line); });
}

struct Outcome {
    std::string text;
    std::size_t used;
    bool is_complete;
    bool operator==(const Outcome&) const = default;
};

Outcome decode(std::string_view input, std::size_t step) {
    Content content("", 1u << 16);
    DotDecoder decoder;
    std::size_t used = 0;
    while (used < input.size() && !decoder.is_complete()) {
        used += decoder.decode(input.substr(used, step), content);
    }
    content.finish();
    return {content.text(), used, decoder.is_complete()};
}

void fuzz_message(std::string_view input) {
    if (input.empty()) return;
    const std::size_t step = static_cast<unsigned char>(input.front()) + 1u;
    input.remove_prefix(1);
    const auto whole = decode(input, input.size() + 1);
    check(whole == decode(input, step));
    for (std::size_t i = 0; i < whole.text.size(); ++i) {
        if (whole.text[i] == '\n') check(i > 0 && whole.text[i - 1] == '\r');
        if (whole.text[i] == '\r') check(i + 1 < whole.text.size() && whole.text[i + 1] == '\n');
    }
    // A slow reference: the first CRLF.CRLF, the line end of DATA included, is the end.
    const auto framed = "\r\n" + std::string(input);
    const auto end = framed.find("\r\n.\r\n");
    check(whole.is_complete == (end != framed.npos));
    if (whole.is_complete) check(whole.used == end + 3);
}

void fuzz_header(std::string_view input) {
    try_parse(input, [&] {
        const Header header(input);
        for (const auto& field : header.fields()) {
            check(field.begin < field.end && field.end <= input.size());
        }
    });
    try_parse(input, [&] {
        for (const auto& mailbox : parse_address_list(input)) check_round_trip(mailbox);
    });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view input(reinterpret_cast<const char*>(data) + 1, size - 1);
    switch (data[0] % 3) {
        case 0:
            fuzz_command(input);
            break;
        case 1:
            fuzz_message(input);
            break;
        default:
            fuzz_header(input);
    }
    return 0;
}

#include "services/smtp/grammar/command.hpp"

#include <algorithm>
#include <utility>

namespace postvern::services::smtp::grammar {
namespace {

constexpr std::size_t kVerbLimit = 16;
constexpr std::size_t kMechanismLimit = 20;  // RFC 4422 3.1
constexpr std::size_t kHelloLimit = 255;

// Takes a path in its angle brackets; absent: "<>". Source routes are read and ignored, as RFC 5321
// C wants it.
std::optional<Mailbox> take_path(Cursor& cursor, bool may_be_null, bool may_be_postmaster) {
    const auto begin = cursor.offset();
    cursor.expect('<', "an address in angle brackets");
    if (may_be_null && cursor.take('>')) return std::nullopt;
    constexpr std::string_view kPostmaster = "postmaster>";
    if (may_be_postmaster && cursor.take_keyword(kPostmaster)) return Mailbox{"postmaster", ""};
    if (cursor.peek() == '@') {
        do {
            cursor.expect('@', "an at sign");
            take_host(cursor);
        } while (cursor.take(','));
        cursor.expect(':', "a colon");
    }
    auto mailbox = take_mailbox(cursor);
    cursor.expect('>', "a closing angle bracket");
    if (cursor.offset() - begin > kPathLimit) cursor.fail_at(begin, "a path of at most 256 octets");
    return mailbox;
}

struct Parameter {
    std::size_t offset = 0;
    std::string_view keyword;
    std::optional<std::string_view> value;
};

// esmtp-param = esmtp-keyword ["=" esmtp-value].  RFC 5321 4.1.2, RFC 6531 3.3
Parameter take_parameter(Cursor& cursor) {
    Parameter parameter{.offset = cursor.offset(), .keyword = {}, .value = {}};
    const auto belongs = [](char c) { return is_letter(c) || is_digit(c) || c == '-'; };
    parameter.keyword = cursor.take_while(belongs);
    if (parameter.keyword.empty() || parameter.keyword.front() == '-') {
        cursor.fail_at(parameter.offset, "a parameter");
    }
    if (cursor.take('=')) {
        const auto value_at = cursor.offset();
        parameter.value = cursor.take_while(
            [](char c) { return !is_ascii(c) || (c > ' ' && c != '=' && c != 0x7F); });
        if (parameter.value->empty()) cursor.fail_at(value_at, "a value");
    }
    if (!cursor.at_end() && cursor.peek() != ' ') cursor.fail("a space");
    return parameter;
}

class MailParameters {
  public:
    explicit MailParameters(MailCommand& command) : command_(command) {}

    void apply(const Parameter& parameter) {
        if (is("SIZE", parameter)) {
            once(has_size_, parameter);
            command_.size = number(parameter);
        } else if (is("BODY", parameter)) {
            once(has_body_, parameter);
            command_.eight_bit = body(parameter);
        } else if (is("SMTPUTF8", parameter)) {
            once(command_.utf8, parameter);
            if (parameter.value) throw SyntaxError(parameter.offset, "SMTPUTF8 without a value");
        } else if (is("AUTH", parameter)) {
            once(has_auth_, parameter);
            if (!parameter.value) throw SyntaxError(parameter.offset, "a value for AUTH");
        } else {
            throw UnknownParameter(parameter.offset, "a parameter that is offered");
        }
    }

  private:
    static bool is(std::string_view keyword, const Parameter& parameter) {
        return equal_ignoring_case(keyword, parameter.keyword);
    }
    static void once(bool& seen, const Parameter& parameter) {
        if (seen) throw SyntaxError(parameter.offset, "each parameter once");
        seen = true;
    }
    static std::uint64_t number(const Parameter& parameter) {
        Cursor cursor(parameter.value.value_or(""));
        try {
            const auto value = cursor.take_number("a size in octets");
            cursor.expect_end();
            return value;
        } catch (const SyntaxError&) {
            throw SyntaxError(parameter.offset, "a size in octets");
        }
    }
    static bool body(const Parameter& parameter) {
        const auto value = parameter.value.value_or("");
        if (equal_ignoring_case(value, "8BITMIME")) return true;
        if (equal_ignoring_case(value, "7BIT")) return false;
        throw UnknownParameter(parameter.offset, "BODY=7BIT or BODY=8BITMIME");
    }

    MailCommand& command_;
    bool has_size_ = false;
    bool has_body_ = false;
    bool has_auth_ = false;
};

}  // namespace

CommandLine parse_command_line(std::string_view line) {
    Cursor cursor(line);
    const auto verb = cursor.take_while([](char c) { return is_letter(c) || is_digit(c); });
    if (verb.empty() || verb.size() > kVerbLimit) cursor.fail_at(0, "a command");
    CommandLine command;
    command.verb.resize(verb.size());
    std::transform(verb.begin(), verb.end(), command.verb.begin(), upper);
    if (cursor.at_end()) return command;
    cursor.expect(' ', "a space");
    command.has_arguments = true;
    command.arguments = cursor.rest();
    return command;
}

std::size_t line_limit(std::string_view verb) {
    // SIZE adds 26 octets (RFC 1870 3), BODY 17 (RFC 6152 2), SMTPUTF8 10 (RFC 6531 3.1), AUTH 500
    // (RFC 4954 3).
    if (verb == "MAIL") return 512 + 26 + 17 + 10 + 500;
    if (verb == "AUTH") return kLongestLine;
    return 512;
}

std::string parse_hello(std::string_view arguments) {
    const auto fits = [](char c) { return c > ' ' && c < 0x7F; };
    const auto end = arguments.find_last_not_of(' ');
    const auto name = end == arguments.npos ? std::string_view{} : arguments.substr(0, end + 1);
    const auto misfit = std::find_if_not(name.begin(), name.end(), fits);
    if (name.empty() || misfit != name.end()) {
        throw SyntaxError(static_cast<std::size_t>(misfit - name.begin()),
                          "the name of the client");
    }
    if (name.size() > kHelloLimit) throw SyntaxError(kHelloLimit, "a name of at most 255 octets");
    return std::string(name);
}

MailCommand parse_mail(std::string_view arguments) {
    Cursor cursor(arguments);
    if (!cursor.take_keyword("FROM:")) cursor.fail("FROM:");
    MailCommand command;
    command.sender = take_path(cursor, true, false);
    MailParameters parameters(command);
    while (cursor.take(' ')) {
        // Spaces at the end are let pass.
        if (cursor.at_end()) break;
        parameters.apply(take_parameter(cursor));
    }
    cursor.expect_end();
    return command;
}

Mailbox parse_recipient(std::string_view arguments) {
    Cursor cursor(arguments);
    if (!cursor.take_keyword("TO:")) cursor.fail("TO:");
    auto mailbox = take_path(cursor, false, true);
    while (cursor.take(' ')) {
        if (cursor.at_end()) break;
        const auto parameter = take_parameter(cursor);
        throw UnknownParameter(parameter.offset, "no parameter");
    }
    cursor.expect_end();
    return std::move(*mailbox);
}

ChunkCommand parse_chunk(std::string_view arguments) {
    Cursor cursor(arguments);
    ChunkCommand command;
    command.octets = cursor.take_number("a size in octets");
    if (cursor.take(' ')) {
        command.is_last = cursor.take_keyword("LAST");
        if (!command.is_last) cursor.fail("LAST");
    }
    cursor.expect_end();
    return command;
}

AuthCommand parse_auth(std::string_view arguments) {
    Cursor cursor(arguments);
    const auto mechanism = cursor.take_while(
        [](char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '_'; });
    if (mechanism.empty() || mechanism.size() > kMechanismLimit) cursor.fail_at(0, "a mechanism");
    AuthCommand command;
    command.mechanism.resize(mechanism.size());
    std::transform(mechanism.begin(), mechanism.end(), command.mechanism.begin(), upper);
    if (cursor.at_end()) return command;
    cursor.expect(' ', "a space");
    const auto response = cursor.rest();
    if (response.empty() || response.find(' ') != response.npos)
        cursor.fail("a response in base64");
    command.initial_response = response == "=" ? std::string_view{} : response;
    return command;
}

void expect_no_arguments(std::string_view arguments) {
    const auto misfit = arguments.find_first_not_of(' ');
    if (misfit != arguments.npos) throw SyntaxError(misfit, "no arguments");
}

}  // namespace postvern::services::smtp::grammar

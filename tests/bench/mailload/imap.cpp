#include "tests/bench/mailload/imap.hpp"

namespace postvern::tests::bench::mailload {
namespace {

constexpr std::size_t kBuffer = 256 * 1024;

}  // namespace

Imap::Imap(const Endpoint& endpoint) : transport_(endpoint, Mode::blocking), buffer_(kBuffer) {
    const std::string_view greeting = next_line();
    if (!greeting.starts_with("* OK")) throw ServerError("greeting: " + std::string(greeting));
}

std::string_view Imap::next_line() {
    for (;;) {
        if (const auto line = responses_.next(unread_)) return *line;
        const Received received = transport_.read(buffer_.data(), buffer_.size());
        unread_ = std::string_view(buffer_.data(), received.octets);
    }
}

void Imap::new_tag() {
    tag_ = "m";
    tag_ += std::to_string(++commands_);
    tag_ += ' ';
    request_ = tag_;
}

Tally Imap::command(std::string_view text) {
    new_tag();
    request_ += text;
    request_ += "\r\n";
    transport_.write(request_);
    return await_reply();
}

Tally Imap::append(std::string_view arguments, std::string_view message) {
    new_tag();
    request_ += "APPEND ";
    request_ += arguments;
    request_ += " {";
    request_ += std::to_string(message.size());
    request_ += "+}\r\n";
    request_ += message;
    request_ += "\r\n";
    transport_.write(request_);
    return await_reply();
}

Tally Imap::await_reply() {
    responses_.take_tally();
    for (;;) {
        const std::string_view line = next_line();
        if (!responses_.begins_response() || !line.starts_with(tag_)) continue;
        if (!line.substr(tag_.size()).starts_with("OK")) throw ServerError(std::string(line));
        return responses_.take_tally();
    }
}

void Imap::login(const Account& account) {
    command("LOGIN " + quoted(account.user) + " " + quoted(account.password));
}

std::uint64_t Imap::select(std::string_view mailbox) {
    return command("SELECT " + quoted(mailbox)).exists;
}

std::string quoted(std::string_view text) {
    std::string result = "\"";
    for (const char letter : text) {
        if (letter == '\r' || letter == '\n' || letter == '\0') {
            throw ServerError("a name or password that no quoted string can hold");
        }
        if (letter == '"' || letter == '\\') result += '\\';
        result += letter;
    }
    return result + '"';
}

}  // namespace postvern::tests::bench::mailload

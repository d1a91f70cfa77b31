#include "tests/bench/mailload/lmtp.hpp"

#include <cstring>

namespace postvern::tests::bench::mailload {
namespace {

constexpr std::size_t kBuffer = 16 * 1024;

}  // namespace

Lmtp::Lmtp(const Endpoint& endpoint, std::string recipient, Pipelining pipelining)
    : transport_(endpoint, Mode::blocking),
      buffer_(kBuffer),
      rcpt_("RCPT TO:<" + recipient + ">\r\n"),
      envelope_(mail_ + rcpt_ + "DATA\r\n"),
      pipelining_(pipelining) {
    expect('2');
    transport_.write("LHLO mailload.example.com\r\n");
    expect('2');
}

std::string_view Lmtp::next_line() {
    for (;;) {
        const char* start = buffer_.data() + begin_;
        if (const void* feed = std::memchr(start, '\n', end_ - begin_)) {
            const auto length = static_cast<std::size_t>(static_cast<const char*>(feed) - start);
            begin_ += length + 1;
            return {start, length};
        }
        std::memmove(buffer_.data(), start, end_ - begin_);
        end_ -= begin_;
        begin_ = 0;
        if (end_ == buffer_.size()) throw ServerError("a reply line over 16 KiB");
        end_ += transport_.read(buffer_.data() + end_, buffer_.size() - end_).octets;
    }
}

void Lmtp::expect(char kind) {
    for (;;) {
        const std::string_view line = next_line();
        if (line.size() >= 4 && line[3] == '-') continue;
        if (line.empty() || line[0] != kind) throw ServerError("LMTP: " + std::string(line));
        return;
    }
}

void Lmtp::deliver(std::string_view message) {
    if (pipelining_ == Pipelining::on) {
        transport_.write(envelope_);
        expect('2');
        expect('2');
    } else {
        transport_.write(mail_);
        expect('2');
        transport_.write(rcpt_);
        expect('2');
        transport_.write("DATA\r\n");
    }
    expect('3');
    content_ = message;
    content_ += ".\r\n";
    transport_.write(content_);
    expect('2');
}

}  // namespace postvern::tests::bench::mailload

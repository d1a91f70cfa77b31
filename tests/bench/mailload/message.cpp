#include "tests/bench/mailload/message.hpp"

#include <array>
#include <cstdio>
#include <random>

namespace postvern::tests::bench::mailload {
namespace {

constexpr std::size_t kSerialDigits = 16;
constexpr std::size_t kLineLength = 72;
constexpr std::size_t kDifferentMessages = 20;

std::string clock_time(std::uint32_t seed) {
    std::array<char, 48> text{};
    std::snprintf(text.data(), text.size(), "Mon, 16 Nov 2026 10:%02u:%02u +0000", seed / 60 % 60,
                  seed % 60);
    return text.data();
}

std::string headers(std::uint32_t seed, std::size_t& serial_at) {
    const std::string number = std::to_string(seed);
    const std::string time = clock_time(seed);
    const std::string sender = "sender" + std::to_string(seed % 97) + "@example.com";
    std::string text = "Return-Path: <" + sender + ">\r\n";
    text += "Received: from relay.example.com by mx.example.org with ESMTPS id " + number +
            ";\r\n\t" + time + "\r\n";
    text +=
        "DKIM-Signature: v=1; a=ed25519-sha256; d=example.com; s=autumn;\r\n"
        "\th=from:to:subject:date; bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\r\n";
    text += "From: Sender Number " + number + " <" + sender + ">\r\n";
    text += "To: Reader <reader@example.org>\r\n";
    text += "Cc: circle" + std::to_string(seed % 31) + "@example.net\r\n";
    text += "Subject: Quarterly report " + number + " for the committee\r\n";
    text += "Date: " + time + "\r\nMessage-ID: <";
    serial_at = text.size();
    text += std::string(kSerialDigits, '0') + "." + number + "@example.com>\r\n";
    text += "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n";
    return text;
}

// Appends lines of words until `text` has exactly `octets` octets.
void fill(std::string& text, std::size_t octets, std::mt19937& random) {
    std::size_t column = 0;
    while (text.size() + 2 < octets) {
        const std::size_t room = octets - 2 - text.size();
        // A line of its own needs three octets; what is left beyond that only lengthens words.
        if (column >= kLineLength && room > 2) {
            text += "\r\n";
            column = 0;
            continue;
        }
        const bool space = column > 0 && random() % 6 == 0;
        text += space ? ' ' : static_cast<char>('a' + random() % 26);
        ++column;
    }
    text += "\r\n";
}

}  // namespace

Message::Message(std::uint32_t seed, std::size_t octets) {
    std::mt19937 random(seed);
    text_ = headers(seed, serial_at_);
    fill(text_, octets, random);
}

std::string_view Message::stamped(std::uint64_t serial) {
    for (std::size_t digit = kSerialDigits; digit > 0; --digit, serial /= 10) {
        text_[serial_at_ + digit - 1] = static_cast<char>('0' + serial % 10);
    }
    return text_;
}

std::vector<Message> make_messages(std::size_t session, std::size_t octets) {
    std::vector<Message> messages;
    for (std::size_t i = 0; i < kDifferentMessages; ++i) {
        messages.emplace_back(static_cast<std::uint32_t>(session * 1000 + i), octets);
    }
    return messages;
}

}  // namespace postvern::tests::bench::mailload

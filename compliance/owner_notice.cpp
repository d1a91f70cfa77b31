#include "compliance/owner_notice.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <stdexcept>

#include "compliance/letters/characters.hpp"

namespace postvern::compliance {

namespace {

constexpr std::size_t kLongestAddress = 254;  // RFC 5321 4.5.3.1.3
constexpr std::size_t kLongestName = 200;
constexpr std::size_t kLongestCaseId = 64;
constexpr std::size_t kMostInWord = 60;  // RFC 2047 2: an encoded word has at most 75

bool is_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char octet) { return octet >= ' ' && octet <= '~'; });
}

// Enough of RFC 5322 3.4.1 for addresses of accounts: no quoted ones, no domain literals.
void check_address(const std::string& address) {
    const auto fits = [](char octet) {
        constexpr std::string_view kNot = "()<>[]:;,\\\" ";
        return octet > ' ' && octet <= '~' && kNot.find(octet) == kNot.npos;
    };
    const std::size_t at = address.find('@');
    if (address.size() <= kLongestAddress && at != 0 && at + 1 < address.size() &&
        std::ranges::count(address, '@') == 1 && std::ranges::all_of(address, fits)) {
        return;
    }
    throw std::invalid_argument("a notice is to go from one mail address to another");
}

void check(const Letter& letter, const NoticeEnvelope& envelope) {
    if (!name(letter.kind).starts_with("owner_"))
        throw std::logic_error("a notice is a letter to an owner");
    check_address(envelope.from);
    check_address(envelope.to);
    if (!letters::fault_of_line(envelope.house).empty() || envelope.house.size() > kLongestName) {
        throw std::invalid_argument(
            "the name of the house cannot be printed, or is longer than 200 octets");
    }
    const auto of_reference = [](char octet) {
        return (octet >= '0' && octet <= '9') || (octet >= 'a' && octet <= 'z') || octet == '-';
    };
    const std::string& reference = envelope.case_id;
    if (reference.empty() || reference.size() > kLongestCaseId ||
        !std::ranges::all_of(reference, of_reference)) {
        throw std::invalid_argument("a notice names its case by its public reference");
    }
}

// RFC 2047 4.2, rule 3 of 5: letters and digits stand for themselves. Characters are not divided.
std::string encoded(std::string_view text) {
    std::string words = "=?utf-8?q?";
    std::size_t used = 0;
    while (!text.empty()) {
        std::size_t size = 1;
        while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80)
            ++size;
        std::string character;
        for (const char octet : text.substr(0, size)) {
            const bool plain = (octet >= '0' && octet <= '9') || (octet >= 'a' && octet <= 'z') ||
                               (octet >= 'A' && octet <= 'Z');
            std::array<char, 4> number{};
            std::snprintf(number.data(), number.size(), "=%02X",
                          static_cast<unsigned>(static_cast<unsigned char>(octet)));
            character += octet == ' ' ? "_"
                         : plain      ? std::string(1, octet)
                                      : std::string(number.data());
        }
        if (used + character.size() > kMostInWord) {
            words += "?=\r\n =?utf-8?q?";
            used = 0;
        }
        words += character;
        used += character.size();
        text.remove_prefix(size);
    }
    return words + "?=";
}

// RFC 5322 3.2.4: an ordinary name in quotation marks.
std::string phrase(const std::string& text) {
    if (!is_ascii(text) || text.find_first_of("\"\\") != text.npos) return encoded(text);
    return '"' + text + '"';
}

// RFC 5322 3.3
std::string date_time(Moment moment) {
    using namespace std::chrono;
    constexpr std::array<const char*, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array<const char*, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const sys_seconds instant{seconds(moment.unix_seconds)};
    const sys_days day = floor<days>(instant);
    const Day date(day);
    const hh_mm_ss time(instant - day);
    std::array<char, 48> text{};
    std::snprintf(text.data(), text.size(), "%s, %u %s %04d %02d:%02d:%02d +0000",
                  kDays.at(weekday(day).c_encoding()), static_cast<unsigned>(date.day()),
                  kMonths.at(static_cast<unsigned>(date.month()) - 1),
                  static_cast<int>(date.year()), static_cast<int>(time.hours().count()),
                  static_cast<int>(time.minutes().count()),
                  static_cast<int>(time.seconds().count()));
    return text.data();
}

}  // namespace

std::string owner_notice(const Letter& letter, const NoticeEnvelope& envelope) {
    check(letter, envelope);
    const std::string domain = envelope.from.substr(envelope.from.find('@'));
    std::string kind(name(letter.kind));
    std::ranges::replace(kind, '_', '-');
    const std::string day = std::to_string(envelope.sent.unix_seconds);
    std::string message = "Date: " + date_time(envelope.sent) + "\r\n";
    message += "From: " + phrase(envelope.house) + "\r\n <" + envelope.from + ">\r\n";
    message += "To: <" + envelope.to + ">\r\n";
    message += "Subject: " + (is_ascii(letter.subject) ? letter.subject : encoded(letter.subject)) +
               "\r\n";
    message += "Message-ID: <" + envelope.case_id + "." + kind + "." + day + domain + ">\r\n";
    message += "Auto-Submitted: auto-generated\r\n";  // RFC 3834 5: nothing answers it by itself
    message += "MIME-Version: 1.0\r\n";
    message += "Content-Type: text/plain; charset=utf-8\r\n";
    message += "Content-Transfer-Encoding: 8bit\r\n";
    message += "Content-Language: " + std::string(name(letter.language)) + "\r\n\r\n";
    for (const char octet : letter.text) {
        if (octet == '\n') message += '\r';
        message += octet;
    }
    return message;
}

}  // namespace postvern::compliance

#include "compliance/verify/texts.hpp"

#include <chrono>
#include <cstdio>

#include "compliance/verify/lines.hpp"

namespace postvern::compliance::verify {

namespace {

constexpr std::int64_t kDay = 86'400;

void require(bool holds) {
    if (!holds) throw std::runtime_error("SHA-256 is not available");
}

int digit_of(char octet) {
    if (octet >= '0' && octet <= '9') return octet - '0';
    if (octet >= 'a' && octet <= 'f') return octet - 'a' + 10;
    throw Fault("has something else than hexadecimal digits in small letters");
}

unsigned two_or_four(std::string_view text) {
    unsigned number = 0;
    for (const char each : text) {
        if (each < '0' || each > '9') throw Fault("has a moment that is none: " + std::string(text));
        number = number * 10 + static_cast<unsigned>(each - '0');
    }
    return number;
}

}  // namespace

Digest::Digest() : context_(EVP_MD_CTX_new(), EVP_MD_CTX_free) {
    require(context_ && EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) == 1);
}

void Digest::add(std::string_view octets) {
    require(EVP_DigestUpdate(context_.get(), octets.data(), octets.size()) == 1);
}

Hash Digest::take() {
    Hash hash;
    require(EVP_DigestFinal_ex(context_.get(), hash.data(), nullptr) == 1);
    return hash;
}

Hash hash_of(std::string_view octets) { return sha256(octets); }

std::string to_digits(const Hash& hash) {
    return to_digits(std::string_view(reinterpret_cast<const char*>(hash.data()), hash.size()));
}

std::string from_digits(std::string_view digits, std::size_t size) {
    if (digits.size() != 2 * size) throw Fault("has not " + std::to_string(2 * size) + " hexadecimal digits");
    std::string octets;
    for (std::size_t i = 0; i < digits.size(); i += 2) {
        octets += static_cast<char>(digit_of(digits[i]) << 4 | digit_of(digits[i + 1]));
    }
    return octets;
}

std::string moment_in_words(std::int64_t moment) {
    const std::chrono::year_month_day day{std::chrono::sys_days(std::chrono::days(moment / kDay))};
    const auto second = static_cast<unsigned>(moment % kDay);
    std::array<char, 64> text;
    const int size = std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02u:%02u:%02uZ",
                                   static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                                   static_cast<unsigned>(day.day()), second / 3600, second / 60 % 60, second % 60);
    return {text.data(), static_cast<std::size_t>(size)};
}

std::int64_t moment_from(std::string_view text) {
    if (text.size() != 20) throw Fault("has a moment that is none: " + std::string(text));
    const auto part = [text](std::size_t at, std::size_t size) { return two_or_four(text.substr(at, size)); };
    const std::chrono::year_month_day day{std::chrono::year(static_cast<int>(part(0, 4))),
                                          std::chrono::month(part(5, 2)), std::chrono::day(part(8, 2))};
    const std::int64_t seconds = part(11, 2) * 3600 + part(14, 2) * 60 + part(17, 2);
    const std::int64_t moment = day.ok() ? std::chrono::sys_days(day).time_since_epoch().count() * kDay + seconds : -1;
    if (moment < 0 || moment_in_words(moment) != text) throw Fault("has a moment that is none: " + std::string(text));
    return moment;
}

std::string_view take_value(std::string_view& rest, std::string_view name) {
    const std::string_view line = take_line(rest);
    if (!line.starts_with(name) || !line.substr(name.size()).starts_with(": ")) {
        throw Fault("has no line '" + std::string(name) + ":' where it belongs");
    }
    return line.substr(name.size() + 2);
}

}  // namespace postvern::compliance::verify

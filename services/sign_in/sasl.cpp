#include "services/sign_in/sasl.hpp"

#include <openssl/crypto.h>

#include <array>
#include <cstdint>

#include "services/sign_in/utf8.hpp"

namespace postvern::services::sign_in {
namespace {

constexpr std::size_t kFieldLimit = 255 * 4;
constexpr std::uint8_t kNoDigit = 64;

constexpr std::array<std::uint8_t, 256> make_digits() {
    std::array<std::uint8_t, 256> digits{};
    digits.fill(kNoDigit);
    constexpr std::string_view alphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (std::size_t i = 0; i < alphabet.size(); ++i) {
        digits[static_cast<unsigned char>(alphabet[i])] = static_cast<std::uint8_t>(i);
    }
    return digits;
}
constexpr auto kDigits = make_digits();

// How many '=' end `text`: none, one or two.
std::size_t padding_of(std::string_view text) {
    if (text.ends_with("==")) return 2;
    return text.ends_with('=') ? 1 : 0;
}

}  // namespace

std::optional<Secret> decode_base64(std::string_view text) {
    if (text.size() > kResponseLimit || text.size() % 4 != 0) return std::nullopt;
    std::array<char, kResponseLimit / 4 * 3> octets;
    const std::string_view digits = text.substr(0, text.size() - padding_of(text));
    std::size_t size = 0;
    std::uint32_t bits = 0;
    unsigned held = 0;
    bool is_valid = true;
    for (const char character : digits) {
        const auto digit = kDigits[static_cast<unsigned char>(character)];
        is_valid = is_valid && digit != kNoDigit;
        bits = (bits << 6) | (digit & 0x3Fu);
        held += 6;
        if (held >= 8) {
            held -= 8;
            octets[size++] = static_cast<char>((bits >> held) & 0xFF);
        }
    }
    // RFC 4648 3.5: bits that encode nothing must be zero, or one secret had many spellings.
    is_valid = is_valid && (bits & ((1u << held) - 1)) == 0;
    std::optional<Secret> decoded;
    if (is_valid) decoded.emplace(std::string_view(octets.data(), size));
    OPENSSL_cleanse(octets.data(), size);
    return decoded;
}

bool is_acceptable(std::string_view text) {
    return !text.empty() && text.size() <= kFieldLimit && text.find('\0') == text.npos &&
           is_utf8(text);
}

std::optional<Credentials> parse_plain(std::string_view message) {
    const auto first = message.find('\0');
    if (first == message.npos) return std::nullopt;
    const auto second = message.find('\0', first + 1);
    if (second == message.npos) return std::nullopt;
    const auto authorization = message.substr(0, first);
    const auto name = message.substr(first + 1, second - first - 1);
    const auto password = message.substr(second + 1);
    if (!authorization.empty() && authorization != name) return std::nullopt;
    if (!is_acceptable(name) || !is_acceptable(password)) return std::nullopt;
    return Credentials{std::string(name), Secret(password)};
}

}  // namespace postvern::services::sign_in

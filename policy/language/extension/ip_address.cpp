#include "policy/language/extension/ip_address.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>

namespace postvern::policy::language::extension {

namespace {

constexpr std::size_t kGroups = 8;  // of 16 bits, in an address of IPv6

constexpr std::uint8_t bits_of(IpFamily family) { return family == IpFamily::ipv4 ? 32 : 128; }

// One to `digits` digits of this base, and nothing else.
std::optional<unsigned> read_number(std::string_view text, std::size_t digits, int base) {
    unsigned value = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, problem] = std::from_chars(text.data(), end, value, base);
    if (text.empty() || text.size() > digits || problem != std::errc{} || stop != end) {
        return std::nullopt;
    }
    return value;
}

// A decimal number without needless zeros before it.
std::optional<unsigned> read_plain(std::string_view text, std::size_t digits) {
    if (text.size() > 1 && text.front() == '0') return std::nullopt;
    return read_number(text, digits, 10);
}

// Parts of a text, in place: an address is read in the midst of a decision, which allocates
// nothing. More than kMost are as wrong as kMost + 1.
template <class Part>
struct Parts {
    static constexpr std::size_t kMost = kGroups;

    std::array<Part, kMost + 1> list{};
    std::size_t count = 0;

    void add(Part part) {
        if (count <= kMost) list[count++] = part;
    }
};

Parts<std::string_view> split(std::string_view text, char separator) {
    Parts<std::string_view> parts;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find(separator, begin), text.size());
        parts.add(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return parts;
}

std::optional<IpAddress> parse_ipv4(std::string_view text) {
    const auto parts = split(text, '.');
    if (parts.count != 4) return std::nullopt;
    IpAddress address;
    for (std::size_t index = 0; index < parts.count; ++index) {
        const auto octet = read_plain(parts.list[index], 3);
        if (!octet || *octet > 255) return std::nullopt;
        address.octets[index] = static_cast<std::uint8_t>(*octet);
    }
    return address;
}

// The groups that `text` lists, at most kGroups. Nothing if it is no such list.
std::optional<Parts<unsigned>> read_groups(std::string_view text) {
    Parts<unsigned> groups;
    if (text.empty()) return groups;
    const auto parts = split(text, ':');
    for (std::size_t index = 0; index < parts.count; ++index) {
        const auto group = read_number(parts.list[index], 4, 16);
        if (!group) return std::nullopt;
        groups.add(*group);
    }
    if (groups.count > kGroups) return std::nullopt;
    return groups;
}

// RFC 4291 2.2, forms 1 and 2: `::` stands for one group of zeros or more, once.
std::optional<IpAddress> parse_ipv6(std::string_view text) {
    const std::size_t gap = text.find("::");
    auto groups = read_groups(text.substr(0, gap));
    if (!groups) return std::nullopt;
    if (gap != std::string_view::npos) {
        const auto behind = read_groups(text.substr(gap + 2));
        if (!behind || groups->count + behind->count >= kGroups) return std::nullopt;
        groups->count = kGroups - behind->count;
        for (std::size_t index = 0; index < behind->count; ++index) {
            groups->add(behind->list[index]);
        }
    }
    if (groups->count != kGroups) return std::nullopt;
    IpAddress address{IpFamily::ipv6, {}, bits_of(IpFamily::ipv6)};
    for (std::size_t index = 0; index < kGroups; ++index) {
        address.octets[2 * index] = static_cast<std::uint8_t>(groups->list[index] >> 8U);
        address.octets[2 * index + 1] = static_cast<std::uint8_t>(groups->list[index] & 0xFFU);
    }
    return address;
}

// The lowest address of the range, or the highest.
std::array<std::uint8_t, 16> bound(const IpAddress& value, bool highest) {
    std::array<std::uint8_t, 16> octets = value.octets;
    const std::size_t bits = bits_of(value.family);
    for (std::size_t bit = value.prefix; bit < bits; ++bit) {
        const auto mask = static_cast<std::uint8_t>(0x80U >> (bit % 8));
        octets[bit / 8] =
            static_cast<std::uint8_t>(highest ? octets[bit / 8] | mask : octets[bit / 8] & ~mask);
    }
    return octets;
}

unsigned group_of(const IpAddress& value, std::size_t index) {
    return static_cast<unsigned>(value.octets[2 * index] << 8U) | value.octets[2 * index + 1];
}

struct Run {
    std::size_t begin = 0;
    std::size_t size = 0;
};

// The longest run of zero groups, the first of equals.  RFC 5952 4.2.3
Run longest_zeros(const IpAddress& value) {
    Run longest;
    Run current;
    for (std::size_t index = 0; index < kGroups; ++index) {
        if (group_of(value, index) != 0) {
            current = {};
            continue;
        }
        if (current.size == 0) current.begin = index;
        ++current.size;
        if (current.size > longest.size) longest = current;
    }
    return longest;
}

std::string ipv6_text(const IpAddress& value) {
    const Run zeros = longest_zeros(value);
    const bool shortened = zeros.size > 1;  // RFC 5952 4.2.2: not for one group
    std::string text;
    for (std::size_t index = 0; index < kGroups; ++index) {
        if (shortened && index == zeros.begin) {
            text += "::";
            index += zeros.size - 1;
            continue;
        }
        if (!text.empty() && text.back() != ':') text.push_back(':');
        std::array<char, 4> digits{};
        const auto written =
            std::to_chars(digits.data(), digits.data() + digits.size(), group_of(value, index), 16);
        text.append(digits.data(), written.ptr);
    }
    return text;
}

std::string ipv4_text(const IpAddress& value) {
    std::string text = std::to_string(value.octets[0]);
    for (std::size_t index = 1; index < 4; ++index) {
        text += "." + std::to_string(value.octets[index]);
    }
    return text;
}

}  // namespace

std::optional<IpAddress> parse_ip(std::string_view text) {
    const std::size_t slash = text.find('/');
    const std::string_view host = text.substr(0, slash);
    const bool ipv6 = host.find(':') != std::string_view::npos;
    auto address = ipv6 ? parse_ipv6(host) : parse_ipv4(host);
    if (!address || slash == std::string_view::npos) return address;
    const auto prefix = read_plain(text.substr(slash + 1), ipv6 ? 3 : 2);
    if (!prefix || *prefix > bits_of(address->family)) return std::nullopt;
    address->prefix = static_cast<std::uint8_t>(*prefix);
    return address;
}

std::string to_text(const IpAddress& value) {
    const std::string text = value.family == IpFamily::ipv4 ? ipv4_text(value) : ipv6_text(value);
    if (value.prefix == bits_of(value.family)) return text;
    return text + "/" + std::to_string(value.prefix);
}

// 127.0.0.0/8 (RFC 1122 3.2.1.3) and ::1 (RFC 4291 2.5.3)
bool is_loopback(const IpAddress& value) {
    if (value.family == IpFamily::ipv4) return value.octets[0] == 127 && value.prefix >= 8;
    std::array<std::uint8_t, 16> one{};
    one.back() = 1;
    return value.octets == one && value.prefix == 128;
}

// 224.0.0.0/4 (RFC 5771) and ff00::/8 (RFC 4291 2.7)
bool is_multicast(const IpAddress& value) {
    if (value.family == IpFamily::ipv4) {
        return (value.octets[0] & 0xF0U) == 0xE0U && value.prefix >= 4;
    }
    return value.octets[0] == 0xFF && value.prefix >= 8;
}

bool is_in_range(const IpAddress& value, const IpAddress& range) {
    return value.family == range.family && bound(value, false) >= bound(range, false) &&
           bound(value, true) <= bound(range, true);
}

}  // namespace postvern::policy::language::extension

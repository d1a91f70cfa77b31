#include "compliance/disclosure/request.hpp"

#include <algorithm>
#include <stdexcept>

#include "compliance/disclosure/lines.hpp"

namespace postvern::compliance::disclosure {

namespace {

constexpr std::string_view kFirstLine = "postvern extraction request 1";
constexpr std::string_view kListDomain = "postvern extraction list 1\n";
constexpr std::string_view kOrder = "order-text";
constexpr std::string_view kValidation = "validation-text";
constexpr std::size_t kMostValidations = 8;

std::string_view octets_in(const Hash& hash) { return {reinterpret_cast<const char*>(hash.data()), hash.size()}; }

std::span<const std::uint8_t> octets_in(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

// Of the hashes of the keys, each with all that is said of it.
Hash root_of(const std::vector<ListedKey>& keys) {
    std::string list(kListDomain);
    list.reserve(list.size() + keys.size() * sizeof(Hash));
    for (const ListedKey& key : keys) {
        list += octets_in(sha256(key.label.encode() + std::string(threshold::view(key.account_salt)) +
                                 key.ciphertext.encode()));
    }
    return sha256(list);
}

// The lines that bind all others; its hash is the request's.
std::string head_of(const Request& request) {
    std::string head(kFirstLine);
    const auto line = [&](std::string_view name, std::string_view value) {
        head.append("\n").append(name).append(": ").append(value);
    };
    line("site", to_hex(request.site));
    line("case", to_hex(request.case_reference));
    line("order", to_hex(request.order.hash));
    for (const auto& validation : request.validations) line("validation", to_hex(sha256(validation.text)));
    line("disclosure-key", to_hex(request.disclosure_key));
    line("epoch", std::to_string(request.epoch));
    line("rulebook", to_hex(request.rulebook));
    line("keys", std::to_string(request.keys.size()));
    line("root", to_hex(request.root));
    line("nonce", to_hex(request.nonce));
    line("expires", to_moment(request.expires));
    head += '\n';
    return head;
}

ListedKey key_in(LineReader& lines) {
    constexpr std::size_t kLabel = 2 * threshold::Label::kSize;
    constexpr std::size_t kSalt = 64;
    constexpr std::size_t kCiphertext = 2 * threshold::Ciphertext::kSize;
    const auto text = lines.value("key");
    std::array<std::uint8_t, threshold::Label::kSize> label;
    std::array<std::uint8_t, threshold::Ciphertext::kSize> ciphertext;
    threshold::Octets<32> salt;
    if (text.size() != kLabel + 1 + kSalt + 1 + kCiphertext || text[kLabel] != ' ' || text[kLabel + 1 + kSalt] != ' ' ||
        !from_hex(text.substr(0, kLabel), label) || !from_hex(text.substr(kLabel + 1, kSalt), salt) ||
        !from_hex(text.substr(kLabel + kSalt + 2), ciphertext)) {
        lines.refuse("key", "a label, a salt and a ciphertext in hexadecimal digits, with a blank between them");
    }
    try {
        return {threshold::Label::decode({reinterpret_cast<const char*>(label.data()), label.size()}), salt,
                threshold::Ciphertext::decode({reinterpret_cast<const char*>(ciphertext.data()), ciphertext.size()})};
    } catch (const threshold::Malformed& malformed) {
        lines.refuse("key", std::string("what decodes: ") + malformed.what());
    }
}

// A text of another kind inside of this one: its own line numbers stand behind ours.
template <typename Parse>
auto enclosed(LineReader& lines, std::string_view name, Parse parse) {
    const std::size_t line = lines.line() + 1;
    const std::string text = lines.block(name);
    try {
        return parse(text);
    } catch (const SyntaxError& error) {
        throw SyntaxError(line, std::string(name) + ", " + error.what());
    }
}

struct Head {
    Hash order{};
    std::vector<Hash> validations;
    std::uint64_t keys = 0;
    Hash root{};
};

Head read_head(LineReader& lines, Request& request) {
    Head head;
    lines.expect_line(kFirstLine);
    lines.hex("site", request.site);
    lines.hex("case", request.case_reference);
    lines.hex("order", head.order);
    while (lines.is_next("validation")) {
        lines.hex("validation", head.validations.emplace_back());
        if (head.validations.size() > kMostValidations) lines.refuse("validation", "at most 8 lines");
    }
    lines.hex("disclosure-key", request.disclosure_key);
    request.epoch = static_cast<std::uint32_t>(lines.number("epoch", UINT32_MAX));
    lines.hex("rulebook", request.rulebook);
    head.keys = lines.number("keys", kMostKeys);
    lines.hex("root", head.root);
    lines.hex("nonce", request.nonce);
    request.expires = lines.moment("expires");
    return head;
}

void read_keys(LineReader& lines, std::uint64_t count, std::vector<ListedKey>& keys) {
    std::string before;
    for (std::uint64_t i = 0; i < count; ++i) {
        keys.push_back(key_in(lines));
        std::string label = keys.back().label.encode();
        if (label <= before) lines.refuse("key", "labels in ascending order, each once");
        before = std::move(label);
    }
}

}  // namespace

Request seal(Request request) {
    if (request.keys.size() > kMostKeys) throw std::logic_error("more keys than a request may list");
    const auto by_label = [](const ListedKey& left, const ListedKey& right) {
        return left.label.encode() < right.label.encode();
    };
    std::sort(request.keys.begin(), request.keys.end(), by_label);
    for (std::size_t i = 1; i < request.keys.size(); ++i) {
        if (request.keys[i - 1].label == request.keys[i].label) throw std::logic_error("two keys of one label");
    }
    request.root = root_of(request.keys);
    request.hash = sha256(head_of(request));
    return request;
}

std::string to_text(const Request& request) {
    std::string text = head_of(request);
    text += to_block(kOrder, request.order.text);
    for (const auto& validation : request.validations) text += to_block(kValidation, validation.text);
    for (const ListedKey& key : request.keys) {
        text.append("key: ").append(to_hex(octets_in(key.label.encode())));
        text.append(" ").append(to_hex(key.account_salt));
        text.append(" ").append(to_hex(octets_in(key.ciphertext.encode()))).append("\n");
    }
    return text;
}

Request parse_request(std::string_view text) {
    if (text.size() > kLargestRequest) throw SyntaxError(1, "a request has at most 64 MiB");
    LineReader lines(text);
    Request request;
    const Head head = read_head(lines, request);
    request.hash = sha256(text.substr(0, text.size() - lines.rest().size()));
    request.order = enclosed(lines, kOrder, parse_order);
    if (request.order.hash != head.order) lines.refuse("order", "the hash of the order that is enclosed");
    for (const Hash& hash : head.validations) {
        request.validations.push_back(enclosed(lines, kValidation, parse_order_signature));
        if (sha256(request.validations.back().text) != hash) {
            lines.refuse("validation", "the hash of the signature that is enclosed");
        }
    }
    read_keys(lines, head.keys, request.keys);
    lines.expect_end();
    request.root = root_of(request.keys);
    if (request.root != head.root) lines.refuse("root", "the root of the list that is enclosed");
    return request;
}

}  // namespace postvern::compliance::disclosure

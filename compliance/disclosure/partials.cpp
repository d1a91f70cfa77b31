#include "compliance/disclosure/partials.hpp"

#include "compliance/disclosure/lines.hpp"

namespace postvern::compliance::disclosure {

namespace {

constexpr std::string_view kFirstLine = "postvern disclosure partials 1";
constexpr std::size_t kLargest = 32 * 1024 * 1024;  // octets

std::string signed_text(const Partials& partials) {
    std::string text(kFirstLine);
    text.append("\nrequest: ").append(to_hex(partials.request));
    text.append("\nholder: ").append(std::to_string(partials.holder));
    text.append("\nwith: ").append(std::to_string(partials.with)).append("\n");
    for (const auto& partial : partials.partials) {
        const std::string octets = partial.encode();
        text.append("partial: ");
        text.append(to_hex({reinterpret_cast<const std::uint8_t*>(octets.data()), octets.size()})).append("\n");
    }
    text.append("key: ").append(to_hex(partials.key.octets)).append("\n");
    return text;
}

threshold::Partial partial_in(LineReader& lines) {
    std::array<std::uint8_t, threshold::Partial::kSize> octets;
    lines.hex("partial", octets);
    try {
        return threshold::Partial::decode({reinterpret_cast<const char*>(octets.data()), octets.size()});
    } catch (const threshold::Malformed& malformed) {
        lines.refuse("partial", std::string("what decodes: ") + malformed.what());
    }
}

}  // namespace

Partials parse_partials(std::string_view text) {
    if (text.size() > kLargest) throw SyntaxError(1, "partials have at most 32 MiB");
    LineReader lines(text);
    Partials found;
    lines.expect_line(kFirstLine);
    lines.hex("request", found.request);
    found.holder = static_cast<unsigned>(lines.number("holder", threshold::kHolders));
    found.with = static_cast<unsigned>(lines.number("with", threshold::kHolders));
    while (lines.is_next("partial")) {
        if (found.partials.size() == kMostKeys) lines.refuse("partial", "at most 65536 lines");
        found.partials.push_back(partial_in(lines));
    }
    lines.hex("key", found.key.octets);
    lines.hex("signature", found.signature);
    lines.expect_end();
    return found;
}

std::string to_text(const Partials& partials) {
    return signed_text(partials) + "signature: " + to_hex(partials.signature) + "\n";
}

bool is_signed(const Partials& partials) {
    return verifies(partials.key, signed_text(partials), partials.signature);
}

Partials sign_partials(const Hash& request, unsigned holder, unsigned with, std::vector<threshold::Partial> partials,
                       const SigningKey& key) {
    Partials made{request, holder, with, std::move(partials), key.public_key(), {}};
    made.signature = key.sign(signed_text(made));
    return made;
}

}  // namespace postvern::compliance::disclosure

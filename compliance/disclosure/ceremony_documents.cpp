#include "compliance/disclosure/ceremony_documents.hpp"

#include <algorithm>

#include "compliance/disclosure/lines.hpp"

namespace postvern::compliance::disclosure {

namespace {

constexpr std::string_view kCard = "postvern officer card 1";
constexpr std::string_view kPlan = "postvern ceremony plan 1";
constexpr std::string_view kMessages = "postvern ceremony messages 1";
constexpr std::string_view kDisclosureKey = "postvern disclosure key 1";
constexpr std::size_t kLargest = 64 * 1024;  // octets of any of these
constexpr std::size_t kMostMessages = 16;
constexpr std::size_t kLargestMessage = 4096;  // octets
constexpr std::size_t kMostOfName = 100;

struct NamedOffice {
    std::string_view name;
    Office office;
};
constexpr std::array<NamedOffice, 6> kOffices = {{{"managing_director", Office::managing_director},
                                                  {"second_officer", Office::second_officer},
                                                  {"deposit", Office::deposit},
                                                  {"validator", Office::validator},
                                                  {"data_protection_officer", Office::data_protection_officer},
                                                  {"substitute", Office::substitute}}};
constexpr std::array<std::string_view, 3> kKinds = {"keygen", "refresh", "replace"};

std::string line(std::string_view name, std::string_view value) {
    return std::string(name).append(": ").append(value).append("\n");
}

std::string hex_of(std::string_view octets) {
    return to_hex({reinterpret_cast<const std::uint8_t*>(octets.data()), octets.size()});
}

LineReader open(std::string_view text, std::string_view first_line) {
    if (text.size() > kLargest) throw SyntaxError(1, "the text has more than 65536 octets");
    LineReader lines(text);
    lines.expect_line(first_line);
    return lines;
}

// The octets in a line of hexadecimal digits, at most `most` of them.
std::string octets_in(LineReader& lines, std::string_view name, std::size_t most) {
    const auto digits = lines.value(name);
    std::string octets(digits.size() / 2, '\0');
    if (digits.empty() || octets.size() > most ||
        !from_hex(digits, {reinterpret_cast<std::uint8_t*>(octets.data()), octets.size()})) {
        lines.refuse(name, "at most " + std::to_string(2 * most) + " hexadecimal digits in small letters");
    }
    return octets;
}

std::string grouped(std::string digits) {
    for (std::size_t at = digits.size() - 4; at > 0; at -= 4) digits.insert(at, " ");
    return digits;
}

template <typename Row, typename Rows>
const Row* find_name(const Rows& rows, std::string_view name) {
    const auto found = std::find_if(rows.begin(), rows.end(), [&](const Row& row) { return row.name == name; });
    return found == rows.end() ? nullptr : &*found;
}

}  // namespace

std::string_view name(Office office) { return kOffices.at(static_cast<std::size_t>(office) - 1).name; }
std::string_view name(CeremonyKind kind) { return kKinds.at(static_cast<std::size_t>(kind)); }

unsigned holder_index(Office office) {
    const auto index = static_cast<unsigned>(office);
    return index <= threshold::kHolders ? index : 0;
}

Card make_card(const threshold::Octets<16>& site, Office office, const std::string& name,
               const threshold::DeviceIdentity& channel, const SigningKey& key) {
    std::string text(kCard);
    text += "\n" + line("site", to_hex(site)) + line("office", disclosure::name(office)) + line("name", name) +
            line("channel", to_hex(channel)) + line("key", to_hex(key.public_key().octets));
    text += line("signature", to_hex(key.sign(text)));
    return parse_card(text);
}

Card parse_card(std::string_view text) {
    auto lines = open(text, kCard);
    Card card;
    lines.hex("site", card.site);
    const auto* office = find_name<NamedOffice>(kOffices, lines.value("office"));
    if (office == nullptr) lines.refuse("office", "the name of an office");
    card.office = office->office;
    card.name = lines.value("name");
    if (!is_plain(card.name, kMostOfName)) lines.refuse("name", "printable text of at most 100 octets");
    lines.hex("channel", card.channel);
    lines.hex("key", card.signing.octets);
    const auto signed_part = text.substr(0, text.size() - lines.rest().size());
    Signature signature;
    lines.hex("signature", signature);
    if (!verifies(card.signing, signed_part, signature)) lines.refuse("signature", "one that verifies");
    lines.expect_end();
    card.text = text;
    return card;
}

std::string fingerprint(const Card& card) {
    constexpr std::size_t kShown = 32;  // digits
    return grouped(to_hex(sha256(card.text)).substr(0, kShown));
}

std::string to_text(const CeremonyPlan& plan) {
    return std::string(kPlan) + "\n" + line("kind", name(plan.kind)) + line("plan", hex_of(plan.plan.encode()));
}

CeremonyPlan parse_plan(std::string_view text) {
    auto lines = open(text, kPlan);
    const auto kind = std::find(kKinds.begin(), kKinds.end(), lines.value("kind"));
    if (kind == kKinds.end()) lines.refuse("kind", "keygen, refresh or replace");
    const std::string octets = octets_in(lines, "plan", threshold::Plan::kResharingSize);
    lines.expect_end();
    try {
        return {static_cast<CeremonyKind>(kind - kKinds.begin()), threshold::Plan::decode(octets)};
    } catch (const threshold::Malformed& malformed) {
        lines.refuse("plan", std::string("what decodes: ") + malformed.what());
    }
}

std::string to_text(const CeremonyMessages& messages) {
    std::string text = std::string(kMessages) + "\n" + line("session", to_hex(messages.session));
    for (const auto& each : messages.messages) text += line("message", hex_of(each));
    return text;
}

CeremonyMessages parse_messages(std::string_view text) {
    auto lines = open(text, kMessages);
    CeremonyMessages found;
    lines.hex("session", found.session);
    while (!lines.at_end()) {
        found.messages.push_back(octets_in(lines, "message", kLargestMessage));
        if (found.messages.size() > kMostMessages) lines.refuse("message", "at most 16 lines");
    }
    return found;
}

std::string to_text(const DisclosureKey& key) {
    return std::string(kDisclosureKey) + "\n" + line("site", to_hex(key.site)) + line("key", hex_of(key.key.encode()));
}

DisclosureKey parse_disclosure_key(std::string_view text) {
    auto lines = open(text, kDisclosureKey);
    threshold::Octets<16> site;
    lines.hex("site", site);
    const std::string octets = octets_in(lines, "key", threshold::PublicKey::kSize);
    lines.expect_end();
    try {
        return {site, threshold::PublicKey::decode(octets)};
    } catch (const threshold::Malformed& malformed) {
        lines.refuse("key", std::string("what decodes: ") + malformed.what());
    }
}

std::string in_groups(const threshold::Octets<32>& transcript) {
    return grouped(to_hex(transcript));
}

bool from_groups(std::string_view text, threshold::Octets<32>& transcript) {
    std::string digits;
    std::copy_if(text.begin(), text.end(), std::back_inserter(digits), [](char each) { return each != ' '; });
    return from_hex(digits, transcript);
}

}  // namespace postvern::compliance::disclosure

// What holders' devices carry to each other before there is a disclosure key and when its shares change: cards by
// which officers know each other's keys, plans and messages of ceremonies, and the public key that comes of them.
// The ceremony itself is records/threshold/ceremony.hpp. docs/formats/disclosure-documents.md. Plain values;
// parse_...() throw SyntaxError.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compliance/disclosure/signing.hpp"
#include "records/threshold.hpp"

namespace postvern::compliance::disclosure {

namespace threshold = records::threshold;

enum class Office : std::uint8_t {
    managing_director = 1,  // the first three: holders of these indices
    second_officer = 2,
    deposit = 3,
    validator,
    data_protection_officer,
    substitute,
};
std::string_view name(Office office);
// 1 to 3, or 0 for who holds no share.
unsigned holder_index(Office office);

// Who somebody is, signed by their own key: worth what comparing its fingerprint with them is worth.
struct Card {
    threshold::Octets<16> site{};
    Office office{};
    std::string name;  // printable, at most 100 octets
    SignerKey signing;
    threshold::DeviceIdentity channel{};
    std::string text;  // the exact octets
};
Card make_card(const threshold::Octets<16>& site, Office office, const std::string& name,
               const threshold::DeviceIdentity& channel, const SigningKey& key);
Card parse_card(std::string_view text);  // and verifies its signature
// Of all that the card says: 32 digits in groups of four.
std::string fingerprint(const Card& card);

enum class CeremonyKind : std::uint8_t { keygen, refresh, replace };
std::string_view name(CeremonyKind kind);

struct CeremonyPlan {
    CeremonyKind kind{};
    threshold::Plan plan;
};
std::string to_text(const CeremonyPlan& plan);
CeremonyPlan parse_plan(std::string_view text);

// All that one device has said so far in a ceremony.
struct CeremonyMessages {
    threshold::Octets<32> session{};
    std::vector<std::string> messages;
};
std::string to_text(const CeremonyMessages& messages);
CeremonyMessages parse_messages(std::string_view text);

struct DisclosureKey {
    threshold::Octets<16> site{};
    threshold::PublicKey key;
};
std::string to_text(const DisclosureKey& key);
DisclosureKey parse_disclosure_key(std::string_view text);

// A transcript as people read it to each other: groups of four hexadecimal digits.
std::string in_groups(const threshold::Octets<32>& transcript);
// With or without blanks; false for anything but all 64 digits.
bool from_groups(std::string_view text, threshold::Octets<32>& transcript);

}  // namespace postvern::compliance::disclosure

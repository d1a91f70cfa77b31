// The messages of a ceremony: version, kind, sender, hash of the plan, body, signature.
// Thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "records/threshold/ceremony.hpp"

namespace postvern::records::threshold {

enum Kind : std::uint8_t { kOpening = 1, kDealing = 2, kConfirmation = 3, kComplaint = 4 };

inline constexpr std::size_t kSealedShareSize = 48;  // octets

// What a device sends first.
struct Opening {
    static constexpr std::size_t kSize = 64;

    Octets<32> commitment;  // to the dealing; zero of a device that does not deal
    Octets<32> ephemeral;   // X25519, of this ceremony only
};

// Polynomial f(x) = a0 + a1 x, and what each of the two others receives of it.
struct Dealing {
    static constexpr std::size_t kSize = 256;

    Octets<32> openings;     // hash of the three openings that the dealer has seen
    Element at_zero;         // a0 G
    Element slope;           // a1 G
    PublicScalar challenge;  // proof of possession of a0
    PublicScalar response;
    std::array<Octets<kSealedShareSize>, 2> sealed;  // to the others, lower index first

    std::string encode() const;
    static Dealing decode(std::string_view body);
};

// All is well, as this device sees it.
struct Confirmation {
    static constexpr std::size_t kSize = 96;

    Octets<32> messages;                // hash of all openings and dealings
    std::array<Element, 2> with_other;  // masks with each of the others, lower index first

    std::string encode() const;
    static Confirmation decode(std::string_view body);
};

inline constexpr std::size_t kComplaintSize = 2;  // complaint, accused

// Version, kind, sender, hash of the plan; and the signature.
inline constexpr std::size_t kAround = 35 + 64;

// The size of the body of a message of this kind; 0 for an unknown kind.
std::size_t body_size(std::uint8_t kind) noexcept;

struct Envelope {
    std::uint8_t kind;
    unsigned sender;
    std::string_view body;  // borrowed from the message
};

std::string seal_envelope(std::uint8_t kind, unsigned sender, const Octets<32>& plan,
                          std::string_view body, const DeviceKey& device);

// The body of a message that was accepted before.
std::string_view body_of(std::string_view message);

// Throws Malformed; Refused when it is of another plan or not signed by its sender's device.
Envelope open_envelope(std::string_view message, const Plan& plan, const Octets<32>& plan_hash);

// The lower (0) or the higher (1) of the two holders beside `index`, and its place beside them.
unsigned other_of(unsigned index, std::size_t place);
std::size_t place_beside(unsigned index, unsigned other);

}  // namespace postvern::records::threshold

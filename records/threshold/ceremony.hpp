// How the disclosure key comes to be, gets new shares, and changes holders: a ceremony of three
// devices that exchange messages (octets in, octets out; files will do). Openings first, then
// dealings, then confirmations; any complaint ends it for all. Sizes and checks:
// docs/formats/disclosure-key.md. Not thread-safe: one Participant, one thread.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "records/threshold/key.hpp"

namespace postvern::records::threshold {

// The Ed25519 key by which a device is known to the others; pinned before the ceremony begins.
using DeviceIdentity = Octets<32>;

class DeviceKey {
  public:
    static DeviceKey random() { return DeviceKey(SecretOctets<32>::random()); }
    // The key of a seed of RFC 8032 that was kept.
    explicit DeviceKey(SecretOctets<32> seed);

    const SecretOctets<32>& seed() const noexcept { return seed_; }
    const DeviceIdentity& identity() const noexcept { return identity_; }
    Octets<64> sign(std::string_view octets) const;
    DeviceKey clone() const { return DeviceKey(seed_.clone()); }

  private:
    SecretOctets<32> seed_;
    SecretOctets<64> secret_;
    DeviceIdentity identity_;
};

// Whether the device signed exactly these octets.  RFC 8032 5.1.7
bool signed_by(const DeviceIdentity& identity, std::string_view octets,
               const Octets<64>& signature) noexcept;
// Whether it can be the key of a device: canonical, and not of small order.
bool is_identity_of_a_device(const DeviceIdentity& identity) noexcept;

// What all three agree on before they begin. Public.
struct Plan {
    static constexpr std::size_t kGenerationSize = 147;  // octets
    static constexpr std::size_t kResharingSize = kGenerationSize + PublicKey::kSize;

    Octets<16> site;
    Octets<32> session;                    // fresh and random for every ceremony
    std::array<DeviceIdentity, 3> roster;  // of holders 1, 2, 3 after the ceremony
    std::set<unsigned> dealers;            // {1,2,3}; in a replacement the two who stay
    std::optional<PublicKey> previous;     // nothing: a key is generated. Else: it gets new shares

    std::uint32_t epoch() const { return previous ? previous->epoch + 1 : 1; }
    // A dealer shares out what holds in the new epoch; whoever is not one only receives.
    bool deals(unsigned index) const { return dealers.count(index) != 0; }
    std::string encode() const;
    // Throws Malformed.
    static Plan decode(std::string_view octets);
    // Throws Refused unless the three devices differ and the dealers are all three, or in a
    // resharing at least two.
    void check() const;
    Octets<32> hash() const;
};

enum class Complaint : std::uint8_t {
    equivocation = 1,  // two different messages of one kind
    malformed = 2,     // signed, and not what such a message is
    opening = 3,       // the dealing is not the one that was committed to
    possession = 4,    // its proof of possession does not hold
    commitment = 5,    // it does not deal the old share
    share = 6,         // the share is not on the committed polynomial
    disagreement = 7,  // other messages were seen, or another mask
    received = 8,      // the accused complained
};

struct Abort {
    Complaint complaint;
    unsigned accused;  // 1 to 3; 0: one of the other two, this device cannot tell which
    // In words: "holder 2: the share is not on the committed polynomial".
    std::string text() const;
};

// One device in one ceremony. All its secrets follow from a seed, and all it does from the
// messages, so that it can be saved between them and taken up again.
class Participant {
  public:
    // Begins. `old` is the share of a dealer in a resharing, and only then. Throws Refused when the
    // plan does not hold (Plan::check), the roster names another device at `index`, or the share is
    // not of the plan's previous key.
    Participant(const Plan& plan, unsigned index, const DeviceKey& device,
                std::optional<Share> old = std::nullopt);

    // Takes a message of another device, in any order; one that is there already changes nothing.
    // Throws Malformed or Refused, and changes nothing, when it is not a message of a device of
    // this ceremony. One that is, and is wrong, ends the ceremony: see aborted().
    void receive(std::string_view message);

    // All messages of this device so far, for the others: more come as theirs arrive.
    std::vector<std::string> outgoing() const;
    // Whether all messages are there and all agree; then the transcript is to be compared.
    bool agreed() const noexcept;
    // Why it ended, once it has. The secrets are gone, the complaint is among the outgoing.
    const std::optional<Abort>& aborted() const noexcept { return aborted_; }

    // Of the whole ceremony: what the three people read to each other over a channel of their own,
    // all 32 octets. Throws Refused before agreed().
    Octets<32> transcript() const;

    struct Result {
        PublicKey key;
        Share share;
    };
    // The key and this device's share; `compared` is the transcript as the others read it out.
    // Throws Refused before agreed(), and when it differs. After a resharing the old share must be
    // destroyed.
    Result finish(const Octets<32>& compared) const;

    // What takes it up again: secret, to be sealed by the caller, and never to be gone back to once
    // a later one was made (whoever does shows the others a polynomial twice).
    static constexpr std::size_t kSavedSize = 1500;  // octets
    using Saved = SecretOctets<kSavedSize>;
    Saved save() const;
    // Throws Malformed, or Refused when `saved` is of another plan, index or device.
    static Participant resume(const Plan& plan, unsigned index, const DeviceKey& device,
                              std::optional<Share> old, const Saved& saved);

  private:
    Participant(const Plan& plan, unsigned index, const DeviceKey& device, std::optional<Share> old,
                SecretOctets<32> seed);
    // Everything of others that has a form is kept; proceed() then goes as far as what is there
    // allows.
    void send(std::uint8_t kind, std::string_view body);
    void proceed();
    void deal();
    void confirm();
    void abort(Abort why);

    bool has(std::uint8_t kind, unsigned sender) const;
    bool complete(std::uint8_t kind) const;
    std::string_view body(std::uint8_t kind, unsigned sender) const;
    Octets<32> hash_of_openings() const;
    Octets<32> hash_of_messages() const;
    std::array<Element, 3> pairs() const;

    SecretOctets<32> agreed_with(unsigned other) const;
    // What `dealer` dealt to this device; nothing where that does not hold.
    std::optional<Scalar> dealt_by(unsigned dealer) const;
    std::optional<Abort> fault_of_openings() const;
    std::optional<Abort> fault_of_dealings() const;
    std::optional<Complaint> fault_of_dealing(unsigned dealer) const;
    std::optional<Abort> fault_of_confirmations() const;

    Plan plan_;
    Octets<32> plan_hash_;
    unsigned index_;
    DeviceKey device_;
    std::optional<Share> old_;
    SecretOctets<32> seed_;
    std::map<std::pair<std::uint8_t, unsigned>, std::string> messages_;  // by kind and sender
    std::optional<Abort> aborted_;
};

}  // namespace postvern::records::threshold

// What reaches a holder's device or the server as octets: keys, shares, labels, ciphertexts,
// partials, plans, saved ceremonies, and messages of a ceremony, as anybody may write them and as a
// dishonest device may sign them. Refused, or read and written again the same; nothing holds that
// nobody made.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "records/threshold.hpp"
#include "records/threshold/message.hpp"

namespace threshold = postvern::records::threshold;

namespace {

template <typename Work>
void refusable(const Work& work) {
    try {
        work();
    } catch (const threshold::Malformed&) {
        // Most are.
    } catch (const threshold::Refused&) {
    }
}

template <typename Value>
void read_and_write(std::string_view octets) {
    refusable([&] {
        if (Value::decode(octets).encode() != octets) std::abort();
    });
}

threshold::DeviceKey device(char seed) {
    return threshold::DeviceKey(threshold::SecretOctets<32>::copy_of(std::string(32, seed)));
}

const threshold::Plan& plan() {
    static const threshold::Plan plan = [] {
        threshold::Plan made{};
        made.session.fill(7);
        made.roster = {device(1).identity(), device(2).identity(), device(3).identity()};
        made.dealers = {1, 2, 3};
        return made;
    }();
    return plan;
}

// Holder 1 after the honest openings, that receives from 2 what 2 signed, and from 3 nothing more.
void converse(std::uint8_t kind, std::string_view body) {
    static const threshold::DeviceKey own = device(1);
    static const threshold::DeviceKey dishonest = device(2);
    static const std::string second =
        threshold::Participant(plan(), 2, dishonest).outgoing().front();
    static const std::string third =
        threshold::Participant(plan(), 3, device(3)).outgoing().front();
    threshold::Participant seat(plan(), 1, own);
    seat.receive(second);
    seat.receive(third);
    const auto message = threshold::seal_envelope(kind, 2, plan().hash(), body, dishonest);
    refusable([&] { seat.receive(message); });
    if (seat.agreed()) std::abort();
}

void resume(std::string_view octets) {
    if (octets.size() != threshold::Participant::kSavedSize) return;
    const auto saved = threshold::Participant::Saved::copy_of(octets);
    refusable([&] { threshold::Participant::resume(plan(), 1, device(1), std::nullopt, saved); });
}

void receive(std::string_view message) {
    static threshold::Participant seat(plan(), 1, device(1));
    refusable([&] { seat.receive(message); });
    if (seat.aborted()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view octets(reinterpret_cast<const char*>(data) + 1, size - 1);
    switch (data[0] % 9) {
        case 0:
            read_and_write<threshold::PublicKey>(octets);
            break;
        case 1:
            read_and_write<threshold::Label>(octets);
            break;
        case 2:
            read_and_write<threshold::Ciphertext>(octets);
            break;
        case 3:
            read_and_write<threshold::Partial>(octets);
            break;
        case 4:
            read_and_write<threshold::Plan>(octets);
            break;
        case 5:
            refusable([&] {
                const auto share = threshold::Share::decode(octets);
                if (share.encode().view() != octets) std::abort();
            });
            break;
        case 6:
            converse(static_cast<std::uint8_t>(data[0] / 9 % 5), octets);
            break;
        case 7:
            resume(octets);
            break;
        default:
            receive(octets);
    }
    return 0;
}

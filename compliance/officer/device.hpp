// An officer's device: who it belongs to, whom it knows, and what it must keep to itself. All of it lies in one file,
// DIRECTORY/device, sealed by the passphrase and replaced as a whole, so that a process that is killed leaves it as it
// was before or as it is after. Not thread-safe.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "compliance/disclosure/ceremony_documents.hpp"
#include "compliance/disclosure/verification.hpp"
#include "compliance/officer/sealed_file.hpp"

namespace postvern::compliance::officer {

namespace threshold = records::threshold;

// A ceremony that is under way.
struct Pending {
    disclosure::CeremonyPlan plan;
    std::optional<disclosure::Card> newcomer;  // in a replacement, on the devices of those who stay
    threshold::Participant::Saved saved;
};

struct Answered {
    disclosure::Hash request{};
    std::int64_t moment = 0;  // Unix seconds
};

struct Device {
    threshold::Octets<16> site{};
    disclosure::Card card;  // its own
    disclosure::SigningKey signing;
    threshold::DeviceKey channel;
    std::vector<disclosure::Card> pinned;  // of the others
    std::optional<threshold::PublicKey> key;
    std::optional<threshold::Share> share;
    std::optional<Pending> pending;
    std::vector<Answered> answered;
    std::vector<disclosure::Hash> withdrawn;

    unsigned holder() const { return disclosure::holder_index(card.office); }
    // The card of a holder, its own included. Throws Failure where it is not pinned.
    const disclosure::Card& card_of(unsigned holder) const;
    // Throws Failure unless three holders, two validators and the data protection officer are pinned.
    disclosure::Pins pins() const;
    // Takes the place of who held that office; validators and substitutes are added.
    void pin(const disclosure::Card& card);
};

// Locked into memory: nothing of it reaches a swap area.
struct DeviceDeleter {
    void operator()(Device* device) const;
};
using DevicePointer = std::unique_ptr<Device, DeviceDeleter>;
DevicePointer in_locked_memory(Device&& device);

SecretText to_text(const Device& device);
DevicePointer parse_device(std::string_view text);

// The device in its directory. Save after each change, before anything of it is shown or handed out.
class OpenDevice {
  public:
    OpenDevice(std::filesystem::path directory, const SecretText& passphrase);
    // Makes the directory (0700) and the file. Throws Failure where a device is.
    static void create(const std::filesystem::path& directory, const Device& device, std::string_view passphrase,
                       const HashingCost& cost);

    Device* operator->() { return device_.get(); }
    Device& operator*() { return *device_; }
    void save();

  private:
    OpenDevice(std::filesystem::path file, Opened opened);

    std::filesystem::path file_;
    SealingKey key_;
    DevicePointer device_;
};

}  // namespace postvern::compliance::officer

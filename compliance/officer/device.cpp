#include "compliance/officer/device.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <new>

#include "compliance/disclosure/lines.hpp"
#include "compliance/officer/files.hpp"

namespace postvern::compliance::officer {

namespace {

using disclosure::Card;
using disclosure::LineReader;
using disclosure::Office;

constexpr std::string_view kFirstLine = "postvern officer device 1\n";
constexpr std::size_t kLargestFile = 4 * 1024 * 1024;  // octets
constexpr std::size_t kMostPinned = 64;

std::span<const std::uint8_t> octets_in(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

void append_line(SecretText& text, std::string_view name, std::string_view value) {
    append(text, name);
    append(text, ": ");
    append(text, value);
    append(text, "\n");
}

void append_hex(SecretText& text, std::string_view name, std::string_view octets) {
    SecretText digits(2 * octets.size() + 1);
    sodium_bin2hex(digits.data(), digits.size(), octets_in(octets).data(), octets.size());
    append_line(text, name, {digits.data(), 2 * octets.size()});
}

template <std::size_t N>
threshold::SecretOctets<N> secret_in(LineReader& lines, std::string_view name) {
    threshold::SecretOctets<N> secret;
    if (!disclosure::from_hex(lines.value(name), {secret.data(), N})) lines.refuse(name, "hexadecimal digits");
    return secret;
}

Card card_in(LineReader& lines, std::string_view name) { return disclosure::parse_card(lines.block(name)); }

template <std::size_t N>
std::string_view view(const std::array<std::uint8_t, N>& octets) {
    return threshold::view(octets);
}

void append_pending(SecretText& text, const Pending& pending) {
    append(text, disclosure::to_block("ceremony", disclosure::to_text(pending.plan)));
    if (pending.newcomer) append(text, disclosure::to_block("newcomer", pending.newcomer->text));
    append_hex(text, "saved", pending.saved.view());
}

Pending pending_in(LineReader& lines) {
    auto plan = disclosure::parse_plan(lines.block("ceremony"));
    std::optional<Card> newcomer;
    if (lines.is_next("newcomer")) newcomer = card_in(lines, "newcomer");
    return {std::move(plan), std::move(newcomer), secret_in<threshold::Participant::kSavedSize>(lines, "saved")};
}

Device device_in(LineReader& lines) {
    lines.expect_line(kFirstLine.substr(0, kFirstLine.size() - 1));
    Card card = card_in(lines, "card");
    const auto seed = secret_in<32>(lines, "signing-seed");
    Device device{card.site,
                  card,
                  disclosure::SigningKey(std::span<const std::uint8_t, 32>(seed.data(), 32)),
                  threshold::DeviceKey(secret_in<32>(lines, "channel-seed")),
                  {}, {}, {}, {}, {}, {}};
    while (lines.is_next("pinned")) device.pinned.push_back(card_in(lines, "pinned"));
    if (lines.is_next("key")) device.key = disclosure::parse_disclosure_key(lines.block("key")).key;
    if (lines.is_next("share")) {
        device.share = threshold::Share::decode(secret_in<threshold::Share::kSize>(lines, "share").view());
    }
    if (lines.is_next("ceremony")) device.pending = pending_in(lines);
    while (lines.is_next("answered")) {
        lines.hex("answered", device.answered.emplace_back().request);
        device.answered.back().moment = lines.moment("at");
    }
    while (lines.is_next("withdrawn")) lines.hex("withdrawn", device.withdrawn.emplace_back());
    lines.expect_end();
    return device;
}

}  // namespace

const Card& Device::card_of(unsigned index) const {
    if (holder() == index) return card;
    const auto found = std::find_if(pinned.begin(), pinned.end(),
                                    [&](const Card& each) { return disclosure::holder_index(each.office) == index; });
    if (found == pinned.end()) {
        throw Failure("the card of holder " + std::to_string(index) + " is not pinned here: postvern-officer pin");
    }
    return *found;
}

disclosure::Pins Device::pins() const {
    disclosure::Pins pins;
    pins.site = site;
    for (unsigned index = 1; index <= threshold::kHolders; ++index) pins.holders[index - 1] = card_of(index).signing;
    bool has_protection = false;
    const auto take = [&](const Card& each) {
        if (each.office == Office::validator) pins.validators.push_back(each.signing);
        if (each.office != Office::data_protection_officer) return;
        pins.data_protection_officer = each.signing;
        has_protection = true;
    };
    take(card);
    for (const Card& each : pinned) take(each);
    if (pins.validators.size() < 2 || !has_protection) {
        throw Failure("the cards of two validators and the data protection officer must be pinned here: "
                      "postvern-officer pin");
    }
    pins.disclosure_key = key;
    return pins;
}

void Device::pin(const Card& other) {
    const bool is_one_of_many = other.office == Office::validator || other.office == Office::substitute;
    std::erase_if(pinned, [&](const Card& each) {
        return is_one_of_many ? each.signing == other.signing : each.office == other.office;
    });
    if (pinned.size() == kMostPinned) throw Failure("more than 64 cards cannot be pinned");
    pinned.push_back(other);
}

void DeviceDeleter::operator()(Device* device) const {
    device->~Device();
    sodium_free(device);
}

DevicePointer in_locked_memory(Device&& device) {
    static_assert(alignof(Device) <= 16);
    // sodium_malloc() puts the end of what it gives at the end of a page.
    constexpr std::size_t kSize = (sizeof(Device) + 15) / 16 * 16;
    void* const place = sodium_malloc(kSize);
    if (place == nullptr) throw std::bad_alloc();
    return DevicePointer(new (place) Device(std::move(device)));
}

SecretText to_text(const Device& device) {
    SecretText text;
    append(text, kFirstLine);
    append(text, disclosure::to_block("card", device.card.text));
    const auto seed = device.signing.seed();
    append_hex(text, "signing-seed", {reinterpret_cast<const char*>(seed.data()), seed.size()});
    append_hex(text, "channel-seed", device.channel.seed().view());
    for (const Card& each : device.pinned) append(text, disclosure::to_block("pinned", each.text));
    if (device.key) append(text, disclosure::to_block("key", disclosure::to_text({device.site, *device.key})));
    if (device.share) append_hex(text, "share", device.share->encode().view());
    if (device.pending) append_pending(text, *device.pending);
    for (const Answered& each : device.answered) {
        append_hex(text, "answered", view(each.request));
        append_line(text, "at", disclosure::to_moment(each.moment));
    }
    for (const auto& each : device.withdrawn) append_hex(text, "withdrawn", view(each));
    return text;
}

DevicePointer parse_device(std::string_view text) {
    LineReader lines(text);
    return in_locked_memory(device_in(lines));
}

OpenDevice::OpenDevice(std::filesystem::path directory, const SecretText& passphrase)
    : OpenDevice(directory / "device",
                 open_sealed(read_file(directory / "device", kLargestFile), officer::view(passphrase))) {}

OpenDevice::OpenDevice(std::filesystem::path file, Opened opened)
    : file_(std::move(file)), key_(std::move(opened.key)), device_(parse_device(officer::view(opened.plain))) {}

void OpenDevice::create(const std::filesystem::path& directory, const Device& device, std::string_view passphrase,
                        const HashingCost& cost) {
    if (::mkdir(directory.c_str(), 0700) != 0) {
        throw Failure(directory.string() + ": cannot be made: " + std::strerror(errno));
    }
    const DeviceLock lock(directory);
    const SecretText text = to_text(device);
    replace_file(directory / "device", SealingKey(passphrase, cost).seal(officer::view(text)));
}

void OpenDevice::save() {
    const SecretText text = to_text(*device_);
    replace_file(file_, key_.seal(officer::view(text)));
}

}  // namespace postvern::compliance::officer

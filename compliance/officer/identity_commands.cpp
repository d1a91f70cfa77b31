#include <sys/stat.h>

#include <algorithm>
#include <charconv>

#include "compliance/disclosure/lines.hpp"
#include "compliance/officer/commands.hpp"
#include "compliance/officer/pem.hpp"

namespace postvern::compliance::officer {

namespace {

using disclosure::Card;
using disclosure::Office;

constexpr std::size_t kLargestCard = 4096;  // octets
constexpr std::size_t kLargestKey = 16'384;
constexpr std::uint64_t kLeastMebibytes = 64;
constexpr std::uint64_t kMostMebibytes = 4096;

Office office_in(const std::string& text) {
    for (auto each = static_cast<unsigned>(Office::managing_director); each <= static_cast<unsigned>(Office::substitute);
         ++each) {
        if (text == disclosure::name(static_cast<Office>(each))) return static_cast<Office>(each);
    }
    throw Usage("--office takes managing_director, second_officer, deposit, validator, data_protection_officer or "
                "substitute");
}

HashingCost cost_in(const Arguments& arguments) {
    HashingCost cost;
    if (!arguments.has("memory")) return cost;
    const std::string& text = arguments.value("memory");
    std::uint64_t mebibytes = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), mebibytes);
    if (failure != std::errc() || end != text.data() + text.size() || mebibytes < kLeastMebibytes ||
        mebibytes > kMostMebibytes) {
        throw Usage("--memory takes 64 to 4096 MiB");
    }
    cost.memory = mebibytes << 20;
    return cost;
}

disclosure::SigningKey signing_key_in(const Arguments& arguments) {
    if (!arguments.has("signing-key")) return disclosure::SigningKey::generate();
    SecretText passphrase;
    if (arguments.has("signing-key-passphrase-file")) {
        passphrase = read_secret(arguments.value("signing-key-passphrase-file"));
    }
    return from_pem(view(read_secret_file(arguments.value("signing-key"), kLargestKey)), view(passphrase));
}

std::string in_words(const Card& card) {
    return std::string(disclosure::name(card.office)) + " " + card.name + ", card " + disclosure::fingerprint(card) +
           ", signing key " + disclosure::fingerprint(card.signing);
}

// One key, one office: nobody watches or validates what they approve.
void expect_welcome(const Device& device, const Card& card) {
    if (card.site != device.site) throw Failure(card.name + ": the card is of another site");
    if (card.signing == device.card.signing || card.channel == device.card.channel) {
        throw Failure(card.name + ": the card has this device's own key");
    }
    if (card.office == device.card.office && card.office != Office::validator && card.office != Office::substitute) {
        throw Failure(card.name + ": the office of this card is this device's own");
    }
    for (const Card& each : device.pinned) {
        const bool has_same_key = each.signing == card.signing || each.channel == card.channel;
        if (has_same_key && each.office != card.office) {
            throw Failure(card.name + ": the key is pinned already, as " + std::string(disclosure::name(each.office)));
        }
        if (device.share && disclosure::holder_index(card.office) != 0 && each.office == card.office &&
            each.signing != card.signing) {
            throw Failure(card.name + ": a holder of the disclosure key changes by `replace` only");
        }
    }
}

void pin_disclosure_key(Device& device, const Arguments& arguments, Report& report) {
    const auto found = disclosure::parse_disclosure_key(read_file(arguments.value("disclosure-key"), kLargestKey));
    if (device.holder() != 0) throw Failure("a holder learns the disclosure key by its ceremony only");
    if (found.site != device.site) throw Failure("the disclosure key is of another site");
    threshold::Octets<32> compared;
    if (!disclosure::from_groups(arguments.value("transcript"), compared) || compared != found.key.transcript) {
        throw Failure("the transcript that the holders read out is not that of this key");
    }
    if (device.key && found.key.epoch < device.key->epoch) throw Failure("an older epoch of the key is not pinned");
    device.key = found.key;
    report.add("disclosure_key", "epoch " + std::to_string(found.key.epoch));
}

}  // namespace

Told enrol(const Arguments& arguments) {
    arguments.allow({"site", "office", "name", "memory", "signing-key", "signing-key-passphrase-file"});
    threshold::Octets<16> site;
    if (!disclosure::from_hex(arguments.value("site"), site)) throw Usage("--site takes 32 hexadecimal digits");
    const Office office = office_in(arguments.value("office"));
    const std::string& name = arguments.value("name");
    if (!disclosure::is_plain(name, 100)) throw Usage("--name takes printable text of at most 100 octets");
    auto signing = signing_key_in(arguments);
    auto channel = threshold::DeviceKey::random();
    Card own = disclosure::make_card(site, office, name, channel.identity(), signing);
    const DevicePointer device = in_locked_memory(
        Device{site, own, std::move(signing), std::move(channel), {}, {}, {}, {}, {}, {}});
    OpenDevice::create(arguments.device(), *device, view(arguments.passphrase(true)), cost_in(arguments));
    Told told;
    told.report.add("enrolled", in_words(own));
    told.document = own.text;
    return told;
}

Told card(const Arguments& arguments) {
    arguments.allow({});
    Session session(arguments);
    Told told;
    told.report.add("card", in_words(session.device->card));
    told.document = session.device->card.text;
    return told;
}

Told key(const Arguments& arguments) {
    arguments.allow({"pem"});
    Session session(arguments);
    const auto& own = session.device->card.signing;
    Told told;
    told.report.add("signing_key", disclosure::to_hex(own.octets)).add("fingerprint", disclosure::fingerprint(own));
    if (arguments.has("pem")) told.document = to_pem(own);
    return told;
}

Told pin(const Arguments& arguments) {
    arguments.allow({"disclosure-key", "transcript"});
    Session session(arguments);
    Told told;
    std::vector<std::string> pinned;
    for (const std::string& file : arguments.files()) {
        const Card card = disclosure::parse_card(read_file(file, kLargestCard));
        expect_welcome(*session.device, card);
        session.device->pin(card);
        pinned.push_back(in_words(card));
    }
    if (arguments.has("disclosure-key")) pin_disclosure_key(*session.device, arguments, told.report);
    if (pinned.empty() && !arguments.has("disclosure-key")) throw Usage("pin: takes cards, or --disclosure-key FILE");
    told.report.add_list("pinned", std::move(pinned));
    arguments.confirm(told.report.in_words() + "Type yes once each number was compared with its owner: ", "yes");
    session.device.save();
    return told;
}

Told status(const Arguments& arguments) {
    arguments.allow({});
    Session session(arguments);
    const Device& device = *session.device;
    Told told;
    told.report.add("device", in_words(device.card)).add("site", disclosure::to_hex(device.site));
    std::vector<std::string> cards;
    for (const Card& each : device.pinned) cards.push_back(in_words(each));
    told.report.add_list("pinned", std::move(cards));
    told.report.add("epoch", device.key ? std::to_string(device.key->epoch) : "none");
    if (device.key) told.report.add("transcript", disclosure::in_groups(device.key->transcript));
    told.report.add("share", device.share ? "held" : "none");
    told.report.add("ceremony", device.pending ? disclosure::name(device.pending->plan.kind) : "none");
    std::vector<std::string> answered;
    for (const Answered& each : device.answered) {
        answered.push_back(disclosure::to_hex(each.request) + " at " + disclosure::to_moment(each.moment));
    }
    told.report.add_list("answered", std::move(answered));
    std::vector<std::string> withdrawn;
    for (const auto& each : device.withdrawn) withdrawn.push_back(disclosure::to_hex(each));
    told.report.add_list("withdrawn", std::move(withdrawn));
    return told;
}

// Needs no passphrase: it must work for whoever forgot it.
Told forget(const Arguments& arguments) {
    arguments.allow({});
    const DeviceLock lock(arguments.device());
    arguments.confirm("The keys and the share of this device will be destroyed. Type forget: ", "forget");
    destroy_file(arguments.device() / "device");
    std::filesystem::remove(arguments.device() / "device.new");
    std::filesystem::remove(arguments.device() / "lock");
    std::filesystem::remove(arguments.device());
    Told told;
    told.report.add("destroyed", arguments.device().string());
    return told;
}

}  // namespace postvern::compliance::officer

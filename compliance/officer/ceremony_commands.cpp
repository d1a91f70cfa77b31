#include <algorithm>

#include "compliance/disclosure/lines.hpp"
#include "compliance/officer/commands.hpp"

namespace postvern::compliance::officer {

namespace {

using disclosure::Card;
using disclosure::CeremonyKind;
using disclosure::CeremonyPlan;

constexpr std::size_t kLargestFile = 64 * 1024;  // octets

// Who sits at each index when the ceremony is over.
std::array<threshold::DeviceIdentity, 3> roster_of(const Device& device, const std::optional<Card>& newcomer) {
    std::array<threshold::DeviceIdentity, 3> roster;
    for (unsigned index = 1; index <= threshold::kHolders; ++index) {
        const bool is_new = newcomer && disclosure::holder_index(newcomer->office) == index;
        roster[index - 1] = is_new ? newcomer->channel : device.card_of(index).channel;
    }
    return roster;
}

std::set<unsigned> dealers_of(CeremonyKind kind, unsigned newcomer) {
    std::set<unsigned> dealers{1, 2, 3};
    if (kind == CeremonyKind::replace) dealers.erase(newcomer);
    return dealers;
}

CeremonyPlan new_plan(const Device& device, CeremonyKind kind, const std::optional<Card>& newcomer) {
    CeremonyPlan plan;
    plan.kind = kind;
    plan.plan.site = device.site;
    threshold::fill_random(plan.plan.session.data(), plan.plan.session.size());
    plan.plan.roster = roster_of(device, newcomer);
    plan.plan.dealers = dealers_of(kind, newcomer ? disclosure::holder_index(newcomer->office) : 0);
    if (kind != CeremonyKind::keygen) plan.plan.previous = device.key;
    return plan;
}

// The one that a replacement puts in: the holder who deals nothing.
unsigned newcomer_of(const threshold::Plan& plan) {
    for (unsigned index = 1; index <= threshold::kHolders; ++index) {
        if (!plan.deals(index)) return index;
    }
    return 0;
}

void expect_plan(const Device& device, const CeremonyPlan& plan, CeremonyKind kind,
                 const std::optional<Card>& newcomer) {
    if (plan.kind != kind) throw Failure("the plan is for " + std::string(disclosure::name(plan.kind)));
    if (plan.plan.site != device.site) throw Failure("the plan is of another site");
    if (plan.plan.roster != roster_of(device, newcomer)) throw Failure("the plan names devices that are not pinned here");
    const unsigned joining = newcomer_of(plan.plan);
    if (plan.plan.dealers != dealers_of(kind, joining) || (kind == CeremonyKind::replace && joining == 0)) {
        throw Failure("the plan names other dealers than a " + std::string(disclosure::name(kind)) + " has");
    }
    const bool joins = joining == device.holder();
    if (kind == CeremonyKind::keygen ? plan.plan.previous.has_value() : !plan.plan.previous.has_value()) {
        throw Failure("the plan does not fit its kind: it names a key that is to be kept, or none");
    }
    if (kind != CeremonyKind::keygen && !joins && plan.plan.previous != device.key) {
        throw Failure("the plan is for another disclosure key or epoch than this device's");
    }
    if (joins || kind == CeremonyKind::keygen) {
        if (device.share) throw Failure("this device holds a share already");
    } else if (!device.share) {
        throw Failure("this device holds no share");
    }
}

std::optional<threshold::Share> share_for(const Device& device, const threshold::Plan& plan) {
    if (!plan.previous || !plan.deals(device.holder()) || !device.share) return {};
    return device.share->clone();
}

std::string messages_of(const threshold::Participant& participant, const threshold::Plan& plan) {
    return disclosure::to_text(disclosure::CeremonyMessages{plan.session, participant.outgoing()});
}

void tell(Report& report, const threshold::Participant& participant, const CeremonyPlan& plan) {
    report.add("ceremony", disclosure::name(plan.kind)).add("epoch", std::to_string(plan.plan.epoch()));
    report.add("agreed", participant.agreed() ? "yes" : "not yet: carry on with the others' messages");
    if (participant.agreed()) report.add("transcript", disclosure::in_groups(participant.transcript()));
}

std::optional<Card> newcomer_in(const Arguments& arguments, const Device& device, CeremonyKind kind) {
    if (!arguments.has("card")) return {};
    if (kind != CeremonyKind::replace) throw Usage("--card goes with replace only");
    Card card = disclosure::parse_card(read_file(arguments.value("card"), kLargestFile));
    const unsigned index = disclosure::holder_index(card.office);
    if (card.site != device.site) throw Failure("the card is of another site");
    if (index == 0 || index == device.holder()) throw Failure("the card is not of one who takes another holder's place");
    for (unsigned each = 1; each <= threshold::kHolders; ++each) {
        if (device.card_of(each).signing == card.signing || device.card_of(each).channel == card.channel) {
            throw Failure("the card has a key that is pinned already");
        }
    }
    for (const Card& each : device.pinned) {
        if (each.signing == card.signing) throw Failure("the card has a key that is pinned for another office");
    }
    return card;
}

CeremonyPlan plan_in(const Arguments& arguments, const Device& device, CeremonyKind kind,
                     const std::optional<Card>& newcomer) {
    if (!arguments.has("new-plan")) return disclosure::parse_plan(read_file(arguments.value("plan"), kLargestFile));
    if (arguments.has("plan")) throw Usage("--plan and --new-plan: give one of them");
    if (kind == CeremonyKind::replace && !newcomer) throw Usage("--card FILE: the card of who joins is missing");
    return new_plan(device, kind, newcomer);
}

Told begin(const Arguments& arguments, CeremonyKind kind) {
    arguments.allow({"plan", "new-plan", "card"});
    Session session(arguments);
    Device& device = *session.device;
    if (device.holder() == 0) throw Failure("only holders' devices take part in ceremonies");
    if (device.pending) throw Failure("a ceremony is under way on this device: finish or abandon it");
    const auto newcomer = newcomer_in(arguments, device, kind);
    const CeremonyPlan plan = plan_in(arguments, device, kind, newcomer);
    expect_plan(device, plan, kind, newcomer);
    const threshold::Participant participant(plan.plan, device.holder(), device.channel, share_for(device, plan.plan));
    device.pending.emplace(Pending{plan, newcomer, participant.save()});
    session.device.save();
    if (arguments.has("new-plan")) write_output(arguments.value("new-plan"), disclosure::to_text(plan));
    Told told;
    tell(told.report, participant, plan);
    told.document = messages_of(participant, plan.plan);
    return told;
}

Pending& pending_of(Device& device) {
    if (!device.pending) throw Failure("no ceremony is under way on this device");
    return *device.pending;
}

threshold::Participant resumed(const Device& device, const Pending& pending) {
    const auto& plan = pending.plan.plan;
    return threshold::Participant::resume(plan, device.holder(), device.channel, share_for(device, plan), pending.saved);
}

}  // namespace

Told keygen(const Arguments& arguments) { return begin(arguments, CeremonyKind::keygen); }
Told refresh(const Arguments& arguments) { return begin(arguments, CeremonyKind::refresh); }
Told replace(const Arguments& arguments) { return begin(arguments, CeremonyKind::replace); }

Told continue_ceremony(const Arguments& arguments) {
    arguments.allow({});
    if (arguments.files().empty()) throw Usage("continue: takes the others' messages");
    Session session(arguments);
    Pending& pending = pending_of(*session.device);
    auto participant = resumed(*session.device, pending);
    for (const std::string& file : arguments.files()) {
        const auto messages = disclosure::parse_messages(read_file(file, kLargestFile));
        if (messages.session != pending.plan.plan.session) throw Failure(file + ": is of another ceremony");
        for (const std::string& message : messages.messages) {
            if (!participant.aborted()) participant.receive(message);
        }
    }
    Told told;
    tell(told.report, participant, pending.plan);
    told.document = messages_of(participant, pending.plan.plan);
    if (participant.aborted()) {
        told.refusal = "the ceremony is over: " + participant.aborted()->text() +
                       "; its secrets were destroyed here. Give the others what was written, and begin anew";
        session.device->pending.reset();
    } else {
        pending.saved = participant.save();
    }
    session.device.save();
    return told;
}

Told finish(const Arguments& arguments) {
    arguments.allow({});
    std::string words;
    for (const auto& each : arguments.files()) words += each;
    threshold::Octets<32> compared;
    if (!disclosure::from_groups(words, compared)) {
        throw Usage("finish: takes the transcript as the others read it out, 16 groups of 4 hexadecimal digits");
    }
    Session session(arguments);
    Device& device = *session.device;
    Pending& pending = pending_of(device);
    auto result = resumed(device, pending).finish(compared);
    device.key = result.key;
    device.share.emplace(std::move(result.share));
    if (pending.newcomer) device.pin(*pending.newcomer);
    device.pending.reset();
    session.device.save();
    Told told;
    told.report.add("holder", std::to_string(device.holder())).add("epoch", std::to_string(device.key->epoch));
    told.report.add("transcript", disclosure::in_groups(device.key->transcript));
    told.document = disclosure::to_text(disclosure::DisclosureKey{device.site, *device.key});
    return told;
}

Told abandon(const Arguments& arguments) {
    arguments.allow({});
    Session session(arguments);
    const std::string kind(disclosure::name(pending_of(*session.device).plan.kind));
    session.device->pending.reset();
    session.device.save();
    Told told;
    told.report.add("abandoned", kind);
    return told;
}

}  // namespace postvern::compliance::officer

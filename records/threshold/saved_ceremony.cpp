// A participant between two messages: the seed, and what the others have sent.
#include "records/threshold/ceremony.hpp"
#include "records/threshold/fields.hpp"
#include "records/threshold/message.hpp"

namespace postvern::records::threshold {

namespace {

constexpr std::array<std::uint8_t, 3> kKinds = {kOpening, kDealing, kConfirmation};

std::size_t message_size(std::uint8_t kind) { return kAround + body_size(kind); }

}  // namespace

Participant::Saved Participant::save() const {
    static_assert(kSavedSize == 68 + 2 * (3 + 3 * kAround + Opening::kSize + Dealing::kSize +
                                          Confirmation::kSize));
    Writer writer(kSavedSize);
    writer.version().add(plan_hash_).number(index_, 1);
    writer.number(aborted_ ? static_cast<std::uint8_t>(aborted_->complaint) : 0, 1);
    writer.number(aborted_ ? aborted_->accused : 0, 1).add(seed_.view());
    for (std::size_t place = 0; place < 2; ++place) {
        for (const std::uint8_t kind : kKinds) {
            const auto found = messages_.find({kind, other_of(index_, place)});
            const bool there = found != messages_.end();
            writer.number(there ? 1 : 0, 1);
            writer.add(there ? found->second : std::string(message_size(kind), '\0'));
        }
    }
    std::string octets = writer.take();
    Saved saved = Saved::copy_of(octets);
    wipe(octets.data(), octets.size());
    return saved;
}

Participant Participant::resume(const Plan& plan, unsigned index, const DeviceKey& device,
                                std::optional<Share> old, const Saved& saved) {
    Reader reader("saved ceremony", saved.view(), kSavedSize);
    reader.version();
    if (reader.octets<32>() != plan.hash() || reader.number(1) != index) {
        throw Refused("what was saved is of another ceremony or place", index);
    }
    const auto complaint = reader.number(1);
    const auto accused = static_cast<unsigned>(reader.number(1));
    if (complaint > static_cast<std::uint8_t>(Complaint::received) || accused > kHolders) {
        reader.refuse("complaint", "none that there is", 2);
    }
    Participant again(plan, index, device, std::move(old),
                      SecretOctets<32>::copy_of(reader.take(32)));
    if (complaint != 0) {
        again.abort({static_cast<Complaint>(complaint), accused});
        return again;
    }
    for (std::size_t place = 0; place < 2; ++place) {
        for (const std::uint8_t kind : kKinds) {
            const bool there = reader.number(1) == 1;
            const std::string_view message = reader.take(message_size(kind));
            if (!there) continue;
            const Envelope envelope = open_envelope(message, again.plan_, again.plan_hash_);
            if (envelope.kind != kind || envelope.sender != other_of(index, place)) {
                reader.refuse("message", "of another kind or sender", message.size());
            }
            again.messages_.emplace(std::pair{kind, envelope.sender}, message);
        }
    }
    again.proceed();
    return again;
}

}  // namespace postvern::records::threshold

#include "records/ledger/private_record.hpp"

#include <algorithm>
#include <stdexcept>

#include "records/ledger/big_endian.hpp"

namespace postvern::records::ledger {

namespace {

constexpr std::size_t kNameSize = 24;
constexpr std::uint8_t kRestrictedFlag = 1;
constexpr std::uint8_t kLegalBasisCutFlag = 2;
constexpr std::uint8_t kRulesCutFlag = 4;
constexpr std::uint8_t kGranted = 1;
constexpr std::uint8_t kRefused = 2;

void append_text(std::string& octets, std::string_view text, std::size_t size) {
    if (text.size() > size) throw std::logic_error("a text does not fit its field of the record");
    octets.append(text);
    octets.append(size - text.size(), '\0');
}

template <typename Octets>
void append_octets(std::string& octets, const Octets& more) {
    octets.append(more.begin(), more.end());
}

// Reads the fields of a record one after the other.
class Fields {
  public:
    explicit Fields(std::string_view octets) : rest_(octets) {}

    std::string_view take(std::size_t size) {
        const std::string_view field = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return field;
    }
    std::uint8_t number() { return static_cast<std::uint8_t>(take(1)[0]); }
    std::string text(std::size_t size) {
        const std::string_view field = take(size);
        return std::string(field.substr(0, field.find('\0')));
    }
    template <std::size_t Size>
    void take_into(std::array<std::uint8_t, Size>& target) {
        const std::string_view field = take(Size);
        std::copy(field.begin(), field.end(), target.begin());
    }

  private:
    std::string_view rest_;
};

// Cuts `text` to `size` octets, not within a UTF-8 character, and before a NUL, which ends a field;
// returns whether anything was lost.
bool cut(std::string& text, std::size_t size) {
    size = std::min(size, text.find('\0'));
    if (text.size() <= size) return false;
    while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xc0) == 0x80) --size;
    text.resize(size);
    return true;
}

RecordedData data_of(policy::CollectionKind kind) {
    switch (kind) {
        case policy::CollectionKind::mailbox: return RecordedData::mail;
        case policy::CollectionKind::calendar: return RecordedData::calendar;
        case policy::CollectionKind::addressbook: return RecordedData::contacts;
        case policy::CollectionKind::files: return RecordedData::files;
    }
    return RecordedData::not_stated;
}

// By the collection that was touched, or as far as the action tells it.
RecordedData data_of(const policy::Act& act) {
    if (act.kind) return data_of(*act.kind);
    switch (act.action) {
        case policy::Action::sign_in:
        case policy::Action::change_credentials:
        case policy::Action::administer_accounts:
        case policy::Action::list_accounts: return RecordedData::subscriber;
        case policy::Action::deliver:
        case policy::Action::submit: return RecordedData::mail;
        case policy::Action::read_record:
        case policy::Action::verify_record: return RecordedData::access_record;
        case policy::Action::backup:
        case policy::Action::restore:
        case policy::Action::administer_staff:
        case policy::Action::install_rulebook: return RecordedData::whole_site;
        default: return RecordedData::not_stated;
    }
}

bool known(RecordedRole role) {
    return role >= RecordedRole::owner && role <= RecordedRole::authority;
}
bool known(RetentionClass retention) {
    return retention >= RetentionClass::staff_access && retention <= RetentionClass::breach;
}
bool known(RecordedData data) {
    return data <= RecordedData::files ||
           (data >= RecordedData::subscriber && data <= RecordedData::whole_site);
}

}  // namespace

RecordedRole recorded(policy::Role role) {
    switch (role) {
        case policy::Role::owner: return RecordedRole::owner;
        case policy::Role::delivery_agent: return RecordedRole::delivery_agent;
        case policy::Role::system_job: return RecordedRole::system_job;
        case policy::Role::staff: return RecordedRole::staff;
        case policy::Role::founder: return RecordedRole::founder;
        case policy::Role::processor: return RecordedRole::processor;
        case policy::Role::authority: return RecordedRole::authority;
    }
    throw std::logic_error("a role that the record has no number for");
}

std::string encode(const PrivateRecord& record) {
    std::string octets;
    octets.reserve(kPrivateRecordSize);
    octets.push_back('\1');  // version
    octets.push_back(static_cast<char>(record.retention));
    octets.push_back(static_cast<char>((record.stream == Stream::restricted ? kRestrictedFlag : 0) |
                                       (record.legal_basis_cut ? kLegalBasisCutFlag : 0) |
                                       (record.rules_cut ? kRulesCutFlag : 0)));
    octets.push_back(static_cast<char>(record.role));
    append_big_endian(octets, static_cast<std::uint32_t>(record.day));
    append_big_endian(octets, static_cast<std::uint64_t>(record.moment));
    append_octets(octets, record.tag);
    append_octets(octets, record.actor);
    append_octets(octets, record.subject);
    append_text(octets, record.operation, kNameSize);
    append_text(octets, record.purpose, kNameSize);
    octets.push_back(static_cast<char>(record.data));
    octets.push_back(record.outcome == policy::Outcome::granted ? static_cast<char>(kGranted)
                                                                : static_cast<char>(kRefused));
    octets.push_back(static_cast<char>(record.band));
    octets.append(5, '\0');
    append_octets(octets, record.rulebook);
    append_octets(octets, record.case_reference);
    append_text(octets, record.legal_basis, kLegalBasisSize);
    append_text(octets, record.rules, kRulesSize);
    return octets;
}

std::optional<PrivateRecord> decode_private_record(std::string_view octets) {
    if (octets.size() != kPrivateRecordSize) return {};
    Fields fields(octets);
    PrivateRecord record;
    fields.take(1);
    record.retention = RetentionClass{fields.number()};
    const std::uint8_t flags = fields.number();
    record.stream = (flags & kRestrictedFlag) != 0 ? Stream::restricted : Stream::visible;
    record.legal_basis_cut = (flags & kLegalBasisCutFlag) != 0;
    record.rules_cut = (flags & kRulesCutFlag) != 0;
    record.role = RecordedRole{fields.number()};
    record.day = Day{static_cast<std::int32_t>(big_endian<std::uint32_t>(fields.take(4)))};
    record.moment = static_cast<std::int64_t>(big_endian<std::uint64_t>(fields.take(8)));
    fields.take_into(record.tag);
    fields.take_into(record.actor);
    fields.take_into(record.subject);
    record.operation = fields.text(kNameSize);
    record.purpose = fields.text(kNameSize);
    record.data = RecordedData{fields.number()};
    record.outcome = fields.number() == kGranted ? policy::Outcome::granted : policy::Outcome::refused;
    record.band = fields.number();
    fields.take(5);
    fields.take_into(record.rulebook);
    fields.take_into(record.case_reference);
    record.legal_basis = fields.text(kLegalBasisSize);
    record.rules = fields.text(kRulesSize);
    const bool sound = known(record.role) && known(record.retention) && known(record.data) &&
                       record.band <= kBandBounds.size() && encode(record) == octets;
    if (!sound) return {};
    return record;
}

PrivateRecord describe(const policy::Act& act) {
    PrivateRecord record;
    record.retention = retention_class_of(act);
    if (act.legal_case && !act.legal_case->may_be_shown) record.stream = Stream::restricted;
    record.role = recorded(act.actor.role);
    record.day = day_of(act.moment);
    record.moment = rounded_moment(record.retention, act.moment);
    record.operation = policy::name(act.action);
    record.purpose = policy::name(act.purpose);
    record.data = data_of(act);
    record.outcome = act.outcome;
    record.band = band_of(act.most_objects);
    record.rulebook = act.decision.rulebook;
    record.legal_basis = act.decision.legal_basis;
    record.legal_basis_cut = cut(record.legal_basis, kLegalBasisSize);
    for (const std::string& rule : act.decision.rules) {
        if (!record.rules.empty()) record.rules += ' ';
        record.rules += rule;
    }
    record.rules_cut = cut(record.rules, kRulesSize);
    return record;
}

}  // namespace postvern::records::ledger

#include "records/register/facts_codec.hpp"

#include "records/errors.hpp"
#include "records/format/wire.hpp"

namespace postvern::records {

namespace {

using format::WireReader;
using format::WireWriter;

// Enumerations stand as their names: the order of an enumeration may change, what is on disk does not.
template <typename Word>
void write_word(WireWriter& out, Word word) {
    out.text(name(word));
}

template <typename Word>
Word read_word(WireReader& in, std::size_t count) {
    const std::string_view text = in.text();
    for (std::size_t index = 0; index < count; ++index) {
        const auto word = static_cast<Word>(index);
        if (name(word) == text) return word;
    }
    in.fail("a word that is known");
}

void write_flag(WireWriter& out, bool flag) { out.octet(flag ? 1 : 0); }

bool read_flag(WireReader& in) {
    const std::uint8_t octet = in.octet();
    if (octet > 1) in.fail("0 or 1");
    return octet == 1;
}

template <typename Element, typename Write>
void write_all(WireWriter& out, const std::vector<Element>& elements, Write write) {
    out.number(elements.size());
    for (const Element& element : elements) write(element);
}

template <typename Read>
auto read_all(WireReader& in, Read read) {
    std::vector<decltype(read())> elements;
    const std::size_t count = in.count();
    for (std::size_t index = 0; index < count; ++index) elements.push_back(read());
    return elements;
}

template <typename Value, typename Write>
void write_optional(WireWriter& out, const std::optional<Value>& value, Write write) {
    write_flag(out, value.has_value());
    if (value) write(*value);
}

template <typename Read>
auto read_optional(WireReader& in, Read read) -> std::optional<decltype(read())> {
    if (!read_flag(in)) return {};
    return read();
}

void write_moment(WireWriter& out, const std::optional<std::int64_t>& moment) {
    write_optional(out, moment, [&](std::int64_t each) { out.signed_number(each); });
}

std::optional<std::int64_t> read_moment(WireReader& in) {
    return read_optional(in, [&] { return in.signed_number(); });
}

void write_accounts(WireWriter& out, const std::vector<policy::AccountId>& accounts) {
    write_all(out, accounts,
              [&](policy::AccountId id) { out.number(static_cast<std::uint64_t>(id)); });
}

std::vector<policy::AccountId> read_accounts(WireReader& in) {
    return read_all(in, [&] { return policy::AccountId{in.number()}; });
}

void write_users(WireWriter& out, const std::vector<std::uint32_t>& users) {
    write_all(out, users, [&](std::uint32_t user) { out.number(user); });
}

std::uint32_t read_user(WireReader& in) {
    const std::uint64_t user = in.number();
    if (user > UINT32_MAX) in.fail("a user id");
    return static_cast<std::uint32_t>(user);
}

std::vector<std::uint32_t> read_users(WireReader& in) {
    return read_all(in, [&] { return read_user(in); });
}

// Decodes all of `octets` by `read`; the first octet is the version of the layout.
template <typename Read>
auto decode_versions(std::string_view octets, std::uint8_t latest, Read read) {
    try {
        WireReader in(octets);
        const std::uint8_t version = in.octet();
        if (version < 1 || latest < version) in.fail("a version that is known");
        auto value = read(in, version);
        in.expect_end();
        return value;
    } catch (const SummaryError& fault) {
        throw StorageError(std::string("content.db: facts on record cannot be read: ") + fault.what());
    }
}

template <typename Read>
auto decode(std::string_view octets, Read read) {
    return decode_versions(octets, 1, [&](WireReader& in, std::uint8_t) { return read(in); });
}

WireWriter begin(std::uint8_t version = 1) {
    WireWriter out;
    out.octet(version);
    return out;
}

constexpr std::uint8_t kCaseVersion = 2;  // 1 had no ends of substitutes' time

void write_order(WireWriter& out, const policy::OrderFacts& order) {
    write_flag(out, order.norwegian);
    out.signed_number(order.from);
    out.signed_number(order.until);
    write_accounts(out, order.accounts);
    write_all(out, order.classes, [&](auto each) { write_word(out, each); });
    out.signed_number(order.window_from);
    out.signed_number(order.window_until);
    write_flag(out, order.four_weeks_over);
    write_flag(out, order.secrecy_lifted);
    write_flag(out, order.privileged);
}

policy::OrderFacts read_order(WireReader& in) {
    policy::OrderFacts order;
    order.norwegian = read_flag(in);
    order.from = in.signed_number();
    order.until = in.signed_number();
    order.accounts = read_accounts(in);
    order.classes = read_all(in, [&] {
        return read_word<policy::DisclosureClass>(in, policy::kDisclosureClassCount);
    });
    order.window_from = in.signed_number();
    order.window_until = in.signed_number();
    order.four_weeks_over = read_flag(in);
    order.secrecy_lifted = read_flag(in);
    order.privileged = read_flag(in);
    return order;
}

Approver read_approver(WireReader& in) {
    return read_flag(in) ? Approver::second_officer : Approver::managing_director;
}

}  // namespace

std::string encode(const CaseRecord& record) {
    WireWriter out = begin(kCaseVersion);
    write_accounts(out, record.accounts);
    write_users(out, record.named);
    write_optional(out, record.basis, [&](auto each) { write_word(out, each); });
    write_optional(out, record.route, [&](auto each) { write_word(out, each); });
    write_all(out, record.references, [&](auto each) { write_word(out, each); });
    write_optional(out, record.order, [&](const auto& each) { write_order(out, each); });
    write_users(out, record.validators);
    write_optional(out, record.director, [&](auto user) { out.number(user); });
    write_optional(out, record.second_officer, [&](auto user) { out.number(user); });
    write_all(out, record.substitutes, [&](const Substitute& each) {
        write_flag(out, each.office == Approver::second_officer);
        out.number(each.user);
        write_moment(out, each.until);
    });
    write_flag(out, record.objection);
    write_word(out, record.silence);
    write_moment(out, record.silent_until);
    write_flag(out, record.owners_told);
    return out.take();
}

CaseRecord decode_case(std::string_view octets) {
    return decode_versions(octets, kCaseVersion, [](WireReader& in, std::uint8_t version) {
        CaseRecord record;
        record.accounts = read_accounts(in);
        record.named = read_users(in);
        record.basis =
            read_optional(in, [&] { return read_word<policy::Basis>(in, policy::kBasisCount); });
        record.route =
            read_optional(in, [&] { return read_word<policy::Route>(in, policy::kRouteCount); });
        record.references =
            read_all(in, [&] { return read_word<policy::Office>(in, policy::kOfficeCount); });
        record.order = read_optional(in, [&] { return read_order(in); });
        record.validators = read_users(in);
        record.director = read_optional(in, [&] { return read_user(in); });
        record.second_officer = read_optional(in, [&] { return read_user(in); });
        record.substitutes = read_all(in, [&] {
            const Approver office = read_approver(in);
            const std::uint32_t user = read_user(in);
            return Substitute{office, user, version == 1 ? std::nullopt : read_moment(in)};
        });
        record.objection = read_flag(in);
        record.silence = read_word<policy::Silence>(in, policy::kSilenceCount);
        record.silent_until = read_moment(in);
        record.owners_told = read_flag(in);
        return record;
    });
}

std::string encode(const HoldRecord& record) {
    WireWriter out = begin();
    out.number(record.legal_case);
    out.number(static_cast<std::uint64_t>(record.account));
    out.signed_number(record.until);
    return out.take();
}

HoldRecord decode_hold(std::string_view octets) {
    return decode(octets, [](WireReader& in) {
        HoldRecord record;
        record.legal_case = in.number();
        record.account = policy::AccountId{in.number()};
        record.until = in.signed_number();
        return record;
    });
}

std::string encode(const policy::AccountFacts& facts) {
    WireWriter out = begin();
    out.octet(static_cast<std::uint8_t>(facts.state));
    write_flag(out, facts.restricted);
    write_flag(out, facts.no_snapshots);
    write_all(out, facts.consents, [&](auto each) { write_word(out, each); });
    write_moment(out, facts.retained_until);
    return out.take();
}

policy::AccountFacts decode_account(std::string_view octets) {
    return decode(octets, [](WireReader& in) {
        policy::AccountFacts facts;
        const std::uint8_t state = in.octet();
        if (state > static_cast<std::uint8_t>(policy::AccountState::closed)) in.fail("a state");
        facts.state = policy::AccountState{state};
        facts.restricted = read_flag(in);
        facts.no_snapshots = read_flag(in);
        facts.consents =
            read_all(in, [&] { return read_word<policy::Purpose>(in, policy::kPurposeCount); });
        facts.retained_until = read_moment(in);
        return facts;
    });
}

std::string encode(const policy::StaffFacts& facts) {
    WireWriter out = begin();
    write_all(out, facts.roles, [&](auto each) { write_word(out, each); });
    write_moment(out, facts.policy_until);
    write_moment(out, facts.secrecy_until);
    write_moment(out, facts.agreement_until);
    write_moment(out, facts.device_until);
    write_optional(out, facts.account,
                   [&](policy::AccountId id) { out.number(static_cast<std::uint64_t>(id)); });
    return out.take();
}

policy::StaffFacts decode_staff(std::string_view octets) {
    return decode(octets, [](WireReader& in) {
        policy::StaffFacts facts;
        facts.roles =
            read_all(in, [&] { return read_word<policy::StaffRole>(in, policy::kStaffRoleCount); });
        facts.policy_until = read_moment(in);
        facts.secrecy_until = read_moment(in);
        facts.agreement_until = read_moment(in);
        facts.device_until = read_moment(in);
        facts.account = read_optional(in, [&] { return policy::AccountId{in.number()}; });
        return facts;
    });
}

std::string encode(const policy::ProcessorFacts& facts) {
    WireWriter out = begin();
    write_moment(out, facts.agreement_until);
    write_all(out, facts.instructions, [&](std::uint64_t number) { out.number(number); });
    return out.take();
}

policy::ProcessorFacts decode_processor(std::string_view octets) {
    return decode(octets, [](WireReader& in) {
        policy::ProcessorFacts facts;
        facts.agreement_until = read_moment(in);
        facts.instructions = read_all(in, [&] { return in.number(); });
        return facts;
    });
}

}  // namespace postvern::records

#include "policy/question_cells.hpp"

#include <algorithm>
#include <charconv>
#include <string>

namespace postvern::policy {

namespace {

using engine::compiled::boolean_cell;
using engine::compiled::Cell;
using engine::compiled::CompiledRequest;
using engine::compiled::EntityId;
using engine::compiled::NamedCell;
using engine::compiled::number_cell;
using engine::compiled::RequestBuilder;
using engine::compiled::Symbol;

constexpr std::array<std::string_view, 40> kNames = {
    "Owner",         "DeliveryAgent",   "SystemJob",    "Staff",       "Founder",
    "Processor",     "Authority",       "Unknown",      "Role",        "Action",
    "Account",       "Collection",      "Site",         "Ledger",      "Case",
    "Hold",          "Report",          "Rulebook",     "owner",       "state",
    "purge_due",     "retained_until",  "restricted",   "no_snapshots", "consents",
    "kind",          "policy_until",    "secrecy_until", "agreement_until", "device_until",
    "purpose",       "channel",         "moment",       "facts_until", "instruction",
    "account",       "class",           "window_from",  "window_until", "sealed_to_court",
};

// Absent where there is none.
Cell moment_cell(std::optional<std::int64_t> moment) {
    return moment ? number_cell(*moment) : Cell{};
}

template <std::size_t Size>
char* write(std::uint64_t number, char* at, std::array<char, Size>& room) {
    return std::to_chars(at, room.data() + room.size(), number).ptr;
}

template <std::size_t Size>
std::string_view decimal(std::uint64_t number, std::array<char, Size>& room) {
    return {room.data(), static_cast<std::size_t>(write(number, room.data(), room) - room.data())};
}

Cell consents(const std::vector<Purpose>& purposes, RequestBuilder& builder) {
    std::array<Cell, kPurposeCount> cells;
    const std::size_t count = std::min(purposes.size(), cells.size());  // each counts once
    for (std::size_t index = 0; index < count; ++index) {
        cells[index] = builder.text(name(purposes[index]));
    }
    return builder.set(std::span(cells.data(), count));
}

}  // namespace

std::span<const std::string_view> question_names() { return kNames; }

QuestionCells::QuestionCells(const engine::compiled::EntityTable& table) {
    Names& n = names_;
    const std::array<Symbol*, kNames.size()> symbols = {
        &n.owner_type,   &n.delivery_agent, &n.system_job,    &n.staff_type,      &n.founder,
        &n.processor,    &n.authority,      &n.unknown,       &n.role,            &n.action,
        &n.account,      &n.collection,     &n.site,          &n.ledger,          &n.legal_case,
        &n.hold,         &n.report,         &n.rulebook,      &n.owner,           &n.state,
        &n.purge_due,    &n.retained_until, &n.restricted,    &n.no_snapshots,    &n.consents,
        &n.kind,         &n.policy_until,   &n.secrecy_until, &n.agreement_until, &n.device_until,
        &n.purpose,      &n.channel,        &n.moment,        &n.facts_until,     &n.instruction,
        &n.taken_from,   &n.data_class,     &n.window_from,   &n.window_until,    &n.to_court,
    };
    for (std::size_t index = 0; index < symbols.size(); ++index) {
        *symbols[index] = table.vocabulary().find_symbol(kNames[index]);
    }
}

CompiledRequest QuestionCells::make(const Question& question,
                                    const KnownFacts& facts, RequestBuilder& builder,
                                    QuestionRoom& room) const {
    const EntityId asking = principal(question.principal, facts, builder, room);
    const EntityId asked = resource(question.resource, facts, builder, room);
    const EntityId action = builder.entity(names_.action, name(question.action));
    return builder.finish(asking, action, asked, context(question, facts, builder, room));
}

const Cell* QuestionCells::context(const Question& question, const KnownFacts& facts,
                                   RequestBuilder& builder, QuestionRoom& room) const {
    std::array<NamedCell, 10> context{};
    context[0] = {names_.purpose, builder.text(name(question.purpose))};
    context[1] = {names_.channel, builder.text(name(question.channel))};
    context[2] = {names_.moment, number_cell(question.moment)};
    context[3] = {names_.facts_until, moment_cell(facts.valid_until())};
    std::size_t size = 4;
    if (question.instruction != 0) {
        const std::string_view number = decimal(question.instruction, room.instruction);
        context[size++] = {names_.instruction, builder.text(number)};
    }
    if (const auto& extent = question.extent) {
        const auto account = builder.entity(
            names_.account, decimal(static_cast<std::uint64_t>(extent->account), room.extent));
        context[size++] = {names_.taken_from, engine::compiled::entity_cell(account)};
        context[size++] = {names_.data_class, builder.text(name(extent->data_class))};
        context[size++] = {names_.window_from, moment_cell(extent->window_from)};
        context[size++] = {names_.window_until, moment_cell(extent->window_until)};
        context[size++] = {names_.to_court, boolean_cell(extent->sealed_to_court)};
    }
    return builder.record(std::span(context.data(), size));
}

// Of what is asked about seldom: put into cells as the interpreter sees it. The entity stays in its room,
// since the request borrows its words.
EntityId QuestionCells::describe(engine::Entity entity, std::optional<engine::Entity>& place,
                                 RequestBuilder& builder) const {
    place = std::move(entity);
    builder.describe(*place);
    return builder.entity(place->uid);
}

EntityId QuestionCells::principal(const Principal& principal, const KnownFacts& facts,
                                  RequestBuilder& builder, QuestionRoom& room) const {
    switch (principal.role) {
        case Role::owner:
            return builder.entity(names_.owner_type, decimal(principal.id, room.principal));
        case Role::delivery_agent:
            return builder.entity(names_.delivery_agent, "lmtp");
        case Role::system_job:
            return builder.entity(names_.system_job, name(static_cast<Job>(principal.id)));
        case Role::staff:
            return staff(principal, facts.staff, builder, room);
        case Role::founder:
            return builder.entity(names_.founder, "founder");
        case Role::processor:
            return describe(processor_entity(principal.id, facts.processor), room.processor, builder);
        case Role::authority:
            return builder.entity(names_.authority, decimal(principal.id, room.principal));
    }
    return builder.entity(names_.unknown, "");
}

EntityId QuestionCells::staff(const Principal& principal, const std::optional<StaffFacts>& facts,
                              RequestBuilder& builder, QuestionRoom& room) const {
    const EntityId entity =
        builder.entity(names_.staff_type, decimal(principal.id, room.principal));
    std::array<NamedCell, 4> fields{};
    std::size_t roles = 0;
    if (facts) {
        fields = {{{names_.policy_until, moment_cell(facts->policy_until)},
                   {names_.secrecy_until, moment_cell(facts->secrecy_until)},
                   {names_.agreement_until, moment_cell(facts->agreement_until)},
                   {names_.device_until, moment_cell(facts->device_until)}}};
        for (const StaffRole role : facts->roles) {
            if (roles == room.roles.size()) break;  // each role counts once
            room.roles[roles++] = builder.entity(names_.role, name(role));
        }
    }
    builder.describe(entity, builder.record(fields), std::span(room.roles.data(), roles));
    return entity;
}

EntityId QuestionCells::resource(const Resource& resource, const KnownFacts& facts,
                                 RequestBuilder& builder, QuestionRoom& room) const {
    const auto impersonal = [&](Symbol type, std::string_view id) {
        const EntityId entity = builder.entity(type, id);
        builder.describe(entity, builder.record({}));
        return entity;
    };
    switch (resource.type) {
        case ResourceType::account:
        case ResourceType::collection:
            return personal(resource, facts.account, builder, room);
        case ResourceType::site:
            return impersonal(names_.site, "site");
        case ResourceType::ledger:
            return impersonal(names_.ledger, "ledger");
        case ResourceType::legal_case:
            return describe(case_entity(resource.number, facts.legal_case), room.request, builder);
        case ResourceType::hold:
            return describe(hold_entity(resource.number, facts.hold), room.request, builder);
        case ResourceType::report:
            return impersonal(names_.report, decimal(resource.number, room.resource));
        case ResourceType::rulebook:
            return impersonal(names_.rulebook, "rulebook");
    }
    return impersonal(names_.unknown, "");
}

EntityId QuestionCells::personal(const Resource& resource, const std::optional<AccountFacts>& facts,
                                 RequestBuilder& builder, QuestionRoom& room) const {
    // The account's number, and behind it the collection's: "7/12".
    char* const begin = room.resource.data();
    char* end = write(static_cast<std::uint64_t>(resource.account), begin, room.resource);
    const std::string_view account_id(begin, static_cast<std::size_t>(end - begin));
    const EntityId account = builder.entity(names_.account, account_id);
    std::array<NamedCell, 8> fields{};
    NamedCell& kind = fields.back();
    kind.name = names_.kind;
    if (facts) {
        fields[0] = {names_.owner,
                     engine::compiled::entity_cell(builder.entity(names_.owner_type, account_id))};
        fields[1] = {names_.state, builder.text(name(facts->state))};
        fields[2] = {names_.purge_due, moment_cell(facts->purge_due)};
        fields[3] = {names_.retained_until, moment_cell(facts->retained_until)};
        fields[4] = {names_.restricted, boolean_cell(facts->restricted)};
        fields[5] = {names_.no_snapshots, boolean_cell(facts->no_snapshots)};
        fields[6] = {names_.consents, consents(facts->consents, builder)};
    }
    auto described = fields;
    builder.describe(account, builder.record(described));
    if (resource.type == ResourceType::account) return account;
    *end++ = '/';
    end = write(static_cast<std::uint64_t>(resource.collection), end, room.resource);
    const EntityId collection =
        builder.entity(names_.collection, {begin, static_cast<std::size_t>(end - begin)});
    kind.value = builder.text(name(resource.kind));
    builder.describe(collection, builder.record(fields), std::span(&account, 1));
    return collection;
}

}  // namespace postvern::policy

#include "policy/question_cells.hpp"

#include <algorithm>
#include <charconv>

namespace postvern::policy {

namespace {

using engine::compiled::boolean_cell;
using engine::compiled::Cell;
using engine::compiled::CompiledRequest;
using engine::compiled::EntityId;
using engine::compiled::EntityTable;
using engine::compiled::kNone;
using engine::compiled::NamedCell;
using engine::compiled::number_cell;
using engine::compiled::RequestBuilder;
using engine::compiled::Symbol;

constexpr std::array<std::string_view, 16> kTypes = {
    "Owner",   "DeliveryAgent", "SystemJob", "Staff", "Founder", "Processor", "Authority", "Unknown",
    "Account", "Collection",    "Site",      "Ledger", "Report", "Rulebook",  "Role",      "Action",
};
// In the order of QuestionCells' fields.
constexpr std::array<std::string_view, 8> kAccountNames = {
    "owner",      "state",        "purge_due", "retained_until",
    "restricted", "no_snapshots", "consents",  "kind",
};
constexpr std::array<std::string_view, 4> kStaffNames = {"policy_until", "secrecy_until",
                                                         "agreement_until", "device_until"};
constexpr std::array<std::string_view, 10> kContextNames = {
    "purpose", "channel", "moment",      "facts_until",  "instruction",
    "account", "class",   "window_from", "window_until", "sealed_to_court",
};

std::size_t number_of(auto enumerator) { return static_cast<std::size_t>(enumerator); }

// Absent where there is none.
Cell moment_cell(const std::optional<std::int64_t>& moment) {
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

template <std::size_t Count>
std::array<Symbol, Count> symbols_of(const std::array<std::string_view, Count>& names,
                                     const EntityTable& table) {
    std::array<Symbol, Count> symbols{};
    for (std::size_t index = 0; index < Count; ++index) {
        symbols[index] = table.vocabulary().find_symbol(names[index]);
    }
    return symbols;
}

// The names of an enumeration's values as strings.
template <typename Word, std::size_t Count>
void find_words(std::array<Cell, Count>& cells, const EntityTable& table) {
    for (std::size_t index = 0; index < Count; ++index) {
        const auto word = name(static_cast<Word>(index));
        cells[index] = engine::compiled::string_cell(table.vocabulary().find_symbol(word));
    }
}

// The same as entities of a type; kNone for those that no rule names.
template <typename Word, std::size_t Count>
void find_entities(std::array<EntityId, Count>& entities, const char* type,
                   const EntityTable& table) {
    const Symbol of_type = table.vocabulary().find_symbol(type);
    for (std::size_t index = 0; index < Count; ++index) {
        entities[index] =
            table.vocabulary().find_entity(of_type, name(static_cast<Word>(index)));
    }
}

template <typename Word>
void append_words(std::vector<std::string_view>& names, std::size_t count) {
    for (std::size_t index = 0; index < count; ++index) {
        names.push_back(name(static_cast<Word>(index)));
    }
}

}  // namespace

const std::vector<std::string_view>& question_names() {
    static const std::vector<std::string_view> all = [] {
        std::vector<std::string_view> names;
        names.insert(names.end(), kTypes.begin(), kTypes.end());
        names.insert(names.end(), kAccountNames.begin(), kAccountNames.end());
        names.insert(names.end(), kStaffNames.begin(), kStaffNames.end());
        names.insert(names.end(), kContextNames.begin(), kContextNames.end());
        append_words<Purpose>(names, kPurposeCount);
        append_words<Channel>(names, kChannelCount);
        append_words<DisclosureClass>(names, kDisclosureClassCount);
        append_words<AccountState>(names, 3);
        append_words<CollectionKind>(names, 4);
        return names;
    }();
    return all;
}

QuestionCells::QuestionCells(const EntityTable& table)
    : account_layout_(symbols_of(kAccountNames, table)),
      staff_layout_(symbols_of(kStaffNames, table)),
      context_layout_(symbols_of(kContextNames, table)) {
    const auto types = symbols_of(kTypes, table);
    types_ = {types[0], types[1], types[2], types[3],  types[4],  types[5],  types[6],
              types[7], types[8], types[9], types[10], types[11], types[12], types[13]};
    find_entities<Action>(actions_, "Action", table);
    find_entities<StaffRole>(roles_, "Role", table);
    find_words<Purpose>(purposes_, table);
    find_words<Channel>(channels_, table);
    find_words<DisclosureClass>(classes_, table);
    find_words<AccountState>(states_, table);
    find_words<CollectionKind>(kinds_, table);
}

CompiledRequest QuestionCells::make(const Question& question, const KnownFacts& facts,
                                    RequestBuilder& builder, QuestionRoom& room) const {
    const EntityId asking = principal(question.principal, facts, builder, room);
    const EntityId asked = resource(question, asking, facts, builder, room);
    return builder.finish(asking, actions_[number_of(question.action)], asked,
                          context(question, facts, builder, room));
}

const Cell* QuestionCells::context(const Question& question, const KnownFacts& facts,
                                   RequestBuilder& builder, QuestionRoom& room) const {
    using Field = ContextField;
    auto fields = context_layout_.blank();
    const auto set = [&](Field field, Cell cell) { context_layout_.at(fields, field) = cell; };
    set(Field::purpose, purposes_[number_of(question.purpose)]);
    set(Field::channel, channels_[number_of(question.channel)]);
    set(Field::moment, number_cell(question.moment));
    set(Field::facts_until, moment_cell(facts.valid_until()));
    if (question.instruction != 0) {
        set(Field::instruction, builder.text(decimal(question.instruction, room.instruction)));
    }
    if (const auto& extent = question.extent) {
        const auto account = builder.entity(types_.account, decimal(number_of(extent->account), room.extent));
        set(Field::account, engine::compiled::entity_cell(account));
        set(Field::data_class, classes_[number_of(extent->data_class)]);
        set(Field::window_from, moment_cell(extent->window_from));
        set(Field::window_until, moment_cell(extent->window_until));
        set(Field::sealed_to_court, boolean_cell(extent->sealed_to_court));
    }
    return builder.record(fields);
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
            return builder.entity(types_.owner, decimal(principal.id, room.principal));
        case Role::delivery_agent:
            return builder.entity(types_.delivery_agent, "lmtp");
        case Role::system_job:
            return builder.entity(types_.system_job, name(static_cast<Job>(principal.id)));
        case Role::staff:
            return staff(principal, facts.staff, builder, room);
        case Role::founder:
            return builder.entity(types_.founder, "founder");
        case Role::processor:
            return describe(processor_entity(principal.id, facts.processor), room.processor, builder);
        case Role::authority:
            return builder.entity(types_.authority, decimal(principal.id, room.principal));
    }
    return builder.entity(types_.unknown, "");
}

EntityId QuestionCells::staff(const Principal& principal, const std::optional<StaffFacts>& facts,
                              RequestBuilder& builder, QuestionRoom& room) const {
    using Field = StaffField;
    const EntityId entity = builder.entity(types_.staff, decimal(principal.id, room.principal));
    auto fields = staff_layout_.blank();
    std::size_t roles = 0;
    if (facts) {
        const auto set = [&](Field field, const std::optional<std::int64_t>& until) {
            staff_layout_.at(fields, field) = moment_cell(until);
        };
        set(Field::policy_until, facts->policy_until);
        set(Field::secrecy_until, facts->secrecy_until);
        set(Field::agreement_until, facts->agreement_until);
        set(Field::device_until, facts->device_until);
        for (const StaffRole role : facts->roles) {
            if (roles == room.roles.size()) break;  // each role counts once
            const EntityId named = roles_[number_of(role)];
            if (named != kNone) room.roles[roles++] = named;  // to be in what no rule names changes nothing
        }
    }
    builder.describe(entity, builder.record(fields), std::span(room.roles.data(), roles));
    return entity;
}

EntityId QuestionCells::resource(const Question& question, EntityId asking, const KnownFacts& facts,
                                 RequestBuilder& builder, QuestionRoom& room) const {
    const Resource& resource = question.resource;
    const auto impersonal = [&](Symbol type, std::string_view id) {
        const EntityId entity = builder.entity(type, id);
        builder.describe(entity, builder.record({}));
        return entity;
    };
    switch (resource.type) {
        case ResourceType::account:
        case ResourceType::collection:
            return personal(question, asking, facts.account, builder, room);
        case ResourceType::site:
            return impersonal(types_.site, "site");
        case ResourceType::ledger:
            return impersonal(types_.ledger, "ledger");
        case ResourceType::legal_case:
            return describe(case_entity(resource.number, facts.legal_case), room.request, builder);
        case ResourceType::hold:
            return describe(hold_entity(resource.number, facts.hold), room.request, builder);
        case ResourceType::report:
            return impersonal(types_.report, decimal(resource.number, room.resource));
        case ResourceType::rulebook:
            return impersonal(types_.rulebook, "rulebook");
    }
    return impersonal(types_.unknown, "");
}

Cell QuestionCells::consents(const std::vector<Purpose>& purposes, RequestBuilder& builder) const {
    std::array<Cell, kPurposeCount> cells;
    const std::size_t count = std::min(purposes.size(), cells.size());  // each counts once
    for (std::size_t index = 0; index < count; ++index) {
        cells[index] = purposes_[number_of(purposes[index])];
    }
    return builder.set(std::span(cells.data(), count));
}

EntityId QuestionCells::personal(const Question& question, EntityId asking,
                                 const std::optional<AccountFacts>& facts, RequestBuilder& builder,
                                 QuestionRoom& room) const {
    using Field = AccountField;
    const Resource& resource = question.resource;
    // The account's number, and behind it the collection's: "7/12".
    char* const begin = room.resource.data();
    char* end = write(number_of(resource.account), begin, room.resource);
    const std::string_view account_id(begin, static_cast<std::size_t>(end - begin));
    const EntityId account = builder.entity(types_.account, account_id);
    auto fields = account_layout_.blank();
    const auto set = [&](Field field, Cell cell) { account_layout_.at(fields, field) = cell; };
    if (facts) {
        const bool own = question.principal == Principal::owner(resource.account);
        const EntityId owner = own ? asking : builder.entity(types_.owner, account_id);
        set(Field::owner, engine::compiled::entity_cell(owner));
        set(Field::state, states_[number_of(facts->state)]);
        set(Field::purge_due, moment_cell(facts->purge_due));
        set(Field::retained_until, moment_cell(facts->retained_until));
        set(Field::restricted, boolean_cell(facts->restricted));
        set(Field::no_snapshots, boolean_cell(facts->no_snapshots));
        set(Field::consents, consents(facts->consents, builder));
    }
    if (resource.type == ResourceType::account) {
        builder.describe(account, builder.record(fields));
        return account;
    }
    *end++ = '/';
    end = write(number_of(resource.collection), end, room.resource);
    const EntityId collection =
        builder.entity(types_.collection, {begin, static_cast<std::size_t>(end - begin)});
    set(Field::kind, kinds_[number_of(resource.kind)]);
    // What is known of the account is known of the collection; by the schema no rule asks an account for a kind.
    const Cell* const known = builder.record(fields);
    builder.describe(account, known);
    builder.describe(collection, known, std::span(&account, 1));
    return collection;
}

}  // namespace postvern::policy

#include "policy/question_cells.hpp"

#include <charconv>
#include <string>

namespace postvern::policy {

namespace {

using engine::compiled::Cell;
using engine::compiled::CompiledRequest;
using engine::compiled::EntityId;
using engine::compiled::NamedCell;
using engine::compiled::RequestBuilder;
using engine::compiled::Symbol;

constexpr std::array<std::string_view, 18> kNames = {
    "Owner",  "DeliveryAgent", "SystemJob",  "Operator", "Founder", "Unknown",
    "Action", "Account",       "Collection", "Site",     "Ledger",  "owner",
    "state",  "purge_due",     "kind",       "purpose",  "channel", "moment",
};

template <std::size_t Size>
char* write(std::uint64_t number, char* at, std::array<char, Size>& room) {
    return std::to_chars(at, room.data() + room.size(), number).ptr;
}

template <std::size_t Size>
std::string_view decimal(std::uint64_t number, std::array<char, Size>& room) {
    return {room.data(), static_cast<std::size_t>(write(number, room.data(), room) - room.data())};
}

}  // namespace

std::span<const std::string_view> question_names() { return kNames; }

QuestionCells::QuestionCells(const engine::compiled::EntityTable& table) {
    Names& n = names_;
    const std::array<Symbol*, kNames.size()> symbols = {
        &n.owner_type, &n.delivery_agent, &n.system_job, &n.operator_type, &n.founder, &n.unknown,
        &n.action,     &n.account,        &n.collection, &n.site,          &n.ledger,  &n.owner,
        &n.state,      &n.purge_due,      &n.kind,       &n.purpose,       &n.channel, &n.moment,
    };
    for (std::size_t index = 0; index < symbols.size(); ++index) {
        *symbols[index] = table.vocabulary().find_symbol(kNames[index]);
    }
}

CompiledRequest QuestionCells::make(const Question& question,
                                    const std::optional<AccountFacts>& facts,
                                    RequestBuilder& builder, QuestionRoom& room) const {
    std::array<NamedCell, 3> context{{
        {names_.purpose, builder.text(name(question.purpose))},
        {names_.channel, builder.text(name(question.channel))},
        {names_.moment, engine::compiled::number_cell(question.moment)},
    }};
    const EntityId asking = principal(question.principal, builder, room);
    const EntityId asked = resource(question.resource, facts, builder, room);
    const EntityId action = builder.entity(names_.action, name(question.action));
    return builder.finish(asking, action, asked, builder.record(context));
}

EntityId QuestionCells::principal(const Principal& principal, RequestBuilder& builder,
                                  QuestionRoom& room) const {
    switch (principal.role) {
        case Role::owner:
            return builder.entity(names_.owner_type, decimal(principal.id, room.principal));
        case Role::delivery_agent:
            return builder.entity(names_.delivery_agent, "lmtp");
        case Role::system_job:
            return builder.entity(names_.system_job, name(static_cast<Job>(principal.id)));
        case Role::operator_:
            return builder.entity(names_.operator_type, decimal(principal.id, room.principal));
        case Role::founder:
            return builder.entity(names_.founder, "founder");
    }
    return builder.entity(names_.unknown, "");
}

EntityId QuestionCells::resource(const Resource& resource, const std::optional<AccountFacts>& facts,
                                 RequestBuilder& builder, QuestionRoom& room) const {
    const auto impersonal = [&](Symbol type, std::string_view id) {
        const EntityId entity = builder.entity(type, id);
        builder.describe(entity, builder.record({}));
        return entity;
    };
    switch (resource.type) {
        case ResourceType::account:
        case ResourceType::collection:
            return personal(resource, facts, builder, room);
        case ResourceType::site:
            return impersonal(names_.site, "site");
        case ResourceType::ledger:
            return impersonal(names_.ledger, "ledger");
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
    std::array<NamedCell, 4> fields{};
    fields[3] = {names_.kind, {}};
    if (facts) {
        fields[0] = {names_.owner,
                     engine::compiled::entity_cell(builder.entity(names_.owner_type, account_id))};
        fields[1] = {names_.state, builder.text(name(facts->state))};
        fields[2] = {names_.purge_due, {}};
        if (facts->purge_due) {
            fields[2].value = engine::compiled::number_cell(*facts->purge_due);
        }
    }
    auto described = fields;
    builder.describe(account, builder.record(described));
    if (resource.type == ResourceType::account) return account;
    *end++ = '/';
    end = write(static_cast<std::uint64_t>(resource.collection), end, room.resource);
    const EntityId collection =
        builder.entity(names_.collection, {begin, static_cast<std::size_t>(end - begin)});
    fields[3].value = builder.text(name(resource.kind));
    builder.describe(collection, builder.record(fields), std::span(&account, 1));
    return collection;
}

}  // namespace postvern::policy

#include "policy/question.hpp"

#include <string>

namespace postvern::policy {

namespace {

using engine::EntityUid;

EntityUid account_uid(AccountId account) {
    return {"Account", std::to_string(static_cast<std::uint64_t>(account))};
}

EntityUid principal_uid(const Principal& principal) {
    switch (principal.role) {
        case Role::owner:
            return {"Owner", std::to_string(principal.id)};
        case Role::delivery_agent:
            return {"DeliveryAgent", "lmtp"};
        case Role::system_job:
            return {"SystemJob", std::string(name(static_cast<Job>(principal.id)))};
        case Role::operator_:
            return {"Operator", std::to_string(principal.id)};
        case Role::founder:
            return {"Founder", "founder"};
    }
    return {"Unknown", ""};
}

EntityUid resource_uid(const Resource& resource) {
    switch (resource.type) {
        case ResourceType::account:
            return account_uid(resource.account);
        case ResourceType::collection:
            return {"Collection", account_uid(resource.account).id + '/' +
                                      std::to_string(static_cast<std::uint64_t>(resource.collection))};
        case ResourceType::site:
            return {"Site", "site"};
        case ResourceType::ledger:
            return {"Ledger", "ledger"};
    }
    return {"Unknown", ""};
}

engine::Record account_attributes(AccountId account, const AccountFacts& facts) {
    engine::Record attributes;
    attributes.set("owner", EntityUid{"Owner", account_uid(account).id});
    attributes.set("state", name(facts.state));
    if (facts.purge_due) attributes.set("purge_due", *facts.purge_due);
    return attributes;
}

}  // namespace

std::string_view name(AccountState state) {
    switch (state) {
        case AccountState::open:
            return "open";
        case AccountState::disabled:
            return "disabled";
        case AccountState::closed:
            return "closed";
    }
    return "closed";
}

std::string_view name(CollectionKind kind) {
    switch (kind) {
        case CollectionKind::mailbox:
            return "mailbox";
        case CollectionKind::calendar:
            return "calendar";
        case CollectionKind::addressbook:
            return "addressbook";
        case CollectionKind::files:
            return "files";
    }
    return "unknown";
}

engine::Request cedar_request(const Question& question) {
    engine::Record context;
    context.set("purpose", name(question.purpose));
    context.set("channel", name(question.channel));
    context.set("moment", question.moment);
    return {principal_uid(question.principal), {"Action", std::string(name(question.action))},
            resource_uid(question.resource), std::move(context)};
}

engine::Entities cedar_entities(const Question& question,
                                const std::optional<AccountFacts>& facts) {
    const Resource& resource = question.resource;
    engine::Entities entities;
    const bool personal =
        resource.type == ResourceType::account || resource.type == ResourceType::collection;
    if (!personal) {
        entities.add({resource_uid(resource), {}, {}});
        return entities;
    }
    const auto attributes = facts ? account_attributes(resource.account, *facts) : engine::Record{};
    const EntityUid account = account_uid(resource.account);
    entities.add({account, attributes, {}});
    if (resource.type == ResourceType::collection) {
        engine::Record collection = attributes;
        collection.set("kind", name(resource.kind));
        entities.add({resource_uid(resource), std::move(collection), {account}});
    }
    return entities;
}

}  // namespace postvern::policy

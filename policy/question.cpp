#include "policy/question.hpp"

#include <string>

namespace postvern::policy {

namespace {

using engine::EntityUid;

EntityUid account_uid(AccountId account) {
    return {"Account", std::to_string(static_cast<std::uint64_t>(account))};
}

EntityUid principal_uid(const Principal& principal) {
    const auto with_id = [&](std::string id) {
        return EntityUid{std::string(type_of(principal)), std::move(id)};
    };
    switch (principal.role) {
        case Role::delivery_agent:
            return with_id("lmtp");
        case Role::system_job:
            return with_id(std::string(name(static_cast<Job>(principal.id))));
        case Role::founder:
            return with_id("founder");
        default:
            return with_id(std::to_string(principal.id));
    }
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
        case ResourceType::legal_case:
            return {"Case", std::to_string(resource.number)};
        case ResourceType::hold:
            return {"Hold", std::to_string(resource.number)};
        case ResourceType::report:
            return {"Report", std::to_string(resource.number)};
        case ResourceType::rulebook:
            return {"Rulebook", "rulebook"};
    }
    return {"Unknown", ""};
}

engine::Record account_attributes(AccountId account, const AccountFacts& facts) {
    engine::Record attributes;
    attributes.set("owner", EntityUid{"Owner", account_uid(account).id});
    attributes.set("state", name(facts.state));
    if (facts.purge_due) attributes.set("purge_due", *facts.purge_due);
    if (facts.retained_until) attributes.set("retained_until", *facts.retained_until);
    attributes.set("restricted", facts.restricted);
    attributes.set("no_snapshots", facts.no_snapshots);
    std::vector<engine::Value> consents;
    for (const Purpose purpose : facts.consents) consents.emplace_back(name(purpose));
    attributes.set("consents", engine::Set(std::move(consents)));
    return attributes;
}

void say(const Extent& extent, engine::Record& context) {
    context.set("account", account_uid(extent.account));
    context.set("class", name(extent.data_class));
    if (extent.window_from) context.set("window_from", *extent.window_from);
    if (extent.window_until) context.set("window_until", *extent.window_until);
    context.set("sealed_to_court", extent.sealed_to_court);
}

engine::Entity staff_entity(const EntityUid& uid, const std::optional<StaffFacts>& facts) {
    engine::Entity entity{uid, {}, {}};
    if (!facts) return entity;
    const auto set = [&](const char* attribute, std::optional<std::int64_t> until) {
        if (until) entity.attributes.set(attribute, *until);
    };
    set("policy_until", facts->policy_until);
    set("secrecy_until", facts->secrecy_until);
    set("agreement_until", facts->agreement_until);
    set("device_until", facts->device_until);
    for (const StaffRole role : facts->roles) {
        entity.parents.push_back({"Role", std::string(name(role))});
    }
    return entity;
}

}  // namespace

std::string_view type_of(const Principal& principal) noexcept {
    switch (principal.role) {
        case Role::owner:
            return "Owner";
        case Role::delivery_agent:
            return "DeliveryAgent";
        case Role::system_job:
            return "SystemJob";
        case Role::staff:
            return "Staff";
        case Role::founder:
            return "Founder";
        case Role::processor:
            return "Processor";
        case Role::authority:
            return "Authority";
    }
    return "Unknown";
}

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

std::optional<std::int64_t> KnownFacts::valid_until() const {
    std::optional<std::int64_t> until = account ? account->valid_until : std::nullopt;
    if (staff && staff->valid_until && (!until || *staff->valid_until < *until)) {
        until = staff->valid_until;
    }
    return until;
}

KnownFacts facts_of(const Question& question, const Facts& facts) {
    KnownFacts known;
    const Resource& resource = question.resource;
    if (resource.account != kNoAccount) known.account = facts.account(resource.account);
    if (resource.type == ResourceType::legal_case) known.legal_case = facts.legal_case(resource.number);
    if (resource.type == ResourceType::hold) known.hold = facts.hold(resource.number);
    if (question.principal.role == Role::staff) {
        known.staff = facts.staff(static_cast<std::uint32_t>(question.principal.id));
    }
    if (question.principal.role == Role::processor) {
        known.processor = facts.processor(question.principal.id);
    }
    return known;
}

engine::Request cedar_request(const Question& question, const KnownFacts& facts) {
    engine::Record context;
    context.set("purpose", name(question.purpose));
    context.set("channel", name(question.channel));
    context.set("moment", question.moment);
    if (const auto until = facts.valid_until()) context.set("facts_until", *until);
    if (question.extent) say(*question.extent, context);
    if (question.instruction != 0) {
        context.set("instruction", std::to_string(question.instruction));
    }
    return {principal_uid(question.principal), {"Action", std::string(name(question.action))},
            resource_uid(question.resource), std::move(context)};
}

engine::Entities cedar_entities(const Question& question, const KnownFacts& facts) {
    const Resource& resource = question.resource;
    engine::Entities entities;
    if (question.principal.role == Role::staff) {
        entities.add(staff_entity(principal_uid(question.principal), facts.staff));
    }
    if (question.principal.role == Role::processor) {
        entities.add(processor_entity(question.principal.id, facts.processor));
    }
    if (resource.type == ResourceType::legal_case) {
        entities.add(case_entity(resource.number, facts.legal_case));
        return entities;
    }
    if (resource.type == ResourceType::hold) {
        entities.add(hold_entity(resource.number, facts.hold));
        return entities;
    }
    const bool personal =
        resource.type == ResourceType::account || resource.type == ResourceType::collection;
    if (!personal) {
        entities.add({resource_uid(resource), {}, {}});
        return entities;
    }
    const auto attributes =
        facts.account ? account_attributes(resource.account, *facts.account) : engine::Record{};
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

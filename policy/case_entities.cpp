// Requests for data, what is held for them and processors, as the rules see them.
#include <string>

#include "policy/question.hpp"

namespace postvern::policy {

namespace {

using engine::Entity;
using engine::EntityUid;
using engine::Record;
using engine::Set;
using engine::Value;

template <typename Word>
Set words(const std::vector<Word>& values) {
    std::vector<Value> elements;
    for (const Word word : values) elements.emplace_back(name(word));
    return Set(std::move(elements));
}

Set accounts(const std::vector<AccountId>& ids) {
    std::vector<Value> elements;
    for (const AccountId id : ids) {
        elements.emplace_back(EntityUid{"Account", std::to_string(static_cast<std::uint64_t>(id))});
    }
    return Set(std::move(elements));
}

Set people(const std::vector<std::uint32_t>& users) {
    std::vector<Value> elements;
    for (const std::uint32_t user : users) {
        elements.emplace_back(EntityUid{"Staff", std::to_string(user)});
    }
    return Set(std::move(elements));
}

Record order(const OrderFacts& facts) {
    Record order;
    order.set("validated", facts.validated);
    order.set("norwegian", facts.norwegian);
    order.set("from", facts.from);
    order.set("until", facts.until);
    order.set("accounts", accounts(facts.accounts));
    order.set("classes", words(facts.classes));
    order.set("window_from", facts.window_from);
    order.set("window_until", facts.window_until);
    order.set("four_weeks_over", facts.four_weeks_over);
    order.set("secrecy_lifted", facts.secrecy_lifted);
    order.set("privileged", facts.privileged);
    return order;
}

}  // namespace

Entity processor_entity(std::uint64_t number, const std::optional<ProcessorFacts>& facts) {
    Entity entity{{"Processor", std::to_string(number)}, {}, {}};
    if (!facts) return entity;
    if (facts->agreement_until) entity.attributes.set("agreement_until", *facts->agreement_until);
    std::vector<Value> instructions;
    for (const std::uint64_t instruction : facts->instructions) {
        instructions.emplace_back(std::to_string(instruction));
    }
    entity.attributes.set("instructions", Set(std::move(instructions)));
    return entity;
}

Entity case_entity(std::uint64_t number, const std::optional<CaseFacts>& facts) {
    Entity entity{{"Case", std::to_string(number)}, {}, {}};
    if (!facts) return entity;
    Record& attributes = entity.attributes;
    attributes.set("accounts", accounts(facts->accounts));
    attributes.set("recused", people(facts->recused));
    if (facts->basis) attributes.set("basis", name(*facts->basis));
    if (facts->route) attributes.set("route", name(*facts->route));
    attributes.set("references", words(facts->references));
    if (facts->order) attributes.set("order", order(*facts->order));
    attributes.set("approvals", Record{{"managing_director", facts->director_approved},
                                       {"second_officer", facts->second_officer_approved}});
    attributes.set("substitutes", people(facts->substitutes));
    attributes.set("objection", facts->objection);
    attributes.set("silence", name(facts->silence));
    if (facts->silent_until) attributes.set("silent_until", *facts->silent_until);
    attributes.set("owners_told", facts->owners_told);
    return entity;
}

Entity hold_entity(std::uint64_t number, const std::optional<HoldFacts>& facts) {
    Entity entity{{"Hold", std::to_string(number)}, {}, {}};
    if (!facts) return entity;
    entity.attributes.set("until", facts->until);
    entity.attributes.set("recused", people(facts->recused));
    entity.parents.push_back({"Case", std::to_string(facts->legal_case)});
    return entity;
}

}  // namespace postvern::policy

// A request and its facts as the rule language sees them. Internal to the policy library.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "policy/action.hpp"
#include "policy/case_facts.hpp"
#include "policy/engine/entities.hpp"
#include "policy/engine/request.hpp"
#include "policy/facts.hpp"
#include "policy/resource.hpp"

namespace postvern::policy {

// Who asks for what; the part of a Request that is a value.
struct Question {
    Principal principal;
    Action action;
    Resource resource;
    Purpose purpose;
    Channel channel;
    std::int64_t moment;  // Unix seconds
    std::optional<Extent> extent{};
    std::uint64_t instruction = 0;
};

// What the house knows about whoever asks and what they ask for.
struct KnownFacts {
    std::optional<AccountFacts> account{};
    std::optional<StaffFacts> staff{};
    std::optional<ProcessorFacts> processor{};
    std::optional<CaseFacts> legal_case{};
    std::optional<HoldFacts> hold{};

    // Until when all of them may be relied upon; absent: they are of this moment.
    std::optional<std::int64_t> valid_until() const;
};

// What the house knows about who asks and what they ask for.
KnownFacts facts_of(const Question& question, const Facts& facts);

// As the rules write them.
std::string_view type_of(const Principal& principal) noexcept;
std::string_view name(AccountState state);
std::string_view name(CollectionKind kind);

engine::Request cedar_request(const Question& question, const KnownFacts& facts);

// A processor, case or hold as the rules see it.
engine::Entity processor_entity(std::uint64_t number, const std::optional<ProcessorFacts>& facts);
engine::Entity case_entity(std::uint64_t number, const std::optional<CaseFacts>& facts);
engine::Entity hold_entity(std::uint64_t number, const std::optional<HoldFacts>& facts);

// The entities that `question` is about. An account without facts has no attributes, so that no rule
// finds an owner for it; people of the house without facts have no role.
engine::Entities cedar_entities(const Question& question, const KnownFacts& facts);

}  // namespace postvern::policy

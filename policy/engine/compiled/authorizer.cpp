#include "policy/engine/compiled/authorizer.hpp"

#include <algorithm>
#include <utility>

namespace postvern::policy::engine::compiled {

Authorizer::Authorizer(std::shared_ptr<const EntityTable> table)
    : machine_(std::move(table)), image_(machine_.table().image()) {
    const std::size_t policies = image_.policies().size();
    permits_.reserve(policies);
    forbids_.reserve(policies);
    errors_.reserve(policies);
    erring_forbids_.reserve(policies);
}

void Authorizer::decide(const CompiledRequest& request, Strictness strictness,
                        CompiledVerdict& verdict) {
    request_ = request;
    prepared_used_ = 0;
    machine_.start(request, Machine::Keep::nothing);
    const SliceIndex& slices = image_.slices();
    const std::uint32_t action = machine_.action().action_class;
    const std::uint16_t principal = machine_.principal().principal_class;
    const std::uint16_t resource = machine_.resource().resource_class;
    if (action == SliceIndex::kIrregular) {
        decide_all();
    } else {
        decide_slice(slices.slice_of(action, principal, resource));
        if (slices.any_action_apart() && action != 0) {
            decide_slice(slices.slice_of(0, principal, resource));
        }
    }
    conclude(strictness, verdict);
}

void Authorizer::decide_slice(std::size_t number) {
    const SliceIndex& slices = image_.slices();
    const Slice& slice = slices.slice(number);
    decide_entries(slices.entries(slice));
    if (slice.by_principal) {
        decide_behind(request_.principal, machine_.principal(),
                      [&](Selector selector) { return slices.by_principal(number, selector); });
    }
    if (slice.by_resource) decide_keyed_by_resource(number);
}

void Authorizer::decide_keyed_by_resource(std::size_t number) {
    decide_behind(request_.resource, machine_.resource(),
                  [&](Selector selector) { return image_.slices().by_resource(number, selector); });
}

// The policies that name an entity which this one is, or is below.
template <class Find>
void Authorizer::decide_behind(EntityId entity, const EntityData& data, Find find) {
    const auto selectors = data.walks ? machine_.walk_selectors(entity) : data.selected();
    for (std::size_t index = 0; index < selectors.size(); ++index) {
        decide_entries(find(selectors[index]));
    }
}

// Without the index: every policy, its scope first.
void Authorizer::decide_all() {
    ++runs_;
    for (std::uint32_t number = 0; number < image_.policies().size(); ++number) {
        const CompiledPolicy& policy = image_.policies()[number];
        if (policy.never || !in_scope(policy)) continue;
        note(number, policy.effect == language::Effect::forbid, machine_.run(policy.code));
    }
}

bool Authorizer::in_scope(const CompiledPolicy& policy) {
    if (!matches(policy.scope.principal, request_.principal, machine_.principal())) return false;
    if (!matches(policy.scope.resource, request_.resource, machine_.resource())) return false;
    return policy.scope.any_action ||
           std::any_of(policy.scope.actions.begin(), policy.scope.actions.end(),
                       [&](Selector selector) {
                           return machine_.selected(request_.action, machine_.action(), selector);
                       });
}

bool Authorizer::matches(const EntityScope& scope, EntityId entity, const EntityData& data) {
    if (scope.nobody || (scope.type != kNone && scope.type != data.type)) return false;
    return scope.selector == kNone || machine_.selected(entity, data, scope.selector);
}

// --- Entries ------------------------------------------------------------------------------------

void Authorizer::decide_entries(std::span<const SliceEntry> entries) {
    if (entries.empty()) return;
    ++runs_;
    for (const SliceEntry& entry : entries) {
        if (selects(entry)) note(entry.policy(), entry.forbids(), machine_.run(entry.code));
    }
}

bool Authorizer::selects(const SliceEntry& entry) {
    if (entry.principal != kNone &&
        !machine_.selected(request_.principal, machine_.principal(), entry.principal)) {
        return false;
    }
    return entry.resource == kNone ||
           machine_.selected(request_.resource, machine_.resource(), entry.resource);
}

void Authorizer::note(std::uint32_t policy, bool forbids, Ending ending) {
    if (ending == Ending::rejected) return;
    if (ending == Ending::accepted) {
        (forbids ? forbids_ : permits_).push_back(policy);
        return;
    }
    errors_.push_back({policy, machine_.error()});
    if (forbids) erring_forbids_.push_back(policy);
}

void Authorizer::conclude(Strictness strictness, CompiledVerdict& verdict) {
    if (strictness == Strictness::house && !erring_forbids_.empty()) {
        forbids_.insert(forbids_.end(), erring_forbids_.begin(), erring_forbids_.end());
        ++runs_;
    }
    verdict.permitted = forbids_.empty() && !permits_.empty();
    std::vector<std::uint32_t>& determining = verdict.permitted ? permits_ : forbids_;
    if (runs_ > 1) {
        std::sort(determining.begin(), determining.end());
        std::sort(errors_.begin(), errors_.end(),
                  [](const PolicyFault& left, const PolicyFault& right) {
                      return left.policy < right.policy;
                  });
    }
    verdict.determining.assign(determining.begin(), determining.end());
    verdict.errors.assign(errors_.begin(), errors_.end());
    permits_.clear();
    forbids_.clear();
    errors_.clear();
    erring_forbids_.clear();
    runs_ = 0;
}

// --- Batches ------------------------------------------------------------------------------------

void Authorizer::begin_batch(const CompiledRequest& common) {
    request_ = common;
    request_.resource = common.principal;  // any entity will do until there is a resource
    prepared_used_ = 0;
    machine_.start(request_, Machine::Keep::nothing);
}

void Authorizer::decide_next(EntityId resource, Strictness strictness, CompiledVerdict& verdict) {
    if (machine_.spent()) begin_batch(request_);
    request_.resource = resource;
    machine_.start(request_, Machine::Keep::common);
    const SliceIndex& slices = image_.slices();
    const std::uint32_t action = machine_.action().action_class;
    if (action == SliceIndex::kIrregular) {
        decide_all();
        return conclude(strictness, verdict);
    }
    const std::uint16_t principal = machine_.principal().principal_class;
    const std::uint16_t kind = machine_.resource().resource_class;
    const auto decide_prepared = [&](std::uint32_t action_class) {
        const std::size_t number = slices.slice_of(action_class, principal, kind);
        decide_entries(prepare(number).entries);
        if (slices.slice(number).by_resource) decide_keyed_by_resource(number);
    };
    decide_prepared(action);
    if (slices.any_action_apart() && action != 0) decide_prepared(0);
    conclude(strictness, verdict);
}

const Authorizer::Prepared& Authorizer::prepare(std::size_t number) {
    for (std::size_t index = 0; index < prepared_used_; ++index) {
        if (prepared_[index].slice == number) return prepared_[index];
    }
    if (prepared_used_ == prepared_.size()) prepared_.emplace_back();
    Prepared& prepared = prepared_[prepared_used_++];
    prepared.slice = number;
    prepared.entries.clear();
    const SliceIndex& slices = image_.slices();
    prepare_entries(slices.entries(slices.slice(number)), prepared);
    if (slices.slice(number).by_principal) {
        const EntityData& data = machine_.principal();
        const auto selectors =
            data.walks ? machine_.walk_selectors(request_.principal) : data.selected();
        for (const Selector selector : selectors) {
            prepare_entries(slices.by_principal(number, selector), prepared);
        }
    }
    std::sort(prepared.entries.begin(), prepared.entries.end(),
              [](const SliceEntry& left, const SliceEntry& right) {
                  return left.policy_and_effect < right.policy_and_effect;
              });
    return prepared;
}

// Runs each policy up to where it asks about the resource, and notes where to go on.
void Authorizer::prepare_entries(std::span<const SliceEntry> entries, Prepared& prepared) {
    for (const SliceEntry& entry : entries) {
        SliceEntry left = entry;
        left.principal = kNone;
        if (entry.principal != kNone &&
            !machine_.selected(request_.principal, machine_.principal(), entry.principal)) {
            continue;
        }
        const std::uint32_t stop = image_.policies()[entry.policy()].about_resource;
        switch (machine_.run_until(entry.code, stop)) {
            case Ending::rejected:
                continue;
            case Ending::accepted:
                left.code = kAcceptCode;
                break;
            case Ending::failed:
                left.code = kFailCode + static_cast<std::uint32_t>(machine_.error());
                break;
            case Ending::stopped:
                left.code = stop;
        }
        prepared.entries.push_back(left);
    }
}

}  // namespace postvern::policy::engine::compiled

#include "policy/engine/compiled/slice_index.hpp"

#include <algorithm>
#include <tuple>

namespace postvern::policy::engine::compiled {

namespace {

// How large the index may become, beside what the policies themselves need.
constexpr std::size_t kMaxTypes = std::size_t{1} << 16;  // numbers of classes have 16 bits
constexpr std::size_t kMaxSlices = std::size_t{1} << 20;
constexpr std::size_t kEntriesForFree = std::size_t{1} << 16;
constexpr std::size_t kEntriesPerPolicy = 16;

template <class Number>
Number class_of(const std::vector<Number>& classes, std::uint32_t name) {
    return name < classes.size() ? classes[name] : Number{0};
}

}  // namespace

// An entry, where it belongs.
struct SliceIndex::Placed {
    std::size_t slice;
    Key key;
    Selector selector;
    SliceEntry entry;

    auto order() const { return std::tuple(slice, key, selector, entry.policy_and_effect); }
};

// --- Classes ------------------------------------------------------------------------------------

void SliceIndex::classify(std::span<const PolicyScope> scopes,
                          std::span<const ActionHierarchy> actions, const Selectors& selectors) {
    number_actions(scopes, actions, selectors);
    number_types(scopes);
    const auto fits = [&] {
        const std::size_t most = kEntriesForFree + kEntriesPerPolicy * scopes.size();
        return std::max(principals_, resources_) <= kMaxTypes &&
               satisfied_.size() * principals_ * resources_ <= kMaxSlices &&
               count_entries(scopes, most) <= most;
    };
    if (fits()) return;
    any_action_apart_ = true;
    if (fits()) return;
    principal_classes_.clear();
    resource_classes_.clear();
    principals_ = 1;
    resources_ = 1;
    tells_types_ = false;
    if (!fits()) gives_up_ = true;
}

// Class 0 is that of all types that no scope names.
void SliceIndex::number_types(std::span<const PolicyScope> scopes) {
    const auto number = [](TypeClasses& classes, std::size_t& used, Symbol type) {
        if (type == kNone) return;
        if (type >= classes.size()) classes.resize(type + std::size_t{1}, 0);
        if (classes[type] == 0) classes[type] = static_cast<std::uint16_t>(used++);
    };
    for (const PolicyScope& scope : scopes) {
        number(principal_classes_, principals_, scope.principal.type);
        number(resource_classes_, resources_, scope.resource.type);
    }
}

// Class 0 is that of all actions that no policy names and the schema does not know. An action of
// the schema has a class of its own only if some policy could tell it from class 0.
void SliceIndex::number_actions(std::span<const PolicyScope> scopes,
                                std::span<const ActionHierarchy> actions,
                                const Selectors& selectors) {
    of_actions_.assign(selectors.count(), false);
    std::unordered_map<EntityId, std::vector<EntityId>> known;  // with itself
    for (const ActionHierarchy& one : actions) {
        known[one.action] = one.ancestors;
    }
    for (const PolicyScope& scope : scopes) {
        for (const Selector selector : scope.actions) {
            of_actions_[selector] = true;
            known.try_emplace(selectors.constant(selector));
        }
    }
    satisfied_.assign(1, {});
    std::vector<EntityId> ordered;
    for (const auto& one : known) ordered.push_back(one.first);
    std::sort(ordered.begin(), ordered.end());
    for (const EntityId action : ordered) {
        std::vector<Selector> satisfied;
        const auto note = [&](Selector selector) {
            if (selector != kNone && is_of_actions(selector)) satisfied.push_back(selector);
        };
        note(selectors.find_equal(action));
        note(selectors.find_in(action));
        for (const EntityId ancestor : known[action]) {
            if (ancestor != action) note(selectors.find_in(ancestor));
        }
        if (satisfied.empty()) continue;
        std::sort(satisfied.begin(), satisfied.end());
        const auto number = static_cast<std::uint32_t>(satisfied_.size());
        if (action >= action_classes_.size()) action_classes_.resize(action + std::size_t{1}, 0);
        action_classes_[action] = number;
        for (const Selector selector : satisfied) classes_of_selector_[selector].push_back(number);
        satisfied_.push_back(std::move(satisfied));
    }
}

std::vector<std::uint32_t> SliceIndex::action_classes(const PolicyScope& scope) const {
    std::vector<std::uint32_t> classes;
    for (const Selector selector : scope.actions) {
        const auto& more = classes_of_selector_.at(selector);
        classes.insert(classes.end(), more.begin(), more.end());
    }
    std::sort(classes.begin(), classes.end());
    classes.erase(std::unique(classes.begin(), classes.end()), classes.end());
    return classes;
}

std::size_t SliceIndex::count_entries(std::span<const PolicyScope> scopes, std::size_t most) const {
    std::size_t count = 0;
    for (const PolicyScope& scope : scopes) {
        const std::size_t actions =
            scope.any_action ? any_action_classes() : action_classes(scope).size();
        const std::size_t principals = scope.principal.type == kNone ? principals_ : 1;
        const std::size_t resources = scope.resource.type == kNone ? resources_ : 1;
        count += actions * principals * resources;
        if (count > most) break;
    }
    return count;
}

void SliceIndex::place(EntityData& data, EntityId entity) const {
    data.principal_class = class_of(principal_classes_, data.type);
    data.resource_class = class_of(resource_classes_, data.type);
    data.action_class = class_of(action_classes_, entity);
    // Whether the entity satisfies what its class does, no less and no more.
    const std::vector<Selector>& expected = satisfied_[data.action_class];
    std::size_t met = 0;
    bool regular = !gives_up_ && !data.walks;
    for (const Selector selector : data.selected()) {
        if (!is_of_actions(selector)) continue;
        regular = regular && met < expected.size() && expected[met] == selector;
        ++met;
    }
    if (!regular || met != expected.size()) data.action_class = kIrregular;
}

// --- Entries ------------------------------------------------------------------------------------

void SliceIndex::build(std::span<const IndexedPolicy> policies) {
    if (gives_up_) return;
    slices_.assign(satisfied_.size() * principals_ * resources_, {});
    std::vector<Placed> placed = place_all(policies);
    std::sort(placed.begin(), placed.end(),
              [](const Placed& left, const Placed& right) { return left.order() < right.order(); });
    fill(placed);
}

// A policy that names entities in both places is found by the one that fewer policies name.
std::vector<SliceIndex::Placed> SliceIndex::place_all(
    std::span<const IndexedPolicy> policies) const {
    std::unordered_map<Selector, std::size_t> naming;
    for (const IndexedPolicy& policy : policies) {
        ++naming[policy.scope->principal.selector];
        ++naming[policy.scope->resource.selector];
    }
    std::vector<std::uint32_t> every_action(any_action_classes());
    for (std::uint32_t action = 0; action < every_action.size(); ++action) {
        every_action[action] = action;
    }
    std::vector<Placed> placed;
    for (const IndexedPolicy& policy : policies) {
        const EntityScope& principal = policy.scope->principal;
        const EntityScope& resource = policy.scope->resource;
        Placed one{0,
                   Key::none,
                   kNone,
                   {policy.code, 2 * policy.policy + (policy.forbids ? 1U : 0U), principal.selector,
                    resource.selector}};
        const bool either = principal.selector != kNone || resource.selector != kNone;
        if (either && (resource.selector == kNone ||
                       (principal.selector != kNone &&
                        naming[principal.selector] <= naming[resource.selector]))) {
            one.key = Key::principal;
            one.selector = std::exchange(one.entry.principal, kNone);
        } else if (either) {
            one.key = Key::resource;
            one.selector = std::exchange(one.entry.resource, kNone);
        }
        const auto types = [this](const EntityScope& scope, const auto& classes, std::size_t all) {
            std::vector<std::uint16_t> list;
            if (scope.type != kNone && tells_types_)
                return std::vector{class_of(classes, scope.type)};
            for (std::size_t type = 0; type < all; ++type) {
                list.push_back(static_cast<std::uint16_t>(type));
            }
            return list;
        };
        const auto principals = types(principal, principal_classes_, principals_);
        const auto resources = types(resource, resource_classes_, resources_);
        for (const std::uint32_t action :
             policy.scope->any_action ? every_action : action_classes(*policy.scope)) {
            for (const std::uint16_t principal_class : principals) {
                for (const std::uint16_t resource_class : resources) {
                    one.slice = slice_of(action, principal_class, resource_class);
                    placed.push_back(one);
                }
            }
        }
    }
    return placed;
}

// `placed` in order: of each slice first the entries without a key, then groups.
void SliceIndex::fill(std::vector<Placed>& placed) {
    std::vector<Group> principal_groups;
    std::vector<Group> resource_groups;
    for (const Placed& one : placed) {
        const auto here = static_cast<std::uint32_t>(entries_.size());
        entries_.push_back(one.entry);
        Slice& slice = slices_[one.slice];
        if (one.key == Key::none) {
            if (slice.count++ == 0) slice.first = here;
            continue;
        }
        const bool principal = one.key == Key::principal;
        (principal ? slice.by_principal : slice.by_resource) = true;
        std::vector<Group>& groups = principal ? principal_groups : resource_groups;
        const bool goes_on = !groups.empty() && groups.back().slice == one.slice &&
                             groups.back().selector == one.selector;
        if (!goes_on) {
            groups.push_back({static_cast<std::uint32_t>(one.slice), one.selector, here, 0});
        }
        ++groups.back().count;
    }
    const auto hash = [](const std::vector<Group>& groups) {
        std::size_t size = 2;
        while (size < 2 * groups.size()) size *= 2;
        Groups table(size);
        for (const Group& group : groups) {
            std::size_t place = place_of(group.slice, group.selector, size);
            while (table[place].slice != kNone) place = (place + 1) & (size - 1);
            table[place] = group;
        }
        return table;
    };
    principal_groups_ = hash(principal_groups);
    resource_groups_ = hash(resource_groups);
}

}  // namespace postvern::policy::engine::compiled

// Which policies a request could match: for each class of action, principal type and resource type
// the policies whose scope allows it, and among them, by entity constant, those that name one. So
// that a decision looks at policies that could match, however many others there are.
// Filled while an image is compiled, then immutable, so that threads may share it.
#pragma once

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "policy/engine/compiled/entity_data.hpp"
#include "policy/engine/compiled/policy_scope.hpp"

namespace postvern::policy::engine::compiled {

// A policy where it may match. What the place in the index does not say is asked of the request:
// the selectors, or kNone.
struct SliceEntry {
    std::uint32_t code;
    std::uint32_t policy_and_effect;  // twice the policy's number, and 1 if it forbids
    Selector principal;
    Selector resource;

    std::uint32_t policy() const { return policy_and_effect >> 1U; }
    bool forbids() const { return (policy_and_effect & 1U) != 0; }
};

struct Slice {
    std::uint32_t first = 0;  // the entries that no constant tells apart
    std::uint32_t count = 0;
    bool by_principal = false;  // whether there are entries behind selectors of the principal
    bool by_resource = false;
};

// What an action is in, by the schema; the ancestors without itself.
struct ActionHierarchy {
    EntityId action;
    std::vector<EntityId> ancestors;
};

// A policy to be indexed.
struct IndexedPolicy {
    const PolicyScope* scope;
    std::uint32_t policy;
    bool forbids;
    std::uint32_t code;
};

class SliceIndex {
  public:
    // The class of actions whose ancestors differ from what the image was compiled for: the index
    // is not for them.
    static constexpr std::uint32_t kIrregular = kNone;

    // First the classes, from all scopes; then, once the code is there, the entries.
    void classify(std::span<const PolicyScope> scopes, std::span<const ActionHierarchy> actions,
                  const Selectors& selectors);
    void build(std::span<const IndexedPolicy> policies);

    // Whether the classes tell types apart; otherwise the policies' code must ask for them.
    bool tells_types() const { return tells_types_; }

    // Sets the classes of an entity whose type and selectors are known; `entity` is its number, or
    // kNone if the image does not know it.
    void place(EntityData& data, EntityId entity) const;

    // Whether policies about any action stand in the slices of class 0 only, so that those must be
    // looked at beside the action's own.
    bool any_action_apart() const { return any_action_apart_; }

    // For classes of an action that is not irregular.
    std::size_t slice_of(std::uint32_t action, std::uint16_t principal,
                         std::uint16_t resource) const {
        return (std::size_t{action} * principals_ + principal) * resources_ + resource;
    }
    const Slice& slice(std::size_t number) const { return slices_[number]; }

    std::span<const SliceEntry> entries(const Slice& slice) const {
        return {entries_.data() + slice.first, slice.count};
    }
    // Those behind a selector; none if there are none.
    std::span<const SliceEntry> by_principal(std::size_t slice, Selector selector) const {
        return find(principal_groups_, slice, selector);
    }
    std::span<const SliceEntry> by_resource(std::size_t slice, Selector selector) const {
        return find(resource_groups_, slice, selector);
    }

  private:
    struct Group {
        std::uint32_t slice = kNone;
        Selector selector = kNone;
        std::uint32_t first = 0;
        std::uint32_t count = 0;
    };
    using TypeClasses = std::vector<std::uint16_t>;  // by Symbol; 0 behind its end
    using Groups = std::vector<Group>;  // a hash table: a power of two, at most half full
    enum class Key : std::uint8_t { none, principal, resource };
    struct Placed;

    static std::size_t place_of(std::size_t slice, Selector selector, std::size_t size) {
        const std::uint64_t key = static_cast<std::uint64_t>(slice) << 32U | selector;
        return (key * 0x9E3779B97F4A7C15U >> 32U) & (size - 1);
    }
    std::span<const SliceEntry> find(const Groups& groups, std::size_t slice,
                                     Selector selector) const {
        for (std::size_t place = place_of(slice, selector, groups.size());;
             place = (place + 1) & (groups.size() - 1)) {
            const Group& group = groups[place];
            if (group.slice == kNone) return {};
            if (group.slice == slice && group.selector == selector) {
                return {entries_.data() + group.first, group.count};
            }
        }
    }

    // Selectors that came after the scopes are of none.
    bool is_of_actions(Selector selector) const {
        return selector < of_actions_.size() && of_actions_[selector];
    }
    void number_types(std::span<const PolicyScope> scopes);
    void number_actions(std::span<const PolicyScope> scopes,
                        std::span<const ActionHierarchy> actions, const Selectors& selectors);
    std::size_t any_action_classes() const { return any_action_apart_ ? 1 : satisfied_.size(); }
    // Of an index of these policies; any number above `most` where there are more.
    std::size_t count_entries(std::span<const PolicyScope> scopes, std::size_t most) const;
    std::vector<std::uint32_t> action_classes(const PolicyScope& scope) const;
    std::vector<Placed> place_all(std::span<const IndexedPolicy> policies) const;
    void fill(std::vector<Placed>& placed);

    TypeClasses principal_classes_;
    TypeClasses resource_classes_;
    std::vector<std::uint32_t> action_classes_;  // by EntityId
    // By class: the selectors of scopes that its action satisfies, ascending.
    std::vector<std::vector<Selector>> satisfied_;
    std::unordered_map<Selector, std::vector<std::uint32_t>> classes_of_selector_;
    std::vector<bool> of_actions_;  // by selector: whether some policy asks it of the action
    std::size_t principals_ = 1;
    std::size_t resources_ = 1;
    // What the index does without where it would become too large: first, policies about any
    // action stand in each action's slices; then types are told apart; then it is not used at all.
    bool any_action_apart_ = false;
    bool tells_types_ = true;
    bool gives_up_ = false;

    std::vector<Slice> slices_;
    std::vector<SliceEntry> entries_;
    Groups principal_groups_;
    Groups resource_groups_;
};

}  // namespace postvern::policy::engine::compiled

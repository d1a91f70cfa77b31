// Policies, templates and the policies linked from them, each under an id of its own
// (syntax-policy, templates). Filled by one thread; then any number may read. Copies share the
// expressions and the source texts.
// INVARIANT: no two of policies, templates and links have the same id.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "policy/language/policy_syntax.hpp"
#include "policy/language/source.hpp"

namespace postvern::policy::language {

// What a link puts in the place of a template's slots.
struct SlotValues {
    std::optional<EntityUid> principal;
    std::optional<EntityUid> resource;

    friend bool operator==(const SlotValues&, const SlotValues&) = default;
};

// How a policy came from a template.
struct Link {
    std::string template_id;
    SlotValues values;
};

// A policy (no slots) or a template (a slot or two) of a set.
struct PolicyEntry {
    std::string id;
    PolicySyntax syntax;
    // Where the spans of `syntax` point; null if it was made without a text.
    std::shared_ptr<const SourceText> source;
    std::optional<Link> link;  // only of a linked policy
};

// Where ids come from when a text is read.
enum class IdSource : std::uint8_t {
    position,       // "policy0", "policy1", ... over policies and templates alike
    id_annotation,  // @id where a policy bears it, and else by position
};

class PolicySet {
  public:
    // Adds the policies and templates of a text. Throws SyntaxError, and adds nothing, if it is
    // not Cedar or an id stands twice. Positions count on from what was read before.
    void read(Source source, IdSource ids = IdSource::position);

    // Each throws std::invalid_argument if the id is taken already, or (link) if there is no such
    // template or the values are not exactly those that its slots need.
    void add(std::string id, PolicySyntax syntax, std::shared_ptr<const SourceText> source);
    void link(const std::string& template_id, std::string new_id, SlotValues values);

    // What is evaluated: static and linked policies, in the order in which they were added.
    std::span<const PolicyEntry> policies() const { return policies_; }
    std::span<const PolicyEntry> templates() const { return templates_; }

    // By id, or null. Valid until the set changes.
    const PolicyEntry* find_policy(std::string_view id) const;
    const PolicyEntry* find_template(std::string_view id) const;

  private:
    struct Place {
        bool is_template;
        std::size_t index;
    };

    void claim(const std::string& id, Place place);

    std::vector<PolicyEntry> policies_;
    std::vector<PolicyEntry> templates_;
    std::unordered_map<std::string, Place> places_;
    std::size_t read_ = 0;  // policies and templates read from texts
};

// `syntax` with its slots filled; shares its expressions. The values must fit the slots.
PolicySyntax fill_slots(const PolicySyntax& syntax, const SlotValues& values);

}  // namespace postvern::policy::language

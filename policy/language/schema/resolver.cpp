#include "policy/language/schema/resolver.hpp"

#include <algorithm>
#include <cstddef>
#include <set>
#include <utility>

#include "policy/language/limits.hpp"
#include "policy/language/schema/declarations.hpp"
#include "policy/language/schema/type_resolver.hpp"

namespace postvern::policy::language::schema {

namespace {

// Pairs (descendant, ancestor) of one hierarchy, and request environments: both may grow faster
// than the text that declares them.
constexpr std::size_t kMaxRelations = 1'000'000;
constexpr std::size_t kMaxEnvironments = 100'000;

template <class Name>
void sort_unique(std::vector<Name>& names) {
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
}

// Fills `ancestors` and `descendants` of every declaration from `parents`.
template <class Declarations>
void close(Declarations& declarations, const SourceText& source) {
    using Name = typename Declarations::key_type;
    std::size_t relations = 0;
    for (auto& [name, declaration] : declarations) {
        std::set<Name> reached;
        std::vector<const Name*> waiting;
        for (const Name& parent : declaration.parents) waiting.push_back(&parent);
        while (!waiting.empty()) {
            const Name* next = waiting.back();
            waiting.pop_back();
            if (++relations > kMaxRelations) {
                throw source.error(0, "expected a hierarchy of at most " +
                                          std::to_string(kMaxRelations) +
                                          " relations, found a larger one");
            }
            if (!reached.insert(*next).second) continue;
            for (const Name& parent : declarations.at(*next).parents) waiting.push_back(&parent);
        }
        declaration.ancestors.assign(reached.begin(), reached.end());
    }
    // In ascending order of `name`, so that the descendants come out sorted.
    for (const auto& [name, declaration] : declarations) {
        for (const Name& ancestor : declaration.ancestors) {
            declarations.at(ancestor).descendants.push_back(name);
        }
    }
}

class Resolver {
  public:
    Resolver(const SchemaSyntax& syntax, const SourceText& source)
        : source_(source), declared_(syntax, source), types_(declared_) {}

    Schema schema() {
        for (const auto& [name, type] : declared_.entity_types()) {
            entity_types_.emplace(name, entity_type(name, *type.space, *type.syntax));
        }
        close(entity_types_, source_);
        for (const auto& [uid, found] : declared_.actions()) {
            actions_.emplace(uid, action(uid, *found.space, *found.syntax));
        }
        close(actions_, source_);
        refuse_cyclic_actions();
        return {std::move(entity_types_), std::move(actions_)};
    }

  private:
    EntityTypeDeclaration entity_type(const std::string& name, const NamespaceSyntax& space,
                                      const EntityTypeSyntax& syntax) const {
        EntityTypeDeclaration type;
        type.name = name;
        type.ids = syntax.ids;
        type.parents = names(space, syntax.parents);
        if (syntax.shape) {
            type.attributes =
                types_.resolve_record(space, *syntax.shape, "the attributes of an entity type")
                    ->attributes;
        }
        if (syntax.tags) type.tags = types_.resolve(space, *syntax.tags);
        return type;
    }

    ActionDeclaration action(const EntityUid& uid, const NamespaceSyntax& space,
                             const ActionSyntax& syntax) {
        ActionDeclaration action;
        action.uid = uid;
        action.context = empty_record_type();
        for (const ActionReference& group : syntax.groups) {
            action.parents.push_back(declared_.resolve_action(space, group));
        }
        sort_unique(action.parents);
        if (!syntax.applies_to) return action;
        action.principals = names(space, syntax.applies_to->principals);
        action.resources = names(space, syntax.applies_to->resources);
        if (syntax.applies_to->context) {
            action.context = types_.resolve_record(space, *syntax.applies_to->context,
                                                   "the context of an action");
        }
        environments_ += action.principals.size() * action.resources.size();
        if (environments_ > kMaxEnvironments) {
            throw source_.error(syntax.name.span.begin,
                                "expected at most " + std::to_string(kMaxEnvironments) +
                                    " combinations of principal, action and resource, found more");
        }
        return action;
    }

    std::vector<std::string> names(const NamespaceSyntax& space,
                                   const std::vector<NameSyntax>& list) const {
        std::vector<std::string> names;
        for (const NameSyntax& name : list) {
            names.push_back(declared_.resolve_entity_type(space, name));
        }
        sort_unique(names);
        return names;
    }

    void refuse_cyclic_actions() const {
        for (const auto& [uid, action] : actions_) {
            if (!std::binary_search(action.ancestors.begin(), action.ancestors.end(), uid)) {
                continue;
            }
            throw source_.error(
                declared_.actions().at(uid).syntax->name.span.begin,
                "expected an action that is not in itself, found a cycle through " + to_text(uid));
        }
    }

    const SourceText& source_;
    const Declarations declared_;
    const TypeResolver types_;
    Schema::EntityTypes entity_types_;
    Schema::Actions actions_;
    std::size_t environments_ = 0;
};

}  // namespace

Schema resolve(const SchemaSyntax& syntax, const SourceText& source) {
    return Resolver(syntax, source).schema();
}

}  // namespace postvern::policy::language::schema

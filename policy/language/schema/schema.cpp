#include "policy/language/schema/schema.hpp"

#include <algorithm>

namespace postvern::policy::language::schema {

const EntityTypeDeclaration* Schema::find_entity_type(std::string_view name) const {
    const auto found = entity_types_.find(name);
    return found == entity_types_.end() ? nullptr : &found->second;
}

const ActionDeclaration* Schema::find_action(const EntityUid& uid) const {
    const auto found = actions_.find(uid);
    return found == actions_.end() ? nullptr : &found->second;
}

bool Schema::is_action_type(std::string_view name) const {
    // Actions are in order of type and id: the first of a type has the least id there is.
    const auto found = actions_.lower_bound(EntityUid{std::string(name), {}});
    return found != actions_.end() && found->first.type == name;
}

bool Schema::may_be_in(std::string_view descendant, std::string_view ancestor) const {
    if (descendant == ancestor) return true;
    const EntityTypeDeclaration* declared = find_entity_type(descendant);
    return declared != nullptr &&
           std::binary_search(declared->ancestors.begin(), declared->ancestors.end(), ancestor);
}

std::vector<RequestEnvironment> Schema::environments() const {
    std::vector<RequestEnvironment> environments;
    for (const auto& [uid, action] : actions_) {
        for (const std::string& principal : action.principals) {
            for (const std::string& resource : action.resources) {
                environments.push_back(
                    {find_entity_type(principal), &action, find_entity_type(resource)});
            }
        }
    }
    return environments;
}

}  // namespace postvern::policy::language::schema

#include "policy/what_if/words.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>

#include "policy/language/constant.hpp"
#include "policy/nearest_names.hpp"
#include "policy/text_parts.hpp"

namespace postvern::policy::what_if {

using language::Entity;
using language::EntityUid;
using language::schema::EntityTypeDeclaration;
using language::schema::Schema;

namespace {

// Whoever is not said to be somebody else.
constexpr const char* kSomeStaff = "1000";
constexpr const char* kSomeEntity = "1";

bool is_upper(char each) { return each >= 'A' && each <= 'Z'; }

// "DeliveryAgent" -> "delivery_agent"
std::string in_small_letters(std::string_view type) {
    std::string word;
    for (const char each : type) {
        if (is_upper(each) && !word.empty()) word.push_back('_');
        word.push_back(is_upper(each) ? static_cast<char>(each + ('a' - 'A')) : each);
    }
    return word;
}

using TypeNames = std::set<std::string>;

TypeNames types_of(const Schema& schema,
                   std::vector<std::string> language::schema::ActionDeclaration::*side) {
    TypeNames types;
    for (const auto& [uid, action] : schema.actions()) {
        types.insert((action.*side).begin(), (action.*side).end());
    }
    return types;
}

std::string some_id(const EntityTypeDeclaration& type) {
    if (type.ids) return type.ids->front();
    return type.name == "Staff" ? kSomeStaff : kSomeEntity;
}

// What a single word stands for: an entity, or (of a role) somebody with this parent.
std::map<std::string, Entity> principals_by_word(const Schema& schema) {
    std::map<std::string, Entity> words;
    for (const std::string& name :
         types_of(schema, &language::schema::ActionDeclaration::principals)) {
        const EntityTypeDeclaration& type = *schema.find_entity_type(name);
        const bool is_many = type.ids && type.ids->size() > 1;
        if (!is_many) words[in_small_letters(name)] = {{name, some_id(type)}, {}, {}};
        if (type.ids) {
            for (const std::string& id : *type.ids) words[id] = {{name, id}, {}, {}};
        }
        for (const std::string& parent : type.parents) {
            const EntityTypeDeclaration& roles = *schema.find_entity_type(parent);
            if (!roles.ids) continue;
            for (const std::string& role : *roles.ids) {
                words[role] = {{name, some_id(type)}, {}, {{parent, role}}};
            }
        }
    }
    return words;
}

template <class Map>
std::vector<std::string_view> keys_of(const Map& map) {
    std::vector<std::string_view> keys;
    for (const auto& [key, value] : map) keys.push_back(key);
    return keys;
}

}  // namespace

std::string list_of(std::span<const std::string_view> names) {
    std::string text;
    for (const std::string_view name : names) text.append(text.empty() ? "" : ", ").append(name);
    return text;
}

void demand_known(const std::string& role, const std::string& word,
                  std::span<const std::string_view> known) {
    if (std::find(known.begin(), known.end(), word) != known.end()) return;
    const auto near = nearest_names(word, known);
    std::string help;
    for (const std::string& each : near) help += (help.empty() ? "" : " or ") + each;
    throw std::invalid_argument("there is no " + role + " " + word + "; " +
                                (near.empty() ? "there are " + list_of(known) : "perhaps " + help));
}

Entity read_principal(const Schema& schema, const std::string& text) {
    if (text.find("::") != text.npos) {
        const Entity named{language::parse_entity_constant("--as", text), {}, {}};
        const TypeNames types = types_of(schema, &language::schema::ActionDeclaration::principals);
        const std::vector<std::string_view> known(types.begin(), types.end());
        demand_known("kind of principal", named.uid.type, known);
        return named;
    }
    const auto words = principals_by_word(schema);
    Entity principal;
    for (const std::string_view part : parts_of(text, ',')) {
        const std::string word(part);
        demand_known("role, job or kind of principal", word, keys_of(words));
        const Entity& meant = words.at(word);
        const bool first = principal.uid.type.empty();
        if (!first &&
            (meant.parents.empty() || principal.parents.empty() || meant.uid != principal.uid)) {
            throw std::invalid_argument("nobody is " + text + " at once: only roles go together");
        }
        if (first) {
            principal = meant;
        } else {
            principal.parents.push_back(meant.parents.front());
        }
    }
    if (principal.uid.type.empty())
        demand_known("role, job or kind of principal", text, keys_of(words));
    return principal;
}

EntityUid read_action(const Schema& schema, const std::string& text) {
    std::vector<std::string_view> known;
    for (const auto& [uid, action] : schema.actions()) {
        if (!action.principals.empty()) known.push_back(uid.id);
    }
    const EntityUid action = language::parse_entity_constant("--do", text, "Action");
    if (action.type != "Action") throw std::invalid_argument("--do " + text + ": is no action");
    demand_known("action", action.id, known);
    return action;
}

EntityUid read_resource(const Schema& schema, const std::string& text, const EntityUid& principal) {
    const TypeNames types = types_of(schema, &language::schema::ActionDeclaration::resources);
    std::map<std::string, std::string> by_word;
    for (const std::string& type : types) by_word[in_small_letters(type)] = type;
    if (text.find("::") != text.npos) {
        EntityUid named = language::parse_entity_constant("--to", text);
        const std::vector<std::string_view> known(types.begin(), types.end());
        demand_known("kind of resource", named.type, known);
        return named;
    }
    const bool owns = principal.type == "Owner";
    if (text.empty() && !owns) {
        throw std::invalid_argument("--to is missing: one of " + list_of(keys_of(by_word)));
    }
    const std::string word = text.empty() ? "account" : in_small_letters(text);
    demand_known("kind of resource", word, keys_of(by_word));
    const EntityTypeDeclaration& type = *schema.find_entity_type(by_word.at(word));
    std::string id = some_id(type);
    if (owns && (type.name == "Account" || type.name == "Collection")) id = principal.id;
    if (type.name == "Collection") id += "/1";
    return {type.name, id};
}

}  // namespace postvern::policy::what_if

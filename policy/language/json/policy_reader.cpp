#include <string>
#include <utility>

#include "policy/language/json/expressions.hpp"
#include "policy/language/json/policies.hpp"
#include "policy/language/json/values.hpp"
#include "policy/language/name_parser.hpp"

namespace postvern::policy::language::json {

namespace {

enum class ScopePart : std::uint8_t { principal, action, resource };

class PolicyReader {
  public:
    explicit PolicyReader(const Document& document) : document_(document) {}

    PolicySyntax read(const Node& node) const {
        const Object& object = document_.object(node, "a policy, an object");
        document_.only_members(
            object, {"effect", "principal", "action", "resource", "conditions", "annotations"});
        PolicySyntax policy;
        policy.span = node.span;
        policy.effect = effect(document_.member(node, object, "effect"));
        policy.principal =
            constraint(document_.member(node, object, "principal"), ScopePart::principal);
        policy.action = constraint(document_.member(node, object, "action"), ScopePart::action);
        policy.resource =
            constraint(document_.member(node, object, "resource"), ScopePart::resource);
        const Node& conditions = document_.member(node, object, "conditions");
        for (const Node& one : document_.array(conditions, "a list of conditions")) {
            policy.conditions.push_back(condition(one));
        }
        if (const Node* const annotations = object.find("annotations")) {
            policy.annotations = read_annotations(*annotations);
        }
        return policy;
    }

  private:
    Effect effect(const Node& node) const {
        const std::string& word = document_.string(node, "\"permit\" or \"forbid\"");
        if (word == "permit") return Effect::permit;
        if (word == "forbid") return Effect::forbid;
        document_.fail(node.span,
                       "expected \"permit\" or \"forbid\", found " + language::to_quoted(word));
    }

    // {"op": "All"}, {"op": "==" or "in", "entity" or "slot" (or, of actions, "entities")},
    // {"op": "is", "entity_type", "in"}
    ScopeConstraint constraint(const Node& node, ScopePart part) const {
        const Object& object = document_.object(node, "a part of the scope, an object");
        const Node& op = document_.member(node, object, "op");
        const std::string& word = document_.string(op, "the operator of the scope");
        ScopeConstraint parsed;
        parsed.span = node.span;
        if (word == "All" || word == "all") {
            document_.only_members(object, {"op"});
        } else if (word == "==") {
            parsed.demand = equal_to(node, object, part);
        } else if (word == "in") {
            parsed.demand = in_hierarchy(node, object, part);
        } else if (word == "is" && part != ScopePart::action) {
            parsed.demand = of_type(node, object, part);
        } else {
            document_.fail(op.span,
                           "expected \"All\", \"==\", \"in\" or (not of actions) \"is\", "
                           "found " +
                               language::to_quoted(word));
        }
        return parsed;
    }

    using Demand = decltype(ScopeConstraint::demand);

    Demand equal_to(const Node& node, const Object& object, ScopePart part) const {
        if (is_slot(object, part, {"op", "slot"})) return EqualToSlot{};
        document_.only_members(object, {"op", "entity"});
        return EqualTo{entity(document_.member(node, object, "entity"), part)};
    }

    Demand in_hierarchy(const Node& node, const Object& object, ScopePart part) const {
        if (is_slot(object, part, {"op", "slot"})) return InSlot{};
        const Node* const several = part == ScopePart::action ? object.find("entities") : nullptr;
        if (several == nullptr) {
            document_.only_members(object, {"op", "entity"});
            return InHierarchy{{entity(document_.member(node, object, "entity"), part)}};
        }
        document_.only_members(object, {"op", "entities"});
        InHierarchy demand;
        for (const Node& one : document_.array(*several, "a list of actions")) {
            demand.ancestors.push_back(entity(one, part));
        }
        return demand;
    }

    Demand of_type(const Node& node, const Object& object, ScopePart part) const {
        document_.only_members(object, {"op", "entity_type", "in"});
        const Node& type = document_.member(node, object, "entity_type");
        const std::string& name = document_.string(type, "an entity type");
        if (!is_type_name(name)) {
            document_.fail(type.span,
                           "expected an entity type, found " + language::to_quoted(name));
        }
        const Node* const container = object.find("in");
        if (container == nullptr) return OfType{name, std::nullopt};
        const Object& inside = document_.object(*container, "{\"entity\"} or {\"slot\"}");
        if (is_slot(inside, part, {"slot"})) return OfTypeInSlot{name};
        document_.only_members(inside, {"entity"});
        return OfType{name, entity(document_.member(*container, inside, "entity"), part)};
    }

    // Whether the object has a slot, which has to be the one of this part, and nothing else.
    bool is_slot(const Object& object, ScopePart part,
                 std::initializer_list<std::string_view> members) const {
        const Node* const slot = object.find("slot");
        if (slot == nullptr || part == ScopePart::action) return false;
        document_.only_members(object, members);
        const std::string wanted = part == ScopePart::principal ? "?principal" : "?resource";
        if (document_.string(*slot, "a slot") != wanted) {
            document_.fail(slot->span, "expected the slot " + wanted + ", found another");
        }
        return true;
    }

    EntityUid entity(const Node& node, ScopePart part) const {
        EntityUid uid = read_entity_uid(document_, node);
        if (part == ScopePart::action && !is_action_type(uid.type)) {
            document_.fail(node.span,
                           "expected an entity of type Action, found one of type " + uid.type);
        }
        return uid;
    }

    Condition condition(const Node& node) const {
        const Object& object = document_.object(node, "a condition, an object");
        document_.only_members(object, {"kind", "body"});
        const Node& kind = document_.member(node, object, "kind");
        const std::string& word = document_.string(kind, "\"when\" or \"unless\"");
        if (word != "when" && word != "unless") {
            document_.fail(kind.span,
                           "expected \"when\" or \"unless\", found " + language::to_quoted(word));
        }
        const Node& body = document_.member(node, object, "body");
        return {word == "when" ? ConditionKind::when : ConditionKind::unless,
                read_expression(document_, body), node.span};
    }

    std::vector<Annotation> read_annotations(const Node& node) const {
        std::vector<Annotation> annotations;
        for (const Member& member : document_.object(node, "annotations, an object").members()) {
            if (!is_identifier(member.name)) {
                document_.fail(member.name_span, "expected the name of an annotation, found " +
                                                     language::to_quoted(member.name));
            }
            Annotation annotation{member.name, std::nullopt, member.name_span};
            if (!member.value.is_null()) {
                annotation.value = document_.string(member.value, "an annotation, a string");
            }
            annotations.push_back(std::move(annotation));
        }
        return annotations;
    }

    const Document& document_;
};

}  // namespace

PolicySyntax read_policy(const Document& document, const Node& node) {
    return PolicyReader(document).read(node);
}

}  // namespace postvern::policy::language::json

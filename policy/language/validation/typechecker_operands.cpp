// Attributes, types, sets, records and extension calls of the type checker.
#include <algorithm>
#include <utility>

#include "policy/language/validation/suggestion.hpp"
#include "policy/language/validation/typechecker.hpp"

namespace postvern::policy::language::validation {

namespace {

const TypePointer& type_of(extension::Type type) {
    static const TypePointer kAddress = schema::extension_type("ipaddr");
    static const TypePointer kDecimal = schema::extension_type("decimal");
    static const TypePointer kDatetime = schema::extension_type("datetime");
    static const TypePointer kDuration = schema::extension_type("duration");
    switch (type) {
        case extension::Type::boolean:
            return schema::boolean_type();
        case extension::Type::integer:
            return schema::integer_type();
        case extension::Type::string:
            return schema::string_type();
        case extension::Type::ip:
            return kAddress;
        case extension::Type::decimal:
            return kDecimal;
        case extension::Type::datetime:
            return kDatetime;
        case extension::Type::duration:
            break;
    }
    return kDuration;
}

bool is_valid_text(extension::Function constructor, std::string_view text) {
    switch (constructor) {
        case extension::Function::ip:
            return extension::parse_ip(text).has_value();
        case extension::Function::decimal:
            return extension::parse_decimal(text).has_value();
        case extension::Function::datetime:
            return extension::parse_datetime(text).has_value();
        default:
            return extension::parse_duration(text).has_value();
    }
}

std::string_view help_for_has(const Type& found) {
    if (found.kind == TypeKind::set) return "try `contains`";
    return found.kind == TypeKind::string ? "try `like`" : "";
}

}  // namespace

const std::vector<schema::Attribute>& Typechecker::attributes_of(const Type& type) const {
    static const std::vector<schema::Attribute> kNone;
    if (type.kind == TypeKind::record) return type.attributes;
    const auto* declared = schema_.find_entity_type(type.name);
    return declared != nullptr ? declared->attributes : kNone;
}

Judgement Typechecker::access(const AttributeAccess& node, Span span) {
    const Judgement operand = expect(*node.operand, Expected::entity_or_record);
    if (!operand.type) return {nullptr, {}, false};
    const auto* attribute = schema::find_attribute(attributes_of(*operand.type), node.name);
    if (attribute == nullptr) return refuse_access(*operand.type, node.name, span);
    const Capability capability{numbers_.of(*node.operand), numbers_.of_text(node.name),
                                Capability::Kind::attribute};
    const bool certain = known(capability);
    if (!certain && !attribute->required) {
        fail(FindingKind::unsafe_attribute, span,
             "expected an attribute that is known to be there, found " + to_quoted(node.name) +
                 ", which is optional",
             "test for it with `has` before");
        return {attribute->type, {}, false};
    }
    if (!certain && operand.is(TypeKind::entity)) {
        hazard(span, "there may be no record of the entity whose attribute " +
                         to_quoted(node.name) + " is read");
    }
    return {attribute->type, {}, operand.sound};
}

Judgement Typechecker::refuse_access(const Type& type, const std::string& name, Span span) {
    std::vector<std::string_view> names;
    for (const auto& attribute : attributes_of(type)) names.push_back(attribute.name);
    std::string help = nearest(name, names);
    if (!help.empty()) help = "did you mean " + to_quoted(help) + "?";
    return fail(FindingKind::unknown_attribute, span,
                "expected an attribute of " + shown(type) + ", found " + to_quoted(name) +
                    ", which it does not have",
                std::move(help));
}

// A record has what its type requires. Of an entity there may be no record, so that only what was
// tested before is certain.
Judgement Typechecker::has(const Type& type, ExpressionNumbers::Number owner,
                           const std::string& name) const {
    const auto* attribute = schema::find_attribute(attributes_of(type), name);
    if (attribute == nullptr) return {schema::always_false_type()};
    const Capability capability{owner, numbers_.of_text(name), Capability::Kind::attribute};
    const bool certain =
        (attribute->required && type.kind == TypeKind::record) || known(capability);
    return {certain ? schema::always_true_type() : schema::boolean_type(), {capability}};
}

// has a.b.c stands for has a && .a has b && .a.b has c.
Judgement Typechecker::attribute_test(const AttributeTest& node, Span span) {
    const Judgement operand = expect(*node.operand, Expected::entity_or_record, help_for_has);
    if (!operand.type) return {schema::boolean_type(), {}, false};
    TypePointer type = operand.type;
    ExpressionNumbers::Number owner = numbers_.of(*node.operand);
    Judgement result = conjunction(node.path.size(), [&](std::size_t index) -> Judgement {
        if (!type) return {nullptr, {}, false};
        if (index != 0) {
            const std::string& before = node.path[index - 1];
            type = schema::find_attribute(attributes_of(*type), before)->type;
            owner = numbers_.of_access(owner, before);
        }
        if (fits(*type, Expected::entity_or_record)) return has(*type, owner, node.path[index]);
        const TypePointer found = std::exchange(type, nullptr);
        return fail(FindingKind::unexpected_type, span,
                    "expected " + to_quoted(node.path[index - 1]) +
                        " to be an entity or a record, found " + shown(*found),
                    std::string(help_for_has(*found)));
    });
    if (!result.type) result.type = schema::boolean_type();
    result.sound = result.sound && operand.sound;
    return result;
}

Judgement Typechecker::pattern_test(const PatternTest& node) {
    const Judgement operand = expect(*node.operand, Expected::string, [](const Type& found) {
        return std::string_view(found.kind == TypeKind::entity ? "try `is`" : "");
    });
    return {schema::boolean_type(), {}, operand.sound};
}

// x is T in y stands for x is T && x in y.
Judgement Typechecker::type_test(const TypeTest& node) {
    const auto is = [&]() -> Judgement {
        const Judgement operand = expect(*node.operand, Expected::entity);
        if (!operand.type) return {schema::boolean_type(), {}, false};
        const bool same = operand.type->name == node.type;
        return {same ? schema::always_true_type() : schema::always_false_type(), {}, operand.sound};
    };
    if (!node.container) return is();
    return conjunction(2, [&](std::size_t index) {
        return index == 0 ? is() : membership(*node.operand, *node.container);
    });
}

Judgement Typechecker::set(const SetConstruction& node, Span span) {
    TypePointer bound = schema::never_type();
    TypePointer first;
    bool sound = true;
    bool known = true;
    for (const ExpressionPointer& element : node.elements) {
        const Judgement judgement = check(*element);
        sound = sound && judgement.sound;
        known = known && judgement.type != nullptr;
        if (!bound || !judgement.type) continue;
        TypePointer wider = least_upper_bound(bound, judgement.type);
        if (!wider) first = std::exchange(bound, nullptr);
        if (wider) bound = std::move(wider);
        if (!bound) {
            fail(FindingKind::incompatible_types, element->span,
                 "expected the elements of a set to be of one type, found " + shown(*first) +
                     " and " + shown(*judgement.type));
        }
    }
    if (node.elements.empty()) {
        return fail(FindingKind::empty_set, span, "expected one element or more, found none",
                    "try isEmpty()");
    }
    if (!bound || !known) return {nullptr, {}, false};
    return {schema::set_type(std::move(bound)), {}, sound};
}

Judgement Typechecker::record(const RecordConstruction& node) {
    std::vector<schema::Attribute> attributes;
    bool sound = true;
    bool known = true;
    for (const RecordMember& member : node.members) {
        Judgement judgement = check(*member.value);
        sound = sound && judgement.sound;
        known = known && judgement.type != nullptr;
        attributes.push_back({member.name, std::move(judgement.type), true});
    }
    if (!known) return {nullptr, {}, false};
    return {schema::record_type(std::move(attributes)), {}, sound};
}

Judgement Typechecker::extension_call(const ExtensionCall& node, Span span) {
    const extension::Signature& signature = extension::signature(node.function);
    const TypePointer& result = type_of(signature.result);
    if (node.arguments.size() != signature.arity) {
        for (const ExpressionPointer& argument : node.arguments) check(*argument);
        fail(FindingKind::unexpected_type, span,
             "expected " + std::to_string(signature.arity) + " arguments of " +
                 std::string(signature.name) + ", its receiver among them, found " +
                 std::to_string(node.arguments.size()));
        return {result, {}, false};
    }
    bool sound = true;
    if (extension::is_constructor(node.function) && !check_constructor(node, span)) {
        for (const ExpressionPointer& argument : node.arguments) check(*argument);
        return {result, {}, false};
    }
    for (std::size_t index = 0; index < node.arguments.size(); ++index) {
        const TypePointer& expected = type_of(signature.arguments()[index]);
        const Expression& argument = *node.arguments[index];
        const Judgement judgement = check(argument);
        sound = sound && judgement.sound && judgement.type;
        if (!judgement.type || *judgement.type == *expected) continue;
        sound = false;
        fail(FindingKind::unexpected_type, argument.span,
             "expected " + shown(*expected) + ", found " + shown(*judgement.type));
    }
    note_extension_hazard(node, span);
    return {result, {}, sound};
}

// Strict mode: only literals, so that it is certain here whether they are of the type.
bool Typechecker::check_constructor(const ExtensionCall& node, Span span) {
    const auto* literal = std::get_if<Literal>(&node.arguments.front()->node);
    const std::string type = shown(*type_of(extension::signature(node.function).result));
    if (literal == nullptr) {
        fail(FindingKind::non_literal_argument, span,
             "expected a literal as argument of a constructor of " + type +
                 ", found another expression");
        return false;
    }
    const std::string* text = literal->value.as_string();
    if (text == nullptr || is_valid_text(node.function, *text)) return true;
    fail(FindingKind::invalid_argument, span,
         "expected the text of a " + type + ", found " + to_quoted(*text));
    return false;
}

void Typechecker::note_extension_hazard(const ExtensionCall& node, Span span) {
    const auto is_literal = [](const ExpressionPointer& argument) {
        const auto* call = std::get_if<ExtensionCall>(&argument->node);
        return call != nullptr && extension::is_constructor(call->function);
    };
    switch (node.function) {
        case extension::Function::offset:
            hazard(span, "the result may leave the range of a datetime");
            break;
        case extension::Function::duration_since:
            // Datetimes in writing lie within the years 0 to 9999: no distance is too great.
            if (!std::all_of(node.arguments.begin(), node.arguments.end(), is_literal)) {
                hazard(span, "the result may leave the range of a duration");
            }
            break;
        case extension::Function::to_date:
            if (!is_literal(node.arguments.front())) {
                hazard(span, "the result may leave the range of a datetime");
            }
            break;
        default:
            break;
    }
}

}  // namespace postvern::policy::language::validation

#include "policy/language/constant.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "policy/language/policy_parser.hpp"
#include "policy/language/source.hpp"

namespace postvern::policy::language {

namespace {

bool is_word(std::string_view text) {
    constexpr std::string_view kMarks = "_-./@+";
    return !text.empty() && std::all_of(text.begin(), text.end(), [&](char octet) {
        return (octet >= 'a' && octet <= 'z') || (octet >= 'A' && octet <= 'Z') ||
               (octet >= '0' && octet <= '9') || kMarks.find(octet) != std::string_view::npos;
    });
}

bool is_bare_string(std::string_view text) {
    const bool number = text.find_first_not_of("-0123456789") == std::string_view::npos;
    return is_word(text) && !number && text != "true" && text != "false";
}

// Type::id becomes Type::"id"; every other text stays as it is.
std::string with_quoted_id(const std::string& text) {
    const std::size_t separator = text.rfind("::");
    if (separator == std::string::npos || !is_word(text.substr(separator + 2))) return text;
    return text.substr(0, separator + 2) + to_quoted(text.substr(separator + 2));
}

// Depth is bounded by the parser's limit on nesting.
std::optional<Value> constant_of(const Expression& expression) {
    if (const auto* literal = std::get_if<Literal>(&expression.node)) return literal->value;
    if (const auto* set = std::get_if<SetConstruction>(&expression.node)) {
        std::vector<Value> elements;
        for (const auto& element : set->elements) {
            auto value = constant_of(*element);
            if (!value) return std::nullopt;
            elements.push_back(std::move(*value));
        }
        return Value(Set(std::move(elements)));
    }
    if (const auto* record = std::get_if<RecordConstruction>(&expression.node)) {
        Record fields;
        for (const auto& member : record->members) {
            auto value = constant_of(*member.value);
            if (!value) return std::nullopt;
            fields.set(member.name, std::move(*value));
        }
        return Value(std::move(fields));
    }
    return std::nullopt;
}

}  // namespace

Value parse_constant(const std::string& role, const std::string& text) {
    if (is_bare_string(text)) return text;
    const SourceText source(Source{role, with_quoted_id(text)});
    const ExpressionPointer parsed = parse_expression(source);
    auto value = constant_of(*parsed);
    if (!value) throw source.error(parsed->span.begin, "expected a value, found an expression");
    return std::move(*value);
}

EntityUid parse_entity_constant(const std::string& role, const std::string& text,
                                const std::string& type) {
    if (!type.empty() && is_word(text)) return {type, text};
    const Value value = parse_constant(role, text);
    if (const EntityUid* uid = value.as_entity()) return *uid;
    throw SyntaxError(role, Position{}, "expected an entity such as Owner::7, found another value",
                      {});
}

}  // namespace postvern::policy::language

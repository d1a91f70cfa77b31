#include "policy/language/schema/type_resolver.hpp"

#include <algorithm>
#include <utility>

#include "policy/language/limits.hpp"

namespace postvern::policy::language::schema {

namespace {

TypePointer primitive_type(PrimitiveType primitive) {
    switch (primitive) {
        case PrimitiveType::boolean:
            return boolean_type();
        case PrimitiveType::integer:
            return integer_type();
        case PrimitiveType::string:
            break;
    }
    return string_type();
}

}  // namespace

TypeResolver::TypeResolver(const Declarations& declarations) : declarations_(declarations) {
    for (const std::string& name : in_order_of_use()) {
        const CommonType& common = declarations_.common_types().at(name);
        common_types_.emplace(name, sized(*common.space, *common.syntax->type));
    }
}

// The names of all common types, each after those that it refers to. Without recursion: a schema
// may chain as many as it likes.
std::vector<std::string> TypeResolver::in_order_of_use() const {
    struct Visit {
        std::string name;
        std::vector<std::string> uses;
    };
    enum class Mark { open, done };
    std::map<std::string, Mark> marks;
    std::vector<std::string> order;
    std::vector<Visit> path;
    const auto enter = [&](const std::string& name) {
        const CommonType& common = declarations_.common_types().at(name);
        const auto [mark, first] = marks.emplace(name, Mark::open);
        if (!first && mark->second == Mark::done) return;
        if (!first) {
            throw declarations_.source().error(
                common.syntax->name.span.begin,
                "expected a type that does not contain itself, found a cycle through '" + name +
                    "'");
        }
        Visit visit{name, {}};
        add_references(*common.space, *common.syntax->type, visit.uses);
        path.push_back(std::move(visit));
    };
    for (const auto& [name, common] : declarations_.common_types()) {
        enter(name);
        while (!path.empty()) {
            if (path.back().uses.empty()) {
                marks[path.back().name] = Mark::done;
                order.push_back(std::move(path.back().name));
                path.pop_back();
            } else {
                const std::string next = std::move(path.back().uses.back());
                path.back().uses.pop_back();
                enter(next);
            }
        }
    }
    return order;
}

void TypeResolver::add_references(const NamespaceSyntax& space, const TypeSyntax& syntax,
                                  std::vector<std::string>& names) const {
    if (const auto* reference = std::get_if<ReferenceSyntax>(&syntax.content)) {
        const auto meaning = declarations_.resolve(space, *reference, syntax.span);
        if (meaning.kind == Declarations::Meaning::Kind::common) names.push_back(meaning.name);
    } else if (const auto* set = std::get_if<SetSyntax>(&syntax.content)) {
        add_references(space, *set->element, names);
    } else if (const auto* record = std::get_if<RecordSyntax>(&syntax.content)) {
        for (const auto& attribute : record->attributes) {
            add_references(space, *attribute.type, names);
        }
    }
}

TypePointer TypeResolver::resolve(const NamespaceSyntax& space, const TypeSyntax& syntax) const {
    return sized(space, syntax).type;
}

TypePointer TypeResolver::resolve_record(const NamespaceSyntax& space, const TypeSyntax& syntax,
                                         std::string_view role) const {
    TypePointer type = resolve(space, syntax);
    if (type->kind == TypeKind::record) return type;
    throw declarations_.source().error(
        syntax.span.begin, "expected a record as " + std::string(role) + ", found another type");
}

TypeResolver::Sized TypeResolver::sized(const NamespaceSyntax& space,
                                        const TypeSyntax& syntax) const {
    Sized result;
    if (const auto* primitive = std::get_if<PrimitiveType>(&syntax.content)) {
        result.type = primitive_type(*primitive);
    } else if (const auto* reference = std::get_if<ReferenceSyntax>(&syntax.content)) {
        result = of_reference(space, *reference, syntax.span);
    } else if (const auto* set = std::get_if<SetSyntax>(&syntax.content)) {
        Sized element = sized(space, *set->element);
        result = {set_type(std::move(element.type)), element.height + 1, element.nodes + 1};
    } else {
        result = of_record(space, std::get<RecordSyntax>(syntax.content));
    }
    if (result.height > kMaxNesting || result.nodes > kMaxTypeNodes) {
        throw declarations_.source().error(
            syntax.span.begin, "expected a type of at most " + std::to_string(kMaxNesting) +
                                   " levels and " + std::to_string(kMaxTypeNodes) +
                                   " parts, found a larger one");
    }
    return result;
}

TypeResolver::Sized TypeResolver::of_reference(const NamespaceSyntax& space,
                                               const ReferenceSyntax& reference, Span span) const {
    auto meaning = declarations_.resolve(space, reference, span);
    switch (meaning.kind) {
        case Declarations::Meaning::Kind::common:
            return common_types_.at(meaning.name);
        case Declarations::Meaning::Kind::entity:
            return {entity_type(std::move(meaning.name))};
        case Declarations::Meaning::Kind::built_in:
            break;
    }
    return {std::move(meaning.built_in)};
}

TypeResolver::Sized TypeResolver::of_record(const NamespaceSyntax& space,
                                            const RecordSyntax& record) const {
    Sized result;
    std::vector<Attribute> attributes;
    for (const AttributeSyntax& syntax : record.attributes) {
        Sized type = sized(space, *syntax.type);
        result.height = std::max(result.height, type.height + 1);
        result.nodes += type.nodes;
        attributes.push_back({syntax.name, std::move(type.type), syntax.required});
    }
    result.type = record_type(std::move(attributes));
    return result;
}

}  // namespace postvern::policy::language::schema

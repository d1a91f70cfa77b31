// Any octets as a schema, in either syntax: it is read or refused with a SyntaxError. What is read
// means the same after it was written and read again, and policies can be validated against it.
// Input: the schema.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "policy/language/schema/reading.hpp"
#include "policy/language/schema/resolver.hpp"
#include "policy/language/schema/schema_json.hpp"
#include "policy/language/schema/schema_parser.hpp"
#include "policy/language/schema/schema_writers.hpp"
#include "policy/language/validation/validator.hpp"

namespace {

namespace language = postvern::policy::language;
namespace schema = postvern::policy::language::schema;

constexpr const char* kPolicies = R"(
    permit (principal == A::"a", action == Action::"a", resource in B::"b")
    when { principal has a.b && principal.a.b == resource.a && context.a < 1 }
    unless { principal.hasTag("a") && principal.getTag("a") in [A::"a", action] };
    forbid (principal is A in ?principal, action in [Action::"a", Action::"b"], resource)
    when { [principal.a, {a: 1, b: ip("::1")}].contains(context) || context.a + 1 > 2 };
)";

const language::PolicySet& policies() {
    static const language::PolicySet set = [] {
        language::PolicySet made;
        made.read({"policies", kPolicies});
        return made;
    }();
    return set;
}

// A schema as written, and what it was read from.
struct Read {
    std::shared_ptr<const language::SourceText> source;
    schema::SchemaSyntax syntax;
};

Read read(const std::string& text, schema::SchemaFormat format) {
    if (format == schema::SchemaFormat::json) {
        const language::json::Document document({"fuzz", text});
        return {document.shared_source(), schema::read_json_schema(document)};
    }
    auto source = std::make_shared<const language::SourceText>(language::Source{"fuzz", text});
    schema::SchemaSyntax syntax = schema::parse_schema(*source);
    return {std::move(source), std::move(syntax)};
}

void exercise(const std::string& text, schema::SchemaFormat format) {
    const Read first = read(text, format);
    const std::string json = schema::to_json(first.syntax);
    if (schema::to_json(read(json, schema::SchemaFormat::json).syntax) != json) std::abort();
    const schema::Schema resolved = schema::resolve(first.syntax, *first.source);
    if (resolved.environments().size() > 100) return;  // slow, and no more instructive
    language::validation::validate(resolved, policies());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    try {
        exercise(text, schema::detect_format({"fuzz", text}));
    } catch (const language::SyntaxError& error) {
        if (error.problem().find('\n') != std::string::npos) std::abort();
    }
    return 0;
}

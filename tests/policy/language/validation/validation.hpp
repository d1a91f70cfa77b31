// A schema with something of everything, and policies validated against it.
#pragma once

#include <string>

#include "policy/language/schema/reading.hpp"
#include "policy/language/validation/validator.hpp"

namespace postvern::policy::language::validation {

inline const schema::Schema& test_schema() {
    static const schema::Schema schema = schema::read_schema({"schema", R"(
        type Place = {room: Long, floor?: Long};
        entity Group in [Group] tags Set<String>;
        entity User in [Group] {
            age: Long, nick?: String, friend: User, groups: Set<Group>, place: Place, ip: ipaddr,
        } tags Long;
        entity File in [Folder] { owner: User, size: Long, since: datetime, kept?: duration };
        entity Folder;
        entity Level enum ["low", "high"];
        action any;
        action read in [any] appliesTo {
            principal: [User], resource: [File],
            context: { hour: Long, level?: Level, where: Place },
        };
        action list in [any] appliesTo { principal: [User, Level], resource: [Folder, File] };
        namespace Other { entity Thing; action touch; }
    )"},
                                                             schema::SchemaFormat::human);
    return schema;
}

inline ValidationResult validate_text(const std::string& text) {
    PolicySet policies;
    policies.read({"p", text});
    return validate(test_schema(), policies);
}

// A policy about reading with this condition.
inline std::string reading_when(const std::string& condition) {
    return "permit (principal, action == Action::\"read\", resource) when { " + condition + " };";
}

// "ok", or the kind of the first error.
inline std::string verdict_of(const std::string& text) {
    const ValidationResult result = validate_text(text);
    return result.passed() ? "ok" : std::string(name(result.errors.front().kind));
}

}  // namespace postvern::policy::language::validation

#include "policy/rules_text.hpp"

#include "policy/language/format/formatter.hpp"
#include "policy/language/format/policy_text.hpp"
#include "policy/language/json/policies.hpp"
#include "policy/language/schema/schema_json.hpp"
#include "policy/language/schema/schema_parser.hpp"
#include "policy/language/schema/schema_writers.hpp"
#include "policy/tools/reading.hpp"

namespace postvern::policy {

std::string format_policies(const RulebookFile& file) {
    return language::format_policies(language::SourceText({file.name, file.text}));
}

std::string translate_policies(const RulebookFile& file) {
    language::PolicySet policies;
    tools::read_policies({file.name, file.text}, language::IdSource::position, policies);
    return tools::is_json(file.text) ? language::to_text(policies)
                                     : language::json::to_json(policies) + "\n";
}

std::string translate_schema(const RulebookFile& file) {
    namespace schema = language::schema;
    if (tools::is_json(file.text)) {
        const language::json::Document document({file.name, file.text});
        return schema::to_text(schema::read_json_schema(document));
    }
    return schema::to_json(schema::parse_schema(language::SourceText({file.name, file.text})));
}

}  // namespace postvern::policy

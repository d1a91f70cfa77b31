#include "policy/language/schema/reading.hpp"

#include <utility>

#include "policy/language/schema/resolver.hpp"
#include "policy/language/schema/schema_json.hpp"
#include "policy/language/schema/schema_parser.hpp"

namespace postvern::policy::language::schema {

SchemaFormat detect_format(const Source& source) {
    const auto first = source.text.find_first_not_of(" \t\r\n");
    const bool json = first != std::string::npos && source.text[first] == '{';
    return json ? SchemaFormat::json : SchemaFormat::human;
}

Schema read_schema(Source source, SchemaFormat format) {
    if (format == SchemaFormat::json) {
        const json::Document document(std::move(source));
        return resolve(read_json_schema(document), document.source());
    }
    const SourceText text(std::move(source));
    return resolve(parse_schema(text), text);
}

}  // namespace postvern::policy::language::schema

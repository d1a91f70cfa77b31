#include "policy/tools/reading.hpp"

#include <string>
#include <utility>

#include "policy/language/json/entities.hpp"
#include "policy/language/json/policies.hpp"
#include "policy/language/schema/reading.hpp"
#include "policy/language/validation/conformance.hpp"

namespace postvern::policy::tools {

using language::PolicySet;
using language::Source;
using language::json::Document;
using language::json::Node;
using language::json::Object;
using language::schema::Schema;

namespace {

std::string text_of(const Document& document, const Node& node) {
    return std::string(document.source().text(node.span));
}

// Adds what a set read on its own holds. Throws std::invalid_argument if an id is taken.
void merge(const PolicySet& set, PolicySet& into) {
    for (const auto& entry : set.templates()) into.add(entry.id, entry.syntax, entry.source);
    for (const auto& entry : set.policies()) {
        if (entry.link) {
            into.link(entry.link->template_id, entry.id, entry.link->values);
        } else {
            into.add(entry.id, entry.syntax, entry.source);
        }
    }
}

// One policy in JSON, or a policy set.
void read_json_policies(Source source, PolicySet& into) {
    const Document document(std::move(source));
    const Object& object = document.object(document.root(), "a policy or a policy set");
    if (object.find("effect") == nullptr) {
        merge(language::json::read_policy_set(document, document.root()), into);
        return;
    }
    into.add("policy" + std::to_string(into.policies().size() + into.templates().size()),
             language::json::read_policy(document, document.root()), document.shared_source());
}

}  // namespace

bool is_json(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    return first != std::string_view::npos && (text[first] == '{' || text[first] == '[');
}

void read_policies(Source source, language::IdSource ids, PolicySet& into) {
    if (is_json(source.text)) {
        read_json_policies(std::move(source), into);
    } else {
        into.read(std::move(source), ids);
    }
}

Schema read_schema(Source source) {
    const auto format = language::schema::detect_format(source);
    return language::schema::read_schema(std::move(source), format);
}

Schema read_schema(const Document& document, const Node& node) {
    using language::schema::SchemaFormat;
    const Object& object = document.object(node, "a schema");
    const std::string& name = document.source().name();
    if (const Node* const text = object.find("cedar")) {
        return language::schema::read_schema({name, document.string(*text, "a schema as text")},
                                             SchemaFormat::human);
    }
    const Node& json = document.member(node, object, "json");
    return language::schema::read_schema({name, text_of(document, json)}, SchemaFormat::json);
}

std::vector<language::Entity> read_entities(const Document& document, const Node& node,
                                            const Schema* schema) {
    auto entities = language::json::read_entities(document, node, schema);
    if (schema == nullptr) return entities;
    if (const auto fault = language::validation::check_entities(*schema, entities)) {
        document.fail(node.span, *fault);
    }
    language::json::add_actions(*schema, entities);
    return entities;
}

engine::Request read_request(const Document& document, const Node& node, const Schema* schema,
                             RequestCheck check) {
    auto request = language::json::read_request(document, node, schema);
    if (schema == nullptr || check == RequestCheck::none) return request;
    if (const auto fault = language::validation::check_request(*schema, request)) {
        document.fail(node.span, *fault);
    }
    return request;
}

}  // namespace postvern::policy::tools

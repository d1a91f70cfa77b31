#include "policy/tools/case_file.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace postvern::policy::tools {

using language::json::Document;
using language::json::Node;
using language::json::Object;

namespace {

bool flag(const Document& document, const Object& object, std::string_view name, bool otherwise) {
    const Node* const node = object.find(name);
    if (node == nullptr) return otherwise;
    if (node->as_bool() == nullptr) document.refuse(*node, std::string(name) + ", true or false");
    return *node->as_bool();
}

Ids ids(const Document& document, const Node& node, std::string_view role) {
    Ids all;
    for (const Node& each : document.array(node, role)) all.push_back(document.string(each, role));
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
}

std::optional<Ids> optional_ids(const Document& document, const Object& object,
                                std::string_view name) {
    const Node* const node = object.find(name);
    if (node == nullptr) return std::nullopt;
    return ids(document, *node, name);
}

Part part(const Node& node, const std::filesystem::path& root) {
    if (const std::string* const path = node.as_string()) return {root / *path, nullptr};
    return {{}, &node};
}

Refusal read_refusal(const Document& document, const Object& object) {
    const Node* const node = object.find("refused");
    if (node == nullptr) return Refusal::none;
    const std::string& what = document.string(*node, "what is refused");
    if (what == "schema") return Refusal::schema;
    if (what == "policies") return Refusal::policies;
    if (what == "entities") return Refusal::entities;
    document.refuse(*node, "\"schema\", \"policies\" or \"entities\"");
}

void read_answer(const Document& document, const Node& node, const Object& object,
                 CaseRequest& request) {
    const Node& decision = document.member(node, object, "decision");
    const std::string& word = document.string(decision, "the decision");
    // Cedar's own files write both "allow" and "Allow".
    request.permitted = word == "allow" || word == "Allow";
    if (!request.permitted && word != "deny" && word != "Deny") {
        document.refuse(decision, "\"allow\" or \"deny\"");
    }
    request.reason = ids(document, document.member(node, object, "reason"), "reason");
    request.errors = ids(document, document.member(node, object, "errors"), "errors");
}

CaseRequest read_request(const Document& document, const Node& node, std::size_t index) {
    const Object& object = document.object(node, "a request");
    document.only_members(object, {"description", "principal", "action", "resource", "context",
                                   "validateRequest", "refused", "decision", "reason", "errors"});
    CaseRequest request;
    request.node = &node;
    const Node* const description = object.find("description");
    request.description = description != nullptr ? document.string(*description, "a description")
                                                 : "request " + std::to_string(index);
    request.validate = flag(document, object, "validateRequest", true);
    request.refused = flag(document, object, "refused", false);
    if (!request.refused) read_answer(document, node, object, request);
    return request;
}

}  // namespace

Case read_case(language::Source source, const std::filesystem::path& root) {
    Case read{Document(std::move(source)), {}, {}, {}, {}, true, Refusal::none, {}, {}, {}, {}, {}};
    const Document& document = read.document;
    const Node& node = document.root();
    const Object& object = document.object(node, "a case");
    document.only_members(
        object, {"name", "note", "policies", "entities", "schema", "shouldValidate", "invalid",
                 "impossible", "evaluateWithSchema", "refused", "policiesAsJson", "requests"});
    read.name = document.source().name();
    if (const Node* const name = object.find("name")) {
        read.name += '#' + document.string(*name, "a name");
    }
    read.policies = part(document.member(node, object, "policies"), root);
    read.entities = part(document.member(node, object, "entities"), root);
    const Node* const schema = object.find("schema");
    if (schema != nullptr && !schema->is_null()) read.schema = part(*schema, root);
    read.evaluate_with_schema = flag(document, object, "evaluateWithSchema", true);
    read.refusal = read_refusal(document, object);
    if (object.find("shouldValidate") != nullptr) {
        read.should_validate = flag(document, object, "shouldValidate", true);
    }
    read.invalid = optional_ids(document, object, "invalid");
    read.impossible = optional_ids(document, object, "impossible");
    read.policies_as_json = object.find("policiesAsJson");
    for (const Node& each : document.array(document.member(node, object, "requests"), "requests")) {
        read.requests.push_back(read_request(document, each, read.requests.size() + 1));
    }
    return read;
}

}  // namespace postvern::policy::tools

// A case of the corpus (docs/policy-language.md): policies, entities and a schema, with what Cedar
// says about them and about requests. Reads the frame only; what is inside stays JSON or text until
// it is tried. Pure values, thread-safe once read.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/language/json/document.hpp"

namespace postvern::policy::tools {

// Something that a case gives in its own document or in a file of its own.
struct Part {
    std::filesystem::path file;                  // empty where it stands in the document
    const language::json::Node* node = nullptr;  // into the case's document; null for a file
};

using Ids = std::vector<std::string>;  // in ascending order, each once

struct CaseRequest {
    std::string description;  // of a person; else "request N" with its place
    const language::json::Node* node = nullptr;
    bool validate = true;    // against the schema, where there is one
    bool refused = false;    // Cedar does not take it: the request, not the act
    bool permitted = false;  // what Cedar decides, where it takes it
    Ids reason;
    Ids errors;
};

// What Cedar refuses of a case; then it has no requests.
enum class Refusal : std::uint8_t { none, schema, policies, entities };

struct Case {
    language::json::Document document;
    std::string name;  // of the file, and the case's own after '#'
    Part policies;
    Part entities;
    std::optional<Part> schema;
    bool evaluate_with_schema = true;  // entities and requests are read and checked by the schema
    Refusal refusal = Refusal::none;
    std::optional<bool> should_validate;
    std::optional<Ids> invalid;     // policies that do not validate, if the case says which
    std::optional<Ids> impossible;  // policies that can never apply, likewise
    const language::json::Node* policies_as_json = nullptr;  // each policy in Cedar's JSON form
    std::vector<CaseRequest> requests;
};

// Throws SyntaxError if it is no case. Paths in it are relative to `root`.
Case read_case(language::Source source, const std::filesystem::path& root);

}  // namespace postvern::policy::tools

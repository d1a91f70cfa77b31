#include <Poco/JSON/Array.h>

#include "policy/assembly.hpp"
#include "policy/rules.hpp"
#include "records/sha256.hpp"
#include "services/cli/rule_files.hpp"
#include "services/cli/rules_commands.hpp"

namespace postvern::services::cli {

using control::Reply;
using control::Status;

namespace {

Poco::JSON::Object to_json(const policy::RuleDiagnostic& diagnostic) {
    Poco::JSON::Object object;
    object.set("file", diagnostic.file);
    object.set("line", diagnostic.line);
    object.set("column", diagnostic.column);
    object.set("severity", diagnostic.severity == policy::Severity::error ? "error" : "warning");
    object.set("message", diagnostic.message);
    return object;
}

// That the house would load them: typed under its schema, and no forbid that might fail. Throws what keeps it
// from that.
void require_loadable(std::span<const policy::RulebookFile> files) {
    policy::Assembly::require_loadable(files,
                                       [](std::string_view text) { return records::sha256(text); });
}

}  // namespace

// With a schema the files are Cedar policies like any others; without, they are a rulebook, of
// which the house demands more.
Reply check_rules(const Invocation& invocation) {
    const auto files =
        rule_files_or_rulebook(values_of(invocation.arguments, "files"), invocation.general);
    const auto schema = optional_file(invocation.arguments, "schema");
    auto found = schema ? policy::check_policies(files, *schema) : policy::check_rules(files);
    if (schema && invocation.arguments.has("house")) {
        for (auto& each : policy::check_rules(files)) found.push_back(std::move(each));
    }
    if (!schema && found.empty()) require_loadable(files);
    Reply reply;
    Poco::JSON::Array list;
    for (const auto& diagnostic : found) {
        reply.text += policy::to_text(diagnostic) + '\n';
        list.add(to_json(diagnostic));
        if (diagnostic.severity == policy::Severity::error) reply.status = Status::refused;
    }
    reply.data.set("diagnostics", list);
    if (found.empty()) {
        reply.text = std::to_string(files.size()) + " files, nothing to object to.\n";
    }
    if (!schema) {
        const auto hash = policy::hash_rulebook(
            files, [](std::string_view text) { return records::sha256(text); });
        reply.text += "SHA-256 " + records::hexadecimal(hash) + '\n';
        reply.data.set("sha256", records::hexadecimal(hash));
    }
    return reply;
}

}  // namespace postvern::services::cli

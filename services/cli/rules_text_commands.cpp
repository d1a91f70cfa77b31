#include <Poco/JSON/Array.h>

#include <filesystem>
#include <fstream>
#include <system_error>

#include "policy/rules_text.hpp"
#include "services/cli/rule_files.hpp"
#include "services/cli/rules_commands.hpp"

namespace postvern::services::cli {

using control::Refused;
using control::Reply;
using control::Status;

namespace {

namespace fs = std::filesystem;

// The new text stands under the old name, or the old one does: nothing between.
void replace_file(const std::string& name, const std::string& text) {
    const std::string fresh = name + ".formatted";
    std::ofstream stream(fresh, std::ios::binary);
    stream << text;
    stream.close();
    std::error_code error;
    const auto permissions = fs::status(name, error).permissions();
    if (stream && !error) fs::permissions(fresh, permissions, error);
    if (stream && !error) fs::rename(fresh, name, error);
    if (stream && !error) return;
    fs::remove(fresh, error);
    throw Refused(Status::refused, name + ": cannot be written");
}

}  // namespace

// Formats all files before it writes any: a file that is not Cedar changes none.
Reply format_rules(const Invocation& invocation) {
    const bool check = invocation.arguments.has("check");
    const bool write = invocation.arguments.has("write");
    if (check && write) throw Refused(Status::usage, "--check and --write: give one of them");
    const auto names = values_of(invocation.arguments, "files");
    if (names.empty()) throw Refused(Status::usage, "FILE is missing");
    const auto files = read_rule_files(names);
    std::vector<std::string> texts;
    for (const auto& file : files) texts.push_back(policy::format_policies(file));

    Reply reply;
    Poco::JSON::Array changed;
    for (std::size_t i = 0; i < files.size(); ++i) {
        if (!check && !write) reply.text += texts[i];
        if (texts[i] == files[i].text) continue;
        changed.add(files[i].name);
        if (write) replace_file(files[i].name, texts[i]);
        if (check || write)
            reply.text += files[i].name + (write ? ": formatted\n" : ": not formatted\n");
    }
    if (check && changed.size() != 0) reply.status = Status::refused;
    if ((check || write) && changed.size() == 0) {
        reply.text = std::to_string(files.size()) + " files, all formatted.\n";
    }
    reply.data.set("changed", changed);
    if (!check && !write) reply.data.set("text", reply.text);
    return reply;
}

Reply translate_rules(const Invocation& invocation) {
    const auto file = read_rule_file(std::string(invocation.arguments.text("file")));
    Reply reply;
    reply.text = invocation.arguments.has("schema") ? policy::translate_schema(file)
                                                    : policy::translate_policies(file);
    reply.data.set("text", reply.text);
    return reply;
}

}  // namespace postvern::services::cli

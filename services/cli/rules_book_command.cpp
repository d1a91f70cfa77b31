#include <Poco/JSON/Array.h>

#include <filesystem>
#include <fstream>

#include "policy/rules_book.hpp"
#include "records/sha256.hpp"
#include "services/cli/rule_files.hpp"
#include "services/cli/rules_commands.hpp"

namespace postvern::services::cli {

using control::Refused;
using control::Reply;
using control::Status;

namespace {

namespace fs = std::filesystem;

std::string write(const fs::path& path, const std::string& text) {
    std::ofstream stream(path, std::ios::binary);
    stream << text;
    if (!stream.flush()) throw Refused(Status::usage, path.string() + ": cannot be written");
    return path.string();
}

}  // namespace

// A book with findings is written all the same, so that they can be read in it.
Reply write_rule_book(const Invocation& invocation) {
    const auto& arguments = invocation.arguments;
    const fs::path out(arguments.text("out"));
    policy::BookFiles files;
    files.rules = rule_files_or_rulebook(values_of(arguments, "rulebook"), invocation.general);
    files.theorems = theorem_files(arguments, files.rules.front());
    files.catalogue = catalogue_files(files.rules.front());
    files.decisions = decisions_file(files.rules.front());
    files.hash = records::hexadecimal(policy::hash_rulebook(
        files.rules, [](std::string_view text) { return records::sha256(text); }));
    const policy::BookPages pages = policy::write_book(files);
    std::error_code failure;
    fs::create_directories(out, failure);
    Reply reply;
    Poco::JSON::Array written;
    for (const std::string& path :
         {write(out / "rulebook.html", pages.html), write(out / "rulebook.md", pages.markdown)}) {
        reply.text += path + '\n';
        written.add(path);
    }
    Poco::JSON::Array findings;
    for (const std::string& finding : pages.findings) {
        reply.text += "finding: " + finding + '\n';
        findings.add(finding);
    }
    reply.data.set("written", written);
    reply.data.set("findings", findings);
    if (!pages.findings.empty()) reply.status = Status::refused;
    reply.is_report = true;
    return reply;
}

}  // namespace postvern::services::cli

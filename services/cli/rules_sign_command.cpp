#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "records/rulebook_statement.hpp"
#include "records/sha256.hpp"
#include "services/cli/prompt.hpp"
#include "services/cli/rule_files.hpp"
#include "services/cli/rules_commands.hpp"
#include "services/cli/secret_file.hpp"
#include "services/cli/tool.hpp"
#include "services/net/file_descriptor.hpp"

namespace postvern::services::cli {

using control::Refused;
using control::Reply;
using control::Status;

namespace {

namespace fs = std::filesystem;

constexpr const char* kWord = "sign";  // typed to agree

policy::StaffRole office_named(std::string_view name) {
    for (const auto office : records::kSigningOffices) {
        if (policy::name(office) == name) return office;
    }
    throw Refused(Status::usage, "--as must be managing_director or second_officer");
}

std::string in_words(const records::RulebookStatement& statement, policy::StaffRole office,
                     const records::OfficerKey& key) {
    return "As " + std::string(policy::name(office)) + ", with the key " +
           records::fingerprint(key) + ", you sign:\n  at the site " + statement.site +
           "\n  the rulebook with the SHA-256 " + records::hexadecimal(statement.rulebook) +
           "\n  comes into force as its no. " + std::to_string(statement.number) +
           "\n  in the place of " + records::hexadecimal(statement.replaces) +
           ",\n  to be looked at again by " + records::to_text(statement.review) +
           ".\n`postvern rules check DIR` tells the SHA-256 of rules, `postvern rules diff OLD "
           "NEW` what they "
           "change.\n";
}

void require_rules(const std::string& directory, const records::RulebookStatement& statement) {
    const auto hash =
        policy::hash_rulebook(policy::read_rulebook(directory),
                              [](std::string_view text) { return records::sha256(text); });
    if (hash == statement.rulebook) return;
    throw Refused(Status::refused,
                  directory + ": the rules there have the SHA-256 " + records::hexadecimal(hash) +
                      ", and the statement is about " + records::hexadecimal(statement.rulebook) +
                      "; nothing was signed");
}

// Whole or not at all: beside the file under a name that nobody knew, then in its place.
void replace(const fs::path& file, const std::string& text) {
    std::string staged = file.string() + ".XXXXXX";
    const net::FileDescriptor descriptor(::mkstemp(staged.data()));
    bool written = descriptor && ::fchmod(descriptor.get(), 0644) == 0;
    std::string_view left = text;
    while (written && !left.empty()) {
        const ssize_t size = ::write(descriptor.get(), left.data(), left.size());
        if (size < 0 && errno == EINTR) continue;
        written = size > 0;
        if (written) left.remove_prefix(static_cast<std::size_t>(size));
    }
    written = written && ::fsync(descriptor.get()) == 0 && ::rename(staged.c_str(), file.c_str()) == 0;
    if (written) return;
    const std::string why = std::strerror(errno);
    if (descriptor) ::unlink(staged.c_str());
    throw Refused(Status::refused, file.string() + ": cannot be written: " + why);
}

// The officer's own; `secrets` wipes what was read when it goes.
records::OfficerSigningKey read_key(const Invocation& invocation, Prompt& prompt,
                                    control::Arguments& secrets) {
    secrets.set("pem", read_secret_file(std::string(invocation.arguments.text("key"))));
    const std::string_view pem = secrets.text("pem");
    if (records::OfficerSigningKey::is_encrypted(pem)) prompt.collect(*invocation.command, secrets);
    return records::OfficerSigningKey::read(pem, secrets.find("passphrase").value_or(""));
}

}  // namespace

Reply sign_rules(const Invocation& invocation, const Streams& streams) {
    const auto& arguments = invocation.arguments;
    const std::string file(arguments.text("statement"));
    const auto office = office_named(arguments.text("as"));
    const std::string text = read_rule_file(file).text;
    const auto statement = records::read_statement(text);
    if (const auto rules = arguments.find("rules")) require_rules(std::string(*rules), statement);

    Prompt prompt(invocation.general, streams.in);
    control::Arguments secrets;
    const auto key = read_key(invocation, prompt, secrets);
    streams.err << in_words(statement, office, key.public_key()) << std::flush;
    if (!arguments.has("yes") && !prompt.confirms(kWord)) {
        return {Status::refused, "not confirmed; nothing was signed"};
    }
    replace(file, records::sign_statement(text, office, key));
    Reply reply(Status::done, "Signed: " + file + ".\n");
    reply.data.set("statement", file);
    reply.data.set("key", records::fingerprint(key.public_key()));
    return reply;
}

}  // namespace postvern::services::cli

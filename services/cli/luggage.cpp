#include "services/cli/luggage.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <span>

#include "records/rulebooks.hpp"
#include "records/sha256.hpp"
#include "services/cli/parcel.hpp"
#include "services/cli/prompt.hpp"
#include "services/cli/rule_files.hpp"
#include "services/cli/secret_file.hpp"
#include "services/control/ledger/reading_key.hpp"
#include "services/control/octets.hpp"
#include "services/control/rule_files.hpp"

namespace postvern::services::cli {

namespace fs = std::filesystem;
using control::ArgumentKind;
using control::Arguments;
using control::Refused;
using control::Reply;
using control::Status;

namespace {

std::string text_of(const std::string& name, std::istream& in) {
    std::string text = name == "-" ? std::string(std::istreambuf_iterator<char>(in), {})
                                   : read_rule_file(name).text;
    if (text.find("PRIVATE KEY-----") != std::string::npos) {
        control::wipe(text);
        throw Refused(Status::usage,
                      name +
                          ": holds a private key, which belongs to its owner alone; `openssl pkey "
                          "-pubout` writes the public one");
    }
    return text;
}

// The octets that it goes as are wiped with the arguments; what was read is wiped here.
records::ReadingKey reading_key_of(const std::string& file, Prompt& prompt) {
    Arguments secrets;
    secrets.set("pem", read_secret_file(file));
    const std::string_view pem = secrets.text("pem");
    if (records::ReadingKey::is_encrypted(pem)) {
        secrets.set("passphrase", prompt.passphrase("Passphrase of " + file));
    }
    return records::ReadingKey::read(pem, secrets.find("passphrase").value_or(""));
}

std::optional<fs::path> take_path(Arguments& arguments, std::string_view name) {
    const auto path = arguments.find(name);
    if (!path) return {};
    std::optional<fs::path> taken = fs::absolute(*path);
    arguments.remove(name);
    return taken;
}

// A server is not believed: files with names of any other form could be written anywhere, and other rules
// than those that were asked for could pass for them.
void require_what_was_asked_for(std::span<const policy::RulebookFile> files,
                                const std::string& wanted) {
    try {
        records::require_rulebook_form(files);
    } catch (const std::exception& failure) {
        throw Refused(Status::refused, std::string("the server sent no rulebook: ") + failure.what());
    }
    const auto hash = policy::hash_rulebook(
        files, [](std::string_view text) { return records::sha256(text); });
    if (!records::hexadecimal(hash).starts_with(wanted)) {
        throw Refused(Status::refused, "the server sent another rulebook than " + wanted +
                                           ": nothing was written");
    }
}

std::string in_small_letters(std::string_view text) {
    std::string small(text);
    for (char& letter : small) {
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    }
    return small;
}

void write(const fs::path& file, const std::string& text) {
    std::ofstream stream(file, std::ios::binary | std::ios::trunc);
    stream << text;
    if (!stream.flush()) throw Refused(Status::refused, file.string() + ": cannot be written");
}

// What says something about somebody goes into a file that nobody could have opened before.
void make_private(const fs::path& file) {
    const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (descriptor < 0) throw Refused(Status::refused, file.string() + ": " + std::strerror(errno));
    ::close(descriptor);
}

// The names of files by what is in them.
void pack_octets(Arguments& arguments, std::string_view name, std::istream& in) {
    const std::vector<std::string> files = values_of(arguments, name);
    arguments.remove(name);
    for (const std::string& file : files) {
        control::add_octets(arguments, name, {fs::path(file).filename().string(), text_of(file, in)});
    }
}

}  // namespace

Luggage::Luggage(const control::Command& command, Arguments& arguments, std::istream& in, Prompt& prompt) {
    for (const control::Argument& argument : command.arguments) {
        const auto given = arguments.find(argument.name);
        if (!given) continue;
        if (argument.kind == ArgumentKind::file) {
            arguments.set(argument.name, text_of(std::string(*given), in));
        } else if (argument.kind == ArgumentKind::octets_files) {
            pack_octets(arguments, argument.name, in);
        } else if (argument.kind == ArgumentKind::out_octets) {
            octets_ = take_path(arguments, argument.name);
        } else if (argument.kind == ArgumentKind::reading_key) {
            control::set_reading_key(arguments, argument.name, reading_key_of(std::string(*given), prompt));
        } else if (argument.kind == ArgumentKind::rule_files) {
            auto files = policy::read_rulebook(std::string(*given));
            arguments.remove(argument.name);
            control::set_rule_files(arguments, std::move(files));
        } else if (argument.kind == ArgumentKind::out_file ||
                   argument.kind == ArgumentKind::private_out_file) {
            is_private_ = argument.kind == ArgumentKind::private_out_file;
            text_ = take_path(arguments, argument.name);
        } else if (argument.kind == ArgumentKind::out_rules) {
            rules_ = take_path(arguments, argument.name);
            wanted_ = in_small_letters(arguments.find("hash").value_or(""));
        }
    }
}

void Luggage::unpack(Reply& reply, const Ask& ask) const {
    if (reply.status != Status::done) return;
    if (reply.data.has("octets")) unpack_octets(octets_, reply, ask);
    if (text_) {
        if (is_private_) make_private(*text_);
        write(*text_, reply.text);
        reply.text = "Written to " + text_->string() + ".\n";
    }
    if (!rules_) return;
    std::error_code failure;
    fs::create_directories(*rules_, failure);
    const bool empty = !failure && fs::is_empty(*rules_, failure);
    if (failure) throw Refused(Status::refused, rules_->string() + ": " + failure.message());
    if (!empty)
        throw Refused(Status::refused, rules_->string() + ": is not empty; name another directory");
    const auto files = control::rule_files_in(reply);
    require_what_was_asked_for(files, wanted_);
    for (const policy::RulebookFile& file : files) write(*rules_ / file.name, file.text);
    reply.text += std::to_string(files.size()) + " files written to " + rules_->string() + ".\n";
}

}  // namespace postvern::services::cli

#include "services/cli/arguments.hpp"

#include <algorithm>
#include <boost/program_options.hpp>

#include "services/control/commands.hpp"

namespace postvern::services::cli {

namespace options = boost::program_options;
using control::Argument;
using control::ArgumentKind;
using control::Command;
using control::Refused;
using control::Status;

namespace {

using Words = std::vector<std::string>;

// The options of every command that take a value, which is no word of a command's name.
constexpr std::string_view kValued[] = {"--config", "--data", "--password-file", "--socket", "--speak-as"};

bool is_option(const std::string& word) { return word.size() > 1 && word[0] == '-'; }

// The command's words among `words`, at most as many as any name has: their positions.
std::vector<std::size_t> leading_words(const Words& words) {
    constexpr std::size_t kMost = 3;
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < words.size() && found.size() < kMost; ++i) {
        if (std::find(std::begin(kValued), std::end(kValued), words[i]) != std::end(kValued)) {
            ++i;
        } else if (!is_option(words[i])) {
            found.push_back(i);
        }
    }
    return found;
}

std::string joined(const Words& words, const std::vector<std::size_t>& positions,
                   std::size_t count) {
    std::string name;
    for (std::size_t i = 0; i < count; ++i) name += (i == 0 ? "" : " ") + words[positions[i]];
    return name;
}

// The variant of `command` that an option among `words` chooses, or `command`. An option that is no
// argument of the variant has done its work, and goes.
const Command* variant_of(const Command* command, Words& words) {
    for (const Command& other : control::commands()) {
        const std::string prefix = std::string(command->name) + " --";
        if (!other.name.starts_with(prefix)) continue;
        const std::string option(other.name.substr(prefix.size() - 2));
        const auto at = std::find_if(words.begin(), words.end(), [&](const std::string& word) {
            return word == option || word.starts_with(option + '=');
        });
        if (at == words.end()) continue;
        const bool is_argument = std::any_of(
            other.arguments.begin(), other.arguments.end(),
            [&](const Argument& argument) { return option.substr(2) == argument.name; });
        if (!is_argument) words.erase(at);
        return &other;
    }
    return command;
}

// Takes the command's name out of `words`. Null without one; then `group` is what was typed.
const Command* take_command(Words& words, std::string& group) {
    const auto positions = leading_words(words);
    for (std::size_t count = positions.size(); count > 0; --count) {
        const Command* const command = control::find_command(joined(words, positions, count));
        if (command == nullptr) continue;
        for (std::size_t i = count; i > 0; --i) {
            words.erase(words.begin() + static_cast<std::ptrdiff_t>(positions[i - 1]));
        }
        return variant_of(command, words);
    }
    group = joined(words, positions, positions.size());
    return nullptr;
}

bool is_group(const std::string& words) {
    return std::any_of(
        control::commands().begin(), control::commands().end(),
        [&](const Command& command) { return command.name.starts_with(words + ' '); });
}

options::options_description general_options() {
    options::options_description all;
    all.add_options()("config", options::value<std::string>())(
        "data", options::value<std::string>())("socket", options::value<std::string>())(
        "speak-as", options::value<std::string>())("json", "")("help,h", "")("password-stdin", "")("password-file", options::value<std::string>());
    return all;
}

General general_from(const options::variables_map& values) {
    General general;
    const auto path = [&](const char* name) {
        return values.count(name) != 0 ? std::filesystem::path(values[name].as<std::string>())
                                       : std::filesystem::path();
    };
    general.config = path("config");
    general.data = path("data");
    general.socket = path("socket");
    if (values.count("speak-as") != 0) general.as = values["speak-as"].as<std::string>();
    general.password_file = path("password-file");
    general.json = values.count("json") != 0;
    general.help = values.count("help") != 0;
    general.password_stdin = values.count("password-stdin") != 0;
    if (!general.config.empty() && !general.data.empty()) {
        throw Refused(Status::usage, "--config and --data both name the site: give one of them");
    }
    if (!general.socket.empty() && (!general.config.empty() || !general.data.empty())) {
        throw Refused(Status::usage, "--socket names a running server: give no --config and no --data");
    }
    if (!general.as.empty() && general.socket.empty()) {
        throw Refused(Status::usage, "--speak-as says who speaks to a running server: give --socket with it");
    }
    if (general.password_stdin && !general.password_file.empty()) {
        throw Refused(Status::usage, "--password-stdin and --password-file: give one of them");
    }
    return general;
}

// What Boost shall look for, by the rows of the table. A positional argument is an option of its
// name.
struct Grammar {
    explicit Grammar(const Command& command) : all(general_options()) {
        for (const Argument& argument : command.arguments) add(argument);
    }
    void add(const Argument& argument) {
        const std::string name(argument.name);
        const auto many = [&] {
            all.add_options()(name.c_str(), options::value<Words>()->composing());
        };
        switch (argument.kind) {
            case ArgumentKind::positional:
            case ArgumentKind::path:
            case ArgumentKind::rule_files:
                all.add_options()(name.c_str(), options::value<std::string>());
                positions.add(name.c_str(), 1);
                break;
            case ArgumentKind::several:
                many();
                positions.add(name.c_str(), -1);
                break;
            case ArgumentKind::values:
            case ArgumentKind::octets_files:
                many();
                break;
            case ArgumentKind::value:
            case ArgumentKind::file:
            case ArgumentKind::asked:
            case ArgumentKind::out_octets:
            case ArgumentKind::reading_key:
            case ArgumentKind::out_file:
            case ArgumentKind::private_out_file:
            case ArgumentKind::out_rules:
                all.add_options()(name.c_str(), options::value<std::string>());
                break;
            case ArgumentKind::flag:
                all.add_options()(name.c_str(), "");
                break;
            case ArgumentKind::secret:
            case ArgumentKind::new_secret:
                break;  // never from the command line
        }
    }
    options::options_description all;
    options::positional_options_description positions;
};

void fill(control::Arguments& arguments, const Argument& argument,
          const options::variables_map& values) {
    const std::string name(argument.name);
    if (values.count(name) == 0) {
        if (argument.kind == ArgumentKind::out_rules) {
            throw Refused(Status::usage, "--" + name + ' ' + std::string(argument.placeholder) + " is missing");
        }
        if (argument.kind == ArgumentKind::positional || argument.kind == ArgumentKind::path ||
            argument.kind == ArgumentKind::rule_files) {
            throw Refused(Status::usage, std::string(argument.placeholder) + " is missing");
        }
        return;
    }
    switch (argument.kind) {
        case ArgumentKind::flag:
            arguments.set(name, "1");
            return;
        case ArgumentKind::path:
            arguments.set(name, std::filesystem::absolute(values[name].as<std::string>())
                                    .lexically_normal()
                                    .string());
            return;
        case ArgumentKind::several:
        case ArgumentKind::octets_files:
        case ArgumentKind::values: {
            std::string lines;
            for (const std::string& value : values[name].as<Words>()) {
                lines += (lines.empty() ? "" : "\n") + value;
            }
            arguments.set(name, std::move(lines));
            return;
        }
        default:
            arguments.set(name, values[name].as<std::string>());
    }
}

void parse_with(const Command& command, const Words& words, Invocation& invocation) {
    const Grammar grammar(command);
    options::variables_map values;
    try {
        using Style = options::command_line_style::style_t;
        const int style = Style::unix_style & ~Style::allow_guessing;
        options::store(options::command_line_parser(words)
                           .options(grammar.all)
                           .positional(grammar.positions)
                           .style(style)
                           .run(),
                       values);
    } catch (const options::error& error) {
        throw Refused(Status::usage, "postvern " + std::string(command.name) + ": " + error.what() +
                                         "; --help shows what it takes");
    }
    invocation.general = general_from(values);
    if (invocation.general.help) return;
    for (const Argument& argument : command.arguments) {
        if (argument.kind != ArgumentKind::secret && argument.kind != ArgumentKind::new_secret) {
            fill(invocation.arguments, argument, values);
        }
    }
    if (invocation.general.json && invocation.arguments.has("csv")) {
        throw Refused(Status::usage, "--json and --csv: give one of them");
    }
}

[[noreturn]] void refuse_unknown(const std::string& typed) {
    std::string text = "no such command: " + typed;
    const auto near = control::nearest_commands(typed);
    for (std::size_t i = 0; i < near.size(); ++i) {
        text += (i == 0 ? "; did you mean `" : "`, `") + near[i];
    }
    throw Refused(Status::usage, text + (near.empty() ? "; --help lists them" : "`?"));
}

}  // namespace

Invocation parse(const std::vector<std::string>& words) {
    Invocation invocation;
    Words rest = words;
    invocation.command = take_command(rest, invocation.group);
    if (invocation.command != nullptr) {
        parse_with(*invocation.command, rest, invocation);
        return invocation;
    }
    const bool help = std::any_of(rest.begin(), rest.end(), [](const std::string& word) {
        return word == "--help" || word == "-h";
    });
    if (!invocation.group.empty() && !is_group(invocation.group)) refuse_unknown(invocation.group);
    if (!help && invocation.group.empty() && !rest.empty()) {
        throw Refused(Status::usage, "no command was named; --help lists them");
    }
    invocation.general.help = help;
    return invocation;
}

}  // namespace postvern::services::cli

#include "services/cli/help.hpp"

#include <algorithm>

#include "services/control/commands.hpp"

namespace postvern::services::cli {

using control::Argument;
using control::ArgumentKind;
using control::Command;

namespace {

constexpr std::string_view kGeneral =
    "\nThe site:\n"
    "  --config FILE         its configuration; usually /etc/postvern/postvern.ini\n"
    "  --data DIR            or its directory, a demonstration's for example\n"
    "  --socket PATH         or the control socket of its running server\n"
    "  --speak-as USER       with --socket, for root: to speak there as that Unix user\n"
    "\nEverywhere:\n"
    "  --json                for machines\n"
    "  --help                this; after a command: what it takes\n"
    "\nPasswords are asked for on the terminal, never taken from the command line:\n"
    "  --password-stdin      read them from standard input, one a line, in the order asked\n"
    "  --password-file FILE  or from a file\n"
    "\nExit codes: 0 done, 1 refused or found wanting, 2 wrong usage.\n";

std::string padded(std::string text, std::size_t width) {
    text.resize(std::max(text.size() + 2, width), ' ');
    return text;
}

// How the argument is typed; empty for secrets, which are not.
std::string typed(const Argument& argument) {
    const std::string placeholder(argument.placeholder);
    const std::string option = "--" + std::string(argument.name);
    switch (argument.kind) {
        case ArgumentKind::positional:
        case ArgumentKind::path:
        case ArgumentKind::rule_files:
            return placeholder;
        case ArgumentKind::several:
            return "[" + placeholder + "]";
        case ArgumentKind::value:
        case ArgumentKind::values:
        case ArgumentKind::file:
        case ArgumentKind::octets_files:
        case ArgumentKind::asked:
        case ArgumentKind::out_octets:
        case ArgumentKind::reading_key:
        case ArgumentKind::out_file:
        case ArgumentKind::private_out_file:
        case ArgumentKind::out_rules:
            return option + ' ' + placeholder;
        case ArgumentKind::flag:
            return option;
        case ArgumentKind::secret:
        case ArgumentKind::new_secret:
            return {};
    }
    return {};
}

bool repeats(const Argument& argument) {
    return argument.kind == ArgumentKind::values || argument.kind == ArgumentKind::octets_files;
}

bool takes_secrets(const Command& command) {
    return std::any_of(
        command.arguments.begin(), command.arguments.end(), [](const Argument& each) {
            return each.kind == ArgumentKind::secret || each.kind == ArgumentKind::new_secret;
        });
}

}  // namespace

std::string synopsis(const Command& command) {
    std::string text = "postvern " + std::string(command.name);
    for (const Argument& argument : command.arguments) {
        const std::string word = typed(argument);
        if (word.empty()) continue;
        const bool option = word.starts_with("--");
        // A variant's name says its option already: its value follows.
        if (option && command.name.ends_with("--" + std::string(argument.name))) {
            text += ' ' + std::string(argument.placeholder);
        } else {
            text += option
                        ? " [" + word + ']' + (repeats(argument) ? "..." : "")
                        : ' ' + word;
        }
    }
    return text;
}

std::string help_of_group(std::string_view group) {
    std::string text = "Postvern's tool: accounts, rules and the access record of a site.\n\n";
    for (const Command& command : control::commands()) {
        if (!group.empty() && !command.name.starts_with(std::string(group) + ' ')) continue;
        text += "  " + padded("postvern " + std::string(command.name), 44) +
                std::string(command.help) + '\n';
    }
    return text + std::string(kGeneral);
}

std::string help_of(const Command& command) {
    std::string text = synopsis(command) + "\n\n  " + std::string(command.help) + ".\n";
    if (!command.arguments.empty()) text += '\n';
    for (const Argument& argument : command.arguments) {
        const std::string word = typed(argument);
        if (!word.empty()) text += "  " + padded(word, 24) + std::string(argument.meaning) + '\n';
    }
    if (takes_secrets(command)) {
        text += "\nAsks for:";
        for (const Argument& argument : command.arguments) {
            if (typed(argument).empty()) text += " \"" + std::string(argument.placeholder) + '"';
        }
        text += '\n';
    }
    return text + std::string(kGeneral);
}

}  // namespace postvern::services::cli

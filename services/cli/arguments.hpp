// What was typed after `postvern`, read by the table of commands. Throws control::Refused (status
// 2), which says what is wrong, where, and what to do.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "services/control/arguments.hpp"
#include "services/control/command.hpp"

namespace postvern::services::cli {

// Options of every command.
struct General {
    std::filesystem::path config;  // --config FILE
    std::filesystem::path data;    // --data DIR
    std::filesystem::path socket;  // --socket PATH: a running server's, whatever its site
    std::string as;                // --speak-as USER: who speaks there
    bool json = false;
    bool help = false;
    bool password_stdin = false;          // secrets from standard input, one a line
    std::filesystem::path password_file;  // or from a file, one a line
};

struct Invocation {
    General general;
    const control::Command* command =
        nullptr;                   // null: none was named, or help was asked for a group
    std::string group;             // the words that were named, without a command
    control::Arguments arguments;  // without secrets
};

Invocation parse(const std::vector<std::string>& words);

}  // namespace postvern::services::cli

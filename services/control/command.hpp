// What a command of the tool is: a row of the one table that the daemon runs, the tool parses by
// and
// --help shows.
#pragma once

#include <span>
#include <string_view>

#include "services/control/arguments.hpp"
#include "services/control/reply.hpp"

namespace postvern::services::control {

class Desk;

enum class ArgumentKind {
    positional,  // must be there
    path,        // positional; absolute when it comes here
    several,     // positional, the rest of the line; one value a line
    value,       // --name VALUE
    values,      // --name VALUE, as often as wished; one value a line
    flag,        // --name
    rule_files,  // positional, a directory whose *.cedar files come here (services/control/rule_files.hpp)
    file,        // --name FILE, whose text comes here
    reading_key,  // --name FILE, a private key that opens records (records/reading_key.hpp), whose octets come here
    octets_files,  // --name FILE, as often as wished: any file, whose octets come here (services/control/octets.hpp)
    asked,       // --name VALUE; asked for on a terminal where the command is given without any option
    out_octets,  // --name FILE, where the tool writes the octets of the reply; does not come here
    out_file,    // --name FILE, where the tool writes the reply's text; does not come here
    private_out_file,  // the same, made anew and readable by whoever runs the tool alone
    out_rules,   // --name DIR, where the tool writes the rule files of the reply; likewise, and must be there
    secret,      // asked for, once
    new_secret,  // asked for twice
};

struct Argument {
    std::string_view name;
    ArgumentKind kind;
    std::string_view placeholder;  // in the synopsis; of a secret: the prompt
    std::string_view meaning;
};

using Run = Reply (*)(Desk& desk, const Arguments& arguments);

struct Command {
    std::string_view name;  // words by blanks; a variant ends with the option that chooses it
    std::string_view help;  // one line
    std::span<const Argument> arguments;
    Run run;  // null: the tool itself does it, no open site is needed
    // Cannot be undone: without --yes the first run, which gets no secrets, only tells what would
    // happen and what is to be typed.
    bool needs_confirmation = false;
};

}  // namespace postvern::services::control

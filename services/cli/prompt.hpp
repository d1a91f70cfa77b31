// Where secrets come from: the terminal, without echo, standard input, or a file. Never the command
// line, which every process of the machine can read. Throws control::Refused (status 2) when there
// is none to be had.
#pragma once

#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "services/cli/arguments.hpp"

namespace postvern::services::cli {

class Prompt {
  public:
    // Reads --password-file at once, while root is still root; `in` when --password-stdin says so
    // and the first secret is needed.
    Prompt(const General& general, std::istream& in);
    Prompt(const Prompt&) = delete;
    Prompt& operator=(const Prompt&) = delete;
    ~Prompt();

    // Asks for each secret of `command` that `arguments` lack, new ones twice on a terminal; and, where nothing but
    // positional arguments was given, for what it takes of kind asked: what is left empty is not given.
    void collect(const control::Command& command, control::Arguments& arguments);

    // A passphrase, asked for once.
    std::string passphrase(std::string_view question);

    // Whether the person at the terminal types `expected`. Throws Refused without a terminal.
    bool confirms(const std::string& expected);

  private:
    void ask_for_fields(const control::Command& command, control::Arguments& arguments);
    std::string ask(const control::Argument& secret);
    std::string next_line();

    const General& general_;
    std::istream& in_;
    std::vector<std::string> lines_;  // of the file or standard input, read once
    std::size_t next_ = 0;
    bool read_ = false;
};

}  // namespace postvern::services::cli

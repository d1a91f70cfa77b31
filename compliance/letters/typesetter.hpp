// A typesetter as a child process: no shell, no environment of ours, no open files of ours, its own
// process group.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace postvern::compliance::letters {

struct TypesetterOutput {
    bool succeeded = false;  // exited with 0
    std::string output;
    std::string complaints;  // the first few thousand octets of its standard error
};

// Runs `program` with `arguments` and `environment` in "/", `input` on its standard input from
// memory (nothing of it is on disk), and waits for its end. Ends it, and what it started, after
// `patience`. Throws TypesettingError where it cannot be run, takes longer or says more than 8 MiB.
TypesetterOutput run_typesetter(const std::filesystem::path& program,
                                const std::vector<std::string>& arguments,
                                const std::vector<std::string>& environment, std::string_view input,
                                std::chrono::milliseconds patience);

}  // namespace postvern::compliance::letters

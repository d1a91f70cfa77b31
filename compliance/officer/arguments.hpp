// The command line of postvern-officer, as each command gets it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "compliance/officer/files.hpp"

namespace postvern::compliance::officer {

class Arguments {
  public:
    // Throws Usage for an option that is none. `now`: Unix seconds.
    Arguments(int count, char** words, std::int64_t now);

    std::string command;
    std::int64_t now;

    bool has(std::string_view option) const { return options_.contains(option); }
    // The value of an option that was given once; Usage otherwise.
    const std::string& value(std::string_view option) const;
    std::string value_or(std::string_view option, std::string_view otherwise) const;
    std::vector<std::string> values(std::string_view option) const;
    const std::vector<std::string>& files() const { return files_; }
    // The one file that is named; Usage otherwise.
    const std::string& file() const;
    // Throws Usage where another option than these, and those that go with every command, is given.
    void allow(const std::vector<std::string_view>& options) const;

    std::filesystem::path device() const { return value("device"); }
    std::filesystem::path output() const { return value_or("out", "-"); }
    // From a file, standard input or the terminal; asked for twice where `is_new`. Throws Failure for one that is
    // new and has fewer than 12 octets.
    SecretText passphrase(bool is_new = false) const;
    // Asks at the terminal unless --yes is given. Throws Failure for any answer but `expected`.
    void confirm(std::string_view question, std::string_view expected) const;

  private:
    std::map<std::string, std::vector<std::string>, std::less<>> options_;
    std::vector<std::string> files_;
};

}  // namespace postvern::compliance::officer

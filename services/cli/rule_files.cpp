#include "services/cli/rule_files.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "services/cli/site_of.hpp"

namespace postvern::services::cli {

using control::Refused;
using control::Status;

namespace {

namespace fs = std::filesystem;

fs::path rulebook_of(const General& general) {
    const auto site = site_if_named(general);
    return site && !site->rulebook.empty() ? site->rulebook : house::shipped_rulebook();
}

}  // namespace

std::vector<std::string> values_of(const control::Arguments& arguments, std::string_view name) {
    std::vector<std::string> lines;
    std::string_view rest = arguments.find(name).value_or("");
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        lines.emplace_back(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return lines;
}

std::vector<std::pair<std::string, std::string>> pairs_of(const control::Arguments& arguments,
                                                          std::string_view name) {
    std::vector<std::pair<std::string, std::string>> pairs;
    for (const std::string& line : values_of(arguments, name)) {
        const std::size_t at = line.find('=');
        if (at == std::string::npos || at == 0) {
            throw Refused(Status::usage,
                          "--" + std::string(name) + ' ' + line + ": write NAME=VALUE");
        }
        pairs.emplace_back(line.substr(0, at), line.substr(at + 1));
    }
    return pairs;
}

policy::RulebookFile read_rule_file(const std::string& name) {
    std::ifstream stream(name, std::ios::binary);
    if (!stream || fs::is_directory(name)) {
        throw Refused(Status::usage, name + ": cannot be read");
    }
    return {name, {std::istreambuf_iterator<char>(stream), {}}};
}

std::optional<policy::RulebookFile> optional_file(const control::Arguments& arguments,
                                                  std::string_view name) {
    const auto path = arguments.find(name);
    if (!path) return std::nullopt;
    return read_rule_file(std::string(*path));
}

std::vector<policy::RulebookFile> read_rule_files(const std::vector<std::string>& names) {
    std::vector<policy::RulebookFile> files;
    for (const std::string& name : names) {
        if (fs::is_directory(name)) {
            for (auto& file : policy::read_rulebook(name)) {
                files.push_back({(fs::path(name) / file.name).string(), std::move(file.text)});
            }
        } else {
            files.push_back(read_rule_file(name));
        }
    }
    if (files.empty()) throw Refused(Status::usage, "there are no rule files (*.cedar) there");
    return files;
}

std::vector<policy::RulebookFile> rule_files_or_rulebook(const std::vector<std::string>& names,
                                                         const General& general) {
    if (names.empty()) return read_rule_files({rulebook_of(general).string()});
    return read_rule_files(names);
}

std::vector<policy::RulebookFile> theorem_files(const control::Arguments& arguments,
                                                const policy::RulebookFile& rule) {
    const auto named = values_of(arguments, "theorems");
    if (!named.empty()) return read_rule_files(named);
    const fs::path beside = fs::path(rule.name).parent_path() / "theorems";
    // What is promised is the house's: rules without theorems of their own have to keep those that ship.
    const fs::path shipped = house::shipped_rulebook() / "theorems";
    return read_rule_files({fs::is_directory(beside) ? beside.string() : shipped.string()});
}

std::vector<policy::RulebookFile> catalogue_files(const policy::RulebookFile& rule) {
    std::vector<std::string> names;
    std::error_code none;
    const fs::path directory = fs::path(rule.name).parent_path() / "catalogue";
    for (const auto& entry : fs::directory_iterator(directory, none)) {
        if (entry.path().extension() == ".txt") names.push_back(entry.path().string());
    }
    std::sort(names.begin(), names.end());
    std::vector<policy::RulebookFile> files;
    for (const std::string& name : names) files.push_back(read_rule_file(name));
    return files;
}

std::optional<policy::RulebookFile> decisions_file(const policy::RulebookFile& rule) {
    const fs::path path = fs::path(rule.name).parent_path() / "decisions.json";
    if (!fs::exists(path)) return std::nullopt;
    return read_rule_file(path.string());
}

}  // namespace postvern::services::cli

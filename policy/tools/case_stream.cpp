#include "policy/tools/case_stream.hpp"

#include <iostream>
#include <iterator>
#include <stdexcept>

namespace postvern::policy::tools {

std::optional<language::Source> CaseStream::next() {
    const std::lock_guard lock(mutex_);
    while (true) {
        if (auto line = next_line()) return line;
        if (at_ == files_.size()) return std::nullopt;
        const std::string& name = files_[at_++];
        if (name != "-" && !name.ends_with(".ndjson")) return whole_file(name);
        open_lines(name);
    }
}

std::optional<language::Source> CaseStream::next_line() {
    std::string text;
    while (lines_ != nullptr) {
        if (!std::getline(*lines_, text)) {
            lines_ = nullptr;
            return std::nullopt;
        }
        ++line_;
        if (!text.empty()) {
            return language::Source{name_ + ":" + std::to_string(line_), std::move(text)};
        }
    }
    return std::nullopt;
}

language::Source CaseStream::whole_file(const std::string& name) {
    std::ifstream stream(name, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(stream), {}};
    if (!stream.is_open() || stream.bad()) throw std::runtime_error(name + ": cannot be read");
    return {name, std::move(text)};
}

void CaseStream::open_lines(const std::string& name) {
    line_ = 0;
    name_ = name == "-" ? "standard input" : name;
    if (name == "-") {
        lines_ = &std::cin;
        return;
    }
    file_ = std::ifstream(name, std::ios::binary);
    if (!file_) throw std::runtime_error(name + ": cannot be read");
    lines_ = &file_;
}

}  // namespace postvern::policy::tools

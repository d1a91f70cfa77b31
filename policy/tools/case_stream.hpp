// The cases of a list of files, one after the other: whole files, or one case a line. Thread-safe.
#pragma once

#include <fstream>
#include <iosfwd>
#include <mutex>
#include <optional>
#include <span>
#include <string>

#include "policy/language/source.hpp"

namespace postvern::policy::tools {

class CaseStream {
  public:
    // `files`: as run_corpus() takes them; must outlive this.
    explicit CaseStream(std::span<const std::string> files) : files_(files) {}

    // The next case, named "FILE" or "FILE:LINE"; nothing at the end. Throws std::runtime_error for
    // a file that cannot be read; the next call goes on behind it.
    std::optional<language::Source> next();

  private:
    std::optional<language::Source> next_line();
    language::Source whole_file(const std::string& name);
    void open_lines(const std::string& name);

    std::mutex mutex_;
    std::span<const std::string> files_;
    std::size_t at_ = 0;  // the next file
    std::ifstream file_;
    std::istream* lines_ = nullptr;  // of the file that is being read by lines; or null
    std::string name_;
    std::size_t line_ = 0;
};

}  // namespace postvern::policy::tools

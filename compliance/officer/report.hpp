// What a command tells: lines for people, or one JSON object. Thread-safe: no.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace postvern::compliance::officer {

class Report {
  public:
    // `name` is of small letters and "_": "disclosure_key" shows as "disclosure key".
    Report& add(std::string_view name, std::string_view value);
    Report& add_list(std::string_view name, std::vector<std::string> values);
    std::string in_words() const;
    std::string in_json() const;

  private:
    struct Entry {
        std::string name;
        std::vector<std::string> values;
        bool is_list;
    };
    std::vector<Entry> entries_;
};

}  // namespace postvern::compliance::officer

// Strict reading of one table of a TOML file: each key has one type and limits, and whatever nobody
// asked for is refused. Used for files of rules and for requests. Values without state.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "compliance/intake.hpp"
#include "compliance/requests/toml.hpp"

namespace postvern::compliance::requests {

// TOML as a table. Throws RequestSyntaxError, for files of more than `limit` octets as well.
toml::table parse_toml(std::string_view text, const std::string& file, std::size_t limit);

class Entry {
  public:
    // Both are borrowed. Lines of text have at most `longest` octets.
    Entry(const toml::table& table, const std::string& file,
          std::size_t longest = IntakeLimits::kLine);

    // Absent or empty is refused where `required`; otherwise it gives "". One line, no control
    // characters.
    std::string required(std::string_view key);
    std::string text(std::string_view key);
    // The same with line ends, of at most `longest` octets.
    std::string long_text(std::string_view key, std::size_t longest);
    std::vector<std::string> list(std::string_view key, std::size_t most);
    std::optional<bool> flag(std::string_view key);
    std::vector<std::int64_t> numbers(std::string_view key, std::int64_t lowest,
                                      std::int64_t highest);
    // Unix seconds of a date-time with an offset, 1970 to 2199, and the offset as "+02:00" or "Z".
    struct Moment {
        std::int64_t seconds = 0;
        std::string zone;
    };
    std::optional<Moment> moment(std::string_view key);
    std::optional<std::string> date(std::string_view key);  // YYYY-MM-DD
    const toml::table* table(std::string_view key);
    // The tables of [[key]]; empty: absent.
    std::vector<const toml::table*> tables(std::string_view key, std::size_t most);

    // Refuses keys that were not asked for.
    void finish() const;

    std::size_t line() const;                      // where the table begins
    std::size_t line(std::string_view key) const;  // of the key's value, or of the table
    [[noreturn]] void fail(std::string_view key, const std::string& what) const;
    bool has(std::string_view key) const { return table_.contains(key); }

  private:
    const toml::node* ask(std::string_view key);
    std::string checked(const toml::node& node, std::string_view key, std::size_t longest,
                        bool lines) const;

    const toml::table& table_;
    const std::string& file_;
    std::size_t longest_;
    std::set<std::string, std::less<>> asked_;
};

}  // namespace postvern::compliance::requests

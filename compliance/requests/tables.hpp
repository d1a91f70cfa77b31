// The rules of classification as they are read from files: what a lawyer wrote, checked, by id.
// Immutable values.
//
// INVARIANT: every id that an entry names is there; every state has exactly one road; the last
// answer has no condition, and no answer is hidden behind an earlier one.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "compliance/requests.hpp"

namespace postvern::compliance {

namespace requests {

// What every entry has: where it stands, what it rests on, and what counsel has not settled.
struct Cited {
    std::string id;
    std::string file;
    std::size_t line = 0;
    std::string source;
    std::string uncertain;
};

struct Group : Cited {
    std::string name;
    std::string road;  // empty: none hangs on it
    std::vector<std::string> countries;
    std::string note;
};

struct Road : Cited {
    std::string name;
    std::optional<policy::Route> route;
    std::string path;
    std::vector<policy::Office> offices;
    std::string guard;
    bool all_others = false;
    bool home = false;  // of this country
};

struct Precedence : Cited {  // `id` is the road that wins
    std::vector<std::string> over;
    std::string why;
};

struct Clock : Cited {
    std::string name;
    std::int64_t least = 0;  // seconds; 0: none
    std::int64_t most = 0;
    bool own_term = false;
    bool must_be_set = false;
};

struct Rejection : Cited {  // `id` is its code
    policy::Basis basis{};
    std::string letter;
    std::string why;
};

struct AuthorityKind : Cited {
    std::string name;
    bool prevails = false;  // an office known by name has this kind whatever is entered
};

struct Authority : Cited {  // `id` is its first name
    std::vector<std::string> names;
    std::string kind;
    std::string country;
    std::string note;
};

struct Instrument : Cited {
    std::string name;
    std::vector<std::string> issuers;
    std::vector<std::string> needs;
    std::string applies_from;  // YYYY-MM-DD; empty: always
};

// Words of each condition of a row; empty: any.
struct Conditions {
    std::vector<std::string> instrument, authority, issuer, place, group, on_behalf, verified,
        accounts;
    // In the order of the file format.
    static constexpr std::size_t kCount = 8;
    std::vector<std::string>& at(std::size_t index);
    const std::vector<std::string>& at(std::size_t index) const;
    static std::string_view name(std::size_t index);
};

struct AnswerRow : Cited {
    Conditions when;
    Answer answer{};
    std::string rejection;
    policy::Basis basis{};  // as the rejection has it, or the row
    std::string letter;     // likewise
    std::string road;       // empty: that of the state
    std::string clock;
    std::vector<std::string> asks;
    std::vector<std::int64_t> conflicts;
    std::string why;
};

// What letters may ask for: kMissingCodes of compliance/letters.hpp.
std::span<const std::string_view> askable() noexcept;

}  // namespace requests

struct RequestRules::Tables {
    std::vector<requests::Group> groups;
    std::map<std::string, std::string, std::less<>> names;  // of countries, by code
    std::string names_source;
    std::vector<requests::Road> roads;
    std::vector<requests::Precedence> precedences;
    std::vector<requests::Clock> clocks;
    std::vector<requests::Rejection> rejections;
    std::vector<requests::AuthorityKind> kinds;
    std::vector<requests::Authority> authorities;
    std::vector<requests::Instrument> instruments;
    std::vector<requests::AnswerRow> answers;
    std::string hash;

    // The road of each country, filled by check(): by its code.
    std::map<std::string, std::string, std::less<>> road_of;
    std::string other_road;  // of all others
    std::string home_road;

    const requests::Road& road(std::string_view id) const;
};

namespace requests {

// Reads one file into `tables` by its name. Throws RequestSyntaxError.
void read_file(const RequestFile& file, RequestRules::Tables& tables);
// All that holds between entries; fills `road_of`. Throws RequestSyntaxError.
void check(RequestRules::Tables& tables);

template <typename Row>
const Row* find(const std::vector<Row>& rows, std::string_view id) {
    for (const Row& row : rows)
        if (row.id == id) return &row;
    return nullptr;
}

bool contains(const std::vector<std::string>& words, std::string_view word);

}  // namespace requests

}  // namespace postvern::compliance

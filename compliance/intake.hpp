// What a legal officer enters of a letter that asks for data, before anything is decided about it:
// the fields that such letters must have, as the letter states them (docs/formats/request.md).
// Values without state. Nothing here says that an account exists: addresses are the letter's words.
#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "policy/case_facts.hpp"

namespace postvern::compliance {

// A file that is not as its format says: `what()` is "file:line: what is wrong; what to do".
class RequestSyntaxError : public std::runtime_error {
  public:
    RequestSyntaxError(const std::string& file, std::size_t line, const std::string& what);
    const std::string file;
    const std::size_t line;  // from 1; 0: of the file as a whole
};

// From moment `from` to moment `until`, both included, in Unix seconds. `zone` is the offset that
// the letter stated, as "+02:00" or "Z".
struct TimeWindow {
    std::int64_t from = 0;
    std::int64_t until = 0;
    std::string zone{};
};

// What came with the letter: its file, as the file names it. Its octets are read, sealed and hashed
// elsewhere.
struct Enclosure {
    std::string name{};
    std::string file{};
};

// Absent and empty: the letter does not say. All text is UTF-8 without control characters, except
// that the two free texts may have line ends.
struct Intake {
    // An id of instruments.toml, or of authorities.toml for what kind of sender it is. An authority
    // that has no kind is looked up by its name among those that authorities.toml names.
    std::string instrument{};
    std::string authority_kind{};

    std::string statute{};       // the section that the letter cites
    std::string authority{};     // issuing authority, by its name
    std::string country{};       // of the authority: ISO 3166-1 alpha-2, capital letters
    std::string on_behalf_of{};  // the state that asked for it, where another one writes: likewise
    std::string person{};        // who signed
    std::string contact{};       // where the authority itself is reached
    std::string case_number{};   // theirs
    std::string date{};          // of the letter, YYYY-MM-DD
    std::int64_t received = 0;   // Unix seconds
    std::vector<std::string> accounts{};  // as the letter writes them
    bool bulk = false;  // it asks for whoever meets a description, or for all: names no account, or
                        // not only accounts
    std::vector<policy::DisclosureClass> classes{};
    std::optional<TimeWindow> window{};
    std::optional<std::int64_t> deadline{};           // Unix seconds
    policy::Silence silence = policy::Silence::none;  // that it asks for, or states to be ordered
    std::optional<std::int64_t> silent_until{};       // Unix seconds
    // Who sent it was found out by a call to a number that the letter did not give, or by a signed
    // channel.
    bool verified = false;
    std::vector<policy::Office> references{};  // offices whose decision or reference is on file
    std::vector<Enclosure> enclosures{};
    std::string text{};  // what the letter says beside, or a summary of it
};

// Most that a request may have. One with more is refused.
struct IntakeLimits {
    static constexpr std::size_t kFile = 256 * 1024;  // octets of request.toml
    static constexpr std::size_t kLine = 500;         // octets of a field of one line
    static constexpr std::size_t kText = 64 * 1024;   // octets of `text`
    static constexpr std::size_t kAccounts = 1000;
    static constexpr std::size_t kEnclosures = 100;
};

// request.toml, docs/formats/request.md. Strict: unknown keys, wrong types, impossible dates and
// whatever is over the limits are refused with RequestSyntaxError, in whose words the file is
// `name`.
Intake read_intake(std::string_view text, const std::string& name = "request.toml");

}  // namespace postvern::compliance

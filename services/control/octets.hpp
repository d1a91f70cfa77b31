// Files that are no text, on their way between the tool and the server: Base64 (RFC 4648 4). Pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/control/arguments.hpp"
#include "services/control/reply.hpp"

namespace postvern::services::control {

std::string to_base64(std::string_view octets);
// Throws Refused (status 2) for anything else.
std::string from_base64(std::string_view text);

struct NamedOctets {
    std::string name;  // of the file, without its directory
    std::string octets;
};

// What an argument of kind octets_files holds: a line for each, name and octets. Empty where it was not given.
void add_octets(Arguments& arguments, std::string_view argument, const NamedOctets& file);
std::vector<NamedOctets> octets_in(const Arguments& arguments, std::string_view argument);
// The only one; absent where it was not given. Throws Refused (status 2) for several.
std::optional<NamedOctets> one_in(const Arguments& arguments, std::string_view argument);

// What a reply brings for an argument of kind out_octets.
void set_octets(Reply& reply, std::string_view octets);

// Octets of a paper that one reply brings at most; what is longer goes over in parts (docs/formats/control.md).
inline constexpr std::size_t kPartSize = std::size_t{16} * 1024 * 1024;

}  // namespace postvern::services::control
